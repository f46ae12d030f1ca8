"""Turning months into days: when each subscription was opened and when it ended."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random

from primeline.demo.plan.calendar import Calendar, Days, closing_days, opening_days
from primeline.demo.plan.fees import Slot
from primeline.demo.plan.flows import CURRENT


class Diary:
    """Draws days within months, remembering the weights of each month."""

    def __init__(self, calendar: Calendar, random: Random) -> None:
        self._calendar = calendar
        self._random = random
        months = [*calendar.months, calendar.current]
        self._opening = [opening_days(month, until=calendar.today) for month in months]
        self._closing = [closing_days(month, until=calendar.today) for month in months]

    def date_account(
        self,
        slots: Sequence[Slot],
        since: date,
        *,
        settled_by: date,
        closed_in: int | None = None,
    ) -> date:
        """Give every subscription of an account its days; return when the account began.

        Those of no month of the window were there before `settled_by`.
        """
        began = self._begin(slots, since)
        for slot in slots:
            if not slot.is_anchor and slot.replaces is None:
                slot.opened = self._opened(slot, began, settled_by)
        end = self._draw(self._closing, closed_in) if closed_in is not None else None
        for slot in slots:
            if slot.closed_in is not None:
                closed = end if slot.closed_in == closed_in and end else None
                slot.closed = max(closed or self._draw(self._closing, slot.closed_in), slot.opened)
        for slot in slots:
            if slot.replaces is not None and slot.replaces.closed is not None:
                slot.opened = self._near(slot.replaces.closed)
        return began

    def _begin(self, slots: Sequence[Slot], since: date) -> date:
        for slot in slots:
            if slot.is_anchor:
                arrived = slot.opened_in
                slot.opened = since if arrived is None else self._draw(self._opening, arrived)
                return slot.opened
        return since

    def _opened(self, slot: Slot, began: date, settled_by: date) -> date:
        if slot.opened_in is not None:
            return max(self._draw(self._opening, slot.opened_in), began)
        first = min(began, self._calendar.start - timedelta(days=1))
        span = max((settled_by - first).days, 1)
        return first + timedelta(days=int(span * self._random.random() ** 1.5))

    def _near(self, closed: date) -> date:
        """Return when the replacement was opened: in the same month, most often just before."""
        opened = closed - timedelta(days=self._random.randrange(-4, 15))
        last = min(self._calendar.today, _end_of_month(closed))
        return min(max(opened, closed.replace(day=1)), last)

    def _draw(self, months: Sequence[Days], month: int) -> date:
        return months[min(month, CURRENT)].draw(self._random)


def _end_of_month(day: date) -> date:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)


def first_opened(slots: Iterable[Slot]) -> date:
    """Return when the first of these was opened."""
    return min(slot.opened for slot in slots)
