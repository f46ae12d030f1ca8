"""Which rows an address asks for: the movements behind one number."""

from dataclasses import dataclass
from datetime import date

from primeline.customers import queries as customers
from primeline.kit import months
from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.kpi import queries as kpi
from primeline.kpi.choices import LineChoice, MovementKind
from primeline.kpi.values import Movement, RowFilter, Scope
from primeline.products.choices import Influence
from primeline.web.figures.asked import Asked, month_named
from primeline.web.requests import PersonRequest

MOST_MONTHS = 36


@dataclass(frozen=True, kw_only=True)
class WantedRows:
    """A number and the movements it counts."""

    asked: Asked
    first: date
    last: date
    kinds: tuple[MovementKind, ...]
    movements: list[Movement]

    @property
    def title(self) -> str:
        """What the rows are: kinds of movements."""
        return " · ".join(str(kind.label) for kind in self.kinds)

    @property
    def is_base(self) -> bool:
        """Whether the rows are what was held, not what happened."""
        return self.kinds == (MovementKind.HELD,)

    @property
    def total_cents(self) -> int:
        return sum(movement.cents for movement in self.movements)


def wanted_rows(request: PersonRequest, asked: Asked) -> WantedRows:
    """Return the movements that the address asks for.

    :raises NotFound: if it asks for something that does not exist or is out of reach
    """
    given = request.GET
    first, last = month_named(given.get("from", "")), month_named(given.get("to", ""))
    if not first <= last <= asked.this_month or len(months.span(first, last)) > MOST_MONTHS:
        raise NotFound
    try:
        kinds = tuple(MovementKind(kind) for kind in given.getlist("kind"))
        influence = Influence(given["influence"]) if given.get("influence") else None
    except ValueError as wrong:
        raise NotFound from wrong
    if not kinds:
        raise NotFound
    wanted = RowFilter(
        months=months.span(first, last),
        kinds=kinds,
        customer_id=_customer_id(asked, given.get("account", "")),
        reason_id=_reason_id(given.get("reason", "")),
        influence=influence,
        as_recorded=given.get("basis") == "recorded",
    )
    return WantedRows(
        asked=asked,
        first=first,
        last=last,
        kinds=kinds,
        movements=_movements(_scope(asked, first, last), wanted),
    )


def _movements(scope: Scope, wanted: RowFilter) -> list[Movement]:
    if MovementKind.HELD in wanted.kinds:
        held = kpi.held_on(scope, scope.first_month)
        return sorted(held, key=lambda m: (m.day, m.subscription_id), reverse=True)
    return kpi.figures_of(scope).select(wanted)


def _scope(asked: Asked, first: date, last: date) -> Scope:
    after = months.shift(last, 1)
    return Scope(
        reach=asked.reach,
        first_month=first,
        as_of=min(asked.today, date.fromordinal(after.toordinal() - 1)),
        unit_path=asked.unit.path if asked.unit else "",
        lines=asked.lines or LineChoice.LEASED,
        is_key_only=asked.is_key_only,
    )


def _reason_id(text: str) -> int | None:
    reason_id = whole_number(text)
    if text and reason_id is None:
        raise NotFound
    return reason_id


def _customer_id(asked: Asked, number: str) -> int | None:
    return customers.get_customer(asked.reach, number).pk if number else None
