"""What cannot be done in its stretch: put off by a lead, with a reason, once and not twice."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.kit import clock
from primeline.staff.choices import Permission
from primeline.visits import actions, queries
from primeline.web import edits, formats
from primeline.web.hours.forms import WEEKDAY_LABELS
from primeline.web.pages import page
from primeline.web.requests import PersonRequest
from primeline.web.visits.forms import PostponementForm
from primeline.web.visits.words import person_words, put_off_words

GET_AND_POST = ("GET", "POST")
Facts = dict[str, Any]


@page(Permission.LEAD_COMMITMENTS, methods=GET_AND_POST)
def postponement(request: PersonRequest, action_id: int) -> HttpResponse:
    """Put something off to a day after its stretch."""
    at = clock.now()
    action = queries.get_owed(request.reach, action_id)
    days = queries.days_beyond(action, at=at)

    def save(facts: Facts) -> None:
        done = actions.postpone_action(
            action=action,
            version=facts["version"],
            day=facts["day"],
            by=request.user,
            at=clock.now(),
            reason=facts["reason"],
        )
        messages.success(request, put_off_words(done))

    edit = edits.edited(
        request, PostponementForm, save, stored={}, version=action.version,
        days=[(str(day), f"{formats.day(day)} {WEEKDAY_LABELS[day.weekday()]}") for day in days],
    )  # fmt: skip
    if edit.is_done:
        return redirect("visits:unit")
    context = {
        "action": action,
        "edit": edit,
        "form": edit.form,
        "days": days,
        "in_time": queries.in_time_until(action, at=at),
        "is_over": action.commitment is not None and action.commitment.due_at < at,
        "title": _("Put off beyond its stretch"),
        "named": queries.named_in(request.reach, [action]),
        **person_words(),
    }
    return render(request, "web/visits/postponement.html", context, status=edit.status)
