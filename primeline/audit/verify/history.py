"""Checking that the history of each row joins up: each change begins where the last one ended."""

from collections.abc import Iterator

from primeline.audit.choices import FindingKind
from primeline.audit.verify.findings import Finding
from primeline.audit.verify.rows import as_object, differing, stream
from primeline.audit.walls.metadata import HISTORY, ArchiveTable

STEPS = """
SELECT id, row_id, operation, before, previous FROM (
    SELECT id, row_id, operation, before,
           lag(after) OVER (PARTITION BY row_id ORDER BY id) AS previous
    FROM {history} WHERE "table" = '{table}'
) AS steps
WHERE (operation = 'I' AND previous IS NOT NULL) OR (operation = 'U' AND previous IS NULL)
   OR (operation = 'U' AND before <> previous)
"""


def check_histories(table: ArchiveTable) -> Iterator[Finding]:
    """Return each place where a change of a row does not begin where the last one ended."""
    steps = stream(STEPS.format(history=HISTORY, table=table.name))
    for number, row_id, operation, before, previous in steps:
        is_first = operation == "I" or previous is None
        if is_first or differing(as_object(before), as_object(previous)):
            yield Finding(
                kind=FindingKind.HISTORY_TORN,
                table=table.name,
                row_id=row_id,
                details=str(number),
            )
