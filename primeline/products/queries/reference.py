"""Lines of business and termination reasons, for choices and for the reference pages."""

from django.db.models import Count, QuerySet

from primeline.kit.reference import row_with_code
from primeline.products.models import LineOfBusiness, TerminationReason


def lines_in_use() -> QuerySet[LineOfBusiness]:
    """Return all lines of business, each with `use_count`, how many subscriptions it has had."""
    return LineOfBusiness.objects.annotate(use_count=Count("subscriptions")).order_by(
        "position", "code"
    )


def lines(*, only_active: bool = True) -> QuerySet[LineOfBusiness]:
    """Return the lines of business in their order."""
    rows = LineOfBusiness.objects.order_by("position", "code")
    return rows.filter(is_active=True) if only_active else rows


def lines_by_id() -> dict[int, LineOfBusiness]:
    """Return every line of business, also those no longer in use, in their order."""
    return {line.pk: line for line in LineOfBusiness.objects.order_by("position", "code")}


def reasons_by_id() -> dict[int, TerminationReason]:
    """Return every reason for terminations, also those no longer in use, in their order."""
    return {reason.pk: reason for reason in TerminationReason.objects.order_by("position", "code")}


def get_line(code: str) -> LineOfBusiness:
    """Return one line of business.

    :raises NotFound: if there is none with this code
    """
    return row_with_code(LineOfBusiness, code)


def termination_reasons() -> QuerySet[TerminationReason]:
    """Return all reasons for terminations, also those closed to new use, in their order."""
    return TerminationReason.objects.order_by("position", "code")


def termination_reasons_in_use() -> QuerySet[TerminationReason]:
    """Return all reasons, each with `use_count`, how many terminations were recorded with it."""
    return TerminationReason.objects.annotate(use_count=Count("recorded_for")).order_by(
        "position", "code"
    )


def get_termination_reason(code: str) -> TerminationReason:
    """Return one reason for terminations.

    :raises NotFound: if there is none with this code
    """
    return row_with_code(TerminationReason, code)
