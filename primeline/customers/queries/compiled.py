"""Rows within reach as SQL, built once for a reach: building costs as much as running it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
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
from primeline.kit.prepared import Prepared, prepared
from primeline.search.values import Rows
from primeline.staff.reach import Reach

# A reach is a value: the same person has an equal one until a posting, a grant or a name changes.
REACHES = 1024

# They stand for the digests that are asked for, wherever the statement holds one.
AN_INDIVIDUAL, A_CONTACT = "an individual", "a contact"


@dataclass(frozen=True, kw_only=True)
class AccountRows(Rows):
    """The accounts within a reach or open for a time, as lists show them."""

    question: Prepared

    def named(self, row: Sequence[Any]) -> dict[str, Any]:
        """Return a row of the database by column, in the kinds of values that models have."""
        return dict(zip(COLUMNS, self.question.converted(row), strict=True))


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
    question = _rows_by_person(reach, most) if any(digests.values()) else None
    return [row[0] for row in question.rows(digests)] if question else []


@lru_cache(maxsize=REACHES)
def _rows_by_person(reach: Reach, most: int) -> Prepared | None:
    people = individuals_with(reach, AN_INDIVIDUAL)
    asked = people.union(customers_with_contact(reach, A_CONTACT), all=True)[:most]
    try:
        return prepared(asked)
    except EmptyResultSet:
        return None


def _compiled(accounts: QuerySet[Customer]) -> AccountRows | None:
    try:
        question = prepared(accounts.values_list(*COLUMNS))
    except EmptyResultSet:
        return None
    return AccountRows(statement=question.statement, values=question.values, question=question)
