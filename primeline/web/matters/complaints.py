"""Complaints per hundred accounts: how many came in, of how many accounts, unit by unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext

from primeline.commitments.queries.received import (
    ComplaintFilter,
    Rate,
    complaint_rates,
    complaint_rows,
    rate_of,
)
from primeline.kit import clock
from primeline.kit.sent import whole_number
from primeline.staff import queries as staff
from primeline.web import formats
from primeline.web.matters import stretches
from primeline.web.matters.board import LEAD
from primeline.web.matters.lines import lines_of
from primeline.web.matters.outcomes import heads_below
from primeline.web.matters.stretches import Stretch
from primeline.web.matters.ticking import patterns
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.staff.models import Unit

AT_ONCE = 100
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A unit with all below it, or without if it stands alone, and its complaints."""

    unit: "Unit"
    rate: Rate
    is_alone: bool = False


@page(LEAD)
def complaints(request: PersonRequest) -> HttpResponse:
    """Show how many complaints came in within a month, per hundred accounts, and which."""
    at = clock.now()
    stretch = stretches.asked(request.GET.get("period", ""), at)
    unit_id = whole_number(request.GET.get("unit", ""))
    place = staff.get_unit(request.reach, unit_id, permission=LEAD) if unit_id else None
    is_alone = place is not None and request.GET.get("alone") == "1"
    wanted = filter_of(stretch, at, place=place, is_alone=is_alone)
    rates = complaint_rates(request.reach, wanted)
    whole = rate_of(rates)
    rows = complaint_rows(request.reach, wanted)
    start = whole_number(request.GET.get("start", "")) or 0
    start = start if start < whole.complaints_count else 0
    units = staff.units_in_order(request.reach, LEAD)
    today = timezone.localdate(at)
    context: dict[str, Any] = {
        "stretch": stretch,
        "months": stretches.lately(stretches.month_of(today))[::-1],
        "last_day": wanted.last_day,
        "whole": whole,
        "rate_words": rate_words,
        "by_unit": [] if is_alone else _by_unit(rates, units, place),
        "units": units,
        "place": place,
        "is_alone": is_alone,
        "lines": lines_of(request, rows[start : start + AT_ONCE], at, tells_word=True)
        if whole.complaints_count
        else [],
        "count": whole.complaints_count,
        "start": start,
        "size": AT_ONCE,
        "answer": _answer(whole, stretch),
        "patterns": patterns(),
        "at": at,
    }
    return render(request, "web/matters/complaints.html", context)


def filter_of(
    stretch: Stretch, at: datetime, *, place: "Unit | None" = None, is_alone: bool = False
) -> ComplaintFilter:
    """Return what is counted of a stretch of time; accounts are those of its last day so far."""
    since, until = stretch.moments(at)
    return ComplaintFilter(
        since=since,
        until=until,
        last_day=min(stretch.end - DAY, timezone.localdate(at)),
        unit_path=place.path if place is not None else "",
        is_unit_alone=is_alone,
    )


def rate_words(rate: Rate) -> str:
    """Return how many complaints a hundred accounts made."""
    return formats.NOTHING if rate.per_hundred is None else f"{rate.per_hundred:.2f}"


def _by_unit(rates: dict[int, Rate], units: "Sequence[Unit]", place: "Unit | None") -> list[Row]:
    """Return the units next below, each with all below it, and what the unit itself has."""
    alone, heads = heads_below(units, place)
    paths = {one.pk: one.path for one in units}
    found = []
    for head in heads:
        below = {key: one for key, one in rates.items() if paths[key].startswith(head.path)}
        if below:
            found.append(Row(unit=head, rate=rate_of(below)))
    if alone is not None and alone.pk in rates:
        found.insert(0, Row(unit=alone, rate=rates[alone.pk], is_alone=True))
    return found


def _answer(whole: Rate, stretch: Stretch) -> str:
    said = ngettext(
        "%(period)s: %(count)s complaint of %(accounts)s accounts, %(rate)s per 100.",
        "%(period)s: %(count)s complaints of %(accounts)s accounts, %(rate)s per 100.",
        whole.complaints_count,
    )
    return said % {
        "period": stretch.words,
        "count": formats.count(whole.complaints_count),
        "accounts": formats.count(whole.accounts_count),
        "rate": rate_words(whole),
    }
