"""What finding accounts costs, against the gram query with reach written by hand."""

from collections.abc import Iterator

from django.db import connection

from primeline.bench.meter import median_cost, peak_mib
from primeline.bench.place import Place
from primeline.bench.results import Result
from primeline.customers import queries as customers
from primeline.customers.models import Customer
from primeline.search.rules import grams_asked, one_form
from primeline.search.structures import GRAM_INDEX
from primeline.staff.choices import Permission
from primeline.staff.models import Person

FOUND = 10
SEARCHES = 60
ROUNDS = 3


class NotFound(Exception):
    """A text that is measured found nothing."""


def search(place: Place) -> Iterator[Result]:
    """Return the cost of the first ten accounts that parts of names and numbers find.

    Once for a reader at headquarters, once for the lead of a branch, who sees one in thirty.
    """
    yield from _search(place, place.case, place.person, place.some_customers(SEARCHES))
    yield from _search(
        place, f"{place.case} branch", place.lead, place.some_of_the_branch(SEARCHES)
    )


def _search(place: Place, case: str, reader: Person, found: list[Customer]) -> Iterator[Result]:
    reach = customers.reach_now(reader, at=place.at)
    asked = [_part(i, one.number, one.short_name) for i, one in enumerate(found)]
    (path,) = reach.paths_for(Permission.VIEW_CUSTOMERS)

    def find(text: str) -> int:
        return len(customers.found_accounts(reach, text, limit=FOUND))

    def by_hand(text: str) -> int:
        return _by_hand(text, path)

    for text in asked:
        if not (find(text) and by_hand(text)):
            raise NotFound(f"{text} found nothing.")
    ours = median_cost(find, [asked] * ROUNDS)
    floor = median_cost(by_hand, [asked] * ROUNDS)
    for unit, value, least in (("ms CPU", ours.cpu, floor.cpu), ("ms", ours.wall, floor.wall)):
        yield Result(
            bench="search",
            case=case,
            n=place.n,
            value=value,
            floor=least,
            unit=unit,
            peak_mib=peak_mib(),
        )


def _part(turn: int, number: str, name: str) -> str:
    """Return what somebody would type: a name, the end of a number, pinyin with a number."""
    return (name, number[3:], f"celiang{name[2:]}")[turn % 3]


def _by_hand(text: str, path: str) -> int:
    form = one_form(text)
    grams = grams_asked(form)
    bound: object
    if connection.vendor == "postgresql":
        held, bound = "string_to_array(e.grams, ' ') @> %s::text[]", grams
        mark = "%s"
    else:
        held = f"e.id IN (SELECT rowid FROM {GRAM_INDEX} WHERE {GRAM_INDEX} MATCH ?)"  # noqa: S608
        bound = " AND ".join(f'"{gram}"' for gram in grams)
        mark = "?"
    # Apart, lest a planner that expects ten rows soon walks through all accounts instead.
    rows = connection.connection.execute(
        "WITH held AS MATERIALIZED ("  # noqa: S608
        f"SELECT customer_id FROM search_searchentry e WHERE {held} AND e.text LIKE {mark}) "
        "SELECT c.id, c.number, c.name, c.short_name, c.tier, c.monthly_fee_cents, u.name_zh "
        "FROM held JOIN customers_customer c ON c.id = held.customer_id "
        "JOIN staff_unit u ON u.id = c.owner_unit_id "
        f"WHERE u.path LIKE {mark} AND NOT c.is_restricted LIMIT {FOUND}",
        [bound, f"%{form}%", f"{path}%"],
    )
    return len(rows.fetchall())
