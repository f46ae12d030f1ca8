"""One matter: its rule, its ladder, why it is late, whose it is."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render

from primeline.commitments import queries
from primeline.commitments.values import CASE_PROMISE
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.processes.queries import stages_at
from primeline.rosters import queries as rosters
from primeline.staff.choices import Permission
from primeline.standards import queries as standards
from primeline.standards.choices import PauseParty
from primeline.standards.values import SNOOZED
from primeline.web.edits import Edit
from primeline.web.matters import forms
from primeline.web.matters.lines import lines_of, owner_words, rule_of
from primeline.web.matters.stages import in_hand, stage_name
from primeline.web.matters.ticking import length, limit_words, patterns
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from django.http import QueryDict

    from primeline.commitments.models import Commitment

SEE = Permission.VIEW_COMMITMENTS
NUMBER_SIGN = "M"


@page(SEE)
def matter(request: PersonRequest, number: str) -> HttpResponse:
    """Show one matter with all that happened to it."""
    return show(request, find(request, number))


@page(SEE)
def acts(request: PersonRequest, number: str) -> HttpResponse:
    """Show what the reader may do with a matter, for the window over a list."""
    return show(request, find(request, number), template="web/matters/acts.html")


def find(request: PersonRequest, number: str) -> "Commitment":
    """Return the matter that an address names.

    :raises NotFound: if there is none, or it is out of reach
    """
    key = whole_number(number.removeprefix(NUMBER_SIGN))
    if key is None or not number.startswith(NUMBER_SIGN):
        raise NotFound
    return queries.get_commitment(request.reach, key)


def pause_form(matter: "Commitment", sent: "QueryDict | None" = None) -> forms.PauseForm:
    """Return the form of a pause with the reasons there are, and how long each allows.

    Putting off needs no reason beyond itself, so only some kinds of matter may be.
    """
    reasons = [
        (
            one.code,
            f"{PauseParty(one.party).label}: {one.name} (≤ {length(one.longest_seconds, '')})",
        )
        for one in standards.pause_reasons()
        if one.code != SNOOZED or matter.step.may_snooze
    ]
    return forms.PauseForm(sent, reasons=reasons)


def offer_form(matter: "Commitment", sent: "QueryDict | None" = None) -> forms.OfferForm:
    """Return the form of an offer with the colleagues who see what it is about."""
    return forms.OfferForm(sent, people=queries.takers_of(matter, at=clock.now()))


def show(
    request: PersonRequest,
    matter: "Commitment",
    *,
    template: str = "web/matters/matter.html",
    sent: dict[str, Edit] | None = None,
) -> HttpResponse:
    """Show the page of a matter, with a form that was sent and has something wrong."""
    at = clock.now()
    line = lines_of(request, [matter], at)[0]
    took = queries.durations_of([matter], at=at)[matter.pk]
    edits = sent or {}
    failed = next(iter(edits.values()), None)
    stage = stages_at([matter.pk]).get(matter.pk) if matter.subject_kind == CASE_PROMISE else None
    context: dict[str, Any] = {
        "matter": matter,
        "stage": stage,
        "step_now": stage_name(stage) if stage else "",
        "in_hand": in_hand(stage) if stage else "",
        "line": line,
        "rule": rule_of(matter),
        "owner": owner_words(matter),
        **_ladder(request, matter, at),
        "pauses": list(queries.pauses_of(matter)),
        "moves": list(queries.repricings_of(matter)),
        "estimates": list(queries.estimates_of(matter)),
        "inquiry": queries.inquiry_of(matter),
        "suggestion": queries.letter_of(matter),
        "gross": limit_words(took.gross, matter.clock),
        "net": limit_words(took.net, matter.clock),
        "stood": length(int(took.paused.total_seconds()), matter.clock) if took.paused else "",
        "patterns": patterns(),
        "back": request.POST.get("back") or request.GET.get("back", ""),
        "at": at,
        **_acts(request, matter, line.may_pause, edits),
    }
    status = failed.status if failed else 200
    return render(request, template, context, status=status)


def _ladder(request: PersonRequest, matter: "Commitment", at: datetime) -> dict[str, Any]:
    """Return the rungs, whom the next one would tell now, and the call chains about it."""
    steps = queries.ladder_of(matter, at=at)
    comes = next((step for step in steps if not step.has_fired), None)
    reach = request.reach
    may_run = matter.is_open and reach.may(Permission.RUN_CALL_CHAINS)
    return {
        "steps": steps,
        "comes": comes,
        "there": queries.told_by(matter, comes.tells, at=at) if comes else [],
        "chases": list(queries.chases_of([matter]).get(matter.pk, ())),
        "chains": rosters.chains_for(reach, matter.unit, matter.customer_id) if may_run else [],
        "runs": rosters.runs_for(reach, matter.pk),
    }


def _acts(
    request: PersonRequest, matter: "Commitment", may_pause: bool, edits: dict[str, Edit]
) -> dict[str, Any]:
    """Return what this reader may do with it, and the forms to do it with."""
    reach = request.reach
    is_led = matter.is_open and queries.is_led(reach, matter)
    is_theirs = matter.is_open and (is_led or queries.is_mine(reach, matter))
    offer, waiver = queries.offer_of(matter), queries.waiver_of(matter)
    started = {name: edit.form for name, edit in edits.items()}
    return {
        "is_theirs": is_theirs,
        "may_chase": matter.is_open and queries.owner_id_of(matter) != request.user.pk,
        "may_pause": is_theirs and may_pause,
        "offer": offer,
        "is_offered_to_me": offer is not None and offer.to_person_id == request.user.pk,
        "waiver": waiver,
        "may_decide": waiver is not None and is_led and waiver.asked_by_id != request.user.pk,
        "may_let_off": waiver is not None and queries.owner_id_of(matter) != request.user.pk,
        "trouble": next(iter(started.values()), None),
        **_forms(matter, started, is_theirs=is_theirs),
    }


def _forms(
    matter: "Commitment", started: dict[str, Any], *, is_theirs: bool
) -> dict[str, Form | None]:
    """Return the forms of the page; several ask for a reason, so each has ids of its own."""
    found: dict[str, Form | None] = {
        "done": started.get("done") or forms.NoteForm(),
        "pause": started.get("pause") or pause_form(matter) if is_theirs else None,
        "estimate": started.get("estimate") or forms.EstimateForm(),
        "offer": started.get("offer") or offer_form(matter) if is_theirs else None,
        "waiver": started.get("waiver") or forms.ReasonForm(),
        "refusal": started.get("refusal") or forms.ReasonForm(),
        "waiver_refusal": started.get("waiver_refusal") or forms.ReasonForm(),
    }
    for name, form in found.items():
        if form is not None:
            form.auto_id = f"id_{name}_%s"
    return {f"{name}_form": form for name, form in found.items()}
