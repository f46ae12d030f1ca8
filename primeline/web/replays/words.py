"""How what a replay has found is told: kinds of deviations, spans of time, names of steps."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from primeline.bpmn.replaying import Deviates
from primeline.bpmn.values import Drawing
from primeline.web.cases.words import name_of
from primeline.web.formats import NOTHING

if TYPE_CHECKING:
    from primeline.replays.models import Replay, ReplayVariant

KINDS: Final[Mapping[Deviates, str | Promise]] = {
    Deviates.UNKNOWN: gettext_lazy("done, but not drawn"),
    Deviates.NOT_DUE: gettext_lazy("done though nobody waited for it"),
    Deviates.TOO_EARLY: gettext_lazy("done before its turn"),
    Deviates.LEFT: gettext_lazy("waited for, never done"),
    Deviates.NOT_ENDED: gettext_lazy("not ended: nothing came after it"),
}
MINUTE, HOUR, DAY = 60, 3_600, 86_400


def span(seconds: int) -> str:
    """Return a span of time in the unit in which it is read most easily."""
    if seconds < MINUTE:
        return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    for unit, words in (
        (DAY, gettext_lazy("%(n)s days")),
        (HOUR, gettext_lazy("%(n)s hours")),
        (MINUTE, gettext_lazy("%(n)s minutes")),
    ):
        if seconds >= unit:
            return str(words) % {"n": f"{seconds / unit:,.1f}"}
    return NOTHING


def kind_words(kind: str) -> str:
    """Return in which way something does not fit."""
    return str(KINDS[Deviates(kind)])


def where(drawing: Drawing, node: str) -> str:
    """Return at which step; nothing where none stands for it."""
    return name_of(drawing, node) if node else ""


def deviation_words(drawing: Drawing, kind: str, node: str) -> str:
    """Return one deviation in a few words."""
    named = where(drawing, node)
    if not named:
        return kind_words(kind)
    return _("%(step)s: %(deviation)s") % {"step": named, "deviation": kind_words(kind)}


def deviations_of(shown: "Replay", drawing: Drawing) -> list[dict[str, Any]]:
    """Return all deviations as a page lists them, numbered as on the drawing."""
    return [
        {
            "number": number,
            "key": f"{kind}:{node}",
            "step": where(drawing, node),
            "words": kind_words(kind),
            "node": node,
            "cases": cases,
            "times": times,
        }
        for number, (kind, node, cases, times) in enumerate(shown.findings["deviations"], start=1)
    ]


def badges_of(deviations: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return which numbers stand at which step of the drawing."""
    found: dict[str, list[str]] = {}
    for one in deviations:
        if one["node"]:
            found.setdefault(one["node"], []).append(str(one["number"]))
    return [{"element": node, "number": " · ".join(numbers)} for node, numbers in found.items()]


def step_rows(shown: "Replay", drawing: Drawing) -> list[dict[str, Any]]:
    """Return the steps of which the log tells: how often done, how long they have waited."""
    return [
        {
            "name": name_of(drawing, node),
            "id": node,
            "done": one["done"],
            "waited": one["count"],
            "median": span(one["median"]) if one["count"] else NOTHING,
            "most": span(one["most"]) if one["count"] else NOTHING,
        }
        for node, one in shown.findings["nodes"].items()
    ]


def variant_row(one: "ReplayVariant", activities: list[str], drawing: Drawing) -> dict[str, Any]:
    """Return one way in which cases went, as a page shows it."""
    return {
        "number": one.number,
        "cases": one.cases_count,
        "steps": [activities[place] for place in one.activities],
        "fitness": one.fitness,
        "median": span(one.median_seconds),
        "deviations": [
            deviation_words(drawing, kind, node) + (f" × {times}" if times > 1 else "")
            for kind, node, times in one.deviations
        ],
        "examples": one.examples,
        "counts": (one.produced, one.consumed, one.missing, one.remaining),
    }
