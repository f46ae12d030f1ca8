"""The library of standards."""

from collections import Counter

from primeline.kit.errors import NotFound
from primeline.standards.models import Standard
from primeline.standards.values import Matrix


def standards() -> list[Standard]:
    """Return all standards: laws first, each edition after the one that replaced it."""
    return list(
        Standard.objects.select_related("unit", "replaces").order_by("kind", "number", "-edition")
    )


def get_standard(pk: int) -> Standard:
    """Return one standard.

    :raises NotFound: if there is none
    """
    found = Standard.objects.select_related("unit", "replaces").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def citations_of(matrix: Matrix) -> dict[int, int]:
    """Return how many rules of a matrix cite each standard, by its id."""
    return Counter(row.standard_id for row in matrix.rows if row.standard_id is not None)
