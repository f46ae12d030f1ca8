"""What nobody has room for: given to somebody who has, or done in another week of its stretch."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.kit import clock
from primeline.staff.choices import Permission
from primeline.visits import actions, queries
from primeline.web import edits, formats
from primeline.web.pages import page
from primeline.web.requests import PersonRequest
from primeline.web.visits.forms import StaffingForm
from primeline.web.visits.words import person_words

if TYPE_CHECKING:
    pass

GET_AND_POST = ("GET", "POST")
WEEK = timedelta(days=7)
Facts = dict[str, Any]


@page(Permission.LEAD_COMMITMENTS, methods=GET_AND_POST)
def staffing(request: PersonRequest, action_id: int) -> HttpResponse:
    """Have somebody who has room do what is unstaffed, in a week of its stretch."""
    at = clock.now()
    action = queries.get_unstaffed(request.reach, action_id, at=at)
    rooms = {one.pk: (one, days) for one, days in queries.free_days(action, at=at).items() if days}

    def save(facts: Facts) -> None:
        actions.staff_action(
            action=action,
            version=facts["version"],
            person=rooms[facts["person"]][0],
            monday=facts["monday"],
            by=request.user,
            at=clock.now(),
            reason=facts["reason"],
        )

    edit = edits.edited(
        request, StaffingForm, save, stored={}, version=action.version,
        people=[(key, _room_words(one.name, days)) for key, (one, days) in rooms.items()],
        weeks=_weeks(days for _one, days in rooms.values()),
    )  # fmt: skip
    if edit.is_done:
        messages.success(request, _("Staffed. It is owed from now on."))
        return redirect("visits:unit")
    context = {
        "action": action,
        "edit": edit,
        "form": edit.form,
        "has_room": bool(rooms),
        "named": queries.named_in(request.reach, [action]),
        **person_words(),
    }
    return render(request, "web/visits/staffing.html", context, status=edit.status)


def _room_words(name: str, days: dict[date, int]) -> str:
    said = ngettext(
        "%(name)s: room on %(count)s day, first on %(day)s",
        "%(name)s: room on %(count)s days, first on %(day)s",
        len(days),
    )
    return said % {"name": name, "count": len(days), "day": formats.day(min(days))}


def _weeks(rooms: Iterable[dict[date, int]]) -> list[tuple[str, str]]:
    """Return the weeks in which anybody has room, the next one first."""
    mondays = {day - timedelta(days=day.weekday()) for days in rooms for day in days}
    return [
        (str(one), f"{formats.day(one)} – {formats.day(one + WEEK - timedelta(days=1))}")
        for one in sorted(mondays)
    ]
