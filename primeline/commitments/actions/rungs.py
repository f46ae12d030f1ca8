"""Firing rungs: each once, whoever scans, whenever somebody is killed."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from primeline.calendars.errors import ImpossibleCalendar
from primeline.commitments import rules
from primeline.commitments.actions.locking import facts_of
from primeline.commitments.actions.telling import tell_all
from primeline.commitments.choices import CommitmentStatus
from primeline.commitments.events import CommitmentBroken, RungReached
from primeline.commitments.models import Commitment, RungFired
from primeline.commitments.queries.courses import Courses, rungs_of
from primeline.commitments.queries.telling import lines_of
from primeline.commitments.values import Reached
from primeline.customers.choices import TimelineKind
from primeline.kit import events
from primeline.kit.deeds import Actor, deed

AT_ONCE = 100
TRY_AGAIN = timedelta(hours=1)

logger = logging.getLogger(__name__)


class _Climbed(NamedTuple):
    """One commitment with the rungs that have just been passed."""

    commitment: Commitment
    reached: Sequence[Reached]
    has_broken: bool


@deed("commitments.fire_rungs")
def fire_due(*, by: Actor, at: datetime, most: int = AT_ONCE) -> int:
    """Fire the rungs that were reached before a moment, of so many commitments; return how many.

    The rung, what it means for the commitment and the fact are one transaction: all or nothing.
    """
    due = Commitment.objects.with_rung_before(at).order_by("next_rung_at")
    # Others may scan too: what they hold is theirs. SQLite has one writer at a time anyway.
    held = list(due.select_for_update(skip_locked=True, of=("self",)).select_related("step")[:most])
    fire(held, by=by, at=at)
    return len(held)


def fire(held: Sequence[Commitment], *, by: Actor, at: datetime) -> None:
    """Fire the rungs of running commitments that are held, as far as they were reached."""
    reached = [one for one in held if one.next_rung_at is not None and one.next_rung_at < at]
    courses = Courses(reached, at=at, only_ended=True)
    climbed = [_climb(one, courses, at) for one in reached]
    moved = [one for one in climbed if one is not None]
    rows = [row for one in moved for row in _rows(one, at)]
    fired = RungFired.objects.bulk_create(rows)
    _tell(moved, by, at)
    _publish(moved, fired, at)


def _climb(commitment: Commitment, courses: Courses, at: datetime) -> _Climbed | None:
    """Move a commitment past the rungs that were reached, if nobody else has meanwhile."""
    seen = commitment.next_rung_at
    try:
        reached, comes = rules.climb(
            courses.of(commitment),
            rungs_of(commitment),
            fired_percent=commitment.fired_percent,
            at=at,
        )
    except ImpossibleCalendar:
        # One that cannot be worked out must not stand in front of the others.
        logger.exception("the rungs of commitment %s cannot be worked out", commitment.pk)
        reached, comes = [], at + TRY_AGAIN
    fired_percent = max((one.rung.percent for one in reached), default=commitment.fired_percent)
    has_broken = commitment.broken_at is None and fired_percent >= rules.WHOLE
    changes: dict[str, Any] = {"fired_percent": fired_percent, "next_rung_at": comes}
    if has_broken:
        changes["broken_at"] = commitment.broken_at = rules.broken_since(
            due=commitment.due_at, priced_at=commitment.priced_at
        )
    as_seen = Commitment.objects.filter(
        pk=commitment.pk, status=CommitmentStatus.RUNNING, next_rung_at=seen
    )
    if not as_seen.update(**changes):
        return None
    commitment.fired_percent, commitment.next_rung_at = fired_percent, comes
    return _Climbed(commitment, reached, has_broken)


def _rows(climbed: _Climbed, at: datetime) -> list[RungFired]:
    one = climbed.commitment
    return [
        RungFired(
            commitment=one,
            percent=reached.rung.percent,
            cycle=one.cycle,
            tells=list(reached.rung.tells),
            reached_at=reached.at,
            fired_at=at,
            due_at=one.due_at,
            unit_id=one.unit_id,
            person_id=one.person_id,
        )
        for reached in climbed.reached
    ]


def _tell(moved: Sequence[_Climbed], by: Actor, at: datetime) -> None:
    """Tell the timelines of what was broken, all of it at once."""
    broken = [one.commitment for one in moved if one.has_broken]
    lines = [
        line
        for one in broken
        for line in lines_of(one, TimelineKind.MATTER_BROKEN, one.broken_at or at)
    ]
    tell_all(lines, by=by, at=at)


def _publish(moved: Sequence[_Climbed], fired: Sequence[RungFired], at: datetime) -> None:
    facts = {one.commitment.pk: facts_of(one.commitment) for one in moved}
    events.publish(
        *(
            RungReached(
                happened_at=at, rung_id=row.pk, percent=row.percent, **facts[row.commitment_id]
            )
            for row in fired
        ),
        *(
            CommitmentBroken(
                happened_at=at,
                broken_at=one.commitment.broken_at or at,
                **facts[one.commitment.pk],
            )
            for one in moved
            if one.has_broken
        ),
    )
