"""What is owed for accounts by which day, and which accounts are in danger. Pure answers."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from primeline.calendars.workdays import Workdays
from primeline.products.values import Term

# Requirements, preamble: a second call within 10 working days.
SECOND_CALL_WORKDAYS: Final = 10
CONTRACT_STEPS: Final = (30, 60, 90)
LONG_ARREARS_DAYS: Final = 30
# Actions of account plans are shown from two weeks before their day.
PLAN_ACTION_DAYS: Final = 14


class DueKind(Enum):
    """What is owed. The words stand in the templates."""

    CONTRACT_ENDED = "CONTRACT_ENDED"
    CONTRACT_ENDS = "CONTRACT_ENDS"
    NOTICE = "NOTICE"
    MILESTONE = "MILESTONE"
    FILING = "FILING"
    SECOND_CALL = "SECOND_CALL"
    OUTSIDE_END = "OUTSIDE_END"
    RECOVERY = "RECOVERY"
    PLAN_ACTION = "PLAN_ACTION"
    PLAN_MISSING = "PLAN_MISSING"
    STALE_RECORD = "STALE_RECORD"
    PAPERS_MISSING = "PAPERS_MISSING"
    PLAN_APPROVAL = "PLAN_APPROVAL"


# What asks only for a look at the record: no money, law or customer waits for it, so it never
# stands in front of what they wait for, however late it is.
RECORD_CHECKS: Final = frozenset({DueKind.STALE_RECORD})


@dataclass(frozen=True, kw_only=True)
class Due:
    """One thing owed for one account by a day."""

    kind: DueKind
    due_date: date
    workdays_left: int
    customer_id: int
    customer_number: str
    customer_name: str
    tier: str
    subject: str
    fee_cents: int
    usual_workdays: int = CONTRACT_STEPS[-1]
    """How many working days there are for it in all."""
    agreement_id: int | None = None
    owner_name_zh: str = ""
    owner_name_en: str = ""

    @property
    def is_record_check(self) -> bool:
        return self.kind in RECORD_CHECKS

    @property
    def is_overdue(self) -> bool:
        return self.workdays_left < 0

    @property
    def is_close(self) -> bool:
        """Whether less than a quarter of its usual time is left."""
        return 0 <= self.workdays_left * 4 < self.usual_workdays


@dataclass(frozen=True, kw_only=True)
class Now:
    """The day on which dues are counted, and which days are worked."""

    today: date
    workdays: Workdays

    def left_until(self, due: date) -> int:
        """Return how many working days are left; below 0 it is late."""
        return self.workdays.until(due, self.today)

    def usual(self, term: Term) -> int:
        """Return how many working days there are for something in all."""
        return self.left_until(term.after(self.today))

    def second_call_due(self, terminated: date) -> date:
        """Return by when a second call must have verified why a subscription went."""
        return self.workdays.add(terminated, SECOND_CALL_WORKDAYS)


class Danger(Enum):
    """Why an account is in danger, the gravest first, with how urgent it is in percent."""

    CONTRACT_ENDED = 100
    ARREARS_90 = 90
    CONTRACT_30 = 80
    ARREARS_30 = 60
    CONTRACT_60 = 50
    BILL_DOWN = 45
    CONTRACT_90 = 35


def dangers_of(
    *, end_days: int | None, arrears_days: int, bills: tuple[int, ...]
) -> tuple[Danger, ...]:
    """Return what speaks for trouble with an account, the gravest first.

    `end_days` are the days until its contract ends, below 0 if it has run out and goes on;
    `bills` are those of the last six closed months, the latest last.
    """
    found = {
        Danger.CONTRACT_ENDED: end_days is not None and end_days < 0,
        Danger.CONTRACT_30: end_days is not None and 0 <= end_days <= 30,
        Danger.CONTRACT_60: end_days is not None and 30 < end_days <= 60,
        Danger.CONTRACT_90: end_days is not None and 60 < end_days <= 90,
        Danger.ARREARS_90: arrears_days > 90,
        Danger.ARREARS_30: LONG_ARREARS_DAYS < arrears_days <= 90,
        Danger.BILL_DOWN: _has_fallen(bills),
    }
    return tuple(sorted((w for w in found if found[w]), key=lambda w: -w.value))


def urgency(fee_cents: int, dangers: tuple[Danger, ...]) -> int:
    """Return money at risk times urgency, by which the radar is sorted."""
    return fee_cents * (dangers[0].value if dangers else 1)


def _has_fallen(bills: tuple[int, ...]) -> bool:
    """Test whether the last two bills are two fifths below the three before them."""
    if len(bills) < 5:
        return False
    before, now = sum(bills[-5:-2]), sum(bills[-2:])
    return before > 0 and now * 3 * 10 <= before * 2 * 6
