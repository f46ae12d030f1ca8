"""Reference data of this room, for choices on pages."""

from django.db.models import Count, QuerySet

from primeline.customers.models import Industry
from primeline.kit.reference import row_with_code


def industries(*, only_active: bool = True) -> QuerySet[Industry]:
    """Return the industries in their order."""
    rows = Industry.objects.order_by("position", "code")
    return rows.filter(is_active=True) if only_active else rows


def industries_in_use() -> QuerySet[Industry]:
    """Return all industries, each with `use_count`, the number of accounts classed by it."""
    return Industry.objects.annotate(use_count=Count("customers")).order_by("position", "code")


def get_industry(code: str) -> Industry:
    """Return one industry.

    :raises NotFound: if there is none with this code
    """
    return row_with_code(Industry, code)
