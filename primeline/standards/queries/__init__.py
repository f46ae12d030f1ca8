"""Questions about steps, reasons to pause, standards, and the matrix."""

from primeline.standards.queries.library import standards
from primeline.standards.queries.matrix import digest_of, matrix_at, rows_of, ruling
from primeline.standards.queries.steps import (
    get_pause_reason,
    get_step,
    pause_reasons,
    rungs_of,
    steps,
)

__all__ = [
    "digest_of",
    "get_pause_reason",
    "get_step",
    "matrix_at",
    "pause_reasons",
    "rows_of",
    "ruling",
    "rungs_of",
    "standards",
    "steps",
]
