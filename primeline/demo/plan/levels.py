"""Levels set by hand: as many raised as lowered, so that the tiers keep their numbers."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from primeline.demo.plan import figures as f
from primeline.demo.plan.accounts import Account
from primeline.demo.plan.chance import draws

OVERRIDDEN_SHARE = 0.035
EXPIRING_SHARE = 0.2
# Of the pairs that change places: between which tiers.
_BORDERS = ((f.SILVER, f.STANDARD, 0.48), (f.GOLD, f.SILVER, 0.40), (f.DIAMOND, f.GOLD, 0.12))
_RAISED = (
    "战略客户，省公司要求提级",
    "集团总部在本地的子公司",
    "新签框架合同，收入在途",
    "行业标杆客户",
)
_LOWERED = ("收入为一次性工程款，不代表长期规模", "客户要求按标准流程服务", "已确认明年缩减规模")


class Override(NamedTuple):
    """A level set by hand for an account, until a day."""

    account: int
    tier: str
    reason: str
    starts: date
    ends: date


def overrides_of(accounts: Sequence[Account], seed: int, today: date) -> list[Override]:
    """Return the levels set by hand. A fifth of them are about to expire."""
    random = draws(seed, "overrides")
    wanted = round(OVERRIDDEN_SHARE * sum(a.is_key for a in accounts) / 2)
    found: list[Override] = []
    for upper, lower, share in _BORDERS:
        pairs = round(wanted * share)
        up = _nearest(accounts, lower, pairs, highest=True)
        down = _nearest(accounts, upper, pairs, highest=False)
        for raised, lowered in zip(up, down, strict=False):
            found.append(_override(raised, upper, random.choice(_RAISED), random, today))
            found.append(_override(lowered, lower, random.choice(_LOWERED), random, today))
    return list(_with_expiry(found, random, today))


def _nearest(accounts: Sequence[Account], tier: str, count: int, *, highest: bool) -> list[Account]:
    """Return the accounts of a tier that are nearest to its border."""
    plain = [a for a in accounts if a.tier == tier and a.story is None and a.why != f.WHY_AGENT]
    ours = sorted(plain, key=lambda a: a.fee, reverse=highest)
    # Not the very nearest ones: who decides by hand does not only look at the fee.
    return ours[: count * 3 : 3]


def _override(account: Account, tier: str, reason: str, random: Random, today: date) -> Override:
    starts = today - timedelta(days=random.randrange(20, 200))
    return Override(account.index, tier, reason, starts, today)


def _with_expiry(overrides: list[Override], random: Random, today: date) -> Iterator[Override]:
    expiring = set(random.sample(range(len(overrides)), round(len(overrides) * EXPIRING_SHARE)))
    for place, override in enumerate(overrides):
        days = random.randrange(3, 30) if place in expiring else random.randrange(45, 340)
        yield override._replace(ends=today + timedelta(days=days))
