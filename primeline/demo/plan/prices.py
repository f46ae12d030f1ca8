"""What subscriptions used to cost: renewals are signed below the old fee."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from primeline.demo.plan import figures as f
from primeline.demo.plan.accounts import Account
from primeline.demo.plan.agreements import Agreement
from primeline.demo.plan.calendar import Calendar, months_after, years_after
from primeline.demo.plan.fees import Slot

# Months before the window for which key accounts have bills, so that its first averages are known.
BILLS_BEFORE = 6
# A renewal in the last months must not make the average look like another tier.
_QUIET = timedelta(days=270)


@dataclass(frozen=True, slots=True)
class Step:
    """From this day on the fee is this many cents."""

    day: date
    cents: int


class Prices:
    """The history of fees, worked back from today's."""

    def __init__(self, calendar: Calendar, random: Random) -> None:
        self._calendar = calendar
        self._random = random
        self._first = months_after(calendar.start, -BILLS_BEFORE)

    def steps(self, slot: Slot, account: Account, agreement: Agreement | None) -> list[Step]:
        """Return the fee of a subscription over time, oldest first; the last is its fee now."""
        cents = round(slot.fee * 100)
        if agreement is None or account.story is not None or not account.is_key:
            return [Step(date.min, cents)]
        renewals = [d for d in self._renewals(agreement) if _was_held(slot, d)]
        found = []
        for day in renewals:
            found.append(Step(day, cents))
            cents = round(cents / self._cut(account, day, cents / (slot.fee * 100)) / 100) * 100
        found.append(Step(date.min, cents))
        return list(_without_standing_still(reversed(found)))

    def _renewals(self, agreement: Agreement) -> list[date]:
        """Return when the contract was renewed since the first bills, newest first."""
        days = []
        day = agreement.starts
        while day >= self._first:
            if day <= self._calendar.today:
                days.append(day)
            day = years_after(day, -agreement.years)
        return days

    def _cut(self, account: Account, day: date, raised: float) -> float:
        """Return by how much a renewal lowered the fee. `raised` is what later ones already did."""
        chance = self._random.random()
        if chance < 0.25:
            return 1.0
        # With a competing offer on the table the cut is deeper.
        cut = self._random.uniform(0.90, 0.97) if chance < 0.8 else self._random.uniform(0.85, 0.93)
        ceiling = f.TIERS[account.tier].ceiling
        is_close = account.fee > ceiling * 0.8 or day > self._calendar.today - _QUIET
        return 1.0 if is_close and account.fee * raised / cut > ceiling * 0.88 else cut


def _was_held(slot: Slot, day: date) -> bool:
    return slot.opened < day and (slot.closed is None or day < slot.closed)


def _without_standing_still(steps: Iterable[Step]) -> Iterable[Step]:
    before: Step | None = None
    for step in steps:
        if before is None or step.cents != before.cents:
            yield step
            before = step


def cents_on(steps: Sequence[Step], day: date) -> int:
    """Return the fee in force on a day."""
    for step in reversed(steps):
        if step.day <= day:
            return step.cents
    return steps[0].cents
