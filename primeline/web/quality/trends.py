"""How whole the records were month by month: a unit, the units under it, and their managers."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from primeline.kit import months
from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.quality import queries
from primeline.quality.queries import Trend, TrendScope
from primeline.staff.choices import Permission
from primeline.web import formats
from primeline.web.figures.places import Places
from primeline.web.home import sparks
from primeline.web.pages import page, today
from primeline.web.quality.chosen import MOST, read
from primeline.web.quality.records import chart_of
from primeline.web.requests import PersonRequest

AT_ONCE = 30
MONTHS = 12


@page(Permission.VIEW_FIGURES)
def trends(request: PersonRequest) -> HttpResponse:
    """Show how whole the records of a unit or a manager were, and of those under it."""
    start = whole_number(request.GET.get("start") or "0", most=MOST)
    if start is None:
        raise NotFound
    chosen = read(request, with_places=True)
    this_month = months.first_of(today())
    scope = TrendScope(
        since=months.shift(this_month, 1 - MONTHS),
        unit_path=chosen.unit_path,
        manager_id=chosen.manager_id,
    )
    places = chosen.places or Places(all=[], is_by_rank=False)
    shown_under = {unit: part.id for unit, part in places.parts(chosen.unit).items()}
    units = _worst_first(
        queries.unit_trends(request.reach, scope, shown_under=shown_under).values()
    )
    whole = queries.whole_of(units)
    if chosen.manager_id is not None and not whole.months:
        raise NotFound
    ids = queries.managers_kept(
        request.reach,
        scope,
        month=max(whole.months, default=this_month),
        start=start,
        most=AT_ONCE + 1,
    )
    managers = queries.manager_trends(request.reach, scope, manager_ids=ids[:AT_ONCE])
    context = {
        "chosen": chosen,
        "among": places,
        "by_id": {place.id: place for place in places.all},
        "root": places.root(chosen.unit),
        "whole": whole,
        "units": units,
        "managers": managers,
        "start": start,
        "size": AT_ONCE,
        "next_start": start + AT_ONCE if len(ids) > AT_ONCE else None,
        "chart_options": chart_of(whole.scores),
        "sparks": sparks,
        "scale": _scale([*units, *managers]),
        "answer": _answer(whole),
    }
    return render(request, "web/quality/trends.html", context)


def _worst_first(found: Iterable[Trend]) -> list[Trend]:
    with_any = [one for one in found if one.months]
    return sorted(with_any, key=lambda one: (one.latest.score, one.name_zh))


def _scale(trends: Iterable[Trend]) -> tuple[int, int]:
    """Return the one scale on which all small lines are drawn, in whole tens."""
    scores = [score for one in trends for _, score in one.scores]
    if not scores:
        return 0, 100
    return min(scores) // 10 * 10, -(-max(scores) // 10) * 10


def _answer(whole: Trend) -> str:
    change = whole.change
    if change is None:
        return ""
    facts = {
        "score": whole.latest.score,
        "points": abs(change),
        "month": formats.month(min(whole.months)),
    }
    if change > 0:
        return _("Whole to %(score)s of 100: %(points)s more than in %(month)s.") % facts
    if change < 0:
        return _("Whole to %(score)s of 100: %(points)s less than in %(month)s.") % facts
    return _("Whole to %(score)s of 100, as in %(month)s.") % facts
