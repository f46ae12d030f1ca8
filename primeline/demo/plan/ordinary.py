"""The ordinary accounts: where they are, what they have, what they pay."""

from collections.abc import Sequence
from random import Random

from primeline.demo.plan import figures as f
from primeline.demo.plan.accounts import Account
from primeline.demo.plan.chance import apportion, draws, labels, percentile_ladder
from primeline.demo.plan.fees import Slot
from primeline.demo.plan.places import PROVINCES
from primeline.demo.plan.staffing import field_managers_at

# Ordinary accounts by province, in the order of the provinces: few key accounts leave the
# managers there more time for ordinary ones.
_BY_PROVINCE = (3100, 3020, 3110, 2890, 2820, 3060)
# The line that an account came for.
_FIRST_LINES = {f.BROADBAND: 13_600, f.MOBILE: 2_600, f.FIXED_VOICE: 1_300, f.VIRTUAL_HOST: 500}
# No line of an ordinary account may bring what makes a key account; a few come close.
_MOST = f.KEY_THRESHOLD * 0.88
_NEAR = (f.KEY_THRESHOLD * 0.91, f.KEY_THRESHOLD * 0.965)
_NEAR_COUNT = 15


def ordinary_accounts(seed: int, scale: float, *, first_index: int) -> list[Account]:
    """Return the ordinary accounts, numbered from `first_index`."""
    random = draws(seed, "ordinary accounts")
    count = round(f.TIERS[f.ORDINARY].accounts * scale)
    trades = labels({trade: row[-1] for trade, row in f.INDUSTRIES.items()}, count, random)
    branches = _branches(count)
    return [
        Account(
            index=first_index + i,
            tier=f.ORDINARY,
            why="",
            industry=trades[i],
            branch=branches[i],
            fee=0,
        )
        for i in range(count)
    ]


def _branches(count: int) -> list[str]:
    branches = []
    by_province = apportion(count, _BY_PROVINCE)
    for province, part in zip(PROVINCES, by_province, strict=True):
        parts = apportion(part, [field_managers_at(b.code) for b in province.branches])
        for branch, number in zip(province.branches, parts, strict=True):
            branches += [branch.code] * number
    return branches


def ordinary_slots(accounts: Sequence[Account], seed: int, scale: float) -> list[Slot]:
    """Return what the ordinary accounts have. The first slot of each is what it came for."""
    random = draws(seed, "ordinary slots")
    first = labels({line: float(n) for line, n in _FIRST_LINES.items()}, len(accounts), random)
    slots = [Slot(a.index, line, is_anchor=True) for a, line in zip(accounts, first, strict=True)]
    for line, figures in f.LINES.items():
        missing = round(figures.ordinary * scale) - first.count(line)
        slots += _extra(line, max(missing, 0), accounts, first, random)
    for line, figures in f.LINES.items():
        if figures.ordinary:
            _price([slot for slot in slots if slot.line == line], figures, random)
    _lift_some(slots, scale, random)
    return slots


def _extra(
    line: str, count: int, accounts: Sequence[Account], first: Sequence[str], random: Random
) -> list[Slot]:
    if line == f.BROADBAND:
        able = [a.index for a, had in zip(accounts, first, strict=True) if had == line]
    else:
        able = [a.index for a, had in zip(accounts, first, strict=True) if had != line]
    return [Slot(index, line) for index in random.sample(able, min(count, len(able)))]


def _price(slots: list[Slot], figures: f.LineFigures, random: Random) -> None:
    mean = figures.ordinary_mean
    low, middle, high = figures.low, figures.median, figures.high
    if mean < figures.mean:
        low, middle, high = mean * 0.22, mean * 0.68, mean * 2.1
    ladder = percentile_ladder(len(slots), low=low, middle=middle, high=high, mean=mean)
    random.shuffle(ladder)
    # An account may have two business broadbands.
    most = _MOST / 2 if figures is f.LINES[f.BROADBAND] else _MOST
    for slot, fee in zip(slots, ladder, strict=True):
        slot.fee = float(round(min(max(fee, 10), most)))


def _lift_some(slots: Sequence[Slot], scale: float, random: Random) -> None:
    """Let a few groups of mobile members come close to the threshold from below."""
    able = [slot for slot in slots if slot.line == f.MOBILE]
    for slot in random.sample(able, min(round(_NEAR_COUNT * scale), len(able))):
        slot.fee = float(round(random.uniform(*_NEAR)))
