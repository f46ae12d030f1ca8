"""The library of standards."""

from primeline.kit.errors import NotFound
from primeline.standards.models import Standard


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
