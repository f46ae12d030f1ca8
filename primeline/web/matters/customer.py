"""One matter as a customer may read it: how far it is and why, no names, no inner workings."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from primeline.approaches.choices import ApproachPurpose
from primeline.commitments import queries
from primeline.commitments.choices import Lane, State
from primeline.commitments.queries import flight
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.processes import queries as processes
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.staff.rules import day_of
from primeline.standards.choices import PauseParty
from primeline.web.formats import day, moment
from primeline.web.matters.flight import is_our_step
from primeline.web.matters.lines import lines_of, owner_of, role_words, rule_of
from primeline.web.matters.matter import find
from primeline.web.matters.word import ways_of
from primeline.web.matters.words import state_words
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.commitments.models import Commitment, Pause
    from primeline.commitments.queries import LadderStep
    from primeline.customers.models import Customer
    from primeline.staff.models import Posting

# What steps are called to customers, where our own word would tell them what we think of them.
FOR_CUSTOMERS: Mapping[str, str | Promise] = {
    "DETRACTOR_CALL_BACK": gettext_lazy("We call you back")
}


# Of these an account is told as of a fault or complaint; what others are for says who writes.
TROUBLE = frozenset({*flight.LANES[Lane.FAULT], "COMPLAINT_REPLY"})


class Happening(NamedTuple):
    """One thing that happened to a matter, as the customer reads it."""

    at: datetime
    sign: str
    words: str


@page(Permission.VIEW_COMMITMENTS)
def for_customer(request: PersonRequest, number: str) -> HttpResponse:
    """Show how far it is in words that a customer may read: no names, no inner workings."""
    at = clock.now()
    found = _told_of(request, number)
    stage = processes.stages_at([found.pk]).get(found.pk)
    # What a case owes as a whole is in the hands of whoever has its step now.
    held = (stage.in_hand if stage else None) or found
    if not is_our_step(found, stage):
        stage = None
    context = {
        "line": lines_of(request, [found], at)[0],
        "matter": found,
        "called": _called(found, stage),
        "stage": stage,
        "rule": rule_of(found),
        "told_due": flight.told_dues([found]).get(found.pk),
        "hands": _hands(held, at) if found.is_open else "",
        "since": stage.case.asked_at if stage else _asked_at(found),
        # With one step of a case done, the customer still waits for the rest.
        "is_open": stage.case.is_running if stage else found.is_open,
        "happened": sorted(_happened(found, stage, at), key=lambda one: one.at),
        "estimates": list(queries.estimates_of(found)),
        "inquiry": queries.inquiry_of(found),
        "suggestion": queries.letter_of(found),
        "ways": ways_of(request, found),
        "today": day_of(at),
        "at": at,
    }
    return render(request, "web/matters/customer.html", context)


def _told_of(request: PersonRequest, number: str) -> "Commitment":
    """Return what the customer is told of: with a word on a fault, how its restoration stands.

    :raises NotFound: if there is none, or it is out of reach
    """
    found = find(request, number)
    about = processes.told_with(found)
    return found if about == found.pk else queries.get_commitment(request.reach, about)


def _asked_at(matter: "Commitment") -> datetime:
    """Return when it was asked for, whenever a rule came by which its time counts."""
    return matter.unruled_at or matter.opened_at


def words_for(
    request: PersonRequest, number: str, customer: "Customer", at: datetime
) -> dict[str, str]:
    """Return what a message about a matter begins with: what for, its subject, how it stands.

    :raises NotFound: if there is no such matter of this account for this reader
    """
    matter = _told_of(request, number)
    if matter.customer_id != customer.pk:
        raise NotFound
    stage = processes.stages_at([matter.pk]).get(matter.pk)
    if not is_our_step(matter, stage):
        stage = None
    subject = _("%(what)s (%(number)s)") % {
        "what": _called(matter, stage),
        "number": stage.case.number if stage else matter.number,
    }
    found = {"subject": subject, "text": f"{subject}: {_standing(matter, stage, at)}"}
    if matter.step.code in TROUBLE:
        found["purpose"] = ApproachPurpose.FAULT.value
    return found


def _standing(matter: "Commitment", stage: "processes.Stage | None", at: datetime) -> str:
    """Return in a sentence how it stands, as the page for the customer says it."""
    if stage is not None and not stage.case.is_running:
        return str(stage.case.get_status_display())
    if stage is None and not matter.is_open:
        return state_words(matter.state(at))
    said = next(iter(queries.estimates_of(matter)), None)
    if said is not None and said.expected_at > at:
        return _("Expected by %(moment)s: %(why)s") % {
            "moment": moment(said.expected_at),
            "why": said.why,
        }
    if stage is not None:
        if stage.promised_day is None:
            return _("We are working on it.")
        return _("We are working on it; promised for %(day)s.") % {"day": day(stage.promised_day)}
    if matter.state(at) is State.OVERDUE:
        return _("Not yet done; we are late. We tell you as soon as we know by when.")
    return _("We are working on it; expected by %(moment)s.") % {"moment": moment(matter.due_at)}


def _called(matter: "Commitment", stage: "processes.Stage | None") -> str:
    """Return what it is to the customer: of a case, what it is about, not what we do just now."""
    if stage is not None:
        return stage.case.edition.process.name
    return str(FOR_CUSTOMERS.get(matter.step.code, matter.step.name))


def _happened(
    matter: "Commitment", stage: "processes.Stage | None", at: datetime
) -> Iterator[Happening]:
    """Return all that the customer is told of; of what is of one moment, what came first first."""
    yield from _began(matter, stage)
    for pause in reversed(list(queries.pauses_of(matter))):
        yield Happening(pause.started_at, "hourglass", _pause_words(pause))
    for one in reversed(list(queries.estimates_of(matter))):
        words = _("Expected by %(moment)s: %(why)s") % {
            "moment": moment(one.expected_at),
            "why": one.why,
        }
        yield Happening(one.given_at, "calendar", words)
    for step in queries.ladder_of(matter, at=at):
        # A rung that found nobody to tell is nothing that we did for them.
        if step.alerts:
            yield _told(step)
    if stage is not None:
        if stage.case.ended_at is not None:
            words = stage.case.get_status_display()
            yield Happening(stage.case.ended_at, "check", words)
    elif matter.ended_at is not None:
        yield Happening(matter.ended_at, "check", state_words(matter.state(at)))


def _began(matter: "Commitment", stage: "processes.Stage | None") -> Iterator[Happening]:
    began = stage.case.started_at if stage else matter.noted_at or _asked_at(matter)
    said = stage.case.asked_at if stage else _asked_at(matter)
    if said < began:
        yield Happening(said, "message", _("You told us."))
    yield Happening(began, "flag", _("We took it up."))


def _told(step: "LadderStep") -> Happening:
    words = _("%(percent)s %% of the time had passed: those who answer for it were told.")
    told_at = min(alert.told_at for alert in step.alerts)
    return Happening(told_at, "bell", words % {"percent": step.percent})


def _pause_words(pause: "Pause") -> str:
    party, reason = _awaited(pause.reason.party), pause.reason.name
    if pause.ended_at is None:
        return _("We wait for %(party)s: %(reason)s") % {"party": party, "reason": reason}
    return _("Waited for %(party)s: %(reason)s (until %(moment)s)") % {
        "party": party,
        "reason": reason,
        "moment": moment(pause.ended_at),
    }


def _awaited(party: str) -> str:
    """Return for whom we wait, as it is said to the customer themselves."""
    if party == PauseParty.CUSTOMER:
        return pgettext("said to the customer", "you")
    return str(PauseParty(party).label)


def _hands(matter: "Commitment", at: datetime) -> str:
    """Return in whose hands it is: the role and the unit of whoever has it, without a name."""
    owner, today = owner_of(matter), day_of(at)
    held = [] if owner is None else staff.postings_of(owner)
    now = [one for one in held if one.is_in_force(today)]
    if now:
        # Who holds several roles has it in that in which it is owed, else in the one nearest to it.
        nearest = max(now, key=lambda one: _nearness(matter, one))
        return role_words(nearest.role, nearest.unit)
    if matter.debtor_role:
        return role_words(matter.debtor_role, matter.unit)
    return matter.unit.name


def _nearness(matter: "Commitment", posting: "Posting") -> tuple[bool, bool, bool, int]:
    return (
        posting.unit_id == matter.unit_id and posting.role == matter.debtor_role,
        posting.role == matter.debtor_role,
        matter.unit.path.startswith(posting.unit.path),
        len(posting.unit.path),
    )
