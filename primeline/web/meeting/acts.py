"""What is done in a meeting: beginning, pinning, deciding, taking back, finishing."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.errors import NotFound, Refused
from primeline.kit.once import once
from primeline.kit.sent import whole_number
from primeline.meetings import actions, queries
from primeline.meetings.values import Resolution
from primeline.staff.choices import Permission
from primeline.staff.rules import day_of
from primeline.web import edits
from primeline.web.edits import OnceForm
from primeline.web.meant import NONE, number_of
from primeline.web.meeting.forms import DecisionForm, EndForm, PinForm
from primeline.web.meeting.nights import moments_of
from primeline.web.meeting.views import show
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer
    from primeline.meetings.models import Decision, Meeting, Pin

LEAD, SEE = Permission.LEAD_COMMITMENTS, Permission.VIEW_COMMITMENTS
Facts = dict[str, Any]
Deed = Callable[[Facts], "Pin | Decision"]


@page(LEAD, methods=("POST",))
def opening(request: PersonRequest) -> HttpResponse:
    """Begin today's meeting of the reader's unit."""
    unit = queries.own_unit(request.reach, whole_number(request.POST.get("unit", "")) or 0)
    begun = actions.open_meeting(unit=unit, **_who(request))
    return redirect("meeting:meeting", begun.pk)


@page(LEAD, methods=("POST",))
def pin(request: PersonRequest, meeting_id: int) -> HttpResponse:
    """Pin an account to a meeting."""
    meeting = queries.get_own(request.reach, meeting_id)

    def pinned(facts: Facts) -> "Pin":
        return actions.pin_account(
            meeting=meeting, customer=facts["customer"], why=facts["why"], **_who(request)
        )

    return _noted(request, meeting, PinForm(request.POST), pinned, _("Pinned."))


@page(LEAD, methods=("POST",))
def unpin(request: PersonRequest, pin_id: int) -> HttpResponse:
    """Take an account out of a meeting."""
    found = queries.get_pin(request.reach, pin_id)
    actions.take_out_pin(pin=found, **_who(request))
    return _back(request, found.meeting, _("Taken out."))


@page(LEAD, methods=("POST",))
def decision(request: PersonRequest, meeting_id: int) -> HttpResponse:
    """Note what a meeting decides."""
    meeting = queries.get_own(request.reach, meeting_id)
    people = queries.people_for(meeting.unit, request.reach, today=day_of(clock.now()))

    def decided(facts: Facts) -> "Decision":
        said = Resolution(
            what=facts["what"],
            owner_id=facts["owner"],
            due_date=facts["due_date"],
            customer=facts["customer"],
        )
        return actions.decide(meeting=meeting, said=said, **_who(request))

    form = DecisionForm(request.POST, people=people)
    return _noted(request, meeting, form, decided, _("Noted. It is owed from now on."))


@page(LEAD, methods=("POST",))
def take_back(request: PersonRequest, decision_id: int) -> HttpResponse:
    """Take a decision back."""
    found = queries.get_decision(request.reach, decision_id)
    actions.take_back_decision(decision=found, **_who(request))
    return _back(request, found.meeting, _("Taken back. Nothing is owed by it any more."))


@page(LEAD, methods=("POST",))
def end(request: PersonRequest, meeting_id: int) -> HttpResponse:
    """Finish a meeting: its minutes are kept, and its people are told."""
    meeting = queries.get_own(request.reach, meeting_id)
    form = EndForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Reload the page and try again."))
    who = _who(request)
    actions.finish_meeting(
        meeting=meeting,
        version=form.cleaned_data["version"],
        moments=moments_of(who["at"]),
        **who,
    )
    messages.success(request, _("Finished. The minutes are kept, and the people of the unit told."))
    return redirect("meeting:minutes", meeting.pk)


def _who(request: PersonRequest) -> dict[str, Any]:
    return {"reach": request.reach, "by": request.user, "at": clock.now()}


def _noted(
    request: PersonRequest, meeting: "Meeting", form: OnceForm, deed: Deed, said: str
) -> HttpResponse:
    """Do once what a form of a meeting asks for, about the account that it names, if any."""

    def noted(facts: Facts) -> None:
        facts["customer"] = _account(request, facts["account"]) if facts["account"] else None
        once(key=facts["once"], at=clock.now(), deed=lambda: str(deed(facts).pk))

    edit = edits.save(form, noted)
    if not edit.is_done:
        return show(request, meeting.unit, meeting, edit=edit)
    return _back(request, meeting, said)


def _account(request: PersonRequest, text: str) -> "Customer":
    """Return the account that is meant, if the reader may be told of its matters.

    :raises Refused: if there is none within reach, or more than one is meant
    """
    try:
        return customers.get_customer(request.reach, number_of(request, text), SEE)
    except NotFound as absent:
        raise Refused(NONE, field="account") from absent


def _back(request: PersonRequest, meeting: "Meeting", message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("meeting:meeting", meeting.pk)
