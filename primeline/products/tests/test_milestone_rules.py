"""When something can be due under a contract, and when it can have been reached."""

from datetime import date

import pytest

from primeline.kit.errors import Refused
from primeline.products import milestones

pytestmark = [pytest.mark.row("B3"), pytest.mark.engine("sqlite")]


class TestCheckDue:
    SIGNED, STARTS, ENDS = date(2025, 12, 20), date(2026, 1, 1), date(2026, 12, 31)

    @pytest.mark.parametrize("due", [SIGNED, STARTS, ENDS, date(2027, 3, 31)])
    def test_between_signing_and_the_last_settling(self, due: date) -> None:
        milestones.check_due(due, signed=self.SIGNED, starts=self.STARTS, ends=self.ENDS)

    @pytest.mark.parametrize("due", [date(2025, 12, 19), date(2027, 4, 1)])
    def test_refuses_what_the_contract_cannot_ask_for(self, due: date) -> None:
        with pytest.raises(
            Refused, match=r"The contract (was signed on 2025-12-20|ends)"
        ) as refusal:
            milestones.check_due(due, signed=self.SIGNED, starts=self.STARTS, ends=self.ENDS)

        assert refusal.value.field == "due_date"

    def test_a_contract_signed_late_or_without_an_end_asks_for_its_own_days(self) -> None:
        milestones.check_due(self.STARTS, signed=self.ENDS, starts=self.STARTS, ends=None)
        milestones.check_due(date(2099, 1, 1), signed=None, starts=self.STARTS, ends=None)
        milestones.check_due(date.max, signed=None, starts=self.STARTS, ends=date.max)

    def test_says_from_which_day_a_contract_signed_late_runs(self) -> None:
        day = date(2025, 12, 31)
        with pytest.raises(Refused, match="runs from 2026-01-01"):
            milestones.check_due(day, signed=self.ENDS, starts=self.STARTS, ends=None)


class TestCheckReached:
    SIGNED, STARTS = date(2025, 12, 20), date(2026, 1, 1)

    def test_not_before_the_contract_was_signed(self) -> None:
        milestones.check_reached(self.SIGNED, signed=self.SIGNED, starts=self.STARTS)
        with pytest.raises(Refused, match="signed on 2025-12-20") as refusal:
            milestones.check_reached(date(2025, 12, 19), signed=self.SIGNED, starts=self.STARTS)

        assert refusal.value.field == "done_date"

    @pytest.mark.parametrize("signed", [None, date(2026, 2, 1)])
    def test_one_that_runs_before_it_is_signed_counts_by_its_own_days(
        self, signed: date | None
    ) -> None:
        milestones.check_reached(self.STARTS, signed=signed, starts=self.STARTS)
        with pytest.raises(Refused, match="runs from 2026-01-01"):
            milestones.check_reached(date(2025, 12, 31), signed=signed, starts=self.STARTS)
