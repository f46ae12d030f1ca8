"""Which of two rules is tighter whatever the calendar, and for which cases each is meant."""

from primeline.standards.choices import Clock
from primeline.standards.values import DIMENSIONS, Row

# The same length is over first around the clock, then in working days, then in working hours.
_SLOWNESS = {Clock.NATURAL: 0, Clock.WORKDAYS: 1, Clock.WORKING: 2}


def is_never_later(row: Row, other: Row) -> bool:
    """Test whether the deadline by `row` is never after that by `other`, on any calendar."""
    length, pace = row.limit_seconds - other.limit_seconds, _pace(row) - _pace(other)
    # Counted back from a fixed moment, what takes longer has to be done earlier.
    return length >= 0 <= pace if row.counts_back else length <= 0 >= pace


def is_looser(row: Row, other: Row) -> bool:
    """Test whether `row` can only ever be later than `other`, or the same."""
    return is_never_later(other, row) and not is_never_later(row, other)


def covers(wide: Row, narrow: Row) -> bool:
    """Test whether every case that `narrow` speaks of is one that `wide` speaks of."""
    return (
        wide.step == narrow.step
        and all(getattr(wide, name) in ("", getattr(narrow, name)) for name in DIMENSIONS)
        and (wide.unit_id is None or f"/{wide.unit_id}/" in narrow.unit_path)
        and wide.customer_id in (None, narrow.customer_id)
    )


def meet(row: Row, other: Row) -> bool:
    """Test whether there may be a case that both speak of."""
    return (
        row.step == other.step
        and all(_agree(getattr(row, name), getattr(other, name)) for name in DIMENSIONS)
        and _units_agree(row, other)
        and _agree(row.customer_id or "", other.customer_id or "")
    )


def _pace(row: Row) -> int:
    return _SLOWNESS[Clock(row.clock)]


def _agree(one: object, other: object) -> bool:
    return "" in (one, other) or one == other


def _units_agree(row: Row, other: Row) -> bool:
    if row.unit_id is None or other.unit_id is None:
        return True
    return f"/{row.unit_id}/" in other.unit_path or f"/{other.unit_id}/" in row.unit_path
