"""People at the accounts, with what is missing and wrong about them in a usual archive."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from primeline.demo.plan import figures as f
from primeline.demo.plan.accounts import Account
from primeline.demo.plan.chance import apportion, draws
from primeline.demo.plan.identifiers import broken_phone, email, mobile_phone
from primeline.demo.plan.names import contact_name
from primeline.demo.plan.stories import HOSPITAL, LANHENG

NO_DECISION_MAKER, PHONE_INVALID, NO_BIRTHDAY, NO_EMAIL = 0.11, 0.06, 0.78, 0.41
BIRTHDAYS_THIS_WEEK, IN_PUBLIC_SECTOR = 27, 8
PUBLIC_SECTOR = frozenset({f.GOVERNMENT, f.EDUCATION, f.HEALTH})

_PLACES: tuple[tuple[str, str], ...] = (
    ("DECIDES", "总经理"),
    ("TECHNICAL", "信息部主任"),
    ("FINANCE", "财务经理"),
    ("INFLUENCES", "办公室主任"),
    ("USES", "网络管理员"),
    ("BUYS", "采购经理"),
    ("TECHNICAL", "机房值班"),
    ("DECIDES", "分管副总"),
    ("USES", "行政专员"),
)
_PUBLIC_TITLES = {
    "总经理": "主任",
    "分管副总": "副主任",
    "采购经理": "后勤科长",
    "财务经理": "财务科长",
}
_CHANNELS = ("PHONE", "PHONE", "PHONE", "WECOM", "WECOM", "SMS", "EMAIL", "VISIT", "")
_HOURS = ("", "", "", "09:00-11:30", "14:00-17:00", "10:00-16:00")
_LATIN = ("li", "wang", "zhang", "chen", "liu", "zhao", "wu", "sun", "it", "office")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person at an account."""

    account: int
    name: str
    title: str
    role: str
    phone: str
    email: str
    birthday: date | None
    channel: str
    hours: str
    is_primary: bool
    attitude: str = ""
    # The place of whom they report to, among all contacts.
    above: int | None = None
    lunar: str = ""


def contacts_of(accounts: Sequence[Account], seed: int, today: date, scale: float) -> list[Contact]:
    """Return the people at all accounts."""
    random = draws(seed, "contacts")
    counts = _counts(accounts, random)
    undecided = {a.index for a in random.sample(accounts, round(len(accounts) * NO_DECISION_MAKER))}
    contacts: list[Contact] = []
    for account in accounts:
        people = list(_people(account, counts[account.index], len(contacts), random))
        if account.index in undecided:
            people = [p if p.role != "DECIDES" else replace(p, role="USES") for p in people]
        contacts += people
    _tell(contacts, accounts)
    return _with_birthdays(contacts, accounts, random, today, scale)


def _counts(accounts: Sequence[Account], random: Random) -> dict[int, int]:
    """Return how many people are on file with each account; those of a tier meet its mean."""
    counts: dict[int, int] = {}
    for tier, figures in f.TIERS.items():
        ours = [account for account in accounts if account.tier == tier]
        extra = round(len(ours) * (figures.contacts - 1))
        parts = apportion(extra, [random.uniform(0.6, 1.4) for _ in ours]) if ours else []
        counts |= {a.index: 1 + part for a, part in zip(ours, parts, strict=True)}
    return counts


def _people(account: Account, count: int, serial: int, random: Random) -> Iterator[Contact]:
    is_public = account.industry in PUBLIC_SECTOR
    for place in range(count):
        number = serial + place
        role, title = _PLACES[place % len(_PLACES)]
        is_broken = random.random() < PHONE_INVALID
        has_mail = random.random() >= NO_EMAIL
        yield Contact(
            account=account.index,
            name=contact_name(random),
            title=_PUBLIC_TITLES.get(title, title) if is_public else title,
            role=role,
            phone=broken_phone(random) if is_broken else mobile_phone(number),
            email=email(random.choice(_LATIN), number) if has_mail else "",
            birthday=None,
            channel=random.choice(_CHANNELS),
            hours=random.choice(_HOURS),
            is_primary=place == 0,
        )


def _tell(contacts: list[Contact], accounts: Sequence[Account]) -> None:
    """Put the two people with unusual names where the stories want them."""
    told = {a.story.key: a.index for a in accounts if a.story}
    names = {told[LANHENG]: "Margaret O'Neill", told[HOSPITAL]: "阿不都热合曼·买买提"}
    for place, contact in enumerate(contacts):
        if contact.account in names and not contact.is_primary:
            contacts[place] = replace(contact, name=names.pop(contact.account))


def _with_birthdays(
    contacts: list[Contact],
    accounts: Sequence[Account],
    random: Random,
    today: date,
    scale: float,
) -> list[Contact]:
    """Put the birthdays of some people at key accounts on file: so many fall in this week."""
    by_index = {account.index: account for account in accounts}
    able = [
        i
        for i, c in enumerate(contacts)
        if by_index[c.account].is_key and by_index[c.account].closed_in is None
    ]
    chosen = random.sample(able, round(len(able) * (1 - NO_BIRTHDAY)))
    week = _days_of_week(today)
    public = [i for i in chosen if by_index[contacts[i].account].industry in PUBLIC_SECTOR]
    private = [i for i in chosen if by_index[contacts[i].account].industry not in PUBLIC_SECTOR]
    in_public = round(IN_PUBLIC_SECTOR * scale)
    in_private = round(BIRTHDAYS_THIS_WEEK * scale) - in_public
    this_week = {*public[:in_public], *private[:in_private]}
    for i in chosen:
        birthday = _birthday(random, week, within=i in this_week)
        contacts[i] = replace(contacts[i], birthday=birthday)
    return contacts


def _days_of_week(today: date) -> list[tuple[int, int]]:
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=i) for i in range(7)]
    return [(day.month, day.day) for day in days]


def _birthday(random: Random, week: list[tuple[int, int]], *, within: bool) -> date:
    while True:
        day = date(1962, 1, 1) + timedelta(days=random.randrange(14_000))
        if within:
            month, number = random.choice(week)
            if (month, number) == (2, 29):
                continue
            return date(day.year, month, number)
        if (day.month, day.day) not in week:
            return day
