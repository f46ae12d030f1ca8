"""The library of standards."""

from primeline.standards.models import Standard


def standards() -> list[Standard]:
    """Return all standards: laws first, each edition after the one that replaced it."""
    return list(
        Standard.objects.select_related("unit", "replaces").order_by("kind", "number", "-edition")
    )
