"""One case: where it stands on its drawing, what is owed, what was said, what can be done now."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from primeline.commitments.queries.flight import forecasts
from primeline.kit import clock
from primeline.privacy.freetext import seen_values
from primeline.processes import queries
from primeline.staff.choices import Permission
from primeline.web.cases import words
from primeline.web.cases.forms import CancelForm, StepForm, WhyForm, paper
from primeline.web.cases.work import Row, rows_of
from primeline.web.edits import Edit
from primeline.web.matters.lines import lines_of
from primeline.web.matters.ticking import patterns
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.bpmn.values import Drawing, Node
    from primeline.processes.models import Case, Edition, WorkItem

SEE = Permission.VIEW_COMMITMENTS
# (step, what is done with it) -> the form that was sent and has something wrong
Sent = dict[tuple[int, str], Edit]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A step that is open, with what this reader may do with it now."""

    row: Row
    node: "Node"
    is_mine: bool
    has_it: bool
    documents: list[tuple[str, bool]]
    finish: StepForm | None
    put_back: WhyForm
    send_back: WhyForm

    @property
    def may_claim(self) -> bool:
        return self.is_mine and not self.row.is_taken


@page(SEE)
def case(request: PersonRequest, number: str) -> HttpResponse:
    """Show one case."""
    return show(request, queries.get_case(request.reach, number))


@page(SEE)
def by_place(request: PersonRequest, token_id: int) -> HttpResponse:
    """Lead from what is owed for a step to its case."""
    found = queries.get_case_at(request.reach, token_id)
    return redirect("cases:case", found.number)


def show(request: PersonRequest, found: "Case", sent: Sent | None = None) -> HttpResponse:
    """Show a case, with a form that was sent and has something wrong."""
    at, edits = clock.now(), sent or {}
    drawing = queries.drawn(found.edition)
    items, tokens = queries.items_of(found), queries.tokens_of(found)
    facts = queries.facts_of(found)
    promised = lines_of(request, queries.promises_of(found), at)
    here = [one.node for one in tokens]
    earlier = queries.earlier_drawings(found)
    cancel = edits.get((0, "cancel"))
    failed = next(iter(edits.values()), None)
    context: dict[str, Any] = {
        "case": found,
        "promised": promised,
        "forecasts": forecasts([line.matter for line in promised]),
        "desks": _desks(request, found, items, drawing, facts, edits, at),
        "over": _over(found, items, earlier),
        "earlier": earlier[::-1],
        "said": words.said_words(drawing, facts),
        "waiting": [words.name_of(drawing, one.node) for one in tokens if one.waits == "MESSAGE"],
        "xml": found.edition.drawing.xml,
        "marks": words.marks_of(drawing, found, items, here, at),
        "tone_of": words.tone_of,
        "may_cancel": queries.may_cancel(request.reach, found),
        "cancel_form": cancel.form if cancel else CancelForm(initial={"version": found.version}),
        "trouble": failed.form if failed else None,
        "patterns": patterns(),
        "at": at,
    }
    return render(request, "web/cases/case.html", context, status=failed.status if failed else 200)


def _over(
    found: "Case", items: "list[WorkItem]", earlier: "list[tuple[datetime, Edition]]"
) -> "list[tuple[WorkItem, str]]":
    """Return what was done, the latest first, each by the name that it had on its drawing then."""
    return [
        (one, words.name_of(queries.drawing_at(found, earlier, one.ended_at), one.node))
        for one in reversed(items)
        if one.ended_at is not None
    ]


def step_form(
    request: PersonRequest, item: "WorkItem", sent: Any = None, facts: Any = None
) -> StepForm:
    """Return the form of a step: what the drawing asks for, with what was said before."""
    drawing = queries.drawn(item.case.edition)
    known = facts if facts is not None else queries.facts_of(item.case)
    said = seen_values(dict(known))
    node = drawing.by_id[item.node]
    there = queries.documents_of(item.case, node)
    # Nothing at all where nothing was sent: a form with files, even none, counts as sent.
    brought = request.FILES if sent is not None else None
    return StepForm(
        sent,
        brought,
        drawing=drawing,
        node=node,
        said=said,
        missing=[
            kind
            for kind, is_there in there.items()
            if not is_there or paper(kind) in (brought or {})
        ],
        auto_id=f"id_{item.pk}_%s",
    )


def _desks(
    request: PersonRequest,
    found: "Case",
    items: "list[WorkItem]",
    drawing: "Drawing",
    facts: dict[str, str],
    edits: Sent,
    at: datetime,
) -> list[Desk]:
    still = [one for one in items if one.is_open]
    desks = []
    for row in rows_of(request, still, at):
        item, node = row.item, drawing.by_id[row.item.node]
        is_mine = queries.is_mine(request.reach, item)
        failed = {name: edit.form for (pk, name), edit in edits.items() if pk == item.pk}
        ids = f"id_{item.pk}_%s"
        finish = failed.get("finish") or (
            step_form(request, item, facts=facts) if is_mine else None
        )
        desks.append(
            Desk(
                row=row,
                node=node,
                is_mine=is_mine,
                has_it=item.commitment.person_id == request.user.pk,
                documents=list(queries.documents_of(found, node).items()),
                finish=finish,  # type: ignore[arg-type]
                put_back=failed.get("put_back") or WhyForm(auto_id=ids),  # type: ignore[arg-type]
                send_back=failed.get("send_back") or WhyForm(auto_id=ids),  # type: ignore[arg-type]
            )
        )
    return desks
