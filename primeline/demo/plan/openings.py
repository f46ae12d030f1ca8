"""When subscriptions were opened: new accounts with what they came for, and additions."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from primeline.demo.plan.accounts import Account
from primeline.demo.plan.chance import Wheel
from primeline.demo.plan.fees import Slot
from primeline.demo.plan.figures import LEASED
from primeline.demo.plan.flows import CURRENT, Cells

# Of what is lost in the window, the part that had also been gained in it.
SHORT_LIVED = 0.1
_STILL_COUNTED = CURRENT - 7


@dataclass
class Openings:
    """Fills the cells of what was gained, month by month."""

    slots: dict[int, list[Slot]]
    gained: Cells
    random: Random
    cell_of: Callable[[Slot], tuple[str, str]]

    def newcomer(self, account: Account, *, latest: int) -> bool:
        """Let an account arrive within the window, not after a month; tell if there was room."""
        ours = self.slots[account.index]
        anchor = next(slot for slot in ours if slot.is_anchor)
        room = self.gained[self.cell_of(anchor)][:CURRENT]
        latest = min(latest, self._last_with_room(ours))
        weights = [count if month <= latest else 0 for month, count in enumerate(room)]
        if not sum(weights):
            return False
        arrived = Wheel(weights).turn(self.random)
        self._open(anchor, arrived)
        for slot in ours:
            if slot is not anchor and slot.closed_in is None:
                self._open_from(slot, arrived)
        return True

    def _last_with_room(self, ours: Sequence[Slot]) -> int:
        """Return the last month from which on all leased lines still find a place."""
        needed = Counter(self.cell_of(slot) for slot in ours if slot.line in LEASED)
        latest = CURRENT - 1
        for cell, count in needed.items():
            months = self.gained[cell][:CURRENT]
            while latest >= 0 and sum(months[latest:]) < count:
                latest -= 1
        return latest

    def _open_from(self, slot: Slot, arrived: int) -> None:
        """Open an addition in the month of arrival or, if that is full, in one soon after."""
        months = self.gained.get(self.cell_of(slot), [])
        rooms = [m for m in range(arrived, min(len(months), CURRENT)) if months[m] > 0]
        if rooms:
            self._open(slot, rooms[0 if self.random.random() < 0.7 else min(1, len(rooms) - 1)])
        else:
            # The line is closed to new subscriptions, or full: it came over with the account.
            slot.opened_in = arrived

    def _open(self, slot: Slot, month: int) -> None:
        slot.opened_in = month
        self.gained[self.cell_of(slot)][month] -= 1

    def open_between(self, slot: Slot, first: int, last: int) -> bool:
        """Open a subscription in one of these months; tell if there was room for it."""
        months = self.gained.get(self.cell_of(slot), [])
        weights = [count if first <= m < last else 0 for m, count in enumerate(months[:CURRENT])]
        if not sum(weights):
            return False
        self._open(slot, Wheel(weights).turn(self.random))
        return True

    def fill(self, candidates: Sequence[Slot], fits: Callable[[Slot, int], bool]) -> int:
        """Open as many of the candidates as are still missing; return how many found none."""
        by_cell: dict[tuple[str, str], list[Slot]] = defaultdict(list)
        for slot in candidates:
            by_cell[self.cell_of(slot)].append(slot)
        unfilled = 0
        for cell in self.gained:
            waiting = by_cell[cell]
            self.random.shuffle(waiting)
            for month in reversed(range(CURRENT)):
                unfilled += self._fill_month(cell, month, waiting, fits)
        return unfilled

    def _fill_month(
        self,
        cell: tuple[str, str],
        month: int,
        waiting: list[Slot],
        fits: Callable[[Slot, int], bool],
    ) -> int:
        while self.gained[cell][month] > 0:
            place = next((i for i, slot in enumerate(waiting) if fits(slot, month)), None)
            if place is None:
                return self.gained[cell][month]
            self._open(waiting.pop(place), month)
        return 0


def counts_against_average(month: int) -> float:
    """Return which part of the last six closed months lies before this one."""
    return max(0, month - _STILL_COUNTED) / 6
