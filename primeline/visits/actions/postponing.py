"""Putting something off beyond its stretch: a lead says why, and what was due stays on record."""

from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.commitments import actions as commitments
from primeline.commitments.queries.contracts import morning_of
from primeline.commitments.sources import note_limit
from primeline.kit.deeds import deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.staff.models import Person
from primeline.staff.rules import day_of
from primeline.visits import rules
from primeline.visits.actions.doing import check_undone, taken_up, tell_planned
from primeline.visits.models import Postponement, ServiceAction
from primeline.visits.queries.putting_off import PUT_OFF, in_time_until
from primeline.visits.queries.staffing import standing_for
from primeline.visits.values import ONE_DAY

LONGEST_REASON: Final = 300


@deed("visits.postpone")
def postpone_action(
    *, action: ServiceAction, version: int, day: date, by: Person, at: datetime, reason: str
) -> Postponement:
    """Do it on a day after its stretch, once and not twice. It is the same matter as before.

    Up to the moment that the matrix allows it counts as in time, and is due later; beyond that, or
    where it was late already, it is due when it was, and counts as late.

    :raises Refused: if no reason is given, nobody owes it, the day lies within its stretch or
        too far beyond it, or nobody is there on it
    :raises ChangedMeanwhile: if somebody moved it since `version` was read
    """
    if not reason.strip():
        raise Refused(_("Say why it cannot be done in its stretch."), field="reason")
    fresh = taken_up(action)
    if fresh.version != version:
        raise ChangedMeanwhile(
            _("Somebody else moved this in the meantime. Look at where it stands now."),
            differences={"day": (day, fresh.planned_date)},
        )
    check_undone(fresh)
    person_id = _whoever_is_there(fresh, day, at)
    row = _recorded(fresh, day, reason, by, at)
    if fresh.commitment is not None and not row.counts_late:
        commitments.postpone_commitment(
            commitment=fresh.commitment, due_at=row.new_due_at, by=by, at=at, reason=reason
        )
    fresh.planned_date, fresh.person_id, fresh.is_moved = day, person_id, True
    fresh.extended_to = day + ONE_DAY
    fresh.version += 1
    fresh.save()
    tell_planned(fresh, {"beyond": str(fresh.period.last)}, by=by, at=at)
    return row


def _whoever_is_there(action: ServiceAction, day: date, at: datetime) -> int:
    rules.check_beyond(action.period, action.span, day, today=day_of(at))
    standing = standing_for(action, at=at)
    if day not in standing:
        raise Refused(
            _("Nobody who looks after this account works on %(day)s. Choose another day.")
            % {"day": day},
            field="day",
        )
    return standing[day]


def _recorded(
    action: ServiceAction, day: date, reason: str, by: Person, at: datetime
) -> Postponement:
    """Keep from when to when it was put off, and how that counts."""
    if action.commitment is None or action.planned_date is None:
        raise Refused(_("Nobody owes this. Find somebody with room for it first."))
    due_at, ruled = action.commitment.due_at, in_time_until(action, at=at)
    if ruled.until is None:
        note_limit(PUT_OFF, action.customer_id, at=at)
    later = morning_of(day + ONE_DAY)
    is_late = ruled.until is None or ruled.until < later or due_at < at
    return Postponement.objects.create(
        action=action,
        old_date=action.planned_date,
        new_date=day,
        old_due_at=due_at,
        new_due_at=due_at if is_late else later,
        counts_late=is_late,
        policy_row_id=ruled.row_id,
        reason=reason.strip()[:LONGEST_REASON],
        made_by=by,
        made_at=at,
    )
