"""Until when a request is due, and what a decision needs."""

from datetime import date

import pytest

from primeline.kit.errors import Refused
from primeline.rights import rules
from primeline.rights.choices import RequestStatus


def test_is_due_thirty_days_after_it_came_in() -> None:
    assert rules.due_date(date(2026, 1, 31), days=30) == date(2026, 3, 2)


def test_does_not_come_in_tomorrow() -> None:
    rules.check_received(date(2026, 4, 28), today=date(2026, 4, 28))
    with pytest.raises(Refused):
        rules.check_received(date(2026, 4, 29), today=date(2026, 4, 28))


@pytest.mark.parametrize("reason", ["", "   ", "no"])
def test_needs_a_reason(reason: str) -> None:
    with pytest.raises(Refused):
        rules.check_decision(RequestStatus.OPEN, reason)


@pytest.mark.parametrize("status", [RequestStatus.DONE, RequestStatus.REFUSED])
def test_is_decided_once(status: RequestStatus) -> None:
    with pytest.raises(Refused):
        rules.check_decision(status, "The contract is still running.")
