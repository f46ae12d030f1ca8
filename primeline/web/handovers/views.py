"""The hand-overs that somebody sees, and a new one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.handovers import actions, queries
from primeline.handovers.values import MOST_ACCOUNTS, Offer
from primeline.kit import clock
from primeline.kit.once import once
from primeline.kit.sent import whole_number
from primeline.staff.choices import Permission
from primeline.web import edits, loads
from primeline.web.edits import Edit, OnceForm
from primeline.web.handovers import choosing
from primeline.web.handovers.choosing import Chosen
from primeline.web.handovers.forms import OfferForm
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

AT_ONCE = 50


@page(Permission.HAND_OVER)
def handovers(request: PersonRequest) -> HttpResponse:
    """List the hand-overs that the reader gives, receives or leads, those to be answered first."""
    found = queries.handovers_of(request.reach)
    before = whole_number(request.GET.get("before", "")) or 0
    if before:
        found = found.filter(pk__lt=before)
    rows = list(queries.with_open_points(found)[: AT_ONCE + 1])
    context = {
        "owed": queries.owed_by(request.reach, today=today()),
        "rows": rows[:AT_ONCE],
        "next": rows[AT_ONCE - 1].pk if len(rows) > AT_ONCE else None,
    }
    return render(request, "web/handovers/list.html", context)


@page(Permission.HAND_OVER, methods=("GET", "POST"))
def new_handover(request: PersonRequest) -> HttpResponse:
    """Offer the accounts of a list to another manager."""
    chosen = choosing.read(request, today=today())
    if request.method != "POST":
        start = {"once": OnceForm.new_key(), "effective_date": today()}
        return _form_page(request, chosen, Edit(form=_form(chosen, initial=start)))
    ticked = _ticked(request)
    made: list[str] = []

    def offer(facts: dict[str, Any]) -> None:
        key = facts["once"]
        made.append(
            once(key=key, at=clock.now(), deed=lambda: _offered(request, chosen, ticked, facts))
        )

    edit = edits.save(_form(chosen, request.POST), offer)
    if not edit.is_done:
        return _form_page(request, chosen, edit, ticked=ticked)
    messages.success(request, _("Offered. Until the answer everything stays as it is."))
    return redirect("handovers:handover", int(made[0]))


def _form(chosen: Chosen, *args: Any, **facts: Any) -> OfferForm:
    return OfferForm(*args, receivers=chosen.receivers, deputies=chosen.deputies, **facts)


def _offered(
    request: PersonRequest, chosen: Chosen, ticked: frozenset[int], facts: dict[str, Any]
) -> str:
    at = clock.now()
    above = loads.checked(
        request.reach,
        facts["to"],
        ticked,
        is_meant=facts["is_overload_meant"],
        today=today(),
    )
    made = actions.offer_handover(
        customer_ids=ticked,
        offer=Offer(
            from_person=chosen.manager or request.user,
            to_person=chosen.people[facts["to"]],
            deputy=chosen.people.get(facts["deputy"]),
            effective_date=facts["effective_date"],
            reason=facts["reason"],
        ),
        reach=request.reach,
        by=request.user,
        at=at,
        reason=loads.reason_above(above, facts["reason"]),
    )
    return str(made.pk)


def _ticked(request: PersonRequest) -> frozenset[int]:
    sent = map(whole_number, request.POST.getlist("account"))
    return frozenset(pk for pk in sent if pk is not None)


def _meant(chosen: Chosen) -> frozenset[int]:
    """Return what is ticked at first: all that a filter chose, and never all that somebody has."""
    return frozenset(row.pk for row in chosen.rows) if chosen.is_narrowed else frozenset()


def _form_page(
    request: PersonRequest, chosen: Chosen, edit: Edit, *, ticked: frozenset[int] | None = None
) -> HttpResponse:
    shown = frozenset(row.pk for row in chosen.rows)
    context = {
        "chosen": chosen,
        "form": edit.form,
        "ticked": _meant(chosen) if ticked is None else ticked & shown,
        "most": MOST_ACCOUNTS,
    }
    return render(request, "web/handovers/new.html", context, status=edit.status)
