"""Names of people and of companies, invented and without repetition."""

from dataclasses import dataclass
from random import Random

from primeline.demo.plan import words
from primeline.demo.plan.figures import EDUCATION, GOVERNMENT, HEALTH
from primeline.demo.plan.name_lists import GIVEN_NAMES, SURNAMES
from primeline.demo.plan.places import BRANCH, PROVINCE_OF


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in Chinese, spelled, and as a user name."""

    zh: str
    en: str
    username: str


@dataclass(frozen=True, slots=True)
class CompanyName:
    """The full and the short name of an account."""

    full: str
    short: str


def person_name(random: Random) -> PersonName:
    """Return a name; common surnames come more often."""
    surname = SURNAMES[int(len(SURNAMES) * random.random() ** 1.7)]
    return spelled(surname, random.choice(GIVEN_NAMES))


def contact_name(random: Random) -> str:
    """Return only the Chinese name, for the many people at the accounts."""
    surname = SURNAMES[int(len(SURNAMES) * random.random() ** 1.7)][0]
    return surname + GIVEN_NAMES[int(len(GIVEN_NAMES) * random.random())][0]


def spelled(surname: tuple[str, str], given: tuple[str, str]) -> PersonName:
    """Return the name with its spelling, from entries of the two lists."""
    return PersonName(
        zh=surname[0] + given[0],
        en=f"{given[1].capitalize()} {surname[1].capitalize()}",
        username=f"{surname[1]}.{given[1]}",
    )


class PersonNames:
    """Names for staff: each user name is given out once."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._taken: set[str] = set()
        self._surnames = dict(SURNAMES)
        self._given = dict(GIVEN_NAMES)

    def named(self, surname: str, given: str) -> PersonName:
        """Return a certain name of the lists and mark it as taken."""
        name = spelled((surname, self._surnames[surname]), (given, self._given[given]))
        self._taken.add(name.username)
        return name

    def reserve(self, name: PersonName) -> PersonName:
        """Mark a name that is in neither list as taken."""
        self._taken.add(name.username)
        return name

    def draw(self) -> PersonName:
        """Return a name that nobody has yet."""
        while True:
            name = person_name(self._random)
            if name.username not in self._taken:
                self._taken.add(name.username)
                return name


class CompanyNames:
    """Names for accounts: each full name is given out once."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._taken: set[str] = set()

    def reserve(self, full: str) -> None:
        """Mark a name as taken."""
        self._taken.add(full)

    def draw(self, *, industry: str, branch: str, is_large: bool = False) -> CompanyName:
        """Return a name that fits the industry and the place, and that nobody has yet."""
        for attempt in range(60):
            name = self._candidate(industry, branch, is_large, attempt)
            if name.full not in self._taken:
                self._taken.add(name.full)
                return name
        raise AssertionError("the words make more names than there are accounts")

    def _candidate(self, industry: str, branch: str, is_large: bool, attempt: int) -> CompanyName:
        if industry == GOVERNMENT:
            return self._office(branch, attempt)
        is_public = self._random.random() < 0.6 and attempt < 8
        if industry == EDUCATION:
            return self._school(branch) if is_public else self._college(branch)
        if industry == HEALTH and is_public:
            return self._hospital(branch)
        return self._company(industry, branch, is_large)

    def _office(self, branch: str, attempt: int) -> CompanyName:
        district = self._random.choice(words.DISTRICTS)
        organ, short = self._random.choice(words.ORGANS)
        part = f"第{self._random.choice(words.ORDINALS)}分局" if attempt > 6 else ""
        full = f"{BRANCH[branch].name_zh}市{district}{organ}{part}"
        return CompanyName(full, f"{district[:-1]}{short}")

    def _school(self, branch: str) -> CompanyName:
        kind, short = self._random.choice(words.SCHOOLS)
        ordinal = self._random.choice(words.ORDINALS)
        district = self._random.choice(words.DISTRICTS)
        full = f"{BRANCH[branch].name_zh}市{district}第{ordinal}{kind}"
        return CompanyName(full, f"{district[:-1]}{ordinal}{short}"[:6])

    def _hospital(self, branch: str) -> CompanyName:
        kind, short = self._random.choice(words.HOSPITALS)
        ordinal = self._random.choice(words.ORDINALS)
        district = self._random.choice(words.DISTRICTS)
        full = f"{BRANCH[branch].name_zh}市{district}第{ordinal}{kind}"
        return CompanyName(full, f"{district[:-1]}{short}"[:6])

    def _college(self, branch: str) -> CompanyName:
        kind, short = self._random.choice(words.COLLEGES)
        brand = self._brand()
        return CompanyName(f"{BRANCH[branch].name_zh}市{brand}{kind}", f"{brand}{short}"[:6])

    def _company(self, industry: str, branch: str, is_large: bool) -> CompanyName:
        trade, short = self._random.choice(words.TRADES[industry])
        brand = self._brand()
        forms = words.LARGE_FORMS if is_large else self._forms(industry)
        form = self._random.choice(forms)
        place = f"{BRANCH[branch].name_zh}市"
        if self._random.random() < 0.03:
            place = self._long_place(branch)
        return CompanyName(f"{place}{brand}{trade}{form}", f"{brand}{short}"[:6])

    def _forms(self, industry: str) -> tuple[str, ...]:
        return words.SMALL_FORMS if industry == "RETAIL" else words.COMPANY_FORMS

    def _brand(self) -> str:
        while True:
            first = self._random.choice(words.BRAND_FIRST)
            second = self._random.choice(words.BRAND_SECOND)
            if first != second:
                return first + second

    def _long_place(self, branch: str) -> str:
        province = PROVINCE_OF[branch].name_zh
        district = self._random.choice(words.DISTRICTS)
        zone = self._random.choice(words.ZONES)
        return f"{province}{BRANCH[branch].name_zh}市{district}{zone}"


def address(random: Random, branch: str) -> str:
    """Return an invented address in a city."""
    place = f"{PROVINCE_OF[branch].name_zh}{BRANCH[branch].name_zh}市"
    road = random.choice(words.ROADS)
    spot = f"{random.choice(words.DISTRICTS)}{road}{random.randrange(1, 400)}号"
    return f"{place}{spot}{random.choice(words.BUILDINGS)}{random.randrange(1, 30)}层"
