"""What one has asked for, what waits for one's answer, and asking."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.access import actions, queries
from primeline.access.values import Wish
from primeline.kit import clock
from primeline.kit.once import once
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.access.forms import AskForm
from primeline.web.edits import Edit, OnceForm
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

MOST = 50


@page(Permission.ASK_ACCESS)
def overview(request: PersonRequest) -> HttpResponse:
    """Show what the reader asked for, and what waits for their answer."""
    at = clock.now()
    context: dict[str, Any] = {
        "own": list(queries.requests_of(request.user.pk)[:MOST]),
        "at": at,
        "may_decide": request.reach.may(Permission.DECIDE_ACCESS),
        "waiting": [],
        "granted": [],
        "proposals": [],
    }
    if context["may_decide"]:
        waiting = list(queries.waiting_for(request.reach, at=at)[:MOST])
        askers = {one.requester_id for one in waiting}
        context |= {
            "waiting": waiting,
            "precedents": queries.precedents(request.reach, askers, at=at),
            "granted": list(queries.granted_by(request.reach, at=at)[:MOST]),
        }
    if request.reach.may(Permission.RESTRICT_CUSTOMERS):
        context["proposals"] = list(queries.proposals_for(request.reach)[:MOST])
    return render(request, "web/access/overview.html", context)


@page(Permission.ASK_ACCESS, methods=("GET", "POST"))
def ask(request: PersonRequest) -> HttpResponse:
    """Ask for an account. The answer to a number never tells whether there is such an account."""
    if request.method != "POST":
        start = {"once": OnceForm.new_key(), "number": request.GET.get("number", "")}
        return _ask_page(request, Edit(form=AskForm(initial=start)))

    def send(facts: dict[str, Any]) -> None:
        once(key=facts["once"], at=clock.now(), deed=lambda: _asked(request, facts))

    edit = edits.save(AskForm(request.POST), send)
    if not edit.is_done:
        return _ask_page(request, edit)
    messages.success(
        request,
        _(
            "Your request is on its way. Whoever answers for the account has %(days)s days; "
            "what nobody answers by then has lapsed."
        )
        % {"days": queries.policy_in_force(today=today()).answered_within.days},
    )
    return redirect("access:overview")


@page(Permission.ASK_ACCESS, methods=("POST",))
def withdrawal(request: PersonRequest, request_id: int) -> HttpResponse:
    """Take back a request of one's own."""
    asked = queries.get_own_request(request.user.pk, request_id)
    actions.withdraw_request(request=asked, version=asked.version, by=request.user, at=clock.now())
    messages.success(request, _("Withdrawn."))
    return redirect("access:overview")


@page(Permission.ASK_ACCESS, methods=("POST",))
def own_end(request: PersonRequest, request_id: int) -> HttpResponse:
    """Give back what was opened to oneself, before its time."""
    asked = queries.get_own_request(request.user.pk, request_id)
    actions.end_access(request=asked, version=asked.version, by=request.user, at=clock.now())
    messages.success(request, _("Ended. You no longer see this account."))
    return redirect("access:overview")


def _asked(request: PersonRequest, facts: dict[str, Any]) -> str:
    made = actions.ask_for_access(
        number=facts["number"],
        wish=Wish(
            reason=facts["reason"],
            days_count=facts["days_count"],
            with_contacts=facts["with_contacts"],
        ),
        reach=request.reach,
        by=request.user,
        at=clock.now(),
    )
    return str(made.pk)


def _ask_page(request: PersonRequest, edit: Edit) -> HttpResponse:
    context = {"edit": edit, "form": edit.form, "policy": queries.policy_in_force(today=today())}
    return render(request, "web/access/ask.html", context, status=edit.status)
