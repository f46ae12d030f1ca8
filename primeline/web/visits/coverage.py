"""Coverage of units: kept, late, missed and unstaffed, by person and unit, down to the rows."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.kit import clock, months
from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.visits import queries
from primeline.visits.choices import ActionState
from primeline.visits.queries import Bar, Coverage, CoverageFilter
from primeline.web import formats
from primeline.web.days import day_in
from primeline.web.pages import page
from primeline.web.requests import PersonRequest
from primeline.web.visits.words import (
    COLORS,
    TONES,
    action_state_words,
    counted_words,
    person_words,
    put_off_words,
    written_words,
)

LEAD = Permission.LEAD_COMMITMENTS
AT_ONCE = 50
MOST_BARS = 20
MONTHS_BACK = 12


@page(LEAD)
def unit(request: PersonRequest) -> HttpResponse:
    """Show what became of the visits and calls that came due in a month."""
    at = clock.now()
    wanted = read(request)
    found = queries.coverage_of(request.reach, replace(wanted, is_ahead=False), at=at)
    rows = queries.coverage_rows(request.reach, wanted, at=at)
    people = found.by("person_id")
    names = {**staff.names_by_id({bar.key for bar in people} - {0}), 0: _("nobody by name")}
    units = staff.units_in_order(request.reach, LEAD)
    unit_names = {one.pk: one.name for one in units}
    count = rows.count()
    start = whole_number(request.GET.get("start", "")) or 0
    start = start if start < count else 0
    listed = list(rows[start : start + AT_ONCE])
    this_month = months.first_of(timezone.localdate(at))
    context: dict[str, Any] = {
        "wanted": wanted,
        "whole": found.whole,
        "people": people,
        "names": names,
        "by_unit": found.by("unit_id"),
        "unit_names": unit_names,
        "units": units,
        "unit_id": request.GET.get("unit", ""),
        "months": [months.shift(this_month, -back) for back in range(MONTHS_BACK)],
        "chart_options": _chart(people, names),
        "rows": listed,
        "named": queries.named_in(request.reach, listed),
        **person_words(),
        "count": count,
        "start": start,
        "size": AT_ONCE,
        "unstaffed_count": queries.coverage_rows(
            request.reach,
            CoverageFilter(month=wanted.month, unit_path=wanted.unit_path, is_ahead=True),
            at=at,
        ).count(),
        "states": list(ActionState),
        "state_words": action_state_words,
        "counted_words": counted_words,
        "put_off_words": put_off_words,
        "written_words": written_words,
        "tones": TONES,
        "may_export": request.reach.may(Permission.EXPORT_CUSTOMERS),
        "answer": _answer(found),
        "today": timezone.localdate(at),
        "at": at,
    }
    return render(request, "web/visits/unit.html", context)


def read(request: PersonRequest) -> CoverageFilter:
    """Return what the address asks for.

    :raises NotFound: if it names what there is not
    """
    given = request.GET
    state = given.get("state", "")
    if state and state not in [one.value for one in ActionState]:
        raise NotFound
    unit_id = whole_number(given.get("unit", ""))
    place = staff.get_unit(request.reach, unit_id, permission=LEAD) if unit_id else None
    return CoverageFilter(
        month=_month(given.get("month", "")),
        state=ActionState(state) if state else None,
        person_id=whole_number(given.get("person", "")),
        unit_path=place.path if place is not None else "",
        is_ahead=given.get("ahead") == "1",
    )


def _month(text: str) -> date:
    asked = day_in(text) or timezone.localdate(clock.now())
    return months.first_of(asked)


def _chart(people: list[Bar], names: dict[int, str]) -> dict[str, Any]:
    """Return stacked bars of people, the lowest coverage on top."""
    shown = [bar for bar in people if any(bar.counts.get(state) for state in COLORS)][:MOST_BARS]
    shown.reverse()
    return {
        "color": list(COLORS.values()),
        "grid": {"left": 10, "right": 20, "top": 40, "bottom": 30, "containLabel": True},
        "legend": {"top": 0, "type": "scroll"},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "data": [names[bar.key] for bar in shown]},
        "series": [
            {
                "name": action_state_words(state),
                "type": "bar",
                "stack": "coverage",
                "data": [bar.counts.get(state, 0) for bar in shown],
            }
            for state in COLORS
        ],
    }


def _answer(found: Coverage) -> str:
    whole = found.whole
    if whole.coverage is None:
        return _("Nothing came due in this month.")
    said = ngettext(
        "%(kept)s of %(count)s that came due was kept in time: %(share)s.",
        "%(kept)s of %(count)s that came due were kept in time: %(share)s.",
        whole.owed_count,
    )
    return said % {
        "kept": formats.count(whole.counts.get(ActionState.KEPT, 0)),
        "count": formats.count(whole.owed_count),
        "share": formats.share(whole.coverage),
    }
