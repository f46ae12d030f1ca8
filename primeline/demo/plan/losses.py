"""Who leaves: accounts that close altogether, and lines that end at accounts that stay.

How many leave in a month is given. Which account loses a line is drawn by its hazard: the
factors that make a line likelier to leave, as far as the example knows them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from primeline.demo.plan import figures as f
from primeline.demo.plan.accounts import Account
from primeline.demo.plan.agreements import Agreement
from primeline.demo.plan.calendar import Calendar
from primeline.demo.plan.chance import Wheel, apportion
from primeline.demo.plan.fees import Slot
from primeline.demo.plan.flows import ANYWHERE, CURRENT, TERMINATIONS, Cells
from primeline.demo.plan.places import PROVINCES

_BY_TIER = {f.DIAMOND: 0.2, f.GOLD: 0.5, f.SILVER: 0.9, f.STANDARD: 1.3}
_ENDS_SOON, _RAN_ON, _BUNDLED, _LONG_TENURE = 3.2, 2.2, 0.55, 0.6
_NEW_MANAGER, _ARREARS = 1.4, 1.9
# The branch that does not ask why its customers leave, and therefore loses more of them.
NANYI, _BADLY_LED = "NANYI", 2.2
# What the retention pilot leaves of the hazard of what can be avoided, and who is treated.
PILOT_EFFECT, PILOT_SHARE = 0.7, 0.8
# Of the losses of a month, the part that may come from accounts that close altogether.
_BY_CLOSING = 0.8
# An account that closed is a key account for two more months.
_LAST_CLOSING = CURRENT - 2
# From this month on, what was billed still counts in the averages of today.
_STILL_AVERAGED = CURRENT - 9
_JUST_HELD = frozenset({f.INTERNET, f.VPDN, f.VOICE})
_NOT_KEY = f.KEY_THRESHOLD * 0.85
# What part of the losses could have been influenced, outside the pilot and inside it.
AVOIDABLE_SHARE, AVOIDABLE_SHARE_IN_PILOT = 0.64, 0.54
PILOT_PROVINCES = frozenset(p.code for p in PROVINCES if p.is_pilot)
# Accounts that stay key accounts by what they have, whatever it brings.
STEADY = frozenset({f.WHY_INTERNET, f.WHY_VPDN, f.WHY_VOICE})


def is_plain(account: Account) -> bool:
    """Test whether chance may take from the account without making it an ordinary one."""
    return account.story is None and account.why in STEADY


@dataclass
class Risks:
    """What is known of each account that makes it likelier to leave, by its index."""

    agreements: dict[int, list[Agreement]]
    lines: dict[int, int]
    since: dict[int, date]
    manager_since: dict[int, date]
    slow_payers: set[int] = field(default_factory=set)
    treated: set[int] = field(default_factory=set)
    _known: dict[tuple[int, date], float] = field(default_factory=dict)

    def hazard(self, account: Account, month: date) -> float:
        """Return how many times likelier than others this account is to lose a line."""
        key = account.index, month
        if key not in self._known:
            self._known[key] = self._hazard(account, month)
        return self._known[key]

    def _hazard(self, account: Account, month: date) -> float:
        index = account.index
        if self.since[index] >= month:
            return 0.0
        hazard = _BY_TIER[account.tier] * self._contract(index, month)
        if self.lines[index] >= 3:
            hazard *= _BUNDLED
        if (month - self.since[index]).days > 5 * 365:
            hazard *= _LONG_TENURE
        if 0 <= (month - self.manager_since.get(index, date.min)).days <= 90:
            hazard *= _NEW_MANAGER
        if account.branch == NANYI:
            hazard *= _BADLY_LED
        return hazard * (_ARREARS if index in self.slow_payers else 1)

    def _contract(self, index: int, month: date) -> float:
        ours = self.agreements.get(index, ())
        if any(a.ran_on(month) for a in ours):
            return _RAN_ON
        return _ENDS_SOON if any(a.ends_near(month) for a in ours) else 1.0

    def avoidable(self, account: Account, month: date) -> float:
        """Return the hazard of leaving for a reason that the pilot can do something about."""
        hazard = self.hazard(account, month)
        return hazard * PILOT_EFFECT if account.index in self.treated else hazard


def close_accounts(
    accounts: Sequence[Account],
    slots: dict[int, list[Slot]],
    lost: Cells,
    calendar: Calendar,
    random: Random,
    *,
    first_index: int,
) -> tuple[list[Account], list[Slot]]:
    """Return the key accounts that left altogether, modeled on those that stayed.

    What they took with them is taken off the cells of `lost`.
    """
    models = _models(accounts, slots)
    allowed = {
        cell: [int(count * _BY_CLOSING + 0.5) for count in months] for cell, months in lost.items()
    }
    gone: list[Account] = []
    gone_slots: list[Slot] = []
    for tier, month, province in _closings(accounts, calendar, random):
        if not models[tier, province]:
            continue
        for _ in range(24):
            model = random.choice(models[tier, province])
            kept = _affordable(slots[model.index], province, month, allowed)
            if kept and kept[0].is_anchor and _leaves_at_once(kept, month):
                break
        else:
            continue
        account = _copy(model, first_index + len(gone), month, random)
        gone.append(account)
        for slot in kept:
            cell = cell_of(slot.line, province)
            allowed[cell][month] -= 1
            lost[cell][month] -= 1
            gone_slots.append(_lost_copy(slot, account.index, month, random))
    return gone, gone_slots


def cell_of(line: str, province: str) -> tuple[str, str]:
    """Return where a subscription of this line and province is counted."""
    return line, province if line in f.LEASED else ANYWHERE


def _models(
    accounts: Sequence[Account], slots: dict[int, list[Slot]]
) -> dict[tuple[str, str], list[Account]]:
    """Group the accounts that a lost one may be modeled on by tier and province."""
    models: dict[tuple[str, str], list[Account]] = defaultdict(list)
    for account in accounts:
        plain = account.why in STEADY
        leased = any(slot.line in f.LEASED for slot in slots[account.index])
        is_agent = account.why == f.WHY_AGENT
        if account.story is None and not is_agent and (plain or not leased):
            models[account.tier, account.province].append(account)
    return models


def _closings(
    accounts: Sequence[Account], calendar: Calendar, random: Random
) -> list[tuple[str, int, str]]:
    """Return tier, month and province of each account that closed."""
    closings = []
    seasons = [TERMINATIONS[m.month - 1] for m in calendar.months[: _LAST_CLOSING + 1]]
    weights = [s * (1.25 if i < 12 else 1.0) for i, s in enumerate(seasons)]
    for tier in f.KEY_TIERS:
        yearly = f.TIERS[tier].annual_loss * sum(a.tier == tier for a in accounts)
        by_month = apportion(round(yearly * sum(weights) / 12), weights)
        wheel = Wheel(p.gain_share * sum(p.ratios) for p in PROVINCES)
        for month, count in enumerate(by_month):
            for _ in range(count):
                closings.append((tier, month, PROVINCES[wheel.turn(random)].code))
    return closings


def _affordable(slots: Sequence[Slot], province: str, month: int, allowed: Cells) -> list[Slot]:
    """Return those of the slots for which the month still has room, the anchor first."""
    used: dict[tuple[str, str], int] = defaultdict(int)
    kept = []
    for slot in sorted(slots, key=lambda s: not s.is_anchor):
        cell = cell_of(slot.line, province)
        if cell in allowed and used[cell] < allowed[cell][month]:
            used[cell] += 1
            kept.append(slot)
    return kept


def _leaves_at_once(slots: Sequence[Slot], month: int) -> bool:
    """Test whether nothing that was billed lately keeps the account a key account today."""
    if month < _STILL_AVERAGED:
        return True
    billed: dict[str, float] = defaultdict(float)
    for slot in slots:
        billed[slot.line] += slot.fee * 1.5
    return all(line in _JUST_HELD or fee < _NOT_KEY for line, fee in billed.items())


def _copy(model: Account, index: int, month: int, random: Random) -> Account:
    return Account(
        index=index,
        tier=model.tier,
        why=model.why,
        industry=model.industry,
        branch=model.branch,
        fee=model.fee * random.uniform(0.85, 1.1),
        closed_in=month,
    )


def _lost_copy(slot: Slot, account: int, month: int, random: Random) -> Slot:
    overpriced = random.random() < 0.31
    return Slot(
        account=account,
        line=slot.line,
        fee=float(round(slot.fee * (random.uniform(1.2, 1.5) if overpriced else 1.0))),
        bandwidth=slot.bandwidth,
        distance=slot.distance,
        is_anchor=slot.is_anchor,
        closed_in=month,
        is_avoidable=random.random() < AVOIDABLE_SHARE,
    )


@dataclass
class Leaving:
    """Draws the lines that end at accounts that stay, each where its hazard lets it end."""

    accounts: Sequence[Account]
    slots: dict[int, list[Slot]]
    risks: Risks
    calendar: Calendar
    random: Random
    # What each account has lost lately, in yuan: it still counts in the average of today.
    _lately: dict[int, float] = field(default_factory=lambda: defaultdict(float))

    def lines_of(self, lost: Cells) -> list[Slot]:
        """Return the lines that ended in the closed months."""
        gone = []
        for (line, province), months in lost.items():
            holders = self._holders(line, province)
            for month, count in enumerate(months[:CURRENT]):
                if count and holders:
                    gone += self._of_month(line, count, month, holders)
        return gone

    def _holders(self, line: str, province: str) -> list[tuple[Account, int]]:
        """Return who has the line, and how many. Losing one more leaves them key accounts."""
        found = []
        for account in self.accounts:
            steady = account.why in STEADY or line not in f.LEASED
            if province in {ANYWHERE, account.province} and account.story is None and steady:
                held = sum(slot.line == line for slot in self.slots[account.index])
                if held:
                    found.append((account, held))
        return found

    def _of_month(
        self, line: str, count: int, month: int, holders: Sequence[tuple[Account, int]]
    ) -> list[Slot]:
        first = self.calendar.months[month]
        # In a small example, everybody who has the line may have come later than this month.
        holders = [(a, held) for a, held in holders if self.risks.hazard(a, first)]
        if not holders:
            return []
        plain = Wheel(held * self.risks.hazard(a, first) for a, held in holders)
        avoidable = Wheel(held * self.risks.avoidable(a, first) for a, held in holders)
        gone = []
        for _ in range(count):
            in_pilot = month >= 12 and holders[0][0].province in PILOT_PROVINCES
            share = AVOIDABLE_SHARE_IN_PILOT if in_pilot else AVOIDABLE_SHARE
            is_avoidable = self.random.random() < share
            account, _held = holders[(avoidable if is_avoidable else plain).turn(self.random)]
            model = self.random.choice([s for s in self.slots[account.index] if s.line == line])
            lost = _lost_copy(model, account.index, month, self.random)
            lost.is_anchor, lost.is_avoidable = False, is_avoidable
            self._keep_in_tier(lost, account)
            gone.append(lost)
        return gone

    def _keep_in_tier(self, lost: Slot, account: Account) -> None:
        """What ended lately must not make the average look like the tier above."""
        if (lost.closed_in or 0) >= _STILL_AVERAGED:
            # Three in a hundred for what the rest used to cost before it was renewed.
            spare = f.TIERS[account.tier].ceiling * 0.84 - account.fee * 1.03
            spare -= self._lately[account.index]
            lost.fee = max(min(lost.fee, float(int(spare))), 30.0)
            self._lately[account.index] += lost.fee
