"""Who the accounts are: names, identifiers, classes, duplicates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from primeline.demo.plan import figures as f
from primeline.demo.plan.accounts import Account
from primeline.demo.plan.chance import Wheel, draws
from primeline.demo.plan.identifiers import credit_code
from primeline.demo.plan.names import CompanyNames, address
from primeline.demo.plan.stories import STORIES

DUPLICATE_SHARE = 0.024
_FAMILY = {
    f.MOBILE: "MOBILE",
    f.IOT: "INDUSTRY",
    f.VPDN: "INDUSTRY",
    f.APPLICATION: "INDUSTRY",
    f.VIRTUAL_HOST: "INDUSTRY",
    f.NUMBERS: "INDUSTRY",
}
_SCALES = ("LARGE", "MEDIUM", "SMALL", "MICRO")
_SCALE_WEIGHTS = {
    f.DIAMOND: (95, 5, 0, 0),
    f.GOLD: (60, 38, 2, 0),
    f.SILVER: (12, 58, 30, 0),
    f.STANDARD: (3, 32, 60, 5),
    f.ORDINARY: (0, 4, 46, 50),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What an account is called and how it is classed."""

    name: str
    short_name: str
    name_en: str = ""
    identifier: str
    scale: str
    business_kind: str
    is_agent: bool = False
    address: str
    notes: str = ""
    cover_name: str = ""
    brand: str = ""
    is_person: bool = False


def identities_of(
    accounts: Sequence[Account],
    lines: dict[int, set[str]],
    covers: Mapping[int, str],
    seed: int,
) -> dict[int, Identity]:
    """Return the identity of every account, by its index."""
    random = draws(seed, "identities")
    names = CompanyNames(random)
    for story in STORIES:
        names.reserve(story.name)
    found = {a.index: _identity(a, lines[a.index], names, random) for a in accounts}
    for index, cover in covers.items():
        found[index] = replace(found[index], cover_name=cover)
    _duplicate(accounts, found, random)
    return found


def _identity(
    account: Account, lines: Iterable[str], names: CompanyNames, random: Random
) -> Identity:
    story = account.story
    is_large = account.tier in {f.DIAMOND, f.GOLD}
    drawn = (
        names.draw(industry=account.industry, branch=account.branch, is_large=is_large)
        if story is None
        else None
    )
    is_public = account.industry in {f.GOVERNMENT, f.EDUCATION, f.HEALTH}
    return Identity(
        name=drawn.full if drawn else story.name if story else "",
        short_name=drawn.short if drawn else story.short if story else "",
        name_en=story.name_en if story else "",
        identifier=credit_code(account.index + 1, is_public=is_public),
        scale=_SCALES[Wheel(_SCALE_WEIGHTS[account.tier]).turn(random)],
        business_kind=business_kind(lines),
        is_agent=account.why == f.WHY_AGENT,
        address=address(random, account.branch),
        notes=story.notes if story else "",
    )


def business_kind(lines: Iterable[str]) -> str:
    """Return what the account mainly buys, by the families of its lines."""
    families = {_FAMILY.get(line, "FIXED") for line in lines}
    return families.pop() if len(families) == 1 else "MIXED"


def _duplicate(accounts: Sequence[Account], found: dict[int, Identity], random: Random) -> None:
    """Let some accounts look like a second entry of their neighbor in the same branch."""
    plain = [a for a in accounts if not a.is_key and a.closed_in is None]
    pairs = round(len([a for a in accounts if a.closed_in is None]) * DUPLICATE_SHARE / 2)
    for place in random.sample(range(0, len(plain) - 1, 2), pairs):
        first, second = plain[place], plain[place + 1]
        if first.branch == second.branch:
            original = found[first.index]
            found[second.index] = replace(
                found[second.index],
                name=_miswritten(original.name),
                short_name=original.short_name,
                identifier="",
                address=original.address,
            )


def _miswritten(name: str) -> str:
    """Return a name as a second person would have typed it."""
    if "有限责任公司" in name:
        return name.replace("有限责任公司", "有限公司")
    if "有限公司" in name:
        return name.replace("有限公司", "（有限公司）")
    return name.replace("市", "", 1)
