"""The skeleton of the accounts: tier, reason for being key, industry, place and wanted fee."""

from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from primeline.demo.plan import figures as f
from primeline.demo.plan.chance import apportion, draws, power_ladder
from primeline.demo.plan.places import PROVINCE_OF, PROVINCES, Province
from primeline.demo.plan.staffing import field_managers_at
from primeline.demo.plan.stories import STORIES, Story

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Account:
    """An account in the making. `fee` is what it should bring a month, in yuan."""

    index: int
    tier: str
    why: str
    industry: str
    branch: str
    fee: float
    story: Story | None = None
    # The month of the window in which it left altogether.
    closed_in: int | None = None

    @property
    def province(self) -> str:
        return PROVINCE_OF[self.branch].code

    @property
    def is_key(self) -> bool:
        return self.tier != f.ORDINARY


def tier_counts(scale: float) -> dict[str, int]:
    """Return how many key accounts there are of each tier; every story has its place."""
    wanted = apportion(round(2000 * scale), [f.TIERS[tier].accounts for tier in f.KEY_TIERS])
    told = Counter(story.tier for story in STORIES)
    counts = {tier: max(count, told[tier]) for tier, count in zip(f.KEY_TIERS, wanted, strict=True)}
    counts[f.STANDARD] -= sum(counts.values()) - round(2000 * scale)
    return counts


def key_accounts(seed: int, scale: float) -> list[Account]:
    """Return the key accounts, those with a story first."""
    random = draws(seed, "key accounts")
    accounts = [_told(story, scale) for story in STORIES]
    counts = tier_counts(scale)
    places = _places(counts)
    for tier, count in counts.items():
        told = [account for account in accounts if account.story and account.tier == tier]
        accounts += _of_tier(tier, count, places[tier], told, random)
    for index, account in enumerate(accounts):
        account.index = index
    return accounts


def _told(story: Story, scale: float) -> Account:
    figures = f.TIERS[story.tier]
    return Account(
        index=0,
        tier=story.tier,
        why=story.why,
        industry=story.industry,
        branch=story.branch,
        fee=story.fee if scale >= 0.5 else min(story.fee, figures.mean_fee),
        story=story,
    )


def _places(counts: dict[str, int]) -> dict[str, dict[str, int]]:
    """Return how many accounts of each tier lie in each province; the provinces' sums hold."""
    left = dict(
        zip(
            (p.code for p in PROVINCES),
            apportion(sum(counts.values()), [p.key_accounts for p in PROVINCES]),
            strict=True,
        )
    )
    places: dict[str, dict[str, int]] = {}
    for tier in f.KEY_TIERS[:-1]:
        parts = apportion(counts[tier], [_tilted(p, tier) for p in PROVINCES])
        places[tier] = {p.code: part for p, part in zip(PROVINCES, parts, strict=True)}
        left = {code: max(number - places[tier][code], 0) for code, number in left.items()}
    places[f.STANDARD] = left
    return places


def _of_tier(
    tier: str, count: int, by_province: dict[str, int], told: Sequence[Account], random: Random
) -> list[Account]:
    left = count - len(told)
    place = f.KEY_TIERS.index(tier)
    whys = _dealt({why: row[place] for why, row in f.WHY_KEY.items()}, count, random)
    trades = _dealt({name: row[place] for name, row in f.INDUSTRIES.items()}, count, random)
    places = _dealt(by_province, count, random)
    for account in told:
        _take(whys, account.why)
        _take(trades, account.industry)
        _take(places, account.province)
    _put_agents_to_trade(whys, trades)
    fees = _fees(tier, left, sum(account.fee for account in told) / count, count)
    fees = _fees_by_reason(fees, whys, random)
    trades = _trades_by_fee(trades, whys, fees, random)
    branches = _branches_of(places, tier, random)
    return [
        Account(
            index=0,
            tier=tier,
            why=whys[i],
            industry=trades[i],
            branch=branches[i],
            fee=fees[i],
        )
        for i in range(left)
    ]


def _fees(tier: str, left: int, told_mean: float, count: int) -> list[float]:
    """Return wanted fees that keep off the borders of the tier and meet its mean."""
    figures = f.TIERS[tier]
    low, high = figures.floor * 1.06, figures.ceiling * 0.87
    mean = (figures.mean_fee - told_mean) * count / max(left, 1)
    return power_ladder(left, low=low, high=high, mean=min(max(mean, low * 1.05), high * 0.95))


def _fees_by_reason(fees: list[float], whys: Sequence[str], random: Random) -> list[float]:
    """Deal the fees out so that each account can be key for its reason.

    A dialler or another line has to bring the threshold; no line of an agent may reach it.
    """
    left = sorted(fees)
    dealt = [0.0] * len(fees)
    order = list(range(len(fees)))
    random.shuffle(order)
    order.sort(key=lambda i: _FEE_ORDER.get(whys[i], 2))
    for i in order:
        if whys[i] == f.WHY_AGENT:
            dealt[i] = left.pop(random.randrange(bisect(left, 6500) or 1))
        elif whys[i] in {f.WHY_OTHER, f.WHY_DIALER}:
            start = bisect(left, f.KEY_THRESHOLD * 1.04)
            dealt[i] = left.pop(random.randrange(min(start, len(left) - 1), len(left)))
        else:
            dealt[i] = left.pop(random.randrange(len(left)))
    return dealt


_FEE_ORDER = {f.WHY_AGENT: 0, f.WHY_OTHER: 1, f.WHY_DIALER: 1}


def _tilted(province: Province, tier: str) -> float:
    """Large accounts sit rather more often where most of the leased lines are."""
    if tier in {f.DIAMOND, f.GOLD}:
        return province.leased_share * 20
    return province.key_accounts


def _dealt(weights: dict[T, float] | dict[T, int], count: int, random: Random) -> list[T]:
    parts = apportion(count, list(weights.values()))
    dealt = [label for label, part in zip(weights, parts, strict=True) for _ in range(part)]
    random.shuffle(dealt)
    return dealt


def _take(labels: list[T], label: T) -> None:
    """Take one label away; where it has run out, one of the most frequent instead."""
    gone = label if label in labels else Counter(labels).most_common(1)[0][0]
    labels.remove(gone)


def _put_agents_to_trade(whys: list[str], trades: list[str]) -> None:
    """Let the accounts that are key as agents be in the agents' trade."""
    agents = [i for i, why in enumerate(whys) if why == f.WHY_AGENT]
    others = [i for i, trade in enumerate(trades) if trade == f.AGENTS and i not in agents]
    for i in agents:
        if trades[i] != f.AGENTS and others:
            j = others.pop()
            trades[i], trades[j] = trades[j], trades[i]


def _branches_of(places: Sequence[str], tier: str, random: Random) -> list[str]:
    """Return a branch for each place, so that branches fill in step with their managers."""
    lift = 2.0 if tier == f.DIAMOND else 1.25 if tier == f.GOLD else 1.0
    decks = {
        p.code: _dealt(
            {
                branch.code: field_managers_at(branch.code) * (lift if branch.is_capital else 1.0)
                for branch in p.branches
            },
            list(places).count(p.code),
            random,
        )
        for p in PROVINCES
    }
    return [decks[place].pop() for place in places]


# How much an industry pays within its tier, against the others.
_LIFT = {f.FINANCE: 1.02, f.GOVERNMENT: 1.0}


def _trades_by_fee(
    trades: Sequence[str], whys: Sequence[str], fees: Sequence[float], random: Random
) -> list[str]:
    """Let the industries that pay more have the larger accounts. Agents stay in their trade."""
    dealt = list(trades)
    free = [i for i, why in enumerate(whys) if why != f.WHY_AGENT]
    small_first = sorted(free, key=fees.__getitem__)
    poor_first = sorted(
        (trades[i] for i in free),
        key=lambda trade: _LIFT.get(trade, 1.0) * random.lognormvariate(0, 0.5),
    )
    for i, trade in zip(small_first, poor_first, strict=True):
        dealt[i] = trade
    return dealt
