"""What each subscription of the key accounts costs, such that lines and accounts both add up.

Each line has a fixed ladder of fees. The fees are dealt out so that the sum of each account comes
close to what it should bring, then the last difference is made up within the account.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from primeline.demo.plan import figures as f
from primeline.demo.plan.accounts import Account
from primeline.demo.plan.chance import apportion, draws, noise_ladder, percentile_ladder
from primeline.demo.plan.holdings import Holdings, main_line

_ROUNDS = 30
# How an agent's lines compare with each other.
_AGENT_WEIGHTS = {f.MOBILE: 3.0, f.IOT: 2.5, f.NUMBERS: 2.0, f.VIRTUAL_HOST: 1.4, f.COLOCATION: 1.0}


@dataclass(slots=True)
class Slot:
    """One subscription in the making: whose, of which line, at what fee (yuan).

    Months count from the start of the window; no month of opening means before the window. The
    anchor is what the account came for: nothing of the account is older.
    """

    account: int
    line: str
    fee: float = 0.0
    bandwidth: int | None = None
    distance: str = ""
    is_anchor: bool = False
    opened_in: int | None = None
    closed_in: int | None = None
    opened: date = date.min
    closed: date | None = None
    status: str = "ACTIVE"
    is_avoidable: bool = False
    # Why it ended, as recorded that day and as the second call found.
    recorded: str = ""
    verified: str = ""
    verified_on: date | None = None
    # The slot whose place this one took, and why.
    replaces: "Slot | None" = None
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """A fee on the ladder of a line, with the technical facts that it pays for."""

    fee: float
    bandwidth: int | None = None
    distance: str = ""


def ladder(line: str, count: int) -> list[Rung]:
    """Return the fees of a line, rising, with the page's percentiles and mean."""
    if line == f.INTERNET:
        return _priced(list(_internet_rungs(count)), f.LINES[line].mean)
    if line == f.DATA:
        return _priced(list(_data_rungs(count)), f.LINES[line].mean)
    figures = f.LINES[line]
    fees = percentile_ladder(
        count, low=figures.low, middle=figures.median, high=figures.high, mean=figures.mean
    )
    return [Rung(fee) for fee in fees]


def _internet_rungs(count: int) -> Iterator[Rung]:
    shares = [share for share, _ in f.INTERNET_BANDWIDTHS.values()]
    parts = apportion(count, shares)
    for (bandwidth, (_, fee)), part in zip(f.INTERNET_BANDWIDTHS.items(), parts, strict=True):
        for factor in noise_ladder(part, f.BANDWIDTH_NOISE):
            yield Rung(fee * factor, bandwidth)


def _data_rungs(count: int) -> Iterator[Rung]:
    kinds = [
        (bandwidth, distance, share * f.DISTANCES[distance], fee)
        for bandwidth, (share, fees) in f.DATA_BANDWIDTHS.items()
        for distance, fee in zip(f.DISTANCES, fees, strict=True)
    ]
    parts = apportion(count, [share for _, _, share, _ in kinds])
    for (bandwidth, distance, _, fee), part in zip(kinds, parts, strict=True):
        for factor in noise_ladder(part, f.BANDWIDTH_NOISE):
            yield Rung(fee * factor, bandwidth, distance)


def _priced(rungs: list[Rung], mean: float) -> list[Rung]:
    factor = mean * len(rungs) / max(sum(rung.fee for rung in rungs), 1)
    priced = [Rung(rung.fee * factor, rung.bandwidth, rung.distance) for rung in rungs]
    return sorted(priced, key=lambda rung: (rung.fee, rung.bandwidth, rung.distance))


def key_slots(accounts: Sequence[Account], holdings: Holdings, seed: int) -> list[Slot]:
    """Return the subscriptions of the key accounts with their fees."""
    slots = [
        Slot(account.index, line)
        for account in accounts
        for line in f.LINES
        for _ in range(holdings[account.index][line])
    ]
    _deal_out(slots, accounts, draws(seed, "fees"))
    by_account: list[list[Slot]] = [[] for _ in accounts]
    for slot in slots:
        by_account[slot.account].append(slot)
    random = draws(seed, "threshold")
    near = _near_threshold(accounts, random)
    for account in accounts:
        _make_up(account, by_account[account.index], holdings, near, random)
    return slots


def _deal_out(slots: list[Slot], accounts: Sequence[Account], random: Random) -> None:
    """Give the fees of each line to its slots by wish, until the wishes of accounts are met."""
    ladders = {line: ladder(line, sum(s.line == line for s in slots)) for line in f.LINES}
    by_line = {line: [i for i, s in enumerate(slots) if s.line == line] for line in f.LINES}
    expected = [0.0] * len(accounts)
    for slot in slots:
        expected[slot.account] += f.LINES[slot.line].mean
    wishes = [
        f.LINES[s.line].mean
        * accounts[s.account].fee
        / expected[s.account]
        * random.lognormvariate(0, 0.45)
        for s in slots
    ]
    for number in range(_ROUNDS):
        # Ever smaller steps, so that two wishes do not change places for ever.
        step = 0.55 * (1 - number / _ROUNDS) + 0.05
        sums = [0.0] * len(accounts)
        for line, places in by_line.items():
            places.sort(key=wishes.__getitem__)
            for rung, place in zip(ladders[line], places, strict=True):
                slot = slots[place]
                slot.fee, slot.bandwidth, slot.distance = rung.fee, rung.bandwidth, rung.distance
                sums[slot.account] += rung.fee
        for place, slot in enumerate(slots):
            wishes[place] *= (accounts[slot.account].fee / sums[slot.account]) ** step


def _near_threshold(accounts: Sequence[Account], random: Random) -> dict[int, float]:
    """Return which accounts come to lie just above the threshold, and at what fee."""
    others = [a.index for a in accounts if a.why == f.WHY_OTHER and a.tier == f.STANDARD]
    of_all = sum(a.why == f.WHY_OTHER for a in accounts)
    chosen = random.sample(others, min(round(of_all * f.NEAR_THRESHOLD_SHARE), len(others)))
    return {index: f.KEY_THRESHOLD * random.uniform(1.004, 1.095) for index in chosen}


def _make_up(
    account: Account,
    slots: list[Slot],
    holdings: Holdings,
    near: dict[int, float],
    random: Random,
) -> None:
    """Close the gap between what the account's fees add up to and what they should."""
    factor = account.fee / sum(slot.fee for slot in slots)
    for slot in slots:
        slot.fee *= factor
    if account.why == f.WHY_AGENT:
        _even_agent(slots, f.KEY_THRESHOLD * 0.93, random)
    elif account.why in {f.WHY_OTHER, f.WHY_DIALER}:
        line = f.DIALER if account.why == f.WHY_DIALER else main_line(holdings[account.index])
        _lift_line(line, slots, near.get(account.index))
    for slot in slots:
        slot.fee = float(max(round(slot.fee), 30))


def _even_agent(slots: list[Slot], most: float, random: Random) -> None:
    """Keep each line of an agent below the threshold: agents are key because they are agents."""
    total = sum(slot.fee for slot in slots)
    lines = sorted({slot.line for slot in slots})
    weight = sum(_AGENT_WEIGHTS[line] for line in lines)
    for line in sorted(lines, key=lambda line: -_AGENT_WEIGHTS[line]):
        ours = [slot for slot in slots if slot.line == line]
        wanted = min(total * _AGENT_WEIGHTS[line] / weight * random.uniform(0.95, 1.05), most)
        # What does not fit under the threshold goes to the lines after it.
        total, weight = total - wanted, weight - _AGENT_WEIGHTS[line]
        for slot in ours:
            slot.fee = wanted / len(ours)


def _lift_line(line: str, slots: list[Slot], exactly: float | None) -> None:
    """Bring the line that makes the account key to the threshold, out of its other lines."""
    ours = [slot for slot in slots if slot.line == line]
    rest = [slot for slot in slots if slot.line != line]
    total = sum(slot.fee for slot in ours)
    wanted = exactly or max(total, f.KEY_THRESHOLD * 1.13)
    for slot in ours:
        slot.fee *= wanted / total
    over = sum(slot.fee for slot in rest)
    left = max(over - (wanted - total), over * 0.3)
    cap = f.KEY_THRESHOLD * 0.9 if exactly else left
    for slot in rest:
        slot.fee *= min(left, cap * len(rest), over) / over
