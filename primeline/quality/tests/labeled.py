"""A labeled set: companies, the ways in which people write one twice, and what only looks alike.

Nothing here asks the product: what is one account is known because it was made so.
"""

from dataclasses import dataclass, replace
from random import Random

PLACES = ("望潮", "青堰", "松岭", "白沙")
WORDS = "恒隆远山鑫源华昌明德云帆安泰博雅清河海纳瑞丰启航宏图金石银桥永昌天成百川广汇长风旭日嘉禾"
TRADES = (
    "商贸",
    "科技",
    "建设",
    "物流",
    "餐饮",
    "医药",
    "置业",
    "传媒",
    "印刷",
    "机械",
    "化工",
    "食品",
)
FORMS = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "公司")
HOMOPHONES = {"恒": "衡", "隆": "龙", "源": "原", "明": "鸣", "德": "得", "安": "鞍", "雅": "亚",
              "丰": "风", "图": "涂", "石": "时", "成": "城", "川": "穿", "禾": "和"}  # fmt: skip
STREETS = ("海河路", "解放街", "和平大道", "工业三路", "滨江东路", "光明巷", "学府路", "环城西路")


@dataclass(frozen=True, kw_only=True)
class Record:
    """One account as somebody wrote it, and which company it truly is."""

    truth: int
    name: str
    identifier: str = ""
    address: str = ""
    phone: str = ""


def labeled(count: int, *, seed: int) -> list[Record]:
    """Return records of `count` companies; a fifth of them written twice, as people do."""
    random = Random(seed)  # noqa: S311 - a test set, no secret
    found: list[Record] = []
    for truth in range(count):
        one = _company(random, truth)
        found.append(one)
        if truth % 5 == 0:
            found.append(_written_again(random, one))
    # What only looks alike: another company by another truth.
    for place in range(0, count, 10):
        found.append(_look_alike(random, found[place], truth=count + place))
    return found


def _company(random: Random, truth: int) -> Record:
    core = "".join(random.sample(WORDS, random.choice((2, 3, 4)))) + random.choice(TRADES)
    place = random.choice(PLACES)
    return Record(
        truth=truth,
        name=f"{place}{core}{random.choice(FORMS)}",
        identifier=f"91{truth:016d}" if random.random() < 0.7 else "",
        address=f"{place}市{random.choice(STREETS)}{random.randint(1, 400)}号",
        phone=f"1380000{truth:05d}",
    )


def _written_again(random: Random, one: Record) -> Record:
    """Return the same company as a second person writes it."""
    core = _core(one.name)
    place = one.name[:2]
    ways = (
        f"{place}{core}{random.choice(FORMS)}",
        f"{core}（{place}）{random.choice(FORMS)}",
        f"{place}市{core}{random.choice(FORMS)}",
        f" {core} {random.choice(FORMS)}",
        f"{place}{_misheard(core)}{random.choice(FORMS)}",
        f"{place}{_mistyped(random, core)}{random.choice(FORMS)}",
    )
    name = random.choice(ways)
    is_slip = _core(name) != core
    return replace(
        one,
        name=name,
        identifier=one.identifier if random.random() < 0.4 else "",
        # Whoever mistypes the name has something else of it: the address or the number.
        address=one.address.replace("号", "") if is_slip or random.random() < 0.5 else "",
        phone=one.phone if is_slip or random.random() < 0.5 else "",
    )


def _look_alike(random: Random, one: Record, *, truth: int) -> Record:
    """Return another company of nearly the same name."""
    core = _core(one.name)
    elsewhere = random.choice([place for place in PLACES if place != one.name[:2]])
    trade = random.choice([trade for trade in TRADES if trade not in core])
    names = (
        f"{elsewhere}{core}有限公司",
        f"{one.name[:2]}{core[:-2]}{trade}有限公司",
        f"{one.name}{elsewhere}分公司",
        f"{one.name[:2]}第二{core}有限公司",
    )
    return Record(
        truth=truth,
        name=random.choice(names),
        identifier=f"92{truth:016d}",
        address=f"{elsewhere}市{random.choice(STREETS)}{random.randint(401, 800)}号",
        phone=f"1390000{truth:05d}",
    )


def _core(name: str) -> str:
    for place in PLACES:
        name = name.replace(f"（{place}）", "").replace(f"{place}市", "").replace(place, "")
    for form in sorted(FORMS, key=len, reverse=True):
        name = name.replace(form, "")
    return name.strip()


def _misheard(core: str) -> str:
    return "".join(HOMOPHONES.get(sign, sign) for sign in core)


def _mistyped(random: Random, core: str) -> str:
    at = random.randrange(len(core) - 2)
    return core[:at] + random.choice(WORDS) + core[at + 1 :]
