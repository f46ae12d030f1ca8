"""Lines on timelines, written for whole sets of staged rows."""

from dataclasses import dataclass

from primeline.customers.choices import TimelineKind
from primeline.customers.models import TimelineLine
from primeline.imports.staging.bench import Bench
from primeline.kit.deeds import Actor


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Lines to be told: from which rows, on whose timeline, about what, in which words.

    Everything but `kind` and `subject_kind` is SQL; `words` is an object.
    """

    kind: TimelineKind
    source: str
    customer: str
    happened_at: str
    words: str
    subject_kind: str = ""
    subject: str = "NULL"
    order: str = "s.row_number"


def tell(bench: Bench, lines: Lines, *, by: Actor, values: tuple[object, ...] = ()) -> int:
    """Write one line for each row of the source."""
    return bench.run(
        f"INSERT INTO {TimelineLine._meta.db_table} "
        "(customer_id, kind, happened_at, subject_kind, subject_id, words, by_name) "
        f"SELECT {lines.customer}, '{lines.kind.value}', {lines.happened_at}, "
        f"'{lines.subject_kind}', {lines.subject}, {lines.words}, {_text(by.actor_name)} "
        f"FROM {lines.source} ORDER BY {lines.order}",
        *values,
    )


def _text(text: str) -> str:
    # Doubled, because statements with values are formatted by the driver.
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"
