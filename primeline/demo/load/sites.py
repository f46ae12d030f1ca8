"""The sites of accounts with a story, and what ends at each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from primeline.customers.choices import SiteKind
from primeline.customers.models import Contact, Site
from primeline.demo.load import bulk
from primeline.demo.load.organization import Organization
from primeline.demo.plan import stories, words
from primeline.demo.plan.chance import draws
from primeline.demo.plan.places import BRANCH, PROVINCE_OF
from primeline.demo.plan.shapes import Plan

_SITE = (
    *("id", "customer", "name", "kind", "province", "city", "district", "street", "way_in"),
    *("served_by", "contact", "is_active", "version"),
)
_WAYS_IN = (
    "",
    "",
    "前台登记，需预约",
    "工作日 9:00–17:00，凭工单进场",
    "物业陪同，提前一天报备",
    "夜间施工需安保签字",
)


@dataclass(frozen=True, kw_only=True)
class _Chain:
    """What the sites of an account are called, and in which cities they lie."""

    word: str
    kind: SiteKind
    most: int
    cities: tuple[str, ...]


_LANHENG_CITIES = (
    *("LANCHENG", "QIAOLING", "YUNTING", "YUCHENG", "WANGCHAO", "JINTANG", "YUANDU", "BOYUAN"),
    *("PUGANG", "YEWAN"),
)
_CHAINS: Mapping[str, _Chain] = {
    stories.LANHENG: _Chain(
        word="支行网点", kind=SiteKind.BRANCH, most=186, cities=_LANHENG_CITIES
    ),
    stories.JINTANG: _Chain(word="生产基地", kind=SiteKind.PLANT, most=6, cities=("JINTANG",)),
    stories.YEWAN: _Chain(
        word="度假酒店", kind=SiteKind.STORE, most=47, cities=("YEWAN", "YUEXI", "CHIYU")
    ),
    stories.QINGYAN: _Chain(
        word="分拨站", kind=SiteKind.WAREHOUSE, most=63, cities=("QINGYAN", "QUANWAN", "JINTANG")
    ),
    stories.PHARMACY: _Chain(
        word="门店", kind=SiteKind.STORE, most=96, cities=("WANGCHAO", "YUCHENG", "QINGYAN")
    ),
    stories.CLOUD_CENTER: _Chain(
        word="节点机房", kind=SiteKind.DATA_ROOM, most=5, cities=("YUCHENG", "WANGCHAO")
    ),
}


def load_sites(
    plan: Plan, customers: Sequence[int], organization: Organization
) -> Mapping[int, int]:
    """Write the sites; return the site of each subscription that ends at one, by its place."""
    places = {
        customer.story: place
        for place, customer in enumerate(plan.customers)
        if customer.story in _CHAINS
    }
    held = _held(plan, frozenset(places.values()))
    rows = [
        (held_here, row)
        for story, place in places.items()
        for held_here, row in _rows(plan, story, customers[place], held[place], organization)
    ]
    ids = bulk.reserve_ids(Site, len(rows))
    bulk.insert(Site, _SITE, ((pk, *row) for pk, (_held_here, row) in zip(ids, rows, strict=True)))
    return {
        subscription: pk
        for pk, (held_here, _row) in zip(ids, rows, strict=True)
        for subscription in held_here
    }


def _held(plan: Plan, accounts: frozenset[int]) -> Mapping[int, list[int]]:
    held: dict[int, list[int]] = defaultdict(list)
    for place, subscription in enumerate(plan.subscriptions):
        if subscription.customer in accounts and subscription.terminated is None:
            held[subscription.customer].append(place)
    return held


def _rows(
    plan: Plan, story: str, customer: int, held: Sequence[int], organization: Organization
) -> Iterator[tuple[Sequence[int], tuple[Any, ...]]]:
    """Return each site of an account, with the subscriptions that end there; head office first."""
    chain, random = _CHAINS[story], draws(plan.seed, f"sites/{story}")
    contact = Contact.objects.filter(customer=customer).order_by("-is_primary", "id").first()
    count = min(chain.most, max(2, len(held)))
    for number in range(count):
        city = chain.cities[number % len(chain.cities)]
        is_head = number == 0
        round_number = number // len(chain.cities) + 1
        name = f"{BRANCH[city].name_zh}{chain.word}{round_number:02d}"
        yield (
            held[number::count],
            (
                customer,
                "总部" if is_head else name,
                SiteKind.HEADQUARTERS if is_head else chain.kind,
                PROVINCE_OF[city].name_zh,
                f"{BRANCH[city].name_zh}市",
                random.choice(words.DISTRICTS),
                f"{random.choice(words.ROADS)}{random.randrange(1, 400)}号",
                random.choice(_WAYS_IN),
                organization.units[city],
                contact.pk if contact is not None and is_head else None,
                True,
                1,
            ),
        )
