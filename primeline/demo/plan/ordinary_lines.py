"""The subscriptions of ordinary accounts over the window, and the accounts that left."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from primeline.demo.plan import figures as f
from primeline.demo.plan.accounts import Account
from primeline.demo.plan.calendar import Calendar
from primeline.demo.plan.chance import draws
from primeline.demo.plan.fees import Slot
from primeline.demo.plan.flows import ANYWHERE, CURRENT, Flows
from primeline.demo.plan.openings import SHORT_LIVED, Openings

# Of what is gained and lost of a line, the part that came or left with the whole account.
_WITH_ACCOUNT = {f.BROADBAND: 0.9, f.MOBILE: 0.6, f.FIXED_VOICE: 0.3, f.VIRTUAL_HOST: 0.4}
_ALSO_HAD = 0.3
# The branch that moves acceptances into the month that has just ended, and how many of each line
# it opens then beyond its share.
BACKDATING_BRANCH, GATHERED = "SHUANGYI", 5


@dataclass
class OrdinaryLines:
    """Ordinary accounts with their subscriptions, on the way to being complete."""

    accounts: list[Account]
    flows: Flows
    calendar: Calendar
    seed: int
    first_gone: int
    slots: dict[int, list[Slot]] = field(default_factory=lambda: defaultdict(list))
    since: dict[int, date] = field(default_factory=dict)
    gone: list[Account] = field(default_factory=list)

    def build(self, slots: Sequence[Slot]) -> None:
        """Let the two years happen to what the accounts have at the last close."""
        for slot in slots:
            self.slots[slot.account].append(slot)
        random = draws(self.seed, "ordinary lines")
        newcomers = self._arrive(random)
        self._leave(random)
        self._fill(newcomers, random)
        self._gather(BACKDATING_BRANCH)
        self._happen_now(random)

    def _arrive(self, random: Random) -> set[int]:
        openings = self._openings(random)
        wanted = {
            line: round(sum(self.flows.gained[line, ANYWHERE][:CURRENT]) * share)
            for line, share in _WITH_ACCOUNT.items()
        }
        newcomers = set()
        for account in random.sample(self.accounts, len(self.accounts)):
            line = self.slots[account.index][0].line
            is_new = wanted[line] > 0 and openings.newcomer(account, latest=CURRENT - 1)
            if is_new:
                wanted[line] -= 1
                newcomers.add(account.index)
                arrived = self.slots[account.index][0].opened_in or 0
                self.since[account.index] = self.calendar.months[arrived]
            else:
                self.since[account.index] = self._long_ago(random)
        return newcomers

    def _openings(self, random: Random) -> Openings:
        return Openings(self.slots, self.flows.gained, random, lambda slot: (slot.line, ANYWHERE))

    def _long_ago(self, random: Random) -> date:
        length = 5 + min(int(random.expovariate(1 / 1100)), 6000)
        return self.calendar.start - timedelta(days=length)

    def _leave(self, random: Random) -> None:
        lost = self.flows.lost
        branches = [account.branch for account in self.accounts]
        trades = [account.industry for account in self.accounts]
        models: dict[str, list[Slot]] = defaultdict(list)
        for ours in self.slots.values():
            for slot in ours:
                models[slot.line].append(slot)
        for line, share in _WITH_ACCOUNT.items():
            for month in range(CURRENT):
                for _ in range(round(lost[line, ANYWHERE][month] * share)):
                    place = random.randrange(len(branches))
                    self._close(branches[place], random.choice(trades), line, month, random)
        self._price_gone(models, random)
        self._lose_lines(models, random)

    def _close(self, branch: str, trade: str, line: str, month: int, random: Random) -> None:
        index = self.first_gone + len(self.gone)
        account = Account(
            index=index,
            tier=f.ORDINARY,
            why="",
            industry=trade,
            branch=branch,
            fee=0,
            closed_in=month,
        )
        self.gone.append(account)
        self.since[index] = self._long_ago(random)
        anchor = self._take(index, line, month, is_anchor=True)
        is_short = random.random() < SHORT_LIVED
        if is_short and self._openings(random).open_between(anchor, 0, month - 1):
            self.since[index] = self.calendar.months[anchor.opened_in or 0]
            return
        other = random.choice((f.FIXED_VOICE, f.MOBILE))
        has_room = other != line and self.flows.lost[other, ANYWHERE][month] > 0
        if has_room and random.random() < _ALSO_HAD:
            self._take(index, other, month, is_anchor=False)

    def _take(self, account: int, line: str, month: int, *, is_anchor: bool) -> Slot:
        self.flows.lost[line, ANYWHERE][month] -= 1
        slot = Slot(account, line, is_anchor=is_anchor, closed_in=month)
        self.slots[account].append(slot)
        return slot

    def _price_gone(self, models: dict[str, list[Slot]], random: Random) -> None:
        for account in self.gone:
            for slot in self.slots[account.index]:
                slot.fee = random.choice(models[slot.line]).fee

    def _lose_lines(self, models: dict[str, list[Slot]], random: Random) -> None:
        """Let what is left of the losses end at accounts that stay."""
        for (line, _), months in self.flows.lost.items():
            for month in range(CURRENT):
                for _ in range(months[month] if models[line] else 0):
                    model = self._older(models[line], random)
                    gone = replace(model, closed_in=month, opened_in=None, is_anchor=False)
                    gone.fee = _beside(model.fee)
                    self.slots[model.account].append(gone)

    def _older(self, models: Sequence[Slot], random: Random) -> Slot:
        """Return a subscription of an account that was there before the window."""
        for _ in range(60):
            model = random.choice(models)
            if self.since[model.account] < self.calendar.start:
                return model
        return min(models, key=lambda slot: self.since[slot.account])

    def _fill(self, newcomers: set[int], random: Random) -> None:
        candidates = [
            slot
            for account in self.accounts
            if account.index not in newcomers
            for slot in self.slots[account.index]
            if not slot.is_anchor and slot.closed_in is None
        ]
        self.unfilled = self._openings(random).fill(candidates, lambda _slot, _month: True)

    def _gather(self, branch: str) -> None:
        """Let one branch open as much in the last month as it will have to answer for.

        Pairs of accounts with one line each change their beginnings, so that no month gains more.
        """
        here: dict[str, list[Account]] = defaultdict(list)
        elsewhere: dict[str, list[Account]] = defaultdict(list)
        for account in self.accounts:
            slots = self.slots[account.index]
            if len(slots) > 1:
                continue
            if account.branch == branch and slots[0].opened_in is None:
                here[slots[0].line].append(account)
            elif account.branch != branch and slots[0].opened_in == CURRENT - 1:
                elsewhere[slots[0].line].append(account)
        for line, ours in here.items():
            for first, second in zip(ours[:GATHERED], elsewhere[line], strict=False):
                self._change_places(first.index, second.index)

    def _change_places(self, first: int, second: int) -> None:
        one, other = self.slots[first][0], self.slots[second][0]
        one.opened_in, other.opened_in = other.opened_in, one.opened_in
        self.since[first], self.since[second] = self.since[second], self.since[first]

    def _happen_now(self, random: Random) -> None:
        current = [s for a in self.accounts for s in self.slots[a.index] if s.closed_in is None]
        for (line, _), months in self.flows.gained.items():
            models = [slot for slot in current if slot.line == line]
            for _ in range(months[CURRENT] if models else 0):
                model = random.choice(models)
                new = replace(model, opened_in=CURRENT, is_anchor=False)
                new.fee = _beside(model.fee)
                self.slots[model.account].append(new)
        for (line, _), months in self.flows.lost.items():
            extra = [s for s in current if s.line == line and not s.is_anchor and not s.opened_in]
            for slot in random.sample(extra, min(months[CURRENT], len(extra))):
                slot.closed_in = CURRENT


def _beside(fee: float) -> float:
    """Return a fee that, even thrice beside another of the same line, makes no key account."""
    return max(min(fee, (f.KEY_THRESHOLD * 0.85 - fee) / 3), 40.0)
