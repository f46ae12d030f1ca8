"""What is done in a case: taken, put back, finished, sent back, given up, begun."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.errors import NotFound, Refused
from primeline.kit.once import once
from primeline.processes import actions, queries
from primeline.processes.values import Wish
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.cases.case import show, step_form
from primeline.web.cases.forms import CancelForm, StartForm, WhyForm
from primeline.web.edits import Edit, OnceForm
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer
    from primeline.processes.models import WorkItem

SEE, LEAD, EDIT = (
    Permission.VIEW_COMMITMENTS,
    Permission.LEAD_COMMITMENTS,
    Permission.EDIT_CUSTOMERS,
)
Facts = dict[str, Any]


@page(EDIT, methods=("GET", "POST"))
def new_case(request: PersonRequest) -> HttpResponse:
    """Begin a case for an account."""
    named = [(one.process.code, one.process.name) for one in queries.in_force(clock.now())]
    if request.method != "POST":
        first = {
            "once": OnceForm.new_key(),
            "account": request.GET.get("account", ""),
            "process": request.GET.get("process", ""),
        }
        return _show_new(request, Edit(form=StartForm(initial=first, processes=named)))
    begun: list[str] = []

    def begin(facts: Facts) -> None:
        customer = _account(request, facts["account"])
        key = facts["once"]
        begun.append(once(key=key, at=clock.now(), deed=lambda: _begun(request, customer, facts)))

    edit = edits.save(StartForm(request.POST, processes=named), begin)
    if not edit.is_done:
        return _show_new(request, edit)
    messages.success(request, _("Begun. Whoever does the first step sees it on their list."))
    return redirect("cases:case", begun[0])


@page(SEE, methods=("POST",))
def claim(request: PersonRequest, item_id: int) -> HttpResponse:
    """Take a step that is offered to a role of the reader."""
    item = queries.get_item(request.reach, item_id)
    actions.claim_item(item=item, reach=request.reach, by=request.user, at=clock.now())
    messages.success(request, _("Taken. It is yours now."))
    return redirect("cases:case", item.case.number)


@page(SEE, methods=("POST",))
def put_back(request: PersonRequest, item_id: int) -> HttpResponse:
    """Put back a step that the reader has taken."""
    item = queries.get_item(request.reach, item_id)

    def put(facts: Facts) -> None:
        actions.put_back_item(item=item, by=request.user, at=clock.now(), reason=facts["reason"])

    edit = edits.save(_why(request, item), put)
    return _answer(
        request, item, "put_back", edit, _("Put back. Whoever holds the role may take it.")
    )


@page(SEE, methods=("POST",))
def finish(request: PersonRequest, item_id: int) -> HttpResponse:
    """Say that a step is done."""
    item = queries.get_item(request.reach, item_id)
    form = step_form(request, item, request.POST)

    def end(_facts: Facts) -> None:
        actions.finish_item(
            item=item,
            reach=request.reach,
            answers=form.answers,
            papers=form.papers,
            note=form.free_note,
            by=request.user,
            at=clock.now(),
        )

    return _answer(request, item, "finish", edits.save(form, end), _("Done. The case goes on."))


@page(SEE, methods=("POST",))
def send_back(request: PersonRequest, item_id: int) -> HttpResponse:
    """Send a case back to who did the step before."""
    item = queries.get_item(request.reach, item_id)

    def send(facts: Facts) -> None:
        actions.send_back_item(
            item=item,
            reach=request.reach,
            by=request.user,
            at=clock.now(),
            reason=facts["reason"],
        )

    edit = edits.save(_why(request, item), send)
    return _answer(request, item, "send_back", edit, _("Sent back, with your reason."))


@page(LEAD, methods=("POST",))
def cancel(request: PersonRequest, number: str) -> HttpResponse:
    """Give a case up."""
    found = queries.get_case(request.reach, number)
    if found.is_running and not queries.may_cancel(request.reach, found):
        raise NotFound

    def give_up(facts: Facts) -> None:
        actions.cancel_case(
            case=found,
            version=facts["version"],
            by=request.user,
            at=clock.now(),
            reason=facts["reason"],
        )

    edit = edits.save(CancelForm(request.POST), give_up, version=found.version)
    if not edit.is_done:
        return show(request, found, {(0, "cancel"): edit})
    messages.success(request, _("Cancelled. What was done by itself is undone."))
    return redirect("cases:case", found.number)


def _begun(request: PersonRequest, customer: "Customer", facts: Facts) -> str:
    case = actions.start_case(
        process=queries.get_process(facts["process"]),
        customer=customer,
        wish=Wish(title=facts["title"], reference=facts["reference"], said_at=facts["said_at"]),
        by=request.user,
        at=clock.now(),
    )
    return case.number


def _account(request: PersonRequest, number: str) -> "Customer":
    """Return the account with a number, if the reader may change it.

    :raises Refused: if there is none within reach
    """
    try:
        return customers.get_customer(request.reach, number, EDIT)
    except NotFound as absent:
        raise Refused(_("There is no such account within your reach."), field="account") from absent


def _why(request: PersonRequest, item: "WorkItem") -> WhyForm:
    return WhyForm(request.POST, auto_id=f"id_{item.pk}_%s")


def _answer(
    request: PersonRequest, item: "WorkItem", name: str, edit: Edit, said: str
) -> HttpResponse:
    if not edit.is_done:
        fresh = queries.get_case(request.reach, item.case.number)
        return show(request, fresh, {(item.pk, name): edit})
    messages.success(request, said)
    return redirect("cases:case", item.case.number)


def _show_new(request: PersonRequest, edit: Edit) -> HttpResponse:
    return render(request, "web/cases/new.html", {"form": edit.form}, status=edit.status)
