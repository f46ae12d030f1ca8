"""Asking the index of grams, in the words of each database."""

from collections.abc import Iterable
from typing import Any, Final

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler

from primeline.search.structures import GRAM_INDEX, TABLE

SQLITE_ASKS: Final = f"SELECT rowid FROM {GRAM_INDEX} WHERE {GRAM_INDEX} MATCH %s"  # noqa: S608 - names of ours


def holding(grams: list[str], *, vendor: str) -> tuple[str, str, Any]:
    """Return where entries `e` that hold all these grams stand, the condition, and what is bound.

    Whoever wants some of many gets them without waiting for the rest.
    """
    if vendor == "postgresql":
        return f"{TABLE} AS e", "string_to_array(e.grams, ' ') @> %s::text[]", grams
    # A cross join is one whose order SQLite leaves alone: the index first.
    source = f"{GRAM_INDEX} AS g CROSS JOIN {TABLE} AS e ON e.id = g.rowid"
    return source, f"{GRAM_INDEX} MATCH %s", _all_of(grams)


class GramsField(models.TextField):  # type: ignore[type-arg]
    """Space-separated grams, which a `hold` lookup finds through the index."""


@GramsField.register_lookup
class Hold(Lookup):
    """Whether all the grams given are in the field."""

    lookup_name = "hold"
    prepare_rhs = False

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        row = f"{connection.ops.quote_name(self.lhs.alias)}.id"
        return f"{row} IN ({SQLITE_ASKS})", [self._asked()]

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        field, parameters = self.process_lhs(compiler, connection)
        return f"string_to_array({field}, ' ') @> %s::text[]", [*parameters, list(self.rhs)]

    def _asked(self) -> str:
        return _all_of(self.rhs)


@GramsField.register_lookup
class HoldOneOf(Hold):
    """Whether all the grams of one of the sets given are in the field."""

    lookup_name = "hold_one_of"

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        field, parameters = self.process_lhs(compiler, connection)
        one = f"string_to_array({field}, ' ') @> %s::text[]"
        bound = [value for grams in self.rhs for value in (*parameters, list(grams))]
        return f"({' OR '.join([one] * len(self.rhs))})", bound

    def _asked(self) -> str:
        return " OR ".join(f"({_all_of(grams)})" for grams in self.rhs)


def _all_of(grams: Iterable[str]) -> str:
    return " AND ".join(f'"{gram}"' for gram in grams)
