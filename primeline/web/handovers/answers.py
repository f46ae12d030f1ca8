"""One hand-over: its page, the answer, the checklist, the notes."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.handovers import actions, queries
from primeline.handovers.choices import HandoverStatus, Outcome
from primeline.hours.queries import workdays
from primeline.kit import clock
from primeline.kit.errors import NotFound, Refused
from primeline.staff.choices import Permission
from primeline.tiers import queries as tiers
from primeline.web import edits, loads
from primeline.web.edits import Edit
from primeline.web.handovers.forms import AcceptForm, NoteForm, RefuseForm, TakeBackForm, TickForm
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.handovers.models import Handover

MAY = Permission.HAND_OVER


@page(MAY)
def handover(request: PersonRequest, handover_id: int) -> HttpResponse:
    """Show a hand-over: from whom to whom, the checklist, the accounts, how it stands."""
    return _show(request, queries.get_handover(request.reach, handover_id))


@page(MAY, methods=("POST",))
def acceptance(request: PersonRequest, handover_id: int) -> HttpResponse:
    """Take the accounts over."""
    shown = queries.get_handover(request.reach, handover_id)

    def accept(facts: dict[str, Any]) -> None:
        facts["reason"] = _reason_to_accept(shown, facts["reason"].strip())
        actions.accept_handover(handover=shown, by=request.user, at=clock.now(), **facts)

    edit = edits.save(AcceptForm(request.POST), accept, version=shown.version)
    if not edit.is_done:
        return _show(request, shown, accept=edit)
    if shown.status == HandoverStatus.DONE:
        return _done(request, shown, _("They are yours now."))
    return _done(request, shown, _("Accepted. They change hands on the day agreed."))


@page(MAY, methods=("POST",))
def refusal(request: PersonRequest, handover_id: int) -> HttpResponse:
    """Say no, and why."""
    shown = queries.get_handover(request.reach, handover_id)

    def refuse(facts: dict[str, Any]) -> None:
        actions.refuse_handover(handover=shown, by=request.user, at=clock.now(), **facts)

    edit = edits.save(RefuseForm(request.POST), refuse, version=shown.version)
    if not edit.is_done:
        return _show(request, shown, refuse=edit)
    return _done(request, shown, _("Refused. The accounts stay where they are."))


@page(MAY, methods=("POST",))
def withdrawal(request: PersonRequest, handover_id: int) -> HttpResponse:
    """Take an offer back, or call off what was accepted for a day to come."""
    shown = queries.get_handover(request.reach, handover_id)
    if not queries.may_take_back(shown, request.reach):
        raise NotFound

    def take_back(facts: dict[str, Any]) -> None:
        actions.withdraw_handover(
            handover=shown, reach=request.reach, by=request.user, at=clock.now(), **facts
        )

    edit = edits.save(_take_back_form(shown, request.POST), take_back, version=shown.version)
    if not edit.is_done:
        return _show(request, shown, take_back=edit)
    return _done(request, shown, _("Taken back."))


@page(MAY, methods=("POST",))
def point(request: PersonRequest, handover_id: int, row_id: int) -> HttpResponse:
    """Tick a point of the checklist, or take the tick away."""
    shown = queries.get_handover(request.reach, handover_id)
    row = queries.get_point_of(shown, row_id)

    def tick(facts: dict[str, Any]) -> None:
        actions.tick_point(handover=shown, point=row, by=request.user, at=clock.now(), **facts)

    edit = edits.save(TickForm(request.POST), tick, version=row.version)
    if not edit.is_done:
        return _show(request, shown, trouble=edit)
    return redirect("handovers:handover", shown.pk)


@page(MAY, methods=("POST",))
def note(request: PersonRequest, handover_id: int, row_id: int) -> HttpResponse:
    """Say what the other one should know of an account."""
    shown = queries.get_handover(request.reach, handover_id)
    row = queries.get_account(shown, row_id)

    def write(facts: dict[str, Any]) -> None:
        actions.write_note(handover=shown, account=row, by=request.user, at=clock.now(), **facts)

    edit = edits.save(NoteForm(request.POST), write, version=row.version)
    if not edit.is_done:
        return _show(request, shown, trouble=edit)
    return _done(request, shown, _("Saved."))


def _show(
    request: PersonRequest,
    shown: "Handover",
    *,
    accept: Edit | None = None,
    refuse: Edit | None = None,
    take_back: Edit | None = None,
    trouble: Edit | None = None,
) -> HttpResponse:
    start = {"version": shown.version}
    is_waiting = shown.is_waiting
    rows, points = list(queries.accounts_of(shown)), list(queries.points_of(shown))
    may_answer = is_waiting and shown.to_person_id == request.user.pk
    may_take_back = shown.is_open and queries.may_take_back(shown, request.reach)
    edit = accept or refuse or take_back or trouble
    has_form = may_take_back if edit is take_back else may_answer
    context = {
        "handover": shown,
        "rows": rows,
        "counts": _counts(rows),
        "seen": queries.still_seen(request.reach, [row.number for row in rows]),
        "obstacles": queries.obstacles_to(shown) if shown.is_open else {},
        "losing_deputy": queries.losing_deputy(shown) if shown.is_open else (),
        "points": points,
        "has_open_points": any(one.done_at is None for one in points),
        "is_alive": shown.status not in (HandoverStatus.REFUSED, HandoverStatus.WITHDRAWN),
        "may_answer": may_answer,
        "may_take_back": may_take_back,
        "take_back_form": take_back.form if take_back else _take_back_form(shown, initial=start),
        "days_left": workdays().until(shown.answer_by_date, today()),
        "load": _load_after(shown) if shown.is_open else None,
        "accept_form": accept.form if accept else AcceptForm(initial=start),
        "refuse_form": refuse.form if refuse else RefuseForm(initial=start),
        # Whoever may not answer any more has no form in which its refusal could stand.
        "trouble": edit.form if edit and (edit is trouble or not has_form) else None,
        "at": clock.now(),
    }
    return render(
        request, "web/handovers/handover.html", context, status=edit.status if edit else 200
    )


def _take_back_form(shown: "Handover", *args: Any, **facts: Any) -> TakeBackForm:
    """Return the form for taking back, which wants a reason once the offer was accepted."""
    form = TakeBackForm(*args, **facts)
    form.fields["reason"].required = not shown.is_waiting
    return form


def _counts(rows: "list[Any]") -> list[tuple[str, int]]:
    """Return how many accounts came to which end, those ends alone that there are."""
    found = [(outcome, sum(row.outcome == outcome for row in rows)) for outcome in Outcome]
    return [(str(outcome.label), count) for outcome, count in found if count]


def _reason_to_accept(shown: "Handover", reason: str) -> str:
    """Return what is on record of an acceptance; above the limit of a load it says why."""
    load = _load_after(shown)["with_them"]
    if not load.is_over:
        return reason
    if not reason:
        raise Refused(
            _("You would carry more than the limit. Say why you take them all the same."),
            field="reason",
        )
    return loads.reason_above(loads.over_words(load), reason)


def _load_after(shown: "Handover") -> dict[str, Any]:
    """Return what the receiver carries now, and would with these and what else they accepted."""
    month = today().replace(day=1)
    taker = shown.to_person_id
    now = tiers.loads_of([taker], month=month)[taker]
    coming = queries.coming_to([taker])[taker]
    these = set(queries.customer_ids_of(shown))
    after = tiers.load_with(taker, these | coming, month=month)
    return {
        "now": now.points / 10,
        "coming_count": len(coming - these),
        "after": after.points / 10,
        "limit": now.limit / 10,
        "with_them": after,
    }


def _done(request: PersonRequest, shown: "Handover", message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("handovers:handover", shown.pk)
