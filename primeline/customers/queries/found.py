"""Finding accounts within reach by what somebody types."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from primeline.customers.models import Customer
from primeline.customers.queries.accounts import COLUMNS, shown
from primeline.customers.queries.compiled import (
    AccountRows,
    account_rows,
    ids_by_person,
    richest_rows,
)
from primeline.customers.queries.reach import visible_to
from primeline.search import queries as search
from primeline.search.choices import EntryKind
from primeline.search.values import ALIKE, Found
from primeline.staff.reach import Reach

# So many entries are looked at in order of closeness; a text that finds more is too general for
# that, and its accounts come by their fee.
LOOKED_AT = 1000
# Nearly every text finds fewer entries than this: they come with their accounts, at once.
FEW = 50
# What more entries than that hold is looked for among so many accounts that pay most, first.
WALKED = 20_000
FEE = COLUMNS.index("monthly_fee_cents")


@dataclass(frozen=True, kw_only=True)
class FoundAccount:
    """An account that a search found, as lists show it, and by which of its facts."""

    row: dict[str, Any]
    kind: EntryKind | None
    source_id: str = ""
    # Whether it is only spelled alike: nothing was called what was asked for.
    is_near: bool = False


def found_accounts(reach: Reach, text: str, *, limit: int) -> list[FoundAccount]:
    """Return the accounts within reach that a text finds, the closest first.

    A text that finds none may be mistyped: then those come that are spelled alike.
    """
    if not search.is_askable(text):
        return []
    people, rows = _by_person(reach, text), account_rows(reach)
    if rows is None:
        return []
    few = None if people else search.find_few(text, FEW, rows)
    if few:
        return _best(rows, few, limit)
    if few is None:
        return _closest_of_many(reach, text, people, limit)
    return _alike(reach, text, limit)


def _closest_of_many(
    reach: Reach, text: str, people: Sequence[Found], limit: int
) -> list[FoundAccount]:
    visible = visible_to(reach, with_granted=True)
    found = search.find(text, LOOKED_AT, within=visible.values("pk"))
    if found is None:
        return _dearest(reach, text, limit)
    return _ranked(visible, _each_once([*found, *people]), limit)


def _alike(reach: Reach, text: str, limit: int) -> list[FoundAccount]:
    visible = visible_to(reach, with_granted=True)
    return _ranked(visible, search.find_alike(text, LOOKED_AT, within=visible.values("pk")), limit)


def _best(
    rows: AccountRows, few: Sequence[tuple[Found, tuple[Any, ...]]], limit: int
) -> list[FoundAccount]:
    """Return the closest of a few; of equally close ones, whoever pays most."""
    best = sorted(few, key=lambda hit: (hit[0].closeness, -hit[1][FEE], hit[0].customer_id))
    return [
        FoundAccount(row=shown(rows.named(row)), kind=one.kind, source_id=one.source_id)
        for one, row in best[:limit]
    ]


def _each_once(found: Iterable[Found]) -> list[Found]:
    closest = {one.customer_id: one for one in sorted(found, key=_closeness, reverse=True)}
    return sorted(closest.values(), key=_closeness)


def _closeness(found: Found) -> tuple[int, int]:
    return found.closeness


def _ranked(visible: QuerySet[Customer], found: Sequence[Found], limit: int) -> list[FoundAccount]:
    """Return the closest; of equally close ones, whoever pays most is most likely meant."""
    if len(found) > limit:
        found = _richest(visible, found, limit)
    ids = [one.customer_id for one in found]
    rows = {row["id"]: shown(row) for row in visible.filter(pk__in=ids).values(*COLUMNS)}
    hits = [one for one in found if one.customer_id in rows]
    hits.sort(key=lambda one: (one.closeness, -rows[one.customer_id]["monthly_fee_cents"]))
    return [
        FoundAccount(
            row=rows[one.customer_id],
            kind=one.kind,
            source_id=one.source_id,
            is_near=one.distance == ALIKE,
        )
        for one in hits
    ]


def _richest(visible: QuerySet[Customer], found: Sequence[Found], limit: int) -> list[Found]:
    """Return so many of the closest. Only where closeness does not decide are fees looked up."""
    last = found[limit - 1].closeness
    near = [one for one in found if one.closeness <= last]
    if len(near) == limit:
        return near
    ids = [one.customer_id for one in near]
    fees = dict(visible.filter(pk__in=ids).values_list("pk", "monthly_fee_cents"))
    near.sort(key=lambda one: (one.closeness, -fees.get(one.customer_id, 0)))
    return near[:limit]


def _dearest(reach: Reach, text: str, limit: int) -> list[FoundAccount]:
    """Return whoever pays most of very many: most likely among the first of all."""
    rows = richest_rows(reach, WALKED)
    first = search.first_of(rows, text, limit) if rows else []
    if rows and len(first) == limit:
        return [FoundAccount(row=shown(rows.named(row)), kind=None) for row in first]
    common = visible_to(reach, with_granted=True).filter(pk__in=search.customer_ids_for(text))
    found = common.order_by("-monthly_fee_cents", "id").values(*COLUMNS)[:limit]
    return [FoundAccount(row=shown(row), kind=None) for row in found]


def _by_person(reach: Reach, text: str) -> list[Found]:
    return [
        Found(customer_id=customer_id, kind=EntryKind.PERSON, distance=0)
        for customer_id in dict.fromkeys(ids_by_person(reach, text, LOOKED_AT))
    ]
