"""Rules tried on what was owed lately: with its pauses, and counted back where they do."""

from datetime import timedelta

import pytest

from primeline.commitments import actions, queries
from primeline.commitments.models import Commitment
from primeline.commitments.tests.owing import (
    DAY,
    HOUR,
    TEST,
    a_level,
    a_matter,
    fresh,
    install,
    reason,
)
from primeline.customers.choices import Tier
from primeline.customers.queries import reach_now
from primeline.hours import queries as hours
from primeline.standards import rules
from primeline.standards.values import Row, Trial
from primeline.testing.cast import TUESDAY_10AM, greta, lin

pytestmark = [pytest.mark.row("D4"), pytest.mark.django_db]

# The last morning before five public holidays: of three days only fourteen hours are worked.
EVE = TUESDAY_10AM + 2 * DAY


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()


def tried(limit: timedelta, *, is_statutory: bool = False) -> Trial:
    """Return what a rule of so many seconds would have done instead of those in force."""
    at = TUESDAY_10AM + 60 * DAY
    cases, is_cut = queries.past_cases(reach_now(greta(), at=at), since=TUESDAY_10AM, until=at)
    assert not is_cut
    (held,) = Commitment.objects.in_full()
    assert [one.number for one in cases] == [held.number]
    assert held.policy_row is not None
    calendars = hours.calendars_of({one.unit_id for one in cases if one.unit_id}, at=at)
    (trial,) = rules.try_out(
        cases,
        before=[a_rule(held, timedelta(seconds=held.policy_row.limit_seconds))],
        after=[a_rule(held, limit, is_statutory=is_statutory)],
        due_of=lambda past: queries.due_by_rules(past, calendars[past.unit_id or 0]),
        at=at,
    )
    return trial


def a_rule(held: Commitment, limit: timedelta, *, is_statutory: bool = False) -> Row:
    assert held.policy_row is not None
    return Row(
        id=1,
        step=held.step.code,
        limit_seconds=int(limit.total_seconds()),
        clock=held.policy_row.clock,
        is_statutory=is_statutory,
        counts_back=held.before_at is not None,
    )


def test_a_pause_moves_what_it_moved_on_its_clock_and_no_law() -> None:
    matter = a_matter("SUGGESTION_ANSWER")
    actions.pause_commitment(
        commitment=matter, pause_reason=reason(), evidence="mail", by=lin(), at=EVE
    )
    actions.resume_commitment(commitment=matter, by=lin(), at=EVE + 3 * DAY)
    moved = fresh(matter).due_at
    actions.keep_commitment(commitment=matter, by=lin(), at=moved - HOUR)

    assert moved - matter.due_at == 14 * HOUR
    # In time by the rule it had, with the time of its clock that it stood still and no more.
    same = tried(matter.limit)
    assert (same.broken_before, same.broken_after) == (0, 0)
    # Two hours less and it is late; the holidays of the pause gave nothing.
    shorter = tried(matter.limit - 2 * HOUR)
    assert (shorter.broken_before, shorter.broken_after) == (0, 1)
    law = tried(matter.limit, is_statutory=True)
    assert (law.broken_before, law.broken_after) == (0, 1)


def test_what_is_counted_back_is_tried_from_what_it_was_counted_back_from() -> None:
    a_level(Tier.DIAMOND)
    window = TUESDAY_10AM + 20 * DAY
    matter = a_matter("CUT_OVER_NOTICE", before_at=window)
    actions.keep_commitment(commitment=matter, by=TEST, at=window - 8 * DAY)

    earlier, later = tried(10 * DAY), tried(3 * DAY)

    assert (earlier.broken_before, earlier.broken_after) == (0, 1)
    assert (earlier.tighter_count, earlier.looser_count) == (1, 0)
    assert (later.broken_after, later.tighter_count, later.looser_count) == (0, 0, 1)
