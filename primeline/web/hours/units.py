"""When units work: who has hours of their own, what they are, and setting them."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.hours import actions, queries
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.hours.forms import HoursForm, as_written, in_lines
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest
from primeline.web.staff.choosing import as_choices, open_units

if TYPE_CHECKING:
    from primeline.staff.models import Unit

GET_AND_POST = ("GET", "POST")
Facts = dict[str, Any]


@page(Permission.VIEW_REFERENCE)
def overview(request: PersonRequest) -> HttpResponse:
    """List the units that have hours of their own; all others work by those above them."""
    within = open_units(request, Permission.VIEW_REFERENCE)
    chosen = whole_number(request.GET.get("unit", ""))
    if chosen is not None:
        if chosen not in within:
            raise NotFound
        return redirect("hours:unit", chosen)
    rows = [
        (unit, [(row, in_lines(row.hours)) for row in rows])
        for unit, rows in queries.units_with_hours(today=today())
    ]
    context = {"rows": rows, "within": within, "choices": as_choices(within), "today": today()}
    return render(request, "web/hours/units.html", context)


@page(Permission.VIEW_REFERENCE)
def unit(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Show when a unit works, and from where it has that."""
    asked = staff.get_unit(request.reach, unit_id, permission=Permission.VIEW_REFERENCE)
    shown = queries.hours_of(asked, today=today())
    context = {
        "unit": asked,
        "shown": shown,
        "lines": in_lines(shown.now.hours),
        "special": as_written(shown.now.hours),
        "ahead_lines": in_lines(shown.ahead.hours) if shown.ahead else [],
        "may_edit": asked.is_active and _may_edit(request, asked),
    }
    return render(request, "web/hours/unit.html", context)


@page(Permission.EDIT_REFERENCE, methods=GET_AND_POST)
def hours(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Set the hours of a unit from a day on."""
    edited = staff.get_unit(request.reach, unit_id, permission=Permission.EDIT_REFERENCE)
    shown = queries.hours_of(edited, today=today())
    start = shown.ahead or shown.now
    first = shown.ahead.active_from if shown.ahead else today()
    stored = {**as_written(start.hours), "active_from": first}

    def set_hours(facts: Facts) -> None:
        actions.set_unit_hours(
            unit=edited,
            hours=facts["hours"],
            active_from=facts["active_from"],
            version=facts["version"],
            by=request.user,
            at=clock.now(),
        )

    version = shown.latest.version if shown.latest else 0
    edit = edits.edited(request, HoursForm, set_hours, stored=stored, version=version)
    if edit.is_done:
        messages.success(request, _("Saved."))
        return redirect("hours:unit", edited.pk)
    context = {"edit": edit, "form": edit.form, "unit": edited}
    return render(request, "web/hours/unit_hours.html", context, status=edit.status)


@page(Permission.EDIT_REFERENCE, methods=("POST",))
def end(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Let a unit work by the hours above again, or withdraw a change that lies ahead."""
    ended = staff.get_unit(request.reach, unit_id, permission=Permission.EDIT_REFERENCE)
    version = whole_number(request.POST.get("version", "")) or 0
    actions.end_unit_hours(unit=ended, version=version, by=request.user, at=clock.now())
    messages.success(request, _("Saved."))
    return redirect("hours:unit", ended.pk)


def _may_edit(request: PersonRequest, unit: "Unit") -> bool:
    within = staff.units_within(request.reach, Permission.EDIT_REFERENCE)
    return within.filter(pk=unit.pk).exists()
