"""Taking what a customer asks: whoever takes it owns it until somebody else accepts it."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.commitments import actions, queries
from primeline.commitments.choices import AskedBy, LetterKind, State
from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.errors import NotFound, Refused
from primeline.kit.once import once
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.edits import Edit, OnceForm
from primeline.web.matters.forms import InquiryForm, SuggestionForm
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer

SEE = Permission.VIEW_COMMITMENTS
LETTERS = 100


@page(SEE, methods=("GET", "POST"))
def new_inquiry(request: PersonRequest) -> HttpResponse:
    """Take what a customer asks as one's own."""
    if request.method != "POST":
        first = {"once": OnceForm.new_key(), "account": request.GET.get("account", "")}
        return _show(request, Edit(form=InquiryForm(initial=first)))
    taken: list[str] = []

    def take(facts: dict[str, Any]) -> None:
        customer = _account(request, facts["account"])
        taken.append(
            once(key=facts["once"], at=clock.now(), deed=lambda: _taken(request, customer, facts))
        )

    edit = edits.save(InquiryForm(request.POST), take)
    if not edit.is_done:
        return _show(request, edit)
    messages.success(request, _("Taken. It is yours until somebody else accepts it."))
    return redirect("matters:matter", taken[0])


@page(SEE, methods=("GET", "POST"))
def new_suggestion(request: PersonRequest) -> HttpResponse:
    """Pass the words of a customer on to a department, which owes the answer."""
    led = queries.departments(at=clock.now())
    units = {one.pk: one for one in staff.units_to_name() if one.pk in led}
    named = [(one.pk, one.name) for one in units.values()]
    if request.method != "POST":
        first = {"once": OnceForm.new_key(), "account": request.GET.get("account", "")}
        return _suggest(request, Edit(form=SuggestionForm(initial=first, units=named)))
    taken: list[str] = []

    def take(facts: dict[str, Any]) -> None:
        customer = _account(request, facts["account"])

        def deed() -> str:
            letter = actions.take_suggestion(
                customer=customer,
                to_unit=units[facts["to_unit"]],
                text=facts["text"],
                by=request.user,
                at=clock.now(),
            )
            return str(letter.pk)

        taken.append(once(key=facts["once"], at=clock.now(), deed=deed))

    edit = edits.save(SuggestionForm(request.POST, units=named), take)
    if not edit.is_done:
        return _suggest(request, edit)
    messages.success(request, _("Sent. The department owes the answer."))
    return redirect("matters:letter", int(taken[0]))


@page(SEE)
def suggestions(request: PersonRequest) -> HttpResponse:
    """Show what customers have suggested, as far as the reader may: to be answered, then told."""
    at = clock.now()
    found = list(queries.letters_of(request.reach, kind=LetterKind.SUGGESTION)[: LETTERS + 1])
    standing = queries.standing_of(found[:LETTERS])
    telling = queries.telling_of(request.reach, found[:LETTERS])
    rows = [(one, standing.get(one.pk), telling.get(one.pk)) for one in found[:LETTERS]]
    waiting = [owed for _one, owed, _told in rows if owed is not None and owed.is_open]
    context = {
        "rows": rows,
        "is_cut": len(found) > LETTERS,
        "waiting_count": len(waiting),
        "late_count": sum(one.state(at) is State.OVERDUE for one in waiting),
        "at": at,
    }
    return render(request, "web/matters/suggestions.html", context)


def _taken(request: PersonRequest, customer: "Customer", facts: dict[str, Any]) -> str:
    matter = actions.take_inquiry(
        customer=customer,
        asked_by=AskedBy(facts["asked_by"]),
        text=facts["text"],
        said_at=facts["said_at"],
        by=request.user,
        at=clock.now(),
    )
    return matter.number


def _account(request: PersonRequest, number: str) -> "Customer":
    """Return the account with a number, if the reader may be told of its matters.

    :raises Refused: if there is none within reach
    """
    try:
        return customers.get_customer(request.reach, number, SEE)
    except NotFound as absent:
        raise Refused(_("There is no such account within your reach."), field="account") from absent


def _show(request: PersonRequest, edit: Edit) -> HttpResponse:
    return render(request, "web/matters/new_inquiry.html", {"form": edit.form}, status=edit.status)


def _suggest(request: PersonRequest, edit: Edit) -> HttpResponse:
    context = {"form": edit.form}
    return render(request, "web/matters/new_suggestion.html", context, status=edit.status)
