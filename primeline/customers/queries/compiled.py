"""Rows within reach as SQL, built once for a reach: building costs as much as running it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from primeline.customers.models import Customer
from primeline.customers.queries.accounts import COLUMNS
from primeline.customers.queries.people import (
    customers_with_contact,
    digest_of_contact,
    digest_of_individual,
    individuals_with,
)
from primeline.customers.queries.reach import visible_to
from primeline.search.values import Rows
from primeline.staff.reach import Reach

# A reach is a value: the same person has an equal one until a posting, a grant or a name changes.
REACHES = 1024

# They stand for the digests that are asked for, wherever the statement holds one.
AN_INDIVIDUAL, A_CONTACT = "an individual", "a contact"

Converters = Mapping[int, tuple[Sequence[Callable[[Any, Any, Any], Any]], Any]]


@dataclass(frozen=True, kw_only=True)
class AccountRows(Rows):
    """The accounts within a reach or open for a time, as lists show them."""

    converters: Converters

    def named(self, row: Sequence[Any]) -> dict[str, Any]:
        """Return a row of the database by column, in the kinds of values that models have."""
        found = list(row)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                found[place] = convert(found[place], expression, connection)
        return dict(zip(COLUMNS, found, strict=True))


@lru_cache(maxsize=REACHES)
def account_rows(reach: Reach) -> AccountRows | None:
    """Return the rows of accounts within reach or open for a time; None if there can be none."""
    return _compiled(visible_to(reach, with_granted=True))


@lru_cache(maxsize=REACHES)
def richest_rows(reach: Reach, most: int) -> AccountRows | None:
    """Return so many of these rows, whoever pays most first."""
    rows = visible_to(reach, with_granted=True)
    return _compiled(rows.order_by("-monthly_fee_cents", "id")[:most])


def ids_by_person(reach: Reach, text: str, most: int) -> list[int]:
    """Return so many accounts whose people, seen in clear, have this whole name or number."""
    digests = {AN_INDIVIDUAL: digest_of_individual(text), A_CONTACT: digest_of_contact(text)}
    rows = _rows_by_person(reach, most) if any(digests.values()) else None
    if rows is None:
        return []
    values = [digests.get(v, v) if isinstance(v, str) else v for v in rows.values]
    with connection.cursor() as cursor:
        cursor.execute(rows.statement, values)
        return [row[0] for row in cursor.fetchall()]


@lru_cache(maxsize=REACHES)
def _rows_by_person(reach: Reach, most: int) -> Rows | None:
    people = individuals_with(reach, AN_INDIVIDUAL)
    asked = people.union(customers_with_contact(reach, A_CONTACT), all=True)[:most]
    try:
        statement, values = asked.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return None
    return Rows(statement=statement, values=tuple(values))


def _compiled(accounts: QuerySet[Customer]) -> AccountRows | None:
    query = accounts.values_list(*COLUMNS).query
    compiler = query.get_compiler(connection=connection)
    try:
        statement, values = compiler.as_sql()
    except EmptyResultSet:
        return None
    shown = [column[0] for column in compiler.select]
    return AccountRows(
        statement=statement, values=tuple(values), converters=compiler.get_converters(shown)
    )
