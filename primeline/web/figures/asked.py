"""What a page of figures is asked for: lines, unit, month; read from the address."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from primeline.kit import months
from primeline.kit.errors import NotFound
from primeline.kpi.choices import LineChoice
from primeline.kpi.values import Scope
from primeline.products import queries as products
from primeline.staff.reach import Reach
from primeline.web.days import is_usual
from primeline.web.figures.places import Place, Places, places_of
from primeline.web.requests import PersonRequest

YEAR = 12


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question about figures, as its address puts it."""

    reach: Reach
    at: datetime
    month: date
    places: Places
    lines: str = LineChoice.LEASED
    unit: Place | None = None
    is_key_only: bool = True

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    @property
    def this_month(self) -> date:
        return months.first_of(self.today)

    @property
    def is_running(self) -> bool:
        """Whether the month asked for is the one that still runs."""
        return self.month == self.this_month

    @property
    def year(self) -> list[date]:
        """The last twelve closed months, up to the month asked for."""
        last = months.shift(self.month, -1) if self.is_running else self.month
        return months.span(months.shift(last, 1 - YEAR), last)

    @property
    def year_before(self) -> list[date]:
        return [months.shift(month, -YEAR) for month in self.year]

    @property
    def recent(self) -> list[date]:
        """The month asked for and the two before it."""
        return months.span(months.shift(self.month, -2), self.month)

    @property
    def month_a_year_before(self) -> date:
        return months.shift(self.month, -YEAR)

    @property
    def scope(self) -> Scope:
        """Two years and the month asked for, within the reach of whoever asks."""
        after = months.shift(self.month, 1)
        last_day = self.today if self.is_running else date.fromordinal(after.toordinal() - 1)
        return Scope(
            reach=self.reach,
            first_month=self.year_before[0],
            as_of=last_day,
            unit_path=self.unit.path if self.unit else "",
            lines=self.lines,
            is_key_only=self.is_key_only,
        )

    def query(self, **changes: Any) -> str:
        """Return the query string of this question with some of it changed."""
        said = {
            "lines": "" if self.lines == LineChoice.LEASED else self.lines,
            "unit": self.unit.code if self.unit else "",
            "month": "" if self.is_running else f"{self.month:%Y-%m}",
            "all": "" if self.is_key_only else "1",
        } | changes
        kept = {name: value for name, value in said.items() if value not in ("", None)}
        return f"?{urlencode(kept, doseq=True)}" if kept else "?"


def asked(request: PersonRequest, at: datetime) -> Asked:
    """Return what the address asks for.

    :raises NotFound: if it names a unit out of reach, or a line or month that does not exist
    """
    this_month = months.first_of(timezone.localdate(at))
    places = places_of(request.reach)
    code = request.GET.get("unit", "")
    return Asked(
        reach=request.reach,
        at=at,
        month=_month(request.GET.get("month", ""), this_month),
        places=places,
        lines=_lines(request.GET.get("lines", "")),
        unit=places.get(code) if code else None,
        is_key_only=request.GET.get("all") != "1",
    )


def month_named(text: str) -> date:
    """Return the month that `2026-04` names.

    :raises NotFound: if it names none
    """
    try:
        month = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no time zone
    except ValueError as wrong:
        raise NotFound from wrong
    if not is_usual(month):
        raise NotFound
    return month


def _month(text: str, this_month: date) -> date:
    if not text:
        return this_month
    month = month_named(text)
    if month > this_month:
        raise NotFound
    return month


def _lines(text: str) -> str:
    if not text or text in LineChoice.values:
        return text or LineChoice.LEASED
    return products.get_line(text).code
