"""Replaying a log: which activity is which step, then what was found, on the drawing."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.kit import clock, jobs
from primeline.kit.errors import NotFound, Refused
from primeline.kit.once import once
from primeline.processes import queries as processes
from primeline.replays import actions, queries, rules
from primeline.replays.choices import ReplayStatus
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.cases.words import node_name
from primeline.web.edits import OnceForm
from primeline.web.pages import page
from primeline.web.replays.words import (
    badges_of,
    deviation_words,
    deviations_of,
    span,
    step_rows,
    variant_row,
)
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.replays.models import EventLog

EDIT = Permission.EDIT_POLICY
AT_ONCE = 50
Facts = dict[str, Any]


@page(EDIT, methods=("GET", "POST"))
def new_replay(request: PersonRequest, log_id: int) -> HttpResponse:
    """Say which activity of a log is which step of a drawing, and have it replayed."""
    log = queries.get_log(log_id)
    sent = request.POST if request.method == "POST" else request.GET
    edition = _edition(sent.get("edition", ""))
    drawing = processes.drawn(edition)
    mapping = _mapping(sent, log, rules.suggested(log.activities, drawing))
    form, status = OnceForm(initial={"once": OnceForm.new_key()}), 200
    if request.method == "POST":
        made: list[str] = []

        def ask(facts: Facts) -> None:
            def deed() -> str:
                asked = actions.ask_for_replay(
                    log=log, edition=edition, mapping=mapping, by=request.user, at=clock.now()
                )
                return str(asked.pk)

            made.append(once(key=facts["once"], at=clock.now(), deed=deed))

        edit = edits.save(OnceForm(request.POST), ask)
        if edit.is_done:
            messages.success(request, _("It is being replayed."))
            return redirect("logs:replay", int(made[0]))
        form, status = edit.form, edit.status  # type: ignore[assignment]
    context = {
        "log": log,
        "edition": edition,
        "xml": edition.drawing.xml,
        "rows": [(place, one, mapping[one]) for place, one in enumerate(log.activities)],
        "steps": [(node.id, node_name(node)) for node in rules.steps_of(drawing)],
        "form": form,
    }
    return render(request, "web/replays/new_replay.html", context, status=status)


@page(EDIT)
def replay(request: PersonRequest, replay_id: int) -> HttpResponse:
    """Show what replaying a log has found, or how far it is."""
    shown = queries.get_replay(replay_id)
    context: Facts = {"replay": shown, "log": shown.log, "edition": shown.edition}
    if shown.status == ReplayStatus.WAITING:
        state = jobs.state_of(shown.job_id, at=clock.now()) if shown.job_id else None
        return render(request, "web/replays/waiting.html", context | {"job": state})
    if request.htmx and request.htmx.target == "replay-state":
        # The work is over: the whole page has changed, not only how far it is.
        return HttpResponse(headers={"HX-Refresh": "true"})
    drawing = processes.drawn(shown.edition)
    deviations = deviations_of(shown, drawing)
    chosen = next((one for one in deviations if one["key"] == request.GET.get("deviation")), None)
    if request.GET.get("deviation") and chosen is None:
        raise NotFound
    variants = Paginator(queries.variants_of(shown, chosen["key"] if chosen else ""), AT_ONCE)
    found, nodes = shown.findings, shown.findings["nodes"]
    context |= {
        "found": found,
        "xml": shown.edition.drawing.xml,
        "marks": {node: "done" for node, one in nodes.items() if one["done"]},
        "counts": {node: f"{one['done']:,}" for node, one in nodes.items()},
        "notes": {node: span(one["median"]) for node, one in nodes.items() if one["count"]},
        "badges": badges_of(deviations),
        "deviations": deviations,
        "chosen": chosen,
        "chosen_words": chosen and deviation_words(drawing, *chosen["key"].split(":", 1)),
        "steps": step_rows(shown, drawing),
        "times": {name: span(found["durations"][name]) for name in ("median", "most", "mean")},
        "pages": variants.get_page(request.GET.get("page")),
        "variant_count": variants.count,
    }
    context["variants"] = [
        variant_row(one, shown.log.activities, drawing) for one in context["pages"]
    ]
    return render(request, "web/replays/replay.html", context)


def _edition(named: str) -> Any:
    """Return the version that `CODE/1` names; the first one where none is named.

    :raises NotFound: if there is none that a log is replayed on
    :raises Refused: if there is no drawing at all
    """
    known = queries.editions()
    if not known:
        raise Refused(_("There is no drawing yet. Bring one first."))
    for one in known:
        if named in ("", f"{one.process.code}/{one.number}"):
            return processes.get_edition(one.process.code, one.number)
    raise NotFound


def _mapping(sent: QueryDict, log: "EventLog", suggested: dict[str, str]) -> dict[str, str]:
    return {
        activity: sent.get(f"step-{place}", suggested[activity])
        for place, activity in enumerate(log.activities)
    }
