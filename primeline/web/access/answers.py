"""Answering a request, and ending what was opened."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.access import actions, queries
from primeline.access.choices import RequestStatus
from primeline.kit import clock
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.access.forms import AnswerForm, ReasonForm
from primeline.web.edits import Edit
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.access.models import AccessRequest


@page(Permission.DECIDE_ACCESS)
def request_page(request: PersonRequest, request_id: int) -> HttpResponse:
    """Show a request with what is needed to answer it."""
    asked = queries.get_request_to(request.reach, request_id)
    return _show(request, asked)


@page(Permission.DECIDE_ACCESS, methods=("POST",))
def approval(request: PersonRequest, request_id: int) -> HttpResponse:
    """Open the account to whoever asked."""
    asked = queries.get_request_to(request.reach, request_id)

    def grant(facts: dict[str, Any]) -> None:
        actions.grant_access(
            request=asked,
            version=facts["version"],
            days_count=facts["days_count"],
            with_contacts=facts["with_contacts"],
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    edit = edits.save(AnswerForm(request.POST), grant, version=asked.version)
    return _done(request, _("Approved.")) if edit.is_done else _show(request, asked, grant=edit)


@page(Permission.DECIDE_ACCESS, methods=("POST",))
def refusal(request: PersonRequest, request_id: int) -> HttpResponse:
    """Say no."""
    return _with_reason(request, request_id, actions.refuse_access, done=_("Refused."))


@page(Permission.DECIDE_ACCESS, methods=("POST",))
def end(request: PersonRequest, request_id: int) -> HttpResponse:
    """Close the account again before the time is over."""
    return _with_reason(request, request_id, actions.end_access, done=_("Ended."))


def _with_reason(
    request: PersonRequest, request_id: int, answer: Callable[..., Any], *, done: str
) -> HttpResponse:
    asked = queries.get_request_to(request.reach, request_id)

    def give(facts: dict[str, Any]) -> None:
        answer(
            request=asked,
            version=facts["version"],
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    edit = edits.save(ReasonForm(request.POST), give, version=asked.version)
    return _done(request, done) if edit.is_done else _show(request, asked, refuse=edit)


def _show(
    request: PersonRequest,
    asked: "AccessRequest",
    *,
    grant: Edit | None = None,
    refuse: Edit | None = None,
) -> HttpResponse:
    at = clock.now()
    edit = grant or refuse
    is_waiting = asked.status == RequestStatus.WAITING and asked.lapses_at > at
    is_open = bool(asked.grant and asked.grant.active_to > at)
    # Decided meanwhile, the request has no form left in which a refusal could stand.
    has_form = is_waiting or (is_open and grant is None)
    context = {
        "asked": asked,
        "at": at,
        "is_waiting": is_waiting,
        "is_open": is_open,
        "trouble": edit.form if edit and not has_form else None,
        "precedent": queries.precedents(request.reach, [asked.requester_id], at=at)[
            asked.requester_id
        ],
        "grant_form": grant.form if grant else _answer_form(asked),
        "reason_form": refuse.form if refuse else ReasonForm(initial={"version": asked.version}),
    }
    status = edit.status if edit else 200
    return render(request, "web/access/request.html", context, status=status)


def _answer_form(asked: "AccessRequest") -> forms.Form:
    return AnswerForm(
        initial={
            "version": asked.version,
            "days_count": asked.days_count,
            "with_contacts": asked.with_contacts,
        }
    )


def _done(request: PersonRequest, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("access:overview")
