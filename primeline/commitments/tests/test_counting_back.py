"""What is owed before a moment that is fixed: notices of planned work, counted back from it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from primeline.commitments import actions, listeners, queries
from primeline.commitments.choices import Because, State
from primeline.commitments.models import Commitment, RungFired
from primeline.commitments.tests.owing import (
    DAY,
    HOUR,
    TEST,
    a_level,
    a_matter,
    fresh,
    install,
    reason,
    scan,
)
from primeline.commitments.values import Circumstances, Owed, Subject
from primeline.customers.choices import Tier
from primeline.kit.deeds import act
from primeline.kit.errors import Refused
from primeline.kit.jobs import Job
from primeline.testing.cast import TUESDAY_10AM, harbor_bank, lin

pytestmark = [pytest.mark.row("G12", "F6"), pytest.mark.django_db]

# Works begin at one in the night, twenty days ahead.
WINDOW = datetime(2026, 5, 18, 17, tzinfo=UTC)
WORKS = Subject("test.works", 7)
NOTICE = "CUT_OVER_NOTICE"


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()


def a_notice(**more: Any) -> Commitment:
    facts: dict[str, Any] = {"subject": WORKS, "before_at": WINDOW} | more
    return a_matter(NOTICE, **facts)


@pytest.mark.parametrize(
    ("tier", "assurance", "ahead", "is_law"),
    [
        (Tier.STANDARD, "", 72 * HOUR, True),
        (Tier.SILVER, "NORMAL", 72 * HOUR, True),
        (Tier.GOLD, "", 5 * DAY, False),
        (Tier.DIAMOND, "", 7 * DAY, False),
        (Tier.STANDARD, "AAA", 7 * DAY, False),
    ],
)
def test_the_one_that_has_to_go_out_first_wins(
    tier: Tier, assurance: str, ahead: timedelta, is_law: bool
) -> None:
    a_level(tier)
    matter = a_notice(circumstances=Circumstances(assurance=assurance))
    assert matter.due_at == WINDOW - ahead
    assert matter.policy_row is not None
    assert matter.policy_row.is_statutory is is_law
    left = queries.left_of([matter], at=matter.due_at - HOUR)[matter.pk]
    assert (left.time, left.is_counting) == (HOUR, True)


def test_its_rungs_climb_from_its_opening_to_its_due_moment_and_it_breaks_there() -> None:
    a_level(Tier.DIAMOND)
    matter = a_notice()
    stretch = matter.due_at - TUESDAY_10AM
    scan(TUESDAY_10AM + stretch / 2)
    assert not RungFired.objects.exists()
    scan(TUESDAY_10AM + stretch / 2 + HOUR)
    scan(matter.due_at)
    assert list(RungFired.objects.values_list("percent", flat=True)) == [50, 75, 90]
    assert fresh(matter).state(matter.due_at) is State.RUNNING
    scan(matter.due_at + HOUR)
    assert fresh(matter).broken_at == matter.due_at


def test_works_that_are_told_of_too_late_are_late_from_the_beginning() -> None:
    a_level(Tier.STANDARD)
    matter = a_notice(before_at=TUESDAY_10AM + DAY)
    assert matter.due_at == TUESDAY_10AM - 2 * DAY
    scan(TUESDAY_10AM + HOUR)
    assert fresh(matter).broken_at == TUESDAY_10AM
    assert RungFired.objects.count() == 5
    done = actions.keep_commitment(commitment=matter, by=lin(), at=TUESDAY_10AM + 2 * HOUR)
    assert fresh(done).state(TUESDAY_10AM + DAY) is State.LATE


def test_works_that_move_move_their_notices_and_nothing_else() -> None:
    a_level(Tier.DIAMOND)
    matter, other = a_notice(), a_notice(subject=Subject("test.works", 8))
    call = a_matter("FIRST_RESPONSE", subject=WORKS)
    scan(TUESDAY_10AM + 11 * DAY)
    moved: dict[str, Any] = {"subject": WORKS, "by": TEST, "at": TUESDAY_10AM + 11 * DAY}
    later = WINDOW + 30 * DAY

    assert [actions.count_back_from(before_at=later, **moved) for _twice in "12"] == [1, 0]

    assert fresh(matter).due_at == later - 7 * DAY
    assert fresh(other).due_at == other.due_at
    assert fresh(call).due_at == call.due_at
    noted = queries.repricings_of(matter).get()
    assert (noted.because, noted.old_due_at) == (Because.MOVED, matter.due_at)
    # What people were told they are not told again.
    assert scan(TUESDAY_10AM + 11 * DAY + HOUR) == 0
    fired = RungFired.objects.filter(commitment=matter)
    assert list(fired.values_list("percent", flat=True)) == [50, 75]
    scan(later)
    assert list(fired.values_list("percent", flat=True)) == [50, 75, 90, 100]
    with pytest.raises(Refused, match="past"):
        actions.count_back_from(before_at=TUESDAY_10AM, **moved)


def test_another_level_counts_back_anew() -> None:
    a_level(Tier.STANDARD)
    matter = a_notice()
    a_level(Tier.DIAMOND)
    again: dict[str, Any] = {"commitment_ids": [matter.pk], "because": Because.TIER, "by": TEST}
    for _twice in range(2):
        actions.reprice_commitments(at=TUESDAY_10AM + DAY, **again)
    assert fresh(matter).due_at == WINDOW - 7 * DAY
    assert queries.repricings_of(matter).count() == 1


def test_another_calendar_counts_back_anew_too() -> None:
    matter = a_notice()
    job = Job(job_id=1, kind="", payload={"because": "CALENDAR"}, at=TUESDAY_10AM)
    with act(kind="test.calendar", by=TEST, at=TUESDAY_10AM):
        Commitment.objects.filter(pk=matter.pk).update(due_at=TUESDAY_10AM)
    listeners.reprice(job)
    assert fresh(matter).due_at == matter.due_at


def test_its_clock_never_stands_still_and_opened_again_it_is_owed_before_the_same_moment() -> None:
    a_level(Tier.DIAMOND)
    matter = a_notice()
    with pytest.raises(Refused, match="never stands still"):
        actions.pause_commitment(
            commitment=matter, pause_reason=reason(), evidence="x", by=lin(), at=TUESDAY_10AM
        )
    actions.keep_commitment(commitment=matter, by=lin(), at=TUESDAY_10AM + DAY)
    again = actions.reopen_commitment(commitment=matter, by=lin(), at=TUESDAY_10AM + 3 * DAY)
    assert fresh(again).due_at == WINDOW - 7 * DAY
    left = queries.left_of([fresh(again)], at=TUESDAY_10AM + 3 * DAY)[matter.pk]
    assert left.time == WINDOW - 7 * DAY - (TUESDAY_10AM + 3 * DAY)


def test_says_what_is_missing_and_whose_moment_a_person_named_has_none() -> None:
    for said, wrong in ((None, "Name that moment"), (TUESDAY_10AM, "is past")):
        with pytest.raises(Refused, match=wrong) as refused:
            a_notice(before_at=said)
        assert refused.value.field == "before_at"
    assert a_notice(due_at=WINDOW - DAY).before_at is None
    # What is counted from its beginning has nothing to be counted back from.
    assert a_matter("FIRST_RESPONSE", before_at=WINDOW).before_at is None
    assert Owed(step=NOTICE, subject=WORKS, customer_id=harbor_bank().pk).before_at is None
