"""Human-readable numbers, drawn without gaps."""

from django.db.models import F

from primeline.kit.models import NumberSeries


def next_number(series: str) -> int:
    """Draw the next number of a series without gaps. Call it inside a transaction.

    The update holds the row until commit, so two callers never draw the same number.
    """
    return next_numbers(series, count=1)


def next_numbers(series: str, *, count: int) -> int:
    """Draw `count` numbers at once and return the first of them."""
    NumberSeries.objects.get_or_create(name=series)
    NumberSeries.objects.filter(name=series).update(latest=F("latest") + count)
    return NumberSeries.objects.get(name=series).latest - count + 1
