"""Files that people take away: a template for each target, and the rows of a batch in error."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from primeline.audit import actions as audit
from primeline.imports import queries
from primeline.imports.choices import RowState, Target
from primeline.imports.marks import mark
from primeline.imports.models import Batch
from primeline.imports.targets import LAYOUTS, Field, Kind
from primeline.imports.targets.field import READER
from primeline.imports.wording import sentence
from primeline.kit.deeds import Actor, deed


def template(target: Target, *, reader: str) -> Iterator[list[Any]]:
    """Return the lines of a template: headings and one example, in the reader's language.

    Where the example names one of us, it is the `reader`, by their user name.
    """
    fields = [field for field in LAYOUTS[target].fields if field.group != "SERVICES"]
    yield [str(field.label) for field in fields]
    yield [_example(field, reader) for field in fields]


@deed("imports.take_errors")
def take_errors(*, batch: Batch, by: Actor, at: datetime, through: str) -> Iterator[list[Any]]:
    """Return the rows in error as they came, each with what is wrong with it, on record.

    The first line names who took them, when, and through which door; the import passes it over.
    """
    count = queries.rows_of(batch, RowState.FAULTY).count()
    audit.look(
        subject_kind="imported rows",
        subject_id=str(batch.pk),
        purpose=_("Rows in error of an imported file"),
        rows_count=count,
        by=by,
        at=at,
    )
    return _error_lines(batch, mark(by=by, at=at, count=count, through=through))


def _error_lines(batch: Batch, above: str) -> Iterator[list[Any]]:
    yield [above]
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


def _example(field: Field, reader: str) -> str:
    if field.example == READER:
        return reader
    if field.kind is Kind.CHOICE and field.choices is not None:
        return str(field.choices(field.example).label) if field.example else ""
    if field.kind is Kind.FLAG:
        return _("yes") if field.example == "yes" else _("no")
    return str(field.example)
