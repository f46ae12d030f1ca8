"""Finding accounts within reach by what somebody types."""

from dataclasses import dataclass
from typing import Any

from primeline.customers.queries.accounts import COLUMNS, shown
from primeline.customers.queries.people import customers_of_person
from primeline.customers.queries.reach import visible_to
from primeline.search import queries as search
from primeline.search.choices import EntryKind
from primeline.staff.reach import Reach

# So many entries are looked at in order of closeness; a text that finds more is too general for
# that, and its accounts come by their fee.
LOOKED_AT = 1000


@dataclass(frozen=True, kw_only=True)
class FoundAccount:
    """An account that a search found, as lists show it, and by which of its facts."""

    row: dict[str, Any]
    kind: EntryKind | None
    source_id: str = ""


def found_accounts(reach: Reach, text: str, *, limit: int) -> list[FoundAccount]:
    """Return the accounts within reach that a text finds, the closest first.

    Those come first where a person has exactly this number or name, if the reader sees them so.
    """
    if not search.is_askable(text):
        return []
    by_person = _by_person(reach, text, limit)
    known = {one.row["id"] for one in by_person}
    others = _by_account(reach, text, limit)
    return [*by_person, *(one for one in others if one.row["id"] not in known)][:limit]


def _by_person(reach: Reach, text: str, limit: int) -> list[FoundAccount]:
    ids = customers_of_person(reach, text)
    if ids is None:
        return []
    rows = visible_to(reach).filter(pk__in=ids).order_by("-monthly_fee_cents", "id")
    return [
        FoundAccount(row=shown(row), kind=EntryKind.PERSON) for row in rows.values(*COLUMNS)[:limit]
    ]


def _by_account(reach: Reach, text: str, limit: int) -> list[FoundAccount]:
    found = search.find(text, LOOKED_AT)
    ids = [one.customer_id for one in found]
    within = visible_to(reach, with_granted=True)
    if len(found) < LOOKED_AT:
        rows = {row["id"]: shown(row) for row in within.filter(pk__in=ids).values(*COLUMNS)}
        hits = [one for one in found if one.customer_id in rows]
        # Of equally close ones, whoever pays most is most likely meant.
        hits.sort(key=lambda one: (one.closeness, -rows[one.customer_id]["monthly_fee_cents"]))
        return [
            FoundAccount(row=rows[one.customer_id], kind=one.kind, source_id=one.source_id)
            for one in hits[:limit]
        ]
    common = within.filter(pk__in=search.customer_ids_for(text)).order_by(
        "-monthly_fee_cents", "id"
    )
    return [FoundAccount(row=shown(row), kind=None) for row in common.values(*COLUMNS)[:limit]]
