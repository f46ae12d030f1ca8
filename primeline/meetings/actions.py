"""Deeds of this room: beginning, pinning, deciding, taking back, finishing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from primeline.audit import walls
from primeline.commitments.actions import cancel_about, open_commitment
from primeline.commitments.queries import leads_at, sees
from primeline.commitments.queries.contracts import morning_of
from primeline.commitments.values import Owed, Subject
from primeline.customers.models import Customer
from primeline.kit.deeds import deed
from primeline.kit.errors import Refused
from primeline.meetings import rules
from primeline.meetings.models import Addressee, Decision, Meeting, Pin
from primeline.meetings.queries.day import as_kept, figures_of
from primeline.meetings.queries.decisions import earlier_decisions
from primeline.meetings.queries.meetings import holds, narrowed, own_units, people_for, told_of
from primeline.meetings.queries.talks import in_system, owner_of, pins_of, talks_of
from primeline.meetings.values import DECISION, STEP, Moments, Resolution, Talk
from primeline.privacy.telling import is_same
from primeline.staff.models import Person, Unit
from primeline.staff.reach import Reach
from primeline.staff.rules import day_of

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@deed("meetings.open")
def open_meeting(*, unit: Unit, reach: Reach, by: Person, at: datetime) -> Meeting:
    """Begin today's meeting of a unit; one that was begun already is returned.

    :raises Refused: if it is not one's own unit
    """
    if unit not in own_units(reach):
        raise Refused(_("Only whoever leads a unit holds its meeting."))
    meeting, _is_new = Meeting.objects.get_or_create(
        unit=unit, on_date=day_of(at), defaults={"opened_by": by, "opened_at": at}
    )
    return meeting


@deed("meetings.pin")
def pin_account(
    *, meeting: Meeting, customer: Customer, why: str, reach: Reach, by: Person, at: datetime
) -> Pin:
    """Pin an account to a meeting, with what is to be said of it.

    :raises Refused: if the meeting is finished, it is pinned already, or enough are
    """
    held = _held(meeting, reach)
    rules.check_words(why, field="why")
    pinned = list(pins_of(held, reach))
    if any(one.customer_id == customer.pk for one in pinned):
        raise Refused(
            _("This account is pinned already. Take it out first to say something else."),
            field="account",
        )
    rules.check_another_pin(len(pinned))
    _count_up(held)
    return Pin.objects.create(
        meeting=held, customer=customer, why=why.strip(), pinned_by=by, pinned_at=at
    )


@deed("meetings.unpin")
def take_out_pin(*, pin: Pin, reach: Reach, by: Person, at: datetime) -> None:
    """Take an account out of a meeting; that it was pinned stays on record.

    :raises Refused: if the meeting is finished, or it is out already
    """
    held = _held(pin.meeting, reach)
    if not Pin.objects.filter(pk=pin.pk, is_active=True).update(is_active=False):
        raise Refused(_("This account is not pinned any more. Reload the page."))
    _count_up(held)


@deed("meetings.decide")
def decide(
    *, meeting: Meeting, said: Resolution, reach: Reach, by: Person, at: datetime
) -> Decision:
    """Note what a meeting decides; its owner owes it by the end of the day that is named.

    :raises Refused: if the meeting is finished, the same is decided already, the day is past, or
        whoever is to do it works elsewhere or cannot see the account
    """
    held = _held(meeting, reach)
    rules.check_words(said.what, field="what")
    rules.check_due(said.due_date, today=day_of(at))
    owner = _owner(held, said.owner_id, reach, at)
    _check_new(held, said)
    _count_up(held)
    decision = Decision.objects.create(
        meeting=held,
        customer=said.customer,
        what=said.what.strip(),
        owner=owner,
        due_date=said.due_date,
        said_by=by,
        said_at=at,
    )
    owed = open_commitment(owed=_owed(decision), by=by, at=at)
    if not sees(owner, [owed.pk], at=at):
        raise Refused(
            _("They may not see this account. Name somebody who may, or leave the account out."),
            field="owner",
        )
    return decision


@deed("meetings.take_back")
def take_back_decision(*, decision: Decision, reach: Reach, by: Person, at: datetime) -> None:
    """Take a decision back while the meeting goes on: nothing is owed by it any more.

    :raises Refused: if the meeting is finished, or it is taken back already
    """
    held = _held(decision.meeting, reach)
    if not Decision.objects.filter(pk=decision.pk, is_active=True).update(is_active=False):
        raise Refused(_("This decision is taken back already. Reload the page."))
    cancel_about(subject=Subject(DECISION, decision.pk), by=by, at=at)
    _count_up(held)


@deed("meetings.finish")
def finish_meeting(
    *, meeting: Meeting, version: int, moments: Moments, reach: Reach, by: Person, at: datetime
) -> Meeting:
    """Finish a meeting: what it has shown is kept as its minutes, and its people are told.

    :raises Refused: if it is finished already, or something came in after it was looked at
    """
    held = _held(meeting, reach)
    rules.check_seen(version=version, stored=held.version)
    # Others read what is counted here: nothing of restricted accounts, whoever finishes.
    narrow = replace(narrowed(reach, held.unit), cleared_ids=frozenset())
    earlier = earlier_decisions(held.unit, held.on_date, reach, at=at)
    kept = as_kept(figures_of(narrow, held.unit, moments))
    kept["earlier"] = [
        {"decision": one.decision.pk, "state": one.state.value}
        for one in earlier
        if one.state is not None
    ]
    _keep_talks(held, talks_of(held.unit, held, reach, at=at), at)
    Meeting.objects.filter(pk=held.pk).update(
        finished_by=by, finished_at=at, figures=kept, version=F("version") + 1
    )
    _tell(held, at)
    held.refresh_from_db()
    return held


def _held(meeting: Meeting, reach: Reach) -> Meeting:
    """Return a meeting that goes on, held until the deed is done: all others wait.

    :raises Refused: if it is finished, or another holds it
    """
    held = Meeting.objects.select_for_update(of=("self",)).select_related("unit").get(pk=meeting.pk)
    if not holds(reach, held):
        raise Refused(_("Only whoever leads a unit holds its meeting."))
    rules.check_open(is_finished=held.is_finished)
    return held


def _count_up(held: Meeting) -> None:
    Meeting.objects.filter(pk=held.pk).update(version=F("version") + 1)


def _owner(held: Meeting, owner_id: int, reach: Reach, at: datetime) -> Person:
    for one in people_for(held.unit, reach, today=day_of(at)):
        if one.pk == owner_id:
            return one
    raise Refused(_("Name somebody who works at the unit that meets, or below it."), field="owner")


def _check_new(held: Meeting, said: Resolution) -> None:
    """Do nothing if a meeting has not decided the same before, for whoever else is to do it."""
    customer_id = said.customer.pk if said.customer is not None else None
    with walls.open_for_system():
        others = list(Decision.objects.filter(meeting=held, is_active=True))
    rules.check_another_decision(len(others))
    for one in others:
        if (one.owner_id, one.customer_id) == (said.owner_id, customer_id) and is_same(
            one.what, said.what.strip()
        ):
            raise Refused(_("This is decided already, for the same person."), field="what")


def _owed(decision: Decision) -> Owed:
    held = decision.meeting
    return Owed(
        step=STEP,
        subject=Subject(DECISION, decision.pk),
        customer_id=decision.customer_id,
        what=decision.what,
        unit_id=held.unit_id,
        role=leads_at(held.unit_id),
        person_id=decision.owner_id,
        due_at=morning_of(decision.due_date + DAY) - MINUTE,
    )


def _keep_talks(held: Meeting, shown: Sequence[Talk], at: datetime) -> None:
    """Keep what stands beside the accounts: all that were pinned, and those that the rule chose.

    What somebody cleared has pinned is kept also where whoever finishes does not see it.
    """
    with walls.open_for_system():
        pins = Pin.objects.filter(meeting=held, is_active=True)
        pinned = list(pins.select_related("customer__account_manager"))
        facts = in_system([one.customer_id for one in pinned], at=at)
        for pin in pinned:
            late_count, late_since, first = facts[pin.customer_id]
            owner = owner_of(pin.customer, first)
            Pin.objects.filter(pk=pin.pk).update(
                money_cents=pin.customer.monthly_fee_cents,
                late_count=late_count,
                late_since_at=late_since,
                next=first,
                next_due_at=first.due_at if first is not None else None,
                owner=owner,
            )
        there = {one.customer_id for one in pinned}
        for one in shown:
            if one.pin is None and one.customer.pk not in there:
                _keep_chosen(held, one, at)


def _keep_chosen(held: Meeting, one: Talk, at: datetime) -> None:
    Pin.objects.create(
        meeting=held,
        customer=one.customer,
        pinned_at=at,
        money_cents=one.money_cents,
        late_count=one.late_count,
        late_since_at=one.late_since,
        next=one.next,
        next_due_at=one.next_due_at,
        owner=one.owner,
    )


def _tell(held: Meeting, at: datetime) -> None:
    with walls.open_for_system():
        decided = Decision.objects.filter(meeting=held, is_active=True)
        owners = list(decided.values_list("owner", flat=True))
    people = told_of(held.unit, owners, today=day_of(at))
    Addressee.objects.bulk_create(
        [Addressee(meeting=held, person_id=pk, told_at=at) for pk in people],
        ignore_conflicts=True,
    )
