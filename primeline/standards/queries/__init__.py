"""Questions about steps, reasons to pause, standards, and the matrix."""

from primeline.standards.queries.library import citations_of, get_standard, standards
from primeline.standards.queries.matrix import digest_of, matrix_at, row_value, rows_of, ruling
from primeline.standards.queries.steps import (
    get_pause_reason,
    get_step,
    pause_reasons,
    rungs_from,
    rungs_of,
    steps,
)
from primeline.standards.queries.versions import (
    get_rule,
    get_version,
    is_anything_to_announce,
    latest_approved,
    rivals_of,
    version_in_force,
    versions,
    versions_waiting,
)

__all__ = [
    "citations_of",
    "digest_of",
    "get_pause_reason",
    "get_rule",
    "get_standard",
    "get_step",
    "get_version",
    "is_anything_to_announce",
    "latest_approved",
    "matrix_at",
    "pause_reasons",
    "rivals_of",
    "row_value",
    "rows_of",
    "ruling",
    "rungs_from",
    "rungs_of",
    "standards",
    "steps",
    "version_in_force",
    "versions",
    "versions_waiting",
]
