"""Moves, technology swaps and new papers: an end and an opening each, which net to zero."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from primeline.demo.plan import figures as f
from primeline.demo.plan.accounts import Account
from primeline.demo.plan.calendar import Calendar
from primeline.demo.plan.chance import apportion
from primeline.demo.plan.fees import Slot
from primeline.demo.plan.flows import CURRENT, REPLACEMENTS, TERMINATIONS
from primeline.demo.plan.losses import is_plain
from primeline.demo.plan.stories import PHARMACY


@dataclass
class Replacing:
    """Gives some of what is held a predecessor that it took the place of."""

    accounts: Sequence[Account]
    slots: dict[int, list[Slot]]
    calendar: Calendar
    scale: float

    def happen(self, random: Random) -> None:
        """Let moves, technology swaps and new papers take place: an end and an opening each."""
        able = [
            slot
            for a in self.accounts
            if is_plain(a)
            for slot in self.slots[a.index]
            if slot.line in f.LEASED and slot.opened_in is None and slot.closed_in is None
        ]
        seasons = [TERMINATIONS[m.month - 1] for m in self.calendar.months]
        for kind, years in REPLACEMENTS.items():
            for year, count in enumerate(years):
                parts = apportion(round(count * self.scale), seasons[year * 12 : year * 12 + 12])
                for month, part in enumerate(parts, year * 12):
                    for place in sorted(random.sample(range(len(able)), part), reverse=True):
                        self._replace_one(able.pop(place), month, kind)
        for account in self.accounts:
            if account.story and account.story.key == PHARMACY:
                sites = [s for s in self.slots[account.index] if s.line == f.NETWORK]
                for place, slot in enumerate(sites):
                    self._replace_one(slot, CURRENT - 5 + place % 2, "SWAP")

    def _replace_one(self, slot: Slot, month: int, kind: str) -> None:
        before = replace(slot, closed_in=month, replaces=None)
        self.slots[slot.account].append(before)
        slot.opened_in, slot.is_anchor = month, False
        slot.replaces, slot.replacement = before, kind
