"""The organization: units, people with their postings, and who is away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from primeline.demo.plan import staffing as s
from primeline.demo.plan.chance import draws
from primeline.demo.plan.names import PersonName, PersonNames
from primeline.demo.plan.places import PROVINCES


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit of the tree, named by its parent's code."""

    code: str
    kind: str
    name_zh: str
    name_en: str
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A role at a unit, over all industries or some."""

    role: str
    unit: str
    industries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who works, or worked, for the operator."""

    name: PersonName
    employee_number: str
    # Where the duty is done, and the unit or team the person belongs to.
    unit: str
    home: str
    duty: str
    postings: tuple[Posting, ...]
    joined: date
    left: date | None = None

    @property
    def key(self) -> str:
        return self.name.username


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Who is away, from when to when, and who stands in."""

    absent: str
    covered_by: str
    starts: date
    ends: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Everybody, and where they stand."""

    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    former: tuple[Person, ...]
    # They work at the counters of partners, not for the operator.
    partners: tuple[Person, ...]
    absences: tuple[Absence, ...]

    def of_duty(self, duty: str, unit: str) -> list[Person]:
        """Return the people of one duty at one unit."""
        return [p for p in self.people if p.duty == duty and p.unit == unit]


# Who sits where under a name that the example is told with: (duty, unit) to names.
_NAMED: dict[tuple[str, str], PersonName] = {
    ("field_manager", "YUCHENG"): PersonName("林知夏", "Zhixia Lin", "lin.zhixia"),
    ("field_manager", "LANCHENG"): PersonName("贺明川", "Mingchuan He", "he.mingchuan"),
    ("seat", s.HEADQUARTERS): PersonName("苏晚晴", "Wanqing Su", "su.wanqing"),
    ("lead", "JINTANG"): PersonName("程立峰", "Lifeng Cheng", "cheng.lifeng"),
    ("technician", "SHUANGYUAN"): PersonName("巴图尔", "Batur", "batur"),
    ("province_head", "DONGYU"): PersonName("江若溪", "Ruoxi Jiang", "jiang.ruoxi"),
    ("duty_manager", s.HEADQUARTERS): PersonName("沈砚", "Yan Shen", "shen.yan"),
    ("analyst", s.HEADQUARTERS): PersonName("顾思远", "Siyuan Gu", "gu.siyuan"),
    ("auditor", s.HEADQUARTERS): PersonName("陆清越", "Qingyue Lu", "lu.qingyue"),
    ("administrator", s.HEADQUARTERS): PersonName("叶安然", "Anran Ye", "ye.anran"),
    ("sales", "YUCHENG"): PersonName("梁家豪", "Jiahao Liang", "liang.jiahao"),
    ("field_manager", "QUANWAN"): PersonName("古丽·阿依", "Guli Ayi", "guli.ayi"),
    ("lead", "YUNTING"): PersonName("欧阳文慧", "Wenhui Ouyang", "ouyang.wenhui"),
}
_PARTNER = PersonName("尹小满", "Xiaoman Yin", "yin.xiaoman")
PARTNER_BRANCH, PARTNER_COUNTER = "YUNTING", "YUNTING-COUNTER"
TURNOVER = 0.14
ABSENT_SHARE = 0.06
# Field managers who are away with nobody named to cover for them.
NOT_COVERED = 3
_REASONS = ("年休假", "年休假", "外出培训", "病假", "产假", "调休")


def staff(seed: int, today: date) -> Staff:
    """Return the whole organization as it stands today."""
    random = draws(seed, "people")
    names = PersonNames(random)
    for name in (*_NAMED.values(), _PARTNER):
        names.reserve(name)
    people = _with_industry_lines(list(_people(names, random, today)))
    joined = _turnover(people, random, today)
    people = [joined.get(person.key, person) for person in people]
    former = [_predecessor(person, names, number) for number, person in enumerate(joined.values())]
    return Staff(
        units=tuple(_units()),
        people=tuple(people),
        former=tuple(former),
        partners=(_at_counter(today),),
        absences=tuple(_absences(people, random, today)),
    )


def _units() -> Iterator[Unit]:
    root = s.HEADQUARTERS
    yield Unit(code=root, kind="HEADQUARTERS", name_zh="衡桥通信", name_en="Hengqiao Telecom")
    for code, name_zh, name_en in s.TEAMS_AT_HEADQUARTERS:
        yield Unit(
            code=f"{root}-{code}", kind="TEAM", name_zh=name_zh, name_en=name_en, parent=root
        )
    for province in PROVINCES:
        yield Unit(
            code=province.code,
            kind="PROVINCE",
            name_zh=f"{province.name_zh}公司",
            name_en=f"{province.name_en} province",
            parent=root,
        )
        for code, name_zh, name_en in s.TEAMS_AT_PROVINCE:
            code = f"{province.code}-{code}"
            yield Unit(
                code=code, kind="TEAM", name_zh=name_zh, name_en=name_en, parent=province.code
            )
        for branch in province.branches:
            yield Unit(
                code=branch.code,
                kind="BRANCH",
                name_zh=f"{branch.name_zh}分公司",
                name_en=f"{branch.name_en} branch",
                parent=province.code,
            )
    yield Unit(
        code=PARTNER_COUNTER,
        kind="TEAM",
        name_zh="云汀合作厅",
        name_en="Yunting partner counter",
        parent=PARTNER_BRANCH,
    )


def _places() -> Iterator[tuple[str, tuple[s.Duty, ...]]]:
    yield s.HEADQUARTERS, s.AT_HEADQUARTERS
    for province in PROVINCES:
        yield province.code, s.AT_PROVINCE
        for branch in province.branches:
            yield branch.code, s.at_branch(branch.code)


def _people(names: PersonNames, random: Random, today: date) -> Iterator[Person]:
    number = 10_000
    for unit, duties in _places():
        for duty in duties:
            for place in range(duty.count):
                number += random.randrange(1, 9)
                named = _NAMED.get((duty.key, unit)) if place == 0 else None
                home = f"{unit}-{duty.team}" if duty.team else unit
                yield Person(
                    name=named or names.draw(),
                    employee_number=f"HQ{number}",
                    unit=unit,
                    home=home,
                    duty=duty.key,
                    postings=(Posting(role=duty.role, unit=home),) if duty.role else (),
                    joined=today - timedelta(days=random.randrange(800, 5000)),
                )


def _at_counter(today: date) -> Person:
    return Person(
        name=_PARTNER,
        employee_number="HZ0001",
        unit=PARTNER_BRANCH,
        home=PARTNER_COUNTER,
        duty="partner_counter",
        postings=(Posting(role=s.PARTNER, unit=PARTNER_BRANCH),),
        joined=today - timedelta(days=410),
    )


def _with_industry_lines(people: list[Person]) -> list[Person]:
    """Give each industry line its lead at the provinces that have them."""
    led: dict[str, Posting] = {}
    for province in s.INDUSTRY_LINE_PROVINCES:
        able = [
            person
            for person in people
            if person.unit == province
            and person.duty in {"lead_representative", "business_support"}
        ]
        for person, industries in zip(able, s.INDUSTRY_LINES, strict=True):
            led[person.key] = Posting(role=s.SUPERVISOR, unit=province, industries=industries)
    return [
        _changed(person, postings=(*person.postings, led[person.key]))
        if person.key in led
        else person
        for person in people
    ]


def _changed(
    person: Person, *, postings: tuple[Posting, ...] | None = None, joined: date | None = None
) -> Person:
    return Person(
        name=person.name,
        employee_number=person.employee_number,
        unit=person.unit,
        home=person.home,
        duty=person.duty,
        postings=postings or person.postings,
        joined=joined or person.joined,
    )


def _turnover(people: list[Person], random: Random, today: date) -> dict[str, Person]:
    """Return the field managers who took over from somebody in the last two years."""
    named = {name.username for name in _NAMED.values()}
    managers = [p for p in people if p.duty == "field_manager" and p.key not in named]
    newcomers = random.sample(managers, round(len(managers) * TURNOVER * 2))
    return {
        person.key: _changed(person, joined=today - timedelta(days=random.randrange(10, 730)))
        for person in newcomers
    }


def _predecessor(person: Person, names: PersonNames, number: int) -> Person:
    return Person(
        name=names.draw(),
        employee_number=f"HQ{9000 + number}",
        unit=person.unit,
        home=person.home,
        duty=person.duty,
        postings=person.postings,
        joined=person.joined - timedelta(days=1200),
        left=person.joined,
    )


def _absences(people: list[Person], random: Random, today: date) -> Iterator[Absence]:
    """Return who is away today: six in a hundred, and never somebody one logs in as."""
    named = {name.username for name in _NAMED.values()}
    managers = [p for p in people if p.duty == "field_manager" and p.key not in named]
    others = [p for p in people if p.duty != "field_manager" and p.key not in named]
    share = round(len(people) * ABSENT_SHARE)
    away = random.sample(managers, 6) + random.sample(others, share - 6)
    gone = {person.key for person in away}
    for place, person in enumerate(away):
        colleagues = [
            p
            for p in people
            if p.unit == person.unit and p.duty == person.duty and p.key not in gone
        ]
        if place < NOT_COVERED:
            colleagues = []
        starts = today - timedelta(days=random.randrange(0, 9))
        yield Absence(
            absent=person.key,
            covered_by=random.choice(colleagues).key if colleagues else "",
            starts=starts,
            ends=today + timedelta(days=random.randrange(2, 12)),
            reason=random.choice(_REASONS),
        )
