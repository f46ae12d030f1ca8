"""Facts that single people tell, which lie sealed: whether somebody else tells the same."""

from collections.abc import Collection
from typing import Any, Final

from primeline.imports.staging.bench import Bench
from primeline.imports.staging.sealing import PersonalColumns
from primeline.privacy import blind
from primeline.privacy.choices import PersonalKind
from primeline.privacy.models import BlindEntry

ROWS_AT_ONCE: Final = 500


def held_by_others(
    bench: Bench, personal: PersonalColumns, column: str, kind: PersonalKind
) -> list[int]:
    """Return the rows of the file that tell a fact which a stored row of somebody else tells."""
    table = personal.relation.table
    if not bench.rows(f"SELECT 1 FROM {table} AS t WHERE {personal.stored} LIMIT 1"):
        return []
    staged = bench.rows(
        f"SELECT s.row_number, s.target_id, s.{column} FROM {personal.relation.stage} AS s "
        f"WHERE s.fault IS NULL AND s.{column} IS NOT NULL"
    )
    found: list[int] = []
    digest = blind.digester()
    for start in range(0, len(staged), ROWS_AT_ONCE):
        some = staged[start : start + ROWS_AT_ONCE]
        digests = {digest(kind, str(text)): (row, own) for row, own, text in some}
        held = _holders(bench, personal, column, kind, digests)
        found += [digests[known][0] for known, pk in held if pk != digests[known][1]]
    return found


def _holders(
    bench: Bench,
    personal: PersonalColumns,
    column: str,
    kind: PersonalKind,
    digests: Collection[str],
) -> list[tuple[str, int]]:
    """Return (digest, stored row) of those who tell one of these facts.

    Two questions, each with an index of its own: of one that joins both, a planner which has not
    yet heard of the first individuals makes a walk through all accounts.
    """
    people = bench.rows(
        f"SELECT subject, digest FROM {BlindEntry._meta.db_table} "
        f"WHERE kind = %s AND digest IN ({_marks(digests)})",
        kind.value,
        *digests,
    )
    subjects = {subject for subject, _digest in people}
    if not subjects:
        return []
    rows = bench.rows(
        f"SELECT t.subject, t.id FROM {personal.relation.table} AS t "
        f"WHERE t.subject IN ({_marks(subjects)}) AND t.{column} <> '' "
        "AND t.merged_into_id IS NULL",
        *subjects,
    )
    stored: dict[int, list[int]] = {}
    for subject, pk in rows:
        stored.setdefault(subject, []).append(pk)
    return [(known, pk) for subject, known in people for pk in stored.get(subject, ())]


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))
