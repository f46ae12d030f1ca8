"""What the current month has brought so far to key accounts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from primeline.demo.plan.accounts import Account
from primeline.demo.plan.chance import pick
from primeline.demo.plan.fees import Slot
from primeline.demo.plan.flows import CURRENT, Flows
from primeline.demo.plan.losses import Risks


@dataclass
class CurrentMonth:
    """Happens to accounts that have enough to stay what they are."""

    accounts: Sequence[Account]
    slots: dict[int, list[Slot]]
    risks: Risks
    first: date

    def happen(self, flows: Flows, random: Random) -> None:
        """Open and end what the flows say for this month."""
        for (line, province), months in flows.gained.items():
            models = [
                slot
                for a in self.accounts
                if province in {"", a.province}
                for slot in self.slots[a.index]
                if slot.line == line and slot.closed_in is None
            ]
            for _ in range(months[CURRENT] if models else 0):
                model = random.choice(models)
                new = replace(model, opened_in=CURRENT, is_anchor=False, replaces=None)
                new.replacement = ""
                self.slots[model.account].append(new)
        for (line, province), months in flows.lost.items():
            here = [a for a in self.accounts if province in {"", a.province}]
            self._end_now(line, months[CURRENT], here, random)

    def _end_now(self, line: str, count: int, accounts: Sequence[Account], random: Random) -> None:
        candidates = [
            (slot, self.risks.hazard(a, self.first))
            for a in accounts
            for slot in self.slots[a.index]
            if slot.line == line
            and slot.closed_in is None
            and slot.opened_in is None
            and not slot.is_anchor
        ]
        chosen = pick(random, [hazard for _, hazard in candidates], count)
        for place in chosen:
            slot = candidates[place][0]
            slot.closed_in = CURRENT
            slot.is_avoidable = random.random() < 0.6
