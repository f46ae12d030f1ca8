"""What the key accounts have: how many subscriptions of which line of business."""

from collections import Counter
from collections.abc import Sequence
from random import Random

from primeline.demo.plan import figures as f
from primeline.demo.plan.accounts import Account
from primeline.demo.plan.chance import Wheel, apportion, draws
from primeline.demo.plan.places import PROVINCES

Holdings = list[Counter[str]]

# Subscriptions of key accounts by tier: diamond, gold, silver, standard.
_BY_TIER: dict[str, tuple[int, int, int, int]] = {
    f.IDC: (92, 128, 36, 4),
    f.VPDN: (26, 54, 76, 54),
    f.SATELLITE: (10, 13, 23, 18),
    f.DIALER: (4, 9, 13, 20),
    f.MOBILE: (70, 200, 210, 140),
    f.IOT: (36, 84, 80, 40),
    f.APPLICATION: (40, 70, 56, 24),
    f.INTERNET: (570, 1050, 880, 640),
    f.VOICE: (50, 120, 190, 180),
    f.DATA: (650, 950, 650, 230),
    f.FRAME_RELAY: (3, 6, 6, 2),
    f.NUMBERS: (30, 80, 120, 100),
    f.NETWORK: (380, 434, 330, 116),
    f.VIRTUAL_HOST: (60, 200, 290, 210),
    f.COLOCATION: (20, 90, 120, 80),
    f.FAX: (5, 20, 35, 25),
}
# Which reasons for being key allow a line at all; lines not named here are open to all.
_ALLOWED: dict[str, frozenset[str]] = {
    f.INTERNET: frozenset({f.WHY_INTERNET}),
    f.VPDN: frozenset({f.WHY_INTERNET, f.WHY_VPDN}),
    f.VOICE: frozenset({f.WHY_INTERNET, f.WHY_VPDN, f.WHY_VOICE}),
    f.DIALER: frozenset({f.WHY_INTERNET, f.WHY_VPDN, f.WHY_VOICE, f.WHY_DIALER}),
}
_FOR_AGENTS = (f.MOBILE, f.VIRTUAL_HOST, f.NUMBERS, f.COLOCATION, f.IOT)
_FIRST_LINE = {
    f.WHY_INTERNET: f.INTERNET,
    f.WHY_VPDN: f.VPDN,
    f.WHY_VOICE: f.VOICE,
    f.WHY_DIALER: f.DIALER,
}
# The line that makes an account of the group "other line" key, by weight.
_MAIN_LINES = {
    f.DATA: 46,
    f.MOBILE: 22,
    f.NETWORK: 6,
    f.IOT: 8,
    f.APPLICATION: 6,
    f.NUMBERS: 5,
    f.VIRTUAL_HOST: 4,
    f.IDC: 1,
}
_LIKES: dict[tuple[str, str], float] = {
    (f.FINANCE, f.DATA): 2.0,
    (f.FINANCE, f.NETWORK): 1.5,
    (f.RETAIL, f.NETWORK): 3.0,
    (f.LOGISTICS, f.NETWORK): 2.0,
    (f.LOGISTICS, f.IOT): 2.0,
    (f.IT, f.IDC): 4.0,
    (f.IT, f.COLOCATION): 3.0,
    (f.IT, f.VIRTUAL_HOST): 2.0,
    (f.ENERGY, f.SATELLITE): 5.0,
    (f.ENERGY, f.IOT): 3.0,
    (f.GOVERNMENT, f.VPDN): 2.0,
    (f.GOVERNMENT, f.APPLICATION): 2.0,
    (f.MANUFACTURING, f.IOT): 1.5,
}
# How much of its tier's wanted fee a line takes, against the median of all.
_WEIGHT_OF_TIER = {f.DIAMOND: 2.2, f.GOLD: 1.3, f.SILVER: 0.8, f.STANDARD: 0.55}
_AT_MOST = {f.APPLICATION: 4, f.MOBILE: 5, f.IOT: 4, f.DIALER: 2, f.FAX: 2, f.FRAME_RELAY: 2}


def first_line(account: Account, holding: Counter[str]) -> str:
    """Return the line that an account came for."""
    if account.why in _FIRST_LINE:
        return _FIRST_LINE[account.why]
    if account.why == f.WHY_AGENT:
        return next(line for line in _FOR_AGENTS if holding[line])
    return main_line(holding)


def main_line(holding: Counter[str]) -> str:
    """Return the line by which an account of the group "other line" is key."""
    return next(line for line in _MAIN_LINES if holding[line])


def key_holdings(accounts: Sequence[Account], seed: int, scale: float) -> Holdings:
    """Return what each key account has, such that tiers, lines and provinces meet their sums."""
    random = draws(seed, "holdings")
    holdings = [_obligatory(account, scale, random) for account in accounts]
    spent = [_committed(a, h) for a, h in zip(accounts, holdings, strict=True)]
    for line, by_tier in _BY_TIER.items():
        counts = apportion(round(f.LINES[line].key * scale), by_tier)
        for tier, count in zip(f.KEY_TIERS, counts, strict=True):
            ours = [a for a in accounts if a.tier == tier]
            left = count - sum(holdings[a.index][line] for a in ours)
            _spread(line, left, ours, holdings, spent, random)
    for line in f.LEASED:
        _settle_provinces(line, accounts, holdings, random)
    return holdings


def scaled(count: int, scale: float) -> int:
    """Return how much of a story's number is told at this scale; something always is."""
    return max(1, round(count * scale))


def _obligatory(account: Account, scale: float, random: Random) -> Counter[str]:
    if account.story is not None:
        told = account.story.holdings
        return Counter({line: scaled(count, scale) for line, count in told.items()})
    if account.why in _FIRST_LINE:
        return Counter({_FIRST_LINE[account.why]: 1})
    if account.why == f.WHY_AGENT:
        wanted = min(2 + int(account.fee // 1500), len(_FOR_AGENTS))
        return Counter(_FOR_AGENTS if wanted > 4 else random.sample(_FOR_AGENTS[:4], wanted))
    lines = list(_MAIN_LINES)
    return Counter({lines[Wheel(_MAIN_LINES.values()).turn(random)]: 1})


def _committed(account: Account, holding: Counter[str]) -> float:
    weight = _WEIGHT_OF_TIER[account.tier]
    return sum(f.LINES[line].median * weight * count for line, count in holding.items())


def _spread(
    line: str,
    count: int,
    accounts: Sequence[Account],
    holdings: Holdings,
    spent: list[float],
    random: Random,
) -> None:
    """Give `count` more of a line to accounts that may have it and can still pay for it."""
    allowed = _ALLOWED.get(line)
    able = [
        a
        for a in accounts
        if a.story is None
        and a.why != f.WHY_AGENT
        and (allowed is None or a.why in allowed)
        and _keeps_its_main_line(a, line, holdings)
    ]
    if count <= 0 or not able:
        return
    cost = f.LINES[line].median * _WEIGHT_OF_TIER[able[0].tier]
    wheel = Wheel(_appetite(a, line, spent[a.index]) for a in able)
    most = _AT_MOST.get(line, 400)
    while count > 0:
        account = able[wheel.turn(random)]
        if holdings[account.index][line] < most or random.random() < 0.01:
            holdings[account.index][line] += 1
            spent[account.index] += cost
            count -= 1


def _keeps_its_main_line(account: Account, line: str, holdings: Holdings) -> bool:
    """An account of the group "other line" gets no second candidate for its main line."""
    if account.why != f.WHY_OTHER or line not in _MAIN_LINES or account.tier == f.GOLD:
        return True
    return holdings[account.index][line] > 0


def _appetite(account: Account, line: str, spent: float) -> float:
    free = max(account.fee - spent, account.fee * 0.04)
    return free * _LIKES.get((account.industry, line), 1.0)


def _settle_provinces(
    line: str, accounts: Sequence[Account], holdings: Holdings, random: Random
) -> None:
    """Move lines between accounts of one tier until each province has its share of them."""
    total = sum(holding[line] for holding in holdings)
    wanted = apportion(total, [p.leased_share for p in PROVINCES])
    surplus = {p.code: -part for p, part in zip(PROVINCES, wanted, strict=True)}
    for account in accounts:
        surplus[account.province] += holdings[account.index][line]
    order = [a for a in accounts if a.story is None]
    random.shuffle(order)
    for floor in (4, 2, 1):
        for tier in (f.GOLD, f.SILVER, f.DIAMOND, f.STANDARD):
            _even_out(line, [a for a in order if a.tier == tier], holdings, surplus, floor)


def _even_out(
    line: str,
    accounts: Sequence[Account],
    holdings: Holdings,
    surplus: dict[str, int],
    floor: int,
) -> None:
    givers = [a for a in accounts if surplus[a.province] > 0 and holdings[a.index][line] > floor]
    takers = [
        a
        for a in accounts
        if surplus[a.province] < 0
        and holdings[a.index][line] >= min(floor, 2) - 1
        and (a.why == f.WHY_INTERNET or holdings[a.index][line])
    ]
    for giver in givers:
        open_takers = (t for t in takers if surplus[t.province] < 0)
        taker = next(open_takers, None)
        if taker is None:
            return
        if surplus[giver.province] > 0:
            holdings[giver.index][line] -= 1
            holdings[taker.index][line] += 1
            surplus[giver.province] -= 1
            surplus[taker.province] += 1
            takers.append(takers.pop(takers.index(taker)))
