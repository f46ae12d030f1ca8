"""Questions to the database that are built once: building one costs more than asking it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Converters = Mapping[int, tuple[Sequence[Callable[[Any, Any, Any], Any]], Any]]


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A question as SQL, with the values that it was built with."""

    statement: str
    values: tuple[Any, ...]
    converters: Converters

    def rows(self, given: Mapping[Any, Any]) -> list[tuple[Any, ...]]:
        """Return the rows of the answer, in the kinds of values that models have.

        `given` says what stands in the place of which value that the question was built with.
        """
        instead = {_stored(built): _stored(value) for built, value in given.items()}
        with connection.cursor() as cursor:
            cursor.execute(self.statement, [instead.get(value, value) for value in self.values])
            return [self.converted(row) for row in cursor.fetchall()]

    def converted(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """Return a row of the database in the kinds of values that models have."""
        found = list(row)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                found[place] = convert(found[place], expression, connection)
        return tuple(found)


def prepared(question: QuerySet[Any, Any]) -> Prepared:
    """Return a question about columns, built for the database that is connected.

    :raises EmptyResultSet: if nothing can be an answer
    """
    compiler = question.query.get_compiler(connection=connection)
    statement, values = compiler.as_sql()
    converters = compiler.get_converters([column[0] for column in compiler.select])
    return Prepared(statement=statement, values=tuple(values), converters=converters)


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
