"""What a new installation starts with: steps, pause reasons, standards, the first matrix."""

from primeline.standards.shipped.library import STANDARDS, ShippedStandard
from primeline.standards.shipped.matrix import ROWS, ShippedRow
from primeline.standards.shipped.steps import PAUSE_REASONS, STEPS, ShippedReason, ShippedStep

__all__ = [
    "PAUSE_REASONS",
    "ROWS",
    "STANDARDS",
    "STEPS",
    "ShippedReason",
    "ShippedRow",
    "ShippedStandard",
    "ShippedStep",
]
