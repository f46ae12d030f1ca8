"""Who looks after whom: named managers and deputies, within what one person can carry."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from primeline.demo.plan import figures as f
from primeline.demo.plan.accounts import Account
from primeline.demo.plan.chance import apportion, draws
from primeline.demo.plan.people import Person, Staff
from primeline.demo.plan.places import BRANCH, PROVINCE_OF, PROVINCES
from primeline.demo.plan.stories import HAWTHORN, UNIVERSITY, UNIVERSITY_TWICE

FULL_LIST = 24
WITHOUT_MANAGER = 4
WITHOUT_DEPUTY = 37
# Beside those: their manager is there, and nobody would be if not.
NO_DEPUTY_YET = 14
LEADS_UNIT = "JINTANG"
OVER_LIMIT = 3
# Ordinary accounts of one telephone manager, by province: 300 on average.
_BY_TELEPHONE = dict(zip((p.code for p in PROVINCES), (450, 380, 320, 260, 220, 170), strict=True))


@dataclass
class Care:
    """The manager and the deputy of each account, by its index; and what each manager carries."""

    manager: dict[int, str] = field(default_factory=dict)
    deputy: dict[int, str] = field(default_factory=dict)
    points: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def give(self, account: Account, person: str) -> None:
        """Name the manager of an account."""
        self.manager[account.index] = person
        self.points[person] += f.TIERS[account.tier].points


def care_of(
    accounts: Sequence[Account],
    staff: Staff,
    seed: int,
    scale: float,
    *,
    hidden: Collection[int] = (),
) -> Care:
    """Return who looks after the accounts that are there today.

    What is not in order with a `hidden` account, nobody would see: those are in order.
    """
    random = draws(seed, "care")
    care = Care()
    by_branch: dict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        by_branch[account.branch].append(account)
    for branch in BRANCH:
        ours = by_branch[branch]
        random.shuffle(ours)
        managers = _keys(staff.of_duty("field_manager", branch))
        _give_diamonds([a for a in ours if a.tier == f.DIAMOND], branch, staff, care)
        _give_key(_by_points(ours), managers, care, scale)
        _give_ordinary([a for a in ours if not a.is_key], branch, staff, care, scale)
    _part_the_university(accounts, staff, care)
    _overload(accounts, staff, care, scale, random)
    _name_deputies(accounts, staff, care, random)
    _leave_gaps([a for a in accounts if a.index not in hidden], staff, care, scale, random)
    return care


def _keys(people: Iterable[Person]) -> list[str]:
    return [person.key for person in people]


def _by_points(accounts: Sequence[Account]) -> list[Account]:
    key = [a for a in accounts if a.is_key and a.tier != f.DIAMOND]
    # Whoever comes first in a capital looks after the restricted account with a story.
    return sorted(key, key=lambda a: (-f.TIERS[a.tier].points, _story(a) != HAWTHORN))


def _story(account: Account) -> str:
    return account.story.key if account.story else ""


def _give_diamonds(diamonds: Sequence[Account], branch: str, staff: Staff, care: Care) -> None:
    leads = _keys(staff.of_duty("lead_representative", PROVINCE_OF[branch].code))
    for account in diamonds:
        care.give(account, min(leads, key=lambda key: care.points[key]))


def _give_key(accounts: list[Account], managers: list[str], care: Care, scale: float) -> None:
    """Share the accounts out by load. The first manager of a capital has a full list."""
    if scale < 1:
        managers = managers[: 1 + (len(accounts) - 1) // FULL_LIST] if accounts else managers
    elif len(managers) == 5:
        first, *managers = managers
        parts = apportion(FULL_LIST, [sum(a.tier == t for a in accounts) for t in f.KEY_TIERS])
        for tier, part in zip(f.KEY_TIERS, parts, strict=True):
            for account in [a for a in accounts if a.tier == tier][:part]:
                care.give(account, first)
                accounts.remove(account)
    for account in accounts:
        care.give(account, min(managers, key=lambda key: care.points[key]))


def _give_ordinary(
    accounts: list[Account], branch: str, staff: Staff, care: Care, scale: float
) -> None:
    telephone = _keys(staff.of_duty("telephone_manager", branch))[0]
    managers = _keys(staff.of_duty("field_manager", branch))
    by_telephone = round(_BY_TELEPHONE[PROVINCE_OF[branch].code] * scale)
    for account in accounts[:by_telephone]:
        care.give(account, telephone)
    for account in accounts[by_telephone:]:
        lightest = min(managers, key=lambda key: care.points[key])
        is_full = care.points[lightest] > f.POINTS_LIMIT - 0.2
        care.give(account, telephone if is_full else lightest)


def _part_the_university(accounts: Sequence[Account], staff: Staff, care: Care) -> None:
    """One customer twice in the archive, with two managers who do not know of each other."""
    told = {a.story.key: a for a in accounts if a.story}
    first, second = told[UNIVERSITY], told[UNIVERSITY_TWICE]
    if care.manager[first.index] == care.manager[second.index]:
        managers = _keys(staff.of_duty("field_manager", second.branch))
        other = next(key for key in managers if key != care.manager[first.index])
        care.points[care.manager[second.index]] -= f.TIERS[second.tier].points
        care.give(second, other)


def _overload(
    accounts: Sequence[Account], staff: Staff, care: Care, scale: float, random: Random
) -> None:
    """Let three people carry more than the limit, by ordinary accounts of their branch."""
    if scale < 1:
        return
    managers = [p for p in staff.people if p.duty == "field_manager"]
    heaviest = sorted(managers, key=lambda p: -care.points[p.key])[1 : 2 * OVER_LIMIT + 1]
    for person in heaviest[::2]:
        telephone = _keys(staff.of_duty("telephone_manager", person.unit))[0]
        theirs = [a for a in accounts if not a.is_key and care.manager.get(a.index) == telephone]
        wanted = f.POINTS_LIMIT + random.uniform(1.5, 6)
        for account in theirs[: round((wanted - care.points[person.key]) * 10)]:
            care.points[telephone] -= f.TIERS[account.tier].points
            care.give(account, person.key)


def _name_deputies(accounts: Sequence[Account], staff: Staff, care: Care, random: Random) -> None:
    colleagues = _colleagues(staff)
    for account in accounts:
        if account.is_key:
            care.deputy[account.index] = random.choice(colleagues[care.manager[account.index]])


def _leave_gaps(
    accounts: Sequence[Account], staff: Staff, care: Care, scale: float, random: Random
) -> None:
    """Leave some without anybody while their manager is away, and a few without a manager."""
    key = [a for a in accounts if a.is_key]
    away = {absence.absent for absence in staff.absences}
    uncovered = {absence.absent for absence in staff.absences if not absence.covered_by}
    left_alone = [a for a in key if care.manager[a.index] in uncovered]
    if scale < 1:
        left_alone = left_alone or key
    for account in random.sample(left_alone, min(round(WITHOUT_DEPUTY * scale), len(left_alone))):
        del care.deputy[account.index]
    plain = [a for a in key if a.tier in {f.STANDARD, f.SILVER} and not a.story]
    here = [a for a in plain if care.manager[a.index] not in away]
    # One of them where the lead of the logins sees it.
    first = [a for a in here if a.branch == LEADS_UNIT][:1]
    others = [a for a in here if a not in first]
    count = max(1, round(WITHOUT_MANAGER * scale)) - len(first)
    for account in [*first, *random.sample(others, count)]:
        del care.manager[account.index]
        care.deputy.pop(account.index, None)
    looked_after = [a for a in here if a.index in care.manager]
    wanted = max(1, round(NO_DEPUTY_YET * scale))
    for account in random.sample(looked_after, min(wanted, len(looked_after))):
        care.deputy.pop(account.index, None)


def _colleagues(staff: Staff) -> dict[str, list[str]]:
    """Return for each manager who may deputize: the others of the same duty and unit."""
    found = {}
    for person in staff.people:
        if person.duty in {"field_manager", "lead_representative"}:
            same = _keys(staff.of_duty(person.duty, person.unit))
            found[person.key] = [key for key in same if key != person.key]
    return found
