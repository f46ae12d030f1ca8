"""What the database says when something lies where something else lies already."""

from django.db import IntegrityError

from primeline.addresses.structures import OVERLAP
from primeline.kit.saving import is_taken

EXCLUSION_VIOLATION = "23P01"


def is_overlap(error: IntegrityError) -> bool:
    """Test whether a row was refused because its place is taken."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state == EXCLUSION_VIOLATION or OVERLAP in str(error) or is_taken(error)
