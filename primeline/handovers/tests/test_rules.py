"""Who may hand over to whom, from when on, and what stands against it."""

from datetime import date, timedelta
from typing import Any

import pytest

from primeline.calendars.values import DayKind
from primeline.calendars.workdays import MONDAY_TO_FRIDAY, Workdays
from primeline.handovers import rules
from primeline.handovers.choices import HandoverStatus, Obstacle
from primeline.kit.errors import Refused

TUESDAY = date(2026, 4, 28)


def test_an_answer_is_due_after_five_working_days() -> None:
    labour_days = {date(2026, 5, day): DayKind.HOLIDAY for day in range(1, 6)}

    assert rules.answer_by(TUESDAY, MONDAY_TO_FRIDAY) == date(2026, 5, 5)
    assert rules.answer_by(TUESDAY, Workdays(labour_days)) == date(2026, 5, 8)


def test_one_to_five_hundred_accounts() -> None:
    rules.check_count(1)
    rules.check_count(500)
    for count in (0, 501):
        with pytest.raises(Refused):
            rules.check_count(count)


def test_the_day_lies_ahead_but_not_far() -> None:
    rules.check_day(TUESDAY, today=TUESDAY)
    rules.check_day(TUESDAY + timedelta(days=180), today=TUESDAY)
    for day in (TUESDAY - timedelta(days=1), TUESDAY + timedelta(days=181)):
        with pytest.raises(Refused):
            rules.check_day(day, today=TUESDAY)


def test_nobody_stands_on_both_sides() -> None:
    rules.check_people(from_id=1, to_id=2, deputy_id=1, by_id=3)
    wrong: tuple[dict[str, Any], ...] = (
        {"from_id": 1, "to_id": 1, "deputy_id": None, "by_id": 3},
        {"from_id": 1, "to_id": 2, "deputy_id": None, "by_id": 2},
        {"from_id": 1, "to_id": 2, "deputy_id": 2, "by_id": 3},
    )
    for people in wrong:
        with pytest.raises(Refused):
            rules.check_people(**people)


def test_what_stands_against_an_account() -> None:
    sound: dict[str, Any] = {
        "manager_id": 1,
        "from_id": 1,
        "is_closed": False,
        "is_restricted": False,
    }

    assert rules.obstacle_to(**sound) is Obstacle.NONE
    assert rules.obstacle_to(**sound | {"manager_id": 2}) is Obstacle.OTHER_MANAGER
    assert rules.obstacle_to(**sound | {"manager_id": None}) is Obstacle.OTHER_MANAGER
    assert rules.obstacle_to(**sound | {"is_closed": True}) is Obstacle.CLOSED
    # Whoever may not see it is not told whose it is now.
    hidden = sound | {"is_restricted": True, "manager_id": 2}
    assert rules.obstacle_to(**hidden) is Obstacle.RESTRICTED


def test_what_is_decided_is_decided() -> None:
    rules.check_offered(HandoverStatus.OFFERED)
    rules.check_open(HandoverStatus.ACCEPTED)
    for status in (HandoverStatus.DONE, HandoverStatus.REFUSED, HandoverStatus.WITHDRAWN):
        with pytest.raises(Refused):
            rules.check_offered(status)
        with pytest.raises(Refused):
            rules.check_open(status)


def test_names_five_and_says_that_there_are_more() -> None:
    assert rules.named(["a", "b"]) == "a, b"
    assert rules.named(list("abcdef")) == "a, b, c, d, e …"
