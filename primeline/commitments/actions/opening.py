"""Opening what is owed: one rule decides by when, one row keeps it, and never twice."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from primeline.commitments import rules
from primeline.commitments.actions.gaps import note_gaps
from primeline.commitments.actions.holding import open_to_holders
from primeline.commitments.actions.locking import facts_of
from primeline.commitments.actions.telling import tell_opened
from primeline.commitments.events import CommitmentOpened
from primeline.commitments.models import Commitment
from primeline.commitments.queries.pricing import (
    Price,
    Start,
    price,
    price_by_hand,
    since_ruled,
    steps_by_code,
)
from primeline.commitments.values import Owed
from primeline.customers.models import Customer
from primeline.hours import queries as hours
from primeline.hours.queries import Book
from primeline.kit import events
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.privacy import onfile
from primeline.privacy.telling import cut
from primeline.staff.models import Unit
from primeline.staff.rules import day_of
from primeline.standards import queries as standards
from primeline.standards.models import Step
from primeline.standards.rules import NoRuleApplies, applicable
from primeline.standards.values import Case, Matrix

MICROSECOND = timedelta(microseconds=1)
AT_ONCE = 500


class _Account(NamedTuple):
    tier: str
    unit_id: int
    path: str


class _Known(NamedTuple):
    """What is read once for all that is opened together."""

    steps: Mapping[str, Step]
    accounts: Mapping[int, _Account]
    paths: Mapping[int, str]
    matrix: Matrix
    book: Book


@deed("commitments.open")
def open_commitment(*, owed: Owed, by: Actor, at: datetime) -> Commitment:
    """Keep track of something that is owed from now on; what is kept track of already is returned.

    :raises NoRuleApplies: if the matrix does not say how long it may take, and the room neither
    :raises Refused: if nobody can be said to owe it
    """
    known = Commitment.objects.filter(owed_key=owed.key).first()
    return known or _open([owed], by, at)[0]


@deed("commitments.open_many")
def open_commitments(*, owed: Sequence[Owed], by: Actor, at: datetime) -> list[Commitment]:
    """Keep track of many things at once; return those that nobody kept track of before.

    :raises NoRuleApplies: if the matrix does not say of one how long it may take, nor the room
    :raises Refused: if nobody can be said to owe one of them
    """
    wanted = {one.key: one for one in owed}
    there = Commitment.objects.filter(owed_key__in=list(wanted))
    for key in there.values_list("owed_key", flat=True):
        del wanted[key]
    return _open(list(wanted.values()), by, at) if wanted else []


def without_rule(owed: Sequence[Owed], *, at: datetime) -> list[tuple[Owed, int]]:
    """Return what no rule of the matrix speaks of, each with the unit that would owe it.

    What is there already, or whose due moment is named, asks no rule.
    """
    keys = Commitment.objects.filter(owed_key__in=[one.key for one in owed])
    there = set(keys.values_list("owed_key", flat=True))
    asking = [one for one in owed if one.due_at is None and one.key not in there]
    known = _known(asking, at)
    return [
        (one, _unit_id(one, known.accounts.get(one.customer_id or 0)))
        for one in asking
        if not applicable(known.matrix.rows_of(one.step), _case(one, known))
    ]


def _open(owed: Sequence[Owed], by: Actor, at: datetime) -> list[Commitment]:
    known = _known(owed, at)
    made = [_commitment(one, known, at) for one in owed]
    note_gaps(
        [
            (one, commitment.unit_id)
            for one, commitment in zip(owed, made, strict=True)
            if commitment.unruled_at is not None and commitment.policy_row_id is None
        ],
        at=at,
    )
    # Two who open the same at once: the database lets one through, the other tries again later.
    if len(made) == 1:
        made[0].save(force_insert=True)
    else:
        onfile.announce(one.customer_id for one in made if one.what and one.customer_id)
        Commitment.objects.bulk_create(made, batch_size=AT_ONCE)
    tell_opened(made, by=by, at=at)
    events.publish(*(_opened(one, at) for one in made))
    open_to_holders(made, by=by, at=at)
    return made


def _known(owed: Sequence[Owed], at: datetime) -> _Known:
    accounts = _accounts({one.customer_id for one in owed if one.customer_id is not None})
    paths = {one.unit_id: one.path for one in accounts.values()}
    others = {one.unit_id for one in owed if one.unit_id is not None} - set(paths)
    if others:
        paths |= dict(Unit.objects.filter(pk__in=others).values_list("pk", "path"))
    return _Known(
        steps=steps_by_code(one.step for one in owed),
        accounts=accounts,
        paths=paths,
        matrix=standards.matrix_at(at),
        book=hours.book(),
    )


def _accounts(ids: set[int]) -> dict[int, _Account]:
    rows = Customer.objects.filter(pk__in=ids)
    found = rows.values_list("pk", "tier", "owner_unit", "owner_unit__path")
    return {pk: _Account(tier, unit_id, path) for pk, tier, unit_id, path in found}


def _commitment(owed: Owed, known: _Known, at: datetime) -> Commitment:
    step = _step(owed, known)
    account = known.accounts.get(owed.customer_id) if owed.customer_id is not None else None
    unit_id = _unit_id(owed, account)
    tier = account.tier if account else ""
    start, asked, is_unruled = _priced(owed, step, known, at)
    return Commitment(
        step=step,
        subject_kind=owed.subject.kind,
        subject_id=owed.subject.id,
        owed_key=owed.key,
        customer_id=owed.customer_id,
        what=cut(owed.what, most=200, account=owed.customer_id),
        unit_id=unit_id,
        debtor_role=owed.role or step.owed_by,
        person_id=owed.person_id,
        calendar_unit_id=unit_id,
        tier=tier,
        opened_at=start.opened_at,
        noted_at=owed.noted_at,
        unruled_at=owed.opened_at or at if is_unruled or owed.ruled_at else None,
        priced_at=start.opened_at,
        before_at=start.before_at,
        **asdict(owed.circumstances),
        **priced(asked),
        next_rung_at=_first_rung(asked),
    )


def _priced(owed: Owed, step: Step, known: _Known, at: datetime) -> tuple[Start, Price, bool]:
    """Return since when and by when something is owed, and whether no rule speaks of it."""
    account = known.accounts.get(owed.customer_id or 0)
    calendar = known.book.calendar_at(known.paths[_unit_id(owed, account)], day_of(at))
    asked_at = owed.opened_at or at
    start = Start(opened_at=asked_at, calendar=calendar, before_at=_before(owed, step, at))
    if owed.due_at is not None:
        return start, price_by_hand(owed.due_at, start, step=step), False
    case = _case(owed, known)
    try:
        if owed.ruled_at is not None:
            start = since_ruled(case, start, owed.ruled_at, matrix=known.matrix)
        return start, price(case, start, matrix=known.matrix, step=step), False
    except NoRuleApplies:
        if owed.within is None:
            raise
        return start, price_by_hand(asked_at + owed.within, start, step=step), True


def _case(owed: Owed, known: _Known) -> Case:
    account = known.accounts.get(owed.customer_id) if owed.customer_id is not None else None
    return Case(
        step=owed.step,
        tier=account.tier if account else "",
        unit_path=known.paths[_unit_id(owed, account)],
        customer_id=owed.customer_id,
        **asdict(owed.circumstances),
    )


def priced(asked: Price) -> dict[str, object]:
    """Return the columns of a commitment that say by when and why."""
    return {
        "policy_row_id": asked.row_id,
        "clock": asked.clock,
        "limit_microseconds": asked.course.limit // MICROSECOND,
        "due_at": asked.due.at,
        "is_provisional": asked.due.is_provisional,
        "rungs": [{"percent": rung.percent, "tells": list(rung.tells)} for rung in asked.rungs],
    }


def _first_rung(asked: Price) -> datetime:
    return rules.rung_at(asked.course, asked.rungs[0])


def _step(owed: Owed, known: _Known) -> Step:
    step = known.steps.get(owed.step)
    if step is None:
        raise Refused(
            _("There is no step “%(code)s”. Install the steps that come with the product.")
            % {"code": owed.step}
        )
    return step


def _before(owed: Owed, step: Step, at: datetime) -> datetime | None:
    """Return what it is counted back from; None where it is not, or the due moment is named."""
    if not step.counts_back or owed.due_at is not None:
        return None
    if owed.before_at is None:
        raise Refused(
            _("This is counted back from a moment that is fixed. Name that moment."),
            field="before_at",
        )
    return checked_before(owed.before_at, at)


def checked_before(before_at: datetime, at: datetime) -> datetime:
    """Return a moment from which something can be counted back.

    :raises Refused: if it is past: whatever is owed before it cannot be done any more
    """
    if before_at <= at:
        raise Refused(_("This moment is past. Name one to come."), field="before_at")
    return before_at


def _unit_id(owed: Owed, account: _Account | None) -> int:
    if owed.unit_id is not None:
        return owed.unit_id
    if account is None:
        raise Refused(_("Say which unit owes this."), field="unit")
    return account.unit_id


def _opened(one: Commitment, at: datetime) -> CommitmentOpened:
    return CommitmentOpened(happened_at=at, due_at=one.due_at, **facts_of(one))
