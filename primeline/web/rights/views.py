"""The rights desk: requests, decisions, and the file that a person takes along."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.errors import NotFound, Refused
from primeline.kit.once import once
from primeline.privacy.elsewhere import AlsoNamed
from primeline.rights import actions, queries, rules
from primeline.rights.choices import Proof, RequestStatus, RightKind
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web import downloads, edits, paper
from primeline.web.edits import Edit, OnceForm
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest
from primeline.web.rights import copies
from primeline.web.rights.copies import CopyForm
from primeline.web.rights.forms import (
    CARRY_OUT,
    CopyFileForm,
    DecisionForm,
    ErasureForm,
    RequestForm,
)
from primeline.web.rights.whom import whom

if TYPE_CHECKING:
    from primeline.customers.models import Contact, Customer
    from primeline.rights.models import RightsRequest


@page(Permission.DECIDE_RIGHTS)
def desk(request: PersonRequest) -> HttpResponse:
    """List what people asked for: what is due first, then what was decided."""
    context = {
        "over": [(one, whom(one)) for one in queries.open_cases(request.reach)],
        "settled": [(one, whom(one)) for one in queries.decided_cases(request.reach)],
        "open": [(one, whom(one)) for one in queries.open_requests(request.reach)],
        "decided": [(one, whom(one)) for one in queries.decided_requests(request.reach)],
        "today": today(),
        "citation": rules.CITATION,
    }
    return render(request, "web/rights/desk.html", context)


@page(Permission.DECIDE_RIGHTS, methods=("GET", "POST"))
def new_request(request: PersonRequest, number: str, contact_id: int) -> HttpResponse:
    """Take in what a person at a customer asks for."""
    customer = customers.get_customer(request.reach, number, Permission.DECIDE_RIGHTS)
    contact = customers.get_contact(customer, contact_id)
    name = customers.card_of(customer, contact, request.reach).name
    return _take_in(request, customer, contact, name)


@page(Permission.DECIDE_RIGHTS, methods=("GET", "POST"))
def new_request_of_account(request: PersonRequest, number: str) -> HttpResponse:
    """Take in what an individual asks for, who is the account."""
    customer = customers.get_customer(request.reach, number, Permission.DECIDE_RIGHTS)
    if not customer.is_person:
        raise NotFound
    return _take_in(request, customer, customer, customer.display_name)


def _take_in(
    request: PersonRequest, customer: "Customer", person: "Contact | Customer", name: str
) -> HttpResponse:
    def receive(facts: dict[str, Any]) -> None:
        once(
            key=facts["once"],
            at=clock.now(),
            deed=lambda: (
                actions.receive_request(
                    person=person,
                    kind=RightKind(facts["kind"]),
                    proof=Proof(facts["proof"]),
                    received_date=facts["received_date"],
                    wish=facts["wish"],
                    today=today(),
                    by=request.user,
                    at=clock.now(),
                ).number
            ),
        )

    if request.method != "POST":
        initial = {"once": OnceForm.new_key(), "received_date": today()}
        edit = Edit(form=RequestForm(initial=initial))
    else:
        edit = edits.save(RequestForm(request.POST), receive)
    if edit.is_done:
        messages.success(request, _("The request is on file."))
        return redirect("rights:desk")
    context = {
        "customer": customer,
        "name": name,
        "form": edit.form,
        "citation": rules.CITATION,
    }
    return render(request, "web/rights/new.html", context, status=edit.status)


@page(Permission.DECIDE_RIGHTS)
def request_page(request: PersonRequest, number: str) -> HttpResponse:
    """Show one request, and what can be done about it."""
    asked = queries.get_request(request.reach, number)
    return _show(request, asked, Edit(form=_form_of(asked)(initial={"version": asked.version})))


@page(Permission.DECIDE_RIGHTS, methods=("POST",))
def decision(request: PersonRequest, number: str) -> HttpResponse:
    """Carry a request out or refuse it."""
    asked = queries.get_request(request.reach, number)

    def decide(facts: dict[str, Any]) -> None:
        answer: dict[str, Any] = {
            "request": asked,
            "version": facts["version"],
            "reason": facts["reason"],
        }
        now: dict[str, Any] = {"by": request.user, "at": clock.now()}
        if facts["outcome"] != CARRY_OUT:
            actions.refuse(**answer, **now)
        elif asked.kind == RightKind.ERASE:
            actions.carry_out(**answer, **now, also=_also(request, facts))
        else:
            actions.carry_out(**answer, **now)

    edit = edits.save(_form_of(asked)(request.POST), decide, version=asked.version)
    if not edit.is_done:
        return _show(request, asked, edit)
    messages.success(request, _("The decision is on record."))
    return redirect("rights:request", number)


@page(Permission.DECIDE_RIGHTS, methods=("POST",))
def restriction(request: PersonRequest, number: str) -> HttpResponse:
    """Let the data of a person be used again."""
    actions.lift_restriction(
        request=queries.get_request(request.reach, number),
        reason=request.POST.get("reason", ""),
        by=request.user,
        at=clock.now(),
    )
    messages.success(request, _("The restriction is lifted."))
    return redirect("rights:request", number)


@page(Permission.DECIDE_RIGHTS, methods=("POST",))
def copy(request: PersonRequest, number: str) -> HttpResponse:
    """Hand out all we hold on the person, as a file in their language."""
    asked = queries.get_request(request.reach, number)
    form = CopyFileForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Reload the page and try again."))
    kind = CopyForm(form.cleaned_data["form"])
    if kind is CopyForm.PDF:
        # What the machine lacks is said before anything is on record as handed out.
        paper.demand_all()
    with translation.override(form.cleaned_data["language"]):
        found = actions.hand_out(request=asked, by=request.user, at=clock.now())
        content = copies.written(found, kind, type(asked.person), request)
    response = HttpResponse(content, content_type=copies.CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{asked.number}.{kind.value}"'
    response["Content-Security-Policy"] = downloads.NOTHING_RUNS
    return response


def _form_of(asked: "RightsRequest") -> type[DecisionForm]:
    return ErasureForm if asked.kind == RightKind.ERASE else DecisionForm


def _also(request: PersonRequest, facts: dict[str, Any]) -> AlsoNamed:
    """Return what else names somebody, as it was ticked and as far as the desk reaches."""
    return AlsoNamed(
        words=(*facts["words"], *facts["further"]),
        account_ids=tuple(sorted(queries.reached(request.reach, facts["accounts"]))),
        is_unbound=facts["is_unbound"],
        registered_ids=tuple(sorted(queries.reached(request.reach, facts["registered"]))),
    )


def _show(request: PersonRequest, asked: "RightsRequest", edit: Edit) -> HttpResponse:
    lifting = queries.lifting_of(asked)
    is_erasing = asked.status == RequestStatus.OPEN and asked.kind == RightKind.ERASE
    everywhere = "everywhere" in request.GET or "everywhere" in request.POST
    named = (
        queries.named_else(asked, request.reach, is_everywhere=everywhere) if is_erasing else None
    )
    context = {
        "named": named,
        "asked": asked,
        "whom": whom(asked),
        "form": edit.form,
        "is_open": asked.status == RequestStatus.OPEN,
        "is_late": asked.status == RequestStatus.OPEN and asked.due_date < today(),
        "is_restricted": queries.is_restricted(asked),
        "lifting": lifting,
        "called": staff.names_of({lifting.by_name}) if lifting else {},
        "has_copy": asked.kind == RightKind.COPY and asked.status != RequestStatus.REFUSED,
        "copy_form": CopyFileForm(initial={"language": translation.get_language()}),
        "citation": rules.CITATION,
    }
    return render(request, "web/rights/request.html", context, status=edit.status)
