"""What came due and what became of it: kept ÷ owed by step, unit and person, down to the rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from primeline.commitments.choices import OWED, Outcome
from primeline.commitments.queries.boards import MOST_MEASURED
from primeline.commitments.queries.tallies import (
    Aim,
    Taken,
    Tallies,
    Tally,
    TallyFilter,
    sum_of,
    taken_by_step,
    tallies_of,
    tally_rows,
    trend_of,
)
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.kpi.measures import RANKED_FROM
from primeline.kpi.rules import ranks
from primeline.kpi.values import Share
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.standards import queries as standards
from primeline.web import formats
from primeline.web.matters import stretches
from primeline.web.matters.board import LEAD
from primeline.web.matters.flight import cadence
from primeline.web.matters.lines import lines_of
from primeline.web.matters.stretches import Stretch
from primeline.web.matters.ticking import length, limit_words, patterns
from primeline.web.matters.words import outcome_words
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.staff.models import Unit
    from primeline.standards.models import Step

AT_ONCE = 100
# Colors that stay apart for the colorblind (after Okabe and Ito), darkened for white ground.
COLORS: Final = {Outcome.KEPT: "#00785a", Outcome.LATE: "#a88a00", Outcome.MISSED: "#b0413e"}
SHARE_COLOR: Final = "#14233b"
# The figures that everybody asks for, and by which steps they are told.
FIGURES: Final[dict[str, tuple[str | Promise, frozenset[str]]]] = {
    "filing": (gettext_lazy("Filing on time"), frozenset({"CONTRACT_FILING"})),
    "complaints": (gettext_lazy("On-time reply to complaints"), frozenset({"COMPLAINT_REPLY"})),
    "response": (gettext_lazy("First response in time"), frozenset({"FIRST_RESPONSE"})),
    "restoration": (gettext_lazy("Restoration in time"), frozenset({"RESTORATION"})),
    "answers": (
        gettext_lazy("On-time answers to customers"),
        frozenset({"ASKED", "COMPLAINT_REPLY", "FIRST_RESPONSE", "SUGGESTION_ANSWER"}),
    ),
    # Which steps these are stands in the cadence, as the business sets it.
    "actions": (pgettext_lazy("figure", "Standard actions in time"), frozenset()),
}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One of the figures that everybody asks for."""

    code: str
    name: str
    tally: Tally


@dataclass(frozen=True, kw_only=True)
class Row:
    """What one step, unit or person owed, and what became of it."""

    key: int
    name: str
    tally: Tally
    rank: int | None = None
    taken: Sequence[Taken] = ()
    is_alone: bool = False
    """Of a unit: without those below it."""


@page(LEAD)
def outcomes(request: PersonRequest) -> HttpResponse:
    """Show what came due in a month or ten days, and what became of it."""
    at = clock.now()
    stretch = stretches.asked(request.GET.get("period", ""), at)
    wanted, steps = read(request, at), standards.steps(is_active=None)
    found = tallies_of(request.reach, wanted)
    rows = tally_rows(request.reach, wanted)
    whole = found.whole
    count = whole.owed_count if wanted.outcome is None else whole.counts.get(wanted.outcome, 0)
    start = whole_number(request.GET.get("start", "")) or 0
    start = start if start < count else 0
    units = staff.units_in_order(request.reach, LEAD)
    months = stretches.lately(stretches.month_of(timezone.localdate(at)))
    tens = stretches.lately(stretches.tens_of(timezone.localdate(at)))
    shown = months if stretch.is_month else tens
    trend = trend_of(request.reach, wanted, [one.moments(at) for one in shown])
    context: dict[str, Any] = {
        "wanted": wanted,
        "stretch": stretch,
        "choices": [(_("Ten days"), tens[::-1]), (_("Month"), months[::-1])],
        "whole": whole,
        "figures": _figures(found, steps),
        "figure": request.GET.get("figure", ""),
        "by_step": _by_step(found, steps, taken_by_step(request.reach, wanted)),
        "by_unit": _by_unit(found, units, _place(units, request)),
        "by_person": _by_person(found),
        "units": units,
        "unit_id": request.GET.get("unit", ""),
        "trend": list(zip(shown, trend, strict=True)),
        "chart_options": _chart(shown, trend),
        "lines": lines_of(request, rows[start : start + AT_ONCE], at, tells_word=True)
        if count
        else [],
        "count": count,
        "start": start,
        "size": AT_ONCE,
        "outcomes": (*OWED, Outcome.WAIVED),
        "outcome_words": outcome_words,
        "taken_words": taken_words,
        "target_words": target_words,
        "aim_words": aim_words,
        "reached_words": reached_words,
        "ranked_from": RANKED_FROM,
        "most_measured": MOST_MEASURED,
        "may_export": request.reach.may(Permission.EXPORT_CUSTOMERS),
        "answer": _answer(whole),
        "patterns": patterns(),
        "at": at,
    }
    return render(request, "web/matters/outcomes.html", context)


def read(request: PersonRequest, at: datetime) -> TallyFilter:
    """Return what the address asks for.

    :raises NotFound: if it names what there is not
    """
    given = request.GET
    since, until = stretches.asked(given.get("period", ""), at).moments(at)
    outcome, figure = given.get("outcome", ""), given.get("figure", "")
    if (outcome and outcome not in [one.value for one in Outcome]) or (
        figure and figure not in FIGURES
    ):
        raise NotFound
    unit_id = whole_number(given.get("unit", ""))
    place = staff.get_unit(request.reach, unit_id, permission=LEAD) if unit_id else None
    step_id = whole_number(given.get("step", ""))
    step_ids = None if step_id is None else frozenset({step_id})
    if figure and step_ids is None:
        step_ids = _steps_of(figure, standards.steps(is_active=None))
    return TallyFilter(
        since=since,
        until=until,
        outcome=Outcome(outcome) if outcome else None,
        owner_id=whole_number(given.get("person", "")),
        step_ids=step_ids,
        unit_path=place.path if place is not None else "",
        is_unit_alone=place is not None and given.get("alone") == "1",
    )


def figure_of(request: PersonRequest, code: str, stretch: Stretch, at: datetime) -> Figure:
    """Return one of the figures that everybody asks for, of all that the reader leads."""
    since, until = stretch.moments(at)
    steps = _steps_of(code, standards.steps(is_active=None))
    wanted = TallyFilter(since=since, until=until, step_ids=steps)
    return Figure(
        code=code, name=str(FIGURES[code][0]), tally=tallies_of(request.reach, wanted).whole
    )


def taken_words(one: Taken) -> str:
    """Return how long matters have taken on average, on their clock."""
    return length(int(one.average.total_seconds()), one.clock)


def target_words(one: Taken) -> str:
    """Return what the rules want on average; where they differ, from the tightest on."""
    told = [limit_words(target, one.clock) for target in one.targets]
    return " – ".join(dict.fromkeys((told[0], told[-1]))) if told else ""


def aim_words(aim: Aim) -> str:
    """Return what share the rules want kept in time, and what was kept of what they speak of."""
    wanted = "–".join(dict.fromkeys((str(aim.lowest), str(aim.highest))))
    return _("%(wanted)s%%; %(kept)s ÷ %(count)s = %(share)s") % {
        "wanted": wanted,
        "kept": formats.count(aim.kept_count),
        "count": formats.count(aim.owed_count),
        "share": formats.share(aim.kept_count / aim.owed_count),
    }


def reached_words(aim: Aim) -> str:
    """Return whether the target is reached, and by how much it is missed."""
    if aim.is_reached:
        return _("reached")
    return _("%(points)s points below") % {"points": f"{max(-aim.points, 0.1):.1f}"}


def _steps_of(figure: str, steps: "Iterable[Step]") -> frozenset[int]:
    codes = FIGURES[figure][1] or cadence()
    return frozenset(one.pk for one in steps if one.code in codes)


def _figures(found: Tallies, steps: "Sequence[Step]") -> list[Figure]:
    return [
        Figure(code=code, name=str(name), tally=found.of_steps(_steps_of(code, steps)))
        for code, (name, _codes) in FIGURES.items()
    ]


def _by_step(found: Tallies, steps: "Iterable[Step]", taken: dict[int, list[Taken]]) -> list[Row]:
    tallies = found.by("step_id")
    return [
        Row(key=one.pk, name=one.name, tally=tallies[one.pk], taken=taken.get(one.pk, ()))
        for one in steps
        if one.pk in tallies
    ]


def _by_person(found: Tallies) -> list[Row]:
    """Return what each person owed, those who owed most first: no order of good and bad."""
    tallies = found.by("owner_id")
    names = {**staff.names_by_id(set(tallies) - {0}), 0: _("nobody by name")}
    places = ranks(_shares({key: one for key, one in tallies.items() if key}), lowest_first=False)
    rows = [
        Row(key=key, name=names[key], tally=tally, rank=places.get(key))
        for key, tally in tallies.items()
    ]
    return sorted(rows, key=lambda row: (row.key == 0, -row.tally.owed_count, row.name, row.key))


def _place(units: "Iterable[Unit]", request: PersonRequest) -> "Unit | None":
    chosen = whole_number(request.GET.get("unit", ""))
    return next((one for one in units if one.pk == chosen), None)


def _by_unit(found: Tallies, units: "Sequence[Unit]", place: "Unit | None") -> list[Row]:
    """Return the units next below, each with all below it, and what the unit itself owed.

    They add up to the whole.
    """
    tallies = found.by("unit_id")
    paths = {one.pk: one.path for one in units}
    alone, heads = heads_below(units, place)
    if found.wanted.is_unit_alone:
        heads = []
    sums = {
        head.pk: sum_of(tally for key, tally in tallies.items() if paths[key].startswith(head.path))
        for head in heads
    }
    sums = {key: tally for key, tally in sums.items() if tally.counts}
    places = ranks(_shares(sums), lowest_first=False)
    rows = [
        Row(key=one.pk, name=one.name, tally=sums[one.pk], rank=places[one.pk])
        for one in heads
        if one.pk in sums
    ]
    if alone is not None and alone.pk in tallies:
        rows.insert(0, Row(key=alone.pk, name=alone.name, tally=tallies[alone.pk], is_alone=True))
    return rows


def heads_below(units: "Sequence[Unit]", place: "Unit | None") -> "tuple[Unit | None, list[Unit]]":
    """Return the unit that stands above the others, if one does, and those next below it."""
    tops = [place] if place is not None else _tops(units)
    alone = tops[0] if len(tops) == 1 else None
    below = [one for one in units if alone is not None and one.parent_id == alone.pk]
    return alone, below if alone is not None else tops


def _tops(units: "Sequence[Unit]") -> "list[Unit]":
    """Return the units that lie below no other of them; they come in the order of the tree."""
    found: list[Unit] = []
    for one in units:
        if not found or not one.path.startswith(found[-1].path):
            found.append(one)
    return found


def _shares(tallies: dict[int, Tally]) -> dict[int, Share]:
    return {
        key: Share(numerator=one.kept_count, denominator=one.owed_count)
        for key, one in tallies.items()
    }


def _chart(shown: Sequence[Stretch], trend: Sequence[Tally]) -> dict[str, Any]:
    """Return bars of kept, late and missed by stretch, and the share that was kept."""
    bars = [
        {
            "name": outcome_words(outcome),
            "type": "bar",
            "stack": "owed",
            "data": [one.counts.get(outcome, 0) for one in trend],
        }
        for outcome in COLORS
    ]
    line = {
        "name": _("Kept ÷ owed"),
        "type": "line",
        "yAxisIndex": 1,
        "data": [None if one.share is None else round(one.share * 100, 1) for one in trend],
    }
    return {
        "color": [*COLORS.values(), SHARE_COLOR],
        "grid": {"left": 10, "right": 10, "top": 60, "bottom": 10, "containLabel": True},
        "legend": {"top": 0, "type": "scroll"},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": [one.short for one in shown]},
        "yAxis": [
            {"type": "value", "minInterval": 1},
            {
                "type": "value",
                "min": 0,
                "max": 100,
                "axisLabel": {"formatter": "{value}%"},
                "splitLine": {"show": False},
            },
        ],
        "series": [*bars, line],
    }


def _answer(whole: Tally) -> str:
    if not whole.owed_count:
        return _("Nothing came due in this time.")
    said = ngettext(
        "%(kept)s of %(count)s matter that came due was kept in time: %(share)s.",
        "%(kept)s of %(count)s matters that came due were kept in time: %(share)s.",
        whole.owed_count,
    )
    return said % {
        "kept": formats.count(whole.kept_count),
        "count": formats.count(whole.owed_count),
        "share": formats.share(whole.share),
    }
