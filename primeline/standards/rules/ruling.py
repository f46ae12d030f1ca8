"""Which rule sets a deadline: the tightest that applies, whatever the order of the rows."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.kit.errors import Refused
from primeline.standards.choices import WhyLost
from primeline.standards.values import DIMENSIONS, Case, Loser, Row, Ruling

DueOf = Callable[[Row], datetime]


class NoRuleApplies(Refused):
    """The matrix has a gap: nothing says how long this may take."""


def applicable(rows: Iterable[Row], case: Case) -> tuple[Row, ...]:
    """Return the rows that speak of this case."""
    return tuple(row for row in rows if _speaks_of(row, case))


def specificity(row: Row) -> int:
    """Return how narrow a row is: a contract counts most, then a unit, then each dimension."""
    narrow = sum(1 for name in DIMENSIONS if getattr(row, name))
    depth = row.unit_path.count("/") if row.unit_id is not None else 0
    return narrow + 10 * (row.unit_id is not None) + depth + 100 * (row.customer_id is not None)


def winner(rows: Iterable[Row], case: Case, due_of: DueOf) -> Ruling:
    """Return the rule with the earliest deadline, and why the others did not set it.

    Of equal deadlines the narrowest rule is named, then a statutory one, then the older row.

    :raises NoRuleApplies: if no row speaks of this case
    """
    found = [(due_of(row), row) for row in applicable(rows, case)]
    if not found:
        raise NoRuleApplies(
            _("No rule of the matrix says how long this may take. Add one under “Standards”.")
        )
    found.sort(key=_first_wins)
    due, row = found[0]
    also = tuple(
        Loser(row=other, due=late, why=_why(late, other, due, row)) for late, other in found[1:]
    )
    return Ruling(row=row, due=due, also=also)


def _speaks_of(row: Row, case: Case) -> bool:
    if row.step != case.step:
        return False
    if row.unit_id is not None and f"/{row.unit_id}/" not in case.unit_path:
        return False
    if row.customer_id is not None and row.customer_id != case.customer_id:
        return False
    return all(
        wanted in ("", _value(case, name))
        for name in DIMENSIONS
        if (wanted := getattr(row, name)) is not None
    )


def _value(case: Case, dimension: str) -> str:
    value: str = case.counted_area if dimension == "area" else getattr(case, dimension)
    return value


def _first_wins(found: tuple[datetime, Row]) -> tuple[datetime, int, bool, int]:
    due, row = found
    return due, -specificity(row), not row.is_statutory, row.id


def _why(late: datetime, loser: Row, due: datetime, row: Row) -> WhyLost:
    if late > due:
        return WhyLost.LATER
    if specificity(loser) < specificity(row):
        return WhyLost.LESS_SPECIFIC
    if row.is_statutory and not loser.is_statutory:
        return WhyLost.NOT_STATUTORY
    return WhyLost.SAME
