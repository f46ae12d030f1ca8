"""The subscriptions of key accounts over the window: what was there, came, left, was replaced."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from primeline.demo.plan import figures as f
from primeline.demo.plan.accounts import Account
from primeline.demo.plan.agreements import Agreement
from primeline.demo.plan.calendar import Calendar
from primeline.demo.plan.chance import draws, pick
from primeline.demo.plan.current_month import CurrentMonth
from primeline.demo.plan.fees import Slot
from primeline.demo.plan.flows import CURRENT, Flows
from primeline.demo.plan.holdings import Holdings, first_line, scaled
from primeline.demo.plan.losses import STEADY, Leaving, Risks, cell_of, close_accounts, is_plain
from primeline.demo.plan.openings import SHORT_LIVED, Openings, counts_against_average
from primeline.demo.plan.replacing import Replacing
from primeline.demo.plan.stories import QINGYAN

# Share of today's accounts that arrived within the window, by tier.
_NEWCOMERS = {f.DIAMOND: 0.0, f.GOLD: 0.05, f.SILVER: 0.15, f.STANDARD: 0.26}
# How many of its sites left in the last two closed months, and leave this month.
QINGYAN_LEFT, QINGYAN_LEAVING = (5, 6), 5


@dataclass
class KeyLines:
    """Key accounts with their subscriptions, on the way to being complete."""

    accounts: list[Account]
    holdings: Holdings
    flows: Flows
    calendar: Calendar
    seed: int
    scale: float
    risks: Risks
    # The index that the first account which left will have.
    first_gone: int
    slots: dict[int, list[Slot]] = field(default_factory=lambda: defaultdict(list))
    gone: list[Account] = field(default_factory=list)
    newcomers: set[int] = field(default_factory=set)

    def build(self, slots: Iterable[Slot]) -> None:
        """Let the two years happen to what the accounts have at the last close."""
        for slot in slots:
            self.slots[slot.account].append(slot)
        for account in self.accounts:
            _mark_anchor(account, self.slots[account.index], self.holdings)
        openings = Openings(self.slots, self.flows.gained, draws(self.seed, "openings"), self._cell)
        self._arrive(openings)
        self._leave(openings, draws(self.seed, "losses"))
        self._fill(openings)
        replacing = Replacing(self.accounts, self.slots, self.calendar, self.scale)
        replacing.happen(draws(self.seed, "replacements"))
        able = [a for a in self.accounts if is_plain(a) and a.index not in self.newcomers]
        now = CurrentMonth(able, self.slots, self.risks, self.calendar.current)
        now.happen(self.flows, draws(self.seed, "current month"))

    def all_slots(self) -> list[Slot]:
        """Return every subscription there is or was."""
        return [slot for ours in self.slots.values() for slot in ours]

    def everyone(self) -> list[Account]:
        """Return the accounts of today and those that left."""
        return [*self.accounts, *self.gone]

    def _cell(self, slot: Slot) -> tuple[str, str]:
        if slot.account < len(self.accounts):
            return cell_of(slot.line, self.accounts[slot.account].province)
        return cell_of(slot.line, self.gone[slot.account - self.first_gone].province)

    def _arrive(self, openings: Openings) -> None:
        """Let some of the accounts arrive within the window."""
        random = openings.random
        for tier, share in _NEWCOMERS.items():
            able = [
                a
                for a in self.accounts
                if a.tier == tier
                and a.story is None
                and a.why in STEADY
                and len(self.slots[a.index]) <= 8
            ]
            wanted = round(share * sum(a.tier == tier for a in self.accounts))
            for account in random.sample(able, min(wanted, len(able))):
                if openings.newcomer(account, latest=self._latest_arrival(account)):
                    self.newcomers.add(account.index)
                    arrived = min(s.opened_in or 0 for s in self.slots[account.index])
                    self.risks.since[account.index] = self.calendar.months[arrived]

    def _latest_arrival(self, account: Account) -> int:
        """An account is there before its contract starts, and a silver one for half a year."""
        starts = min(a.starts for a in self.risks.agreements[account.index])
        latest = self.calendar.index_of(starts)
        return min(latest, CURRENT - 1 if account.tier == f.STANDARD else CURRENT - 8)

    def _leave(self, openings: Openings, random: Random) -> None:
        lost = self.flows.lost
        self._lose_tender()
        self.gone, slots = close_accounts(
            [a for a in self.accounts if a.index not in self.newcomers],
            self.slots,
            lost,
            self.calendar,
            random,
            first_index=self.first_gone,
        )
        for account in self.gone:
            length = timedelta(days=90 + min(int(random.expovariate(1 / 1600)), 6000))
            self.risks.since[account.index] = self.calendar.start - length
        leaving = Leaving(self.accounts, self.slots, self.risks, self.calendar, random)
        lines = leaving.lines_of(lost)
        for slot in [*slots, *lines]:
            self.slots[slot.account].append(slot)
        self._shorten_lives(openings, lines, random)

    def _shorten_lives(self, openings: Openings, lines: Sequence[Slot], random: Random) -> None:
        """Let some of what was lost have been gained in the window too, above all by newcomers."""
        for slot in lines:
            if slot.account in self.newcomers:
                arrived = self.calendar.index_of(self.risks.since[slot.account])
                if not openings.open_between(slot, arrived, slot.closed_in or 0):
                    self._hand_to_another(slot, random)
        for account in self.gone:
            ours = self.slots[account.index]
            is_short = len(ours) == 1 and random.random() < 2 * SHORT_LIVED
            if is_short and openings.open_between(ours[0], 0, (account.closed_in or 0) - 2):
                self.risks.since[account.index] = self.calendar.months[ours[0].opened_in or 0]

    def _hand_to_another(self, slot: Slot, random: Random) -> None:
        province = self.accounts[slot.account].province
        able = [
            a.index
            for a in self.accounts
            if a.province == province
            and a.why in STEADY
            and a.story is None
            and a.index not in self.newcomers
        ]
        self.slots[slot.account].remove(slot)
        slot.account = random.choice(able)
        self.slots[slot.account].append(slot)

    def _lose_tender(self) -> None:
        """Qingyan Express lost its tender: its sites leave in steps, until this month."""
        account = next(a for a in self.accounts if a.story and a.story.key == QINGYAN)
        sites = [s for s in self.slots[account.index] if s.line == f.NETWORK]
        cells = self.flows.lost[cell_of(f.NETWORK, account.province)]
        for month, count in zip((CURRENT - 2, CURRENT - 1), QINGYAN_LEFT, strict=True):
            for _ in range(scaled(count, self.scale)):
                gone = replace(sites[0], closed_in=month, is_avoidable=True, is_anchor=False)
                self.slots[account.index].append(gone)
                cells[month] = max(cells[month] - 1, 0)
        for site in sites[1 : 1 + round(QINGYAN_LEAVING * self.scale)]:
            site.closed_in, site.is_avoidable = CURRENT, True

    def _fill(self, openings: Openings) -> None:
        random = openings.random
        steady = {a.index for a in self.accounts if a.why in STEADY}
        candidates = []
        for account in self.accounts:
            told = account.story is not None and self.scale == 1
            if told or account.index in self.newcomers:
                continue
            main = first_line(account, self.holdings[account.index])
            for slot in self.slots[account.index]:
                is_main = account.index not in steady and slot.line == main
                if slot.is_anchor or is_main or slot.opened_in is not None:
                    continue
                if slot.line in f.LEASED and account.index not in steady:
                    continue
                if slot.closed_in is None or random.random() < SHORT_LIVED:
                    candidates.append(slot)
        self.unfilled = openings.fill(candidates, self._may_open)

    def _may_open(self, slot: Slot, month: int) -> bool:
        """A line that was lost was there for a while; the average of half a year has to hold."""
        if slot.closed_in is not None:
            return month + 2 < slot.closed_in
        account = self.accounts[slot.account]
        if account.tier == f.STANDARD:
            return True
        spare = account.fee - f.TIERS[account.tier].floor * 1.02
        return slot.fee * counts_against_average(month) <= spare / 3


def _mark_anchor(account: Account, slots: Sequence[Slot], holdings: Holdings) -> None:
    line = first_line(account, holdings[account.index])
    next(slot for slot in slots if slot.line == line).is_anchor = True


def risks_of(
    accounts: Sequence[Account],
    holdings: Holdings,
    agreements: Sequence[Agreement],
    manager_since: dict[int, date],
    calendar: Calendar,
    seed: int,
) -> Risks:
    """Return what is known of each account that bears on its leaving."""
    random = draws(seed, "risks")
    by_account: dict[int, list[Agreement]] = defaultdict(list)
    for agreement in agreements:
        by_account[agreement.account].append(agreement)
    since = {}
    for account in accounts:
        length = 220 + min(int(random.expovariate(1 / 1500)), 6500)
        since[account.index] = calendar.start - timedelta(days=length)
    return Risks(
        agreements=by_account,
        lines={a.index: len(Counter(holdings[a.index]).keys()) for a in accounts},
        since=since,
        manager_since=manager_since,
        slow_payers=_slow_payers(accounts, random),
        treated={
            a.index
            for a in accounts
            if a.province in {"DONGYU", "LANJIANG"} and random.random() < 0.8
        },
    )


_SLOW = {f.CONSTRUCTION: 3.0, f.RETAIL: 1.8, f.GOVERNMENT: 1.5, f.AGENTS: 1.5, f.FINANCE: 0.2}

_SLOW_BY_TIER = {f.DIAMOND: 0.0, f.GOLD: 0.12, f.SILVER: 0.8, f.STANDARD: 1.2}


def _slow_payers(accounts: Sequence[Account], random: Random) -> set[int]:
    """Return who has arrears over thirty days: 6.5 % of the accounts."""
    weights = [
        0.0 if a.story else _SLOW.get(a.industry, 1.0) * _SLOW_BY_TIER[a.tier] for a in accounts
    ]
    return {accounts[i].index for i in pick(random, weights, round(len(accounts) * 0.065))}
