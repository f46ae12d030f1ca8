"""Telling of a visit, call or meeting: what was said, who was met, what was promised."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from primeline.commitments import actions as commitments
from primeline.commitments.queries import takers_at
from primeline.commitments.queries.contracts import morning_of
from primeline.commitments.sources import note_limit
from primeline.commitments.values import Ending, Owed, Subject
from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Contact, Customer
from primeline.customers.values import Line
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.privacy.sealing import save_sealed
from primeline.staff.models import Person
from primeline.staff.rules import day_of
from primeline.visits import rules
from primeline.visits.actions.doing import move_action, record_action
from primeline.visits.choices import CONVERSATION
from primeline.visits.models import Conversation, Participant, ServiceAction
from primeline.visits.queries.proposals import meant_by
from primeline.visits.queries.staffing import standing_for
from primeline.visits.queries.told import RECORD, promises_of, written_by
from primeline.visits.values import ONE_DAY, Promised, Told

PROMISE: Final = "PROMISE"
# By the last minute of its day: at midnight pages would tell the day after.
MINUTE: Final = timedelta(minutes=1)


@deed("visits.tell")
def record_conversation(
    *,
    customer: Customer,
    told: Told,
    promises: Sequence[Promised] = (),
    action: ServiceAction | None = None,
    by: Person,
    at: datetime,
    reason: str = "",
) -> Conversation:
    """Write down a visit, call or meeting; what it was planned as is done, promises are owed.

    :raises Refused: if it does not fit what was planned, lies ahead, or a promise cannot be owed
    """
    if customer.merged_into_id is not None:
        raise Refused(_("This account was merged into another one. Write it down there."))
    rules.check_told(told, at=at)
    _check_contacts(told, customer, known=frozenset())
    if action is not None:
        rules.check_fits(action.standard.manner, action.period, told, contact_id=action.contact_id)
    row = Conversation(
        customer=customer,
        action=action,
        recorded_by=by,
        recorded_at=at,
        record_due_at=written_by(customer, told.held_at, at=at),
        **_facts(told),
    )
    if action is not None:
        record_action(action=action, by=by, at=at, ending=_ending(row))
    row.save(force_insert=True)
    if row.record_due_at is None:
        note_limit(RECORD, customer.pk, at=at)
    Participant.objects.bulk_create(
        Participant(conversation=row, contact_id=one) for one in sorted(told.contact_ids)
    )
    _owe(row, promises, by=by, at=at)
    _plan_next(row, by=by, at=at)
    line = Line(
        customer_id=customer.pk,
        kind=TimelineKind.CONVERSATION,
        happened_at=told.held_at,
        words=_words(row, told, len(promises)),
        subject_kind=CONVERSATION,
        subject_id=row.pk,
    )
    customers.tell(line=line, by=by, at=at)
    return row


@deed("visits.correct")
def correct_conversation(
    *, conversation: Conversation, version: int, told: Told, by: Actor, at: datetime, reason: str
) -> None:
    """Put right what was told; what was told before stays in the history.

    :raises Refused: if it does not fit what was planned, or lies ahead
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    rows = Conversation.objects.select_for_update(of=("self",))
    row = rows.select_related("customer__owner_unit", "action__standard", "action__commitment").get(
        pk=conversation.pk
    )
    rules.check_told(told, at=at)
    if row.action is not None:
        action = row.action
        rules.check_fits(action.standard.manner, action.period, told, contact_id=action.contact_id)
    there = {one.contact_id: one for one in row.participants.all()}
    _check_contacts(told, row.customer, known=frozenset(there))
    held_at, row.held_at = row.held_at, told.held_at
    record_due_at = written_by(row.customer, told.held_at, at=at)
    save_sealed(row, version=version, changes={**_facts(told), "record_due_at": record_due_at})
    row.record_due_at = record_due_at
    if told.held_at != held_at and row.action is not None and row.action.commitment is not None:
        commitments.redate_commitment(
            commitment=row.action.commitment, ending=_ending(row), by=by, at=at, reason=reason
        )
    gone = [one.pk for key, one in there.items() if key not in told.contact_ids]
    Participant.objects.filter(pk__in=gone, is_active=True).update(is_active=False)
    back = [one.pk for key, one in there.items() if key in told.contact_ids]
    Participant.objects.filter(pk__in=back, is_active=False).update(is_active=True)
    Participant.objects.bulk_create(
        Participant(conversation=row, contact_id=one)
        for one in sorted(told.contact_ids - set(there))
    )
    row.refresh_from_db(fields=["kind", "next_date"])
    _plan_next(row, by=by, at=at)
    count = promises_of(row).count()
    customers.retell(
        customer_id=row.customer_id,
        kind=TimelineKind.CONVERSATION,
        subject_kind=CONVERSATION,
        subject_id=row.pk,
        words=_words(row, told, count),
        by=by,
        at=at,
    )


def _ending(row: Conversation) -> Ending:
    """Return when what was planned counts as done: when it took place, if that was told in time."""
    if row.is_written_late and row.record_due_at is not None:
        return Ending(row.recorded_at, late_since=row.record_due_at)
    return Ending(row.held_at)


def _facts(told: Told) -> dict[str, Any]:
    return {
        "kind": told.kind,
        "held_at": told.held_at,
        "place": told.place.strip(),
        "purpose": told.purpose.strip(),
        "outcome": told.outcome.strip(),
        "next_date": told.next_date,
    }


def _check_contacts(told: Told, customer: Customer, *, known: frozenset[int]) -> None:
    """Take people of this account alone, beside those who were named when they were."""
    wanted = told.contact_ids - known
    found = Contact.objects.filter(customer=customer, pk__in=wanted).count() if wanted else 0
    if found != len(wanted):
        raise Refused(
            _("One of these people is not at this account any more. Choose from the list anew."),
            field="people",
        )


def _owe(row: Conversation, promises: Sequence[Promised], *, by: Person, at: datetime) -> None:
    """Have what was promised be owed: by the end of its day, by whoever was named."""
    if not promises:
        return
    near = {one.pk for one in takers_at(row.customer, at=at)} | {by.pk}
    owed = []
    for number, one in enumerate(promises, start=1):
        if one.due_date < day_of(at):
            raise Refused(_("A promise is due today or later. Choose another day."), field="due")
        if one.person_id not in near:
            raise Refused(
                _("Somebody who does not see this account cannot keep a promise to it. Choose "
                  "somebody else."),
                field="person",
            )  # fmt: skip
        owed.append(
            Owed(
                step=PROMISE,
                subject=Subject(CONVERSATION, row.pk),
                customer_id=row.customer_id,
                what=one.what.strip(),
                person_id=one.person_id,
                due_at=morning_of(one.due_date + ONE_DAY) - MINUTE,
                mark=str(number),
            )
        )
    commitments.open_commitments(owed=owed, by=by, at=at)


def _plan_next(row: Conversation, *, by: Actor, at: datetime) -> None:
    """Do the next one on the day that was proposed, where the cadence has one in that stretch.

    Where its stretch is not planned yet, the planner takes the day once it is.
    """
    found = meant_by(row, at=at)
    day = row.next_date
    if found is None or day is None or found.planned_date == day or day < day_of(at):
        return
    if day not in standing_for(found, at=at):
        raise Refused(
            _("Nobody who looks after this account works on %(day)s. Choose another day.")
            % {"day": day},
            field="next_date",
        )
    move_action(action=found, version=found.version, day=day, by=by, at=at)


def _words(row: Conversation, told: Told, promise_count: int) -> dict[str, Any]:
    # More people read a timeline than may know who was met and what was said.
    return {
        "conversation": row.pk,
        "kind": str(told.kind),
        "people": len(told.contact_ids),
        "promises": promise_count,
    }
