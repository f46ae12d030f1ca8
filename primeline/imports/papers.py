"""Files that people take away: a template for each target, and the rows of a batch in error."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from primeline.imports import queries
from primeline.imports.choices import RowState, Target
from primeline.imports.models import Batch
from primeline.imports.targets import LAYOUTS, Field, Kind
from primeline.imports.wording import sentence


def template(target: Target) -> Iterator[list[Any]]:
    """Return the lines of a template: headings in the reader's language, and one example."""
    fields = [field for field in LAYOUTS[target].fields if field.group != "SERVICES"]
    yield [str(field.label) for field in fields]
    yield [_example(field) for field in fields]


def error_lines(batch: Batch) -> Iterator[list[Any]]:
    """Return the rows in error as they came, each with what is wrong with it."""
    yield [*batch.headings, _("Row"), _("Error")]
    for row in queries.rows_of(batch, RowState.FAULTY).iterator(chunk_size=1000):
        cells = [*row.cells, *[""] * len(batch.headings)][: len(batch.headings)]
        yield [*cells, row.row_number, " ".join(told(row.problems))]


def told(problems: list[dict[str, Any]]) -> list[str]:
    """Return each problem as a sentence that begins with its column."""
    return [
        _("%(column)s: %(problem)s") % {"column": problem["column"], "problem": sentence(problem)}
        if problem["column"]
        else sentence(problem)
        for problem in problems
    ]


def _example(field: Field) -> str:
    if field.kind is Kind.CHOICE and field.choices is not None:
        return str(field.choices(field.example).label) if field.example else ""
    if field.kind is Kind.FLAG:
        return _("yes") if field.example == "yes" else _("no")
    return field.example
