"""Which accounts are restricted, and under which cover names they go."""

from collections.abc import Sequence

from primeline.demo.plan import figures as f
from primeline.demo.plan.accounts import Account
from primeline.demo.plan.chance import draws
from primeline.demo.plan.stories import COVER_NAMES, HAWTHORN

RESTRICTED = 12


def cover_names(accounts: Sequence[Account], seed: int, scale: float) -> dict[int, str]:
    """Return the cover names of some accounts of the government, by their index."""
    random = draws(seed, "restricted")
    hawthorn = next(a.index for a in accounts if a.story and a.story.key == HAWTHORN)
    able = [
        a.index
        for a in accounts
        if a.industry == f.GOVERNMENT and a.is_key and a.tier != f.DIAMOND and a.story is None
    ]
    others = random.sample(able, min(max(round(RESTRICTED * scale) - 1, 0), len(able)))
    return dict(zip([hawthorn, *others], COVER_NAMES, strict=False))
