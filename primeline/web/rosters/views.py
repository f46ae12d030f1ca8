"""Rosters: who is on duty, the week of one, setting it, its rotation and log."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from primeline.kit import clock
from primeline.kit.once import once
from primeline.kit.sent import whole_number
from primeline.rosters import actions, queries
from primeline.rosters.choices import Speciality
from primeline.rosters.rules.laying import slots_from_stored
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.days import day_in
from primeline.web.edits import Edit, OnceForm
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest
from primeline.web.rosters import forms, lines
from primeline.web.staff.choosing import as_choices, open_units

if TYPE_CHECKING:
    from primeline.rosters.models import Roster, Rotation

SEE, EDIT = Permission.VIEW_ROSTERS, Permission.EDIT_ROSTERS
GET_AND_POST = ("GET", "POST")
WEEK = 7
AT_ONCE = 60
LATELY = timedelta(days=30)
Facts = dict[str, Any]


@page(SEE)
def overview(request: PersonRequest) -> HttpResponse:
    """Show who is on duty now and next, what is missing, and what waits for the reader."""
    at = clock.now()
    unit_id = whole_number(request.GET.get("unit", ""))
    unit = staff.get_unit(request.reach, unit_id, permission=SEE) if unit_id else None
    found = list(queries.rosters_of(request.reach, at=at, unit=unit)[: AT_ONCE + 1])
    shown = lines.lines_of(found[:AT_ONCE], at)
    context = {
        "lines": shown,
        "is_cut": len(found) > AT_ONCE,
        "units": as_choices(open_units(request, SEE)),
        "unit": unit,
        "swaps": queries.swaps_for(request.reach, at=at),
        "refusals": queries.refusals_for(request.reach, at=at),
        "calls": queries.called_in(request.user.pk),
        "may_edit": request.reach.may(EDIT),
        "may_feed": request.reach.may(Permission.VIEW_COMMITMENTS),
        "answer": _answer(shown),
    }
    return render(request, "web/rosters/overview.html", context)


@page(EDIT, methods=GET_AND_POST)
def new(request: PersonRequest) -> HttpResponse:
    """Open a roster of a unit."""
    units = open_units(request, EDIT)
    choices = as_choices(units)
    if request.method != "POST":
        form = forms.NewRosterForm(units=choices, initial={"once": OnceForm.new_key()})
        return _form(request, Edit(form=form), _("Open a roster"))
    made: list[str] = []

    def opened(facts: Facts) -> None:
        wanted = form.wanted(facts, Speciality(facts["speciality"]))

        def deed() -> str:
            roster = actions.open_roster(
                unit=units[facts["unit"]],
                wanted=wanted,
                reach=request.reach,
                by=request.user,
                at=clock.now(),
            )
            return str(roster.pk)

        made.append(once(key=facts["once"], at=clock.now(), deed=deed))

    form = forms.NewRosterForm(request.POST, units=choices)
    edit = edits.save(form, opened)
    if not edit.is_done:
        return _form(request, edit, _("Open a roster"))
    messages.success(request, _("Opened. Set its rotation, or add shifts."))
    return redirect("rosters:roster", int(made[0]))


@page(SEE)
def roster(request: PersonRequest, roster_id: int) -> HttpResponse:
    """Show one week of a roster, with gaps, swaps and what is handed over."""
    return show(request, queries.get_roster(request.reach, roster_id, at=clock.now()))


@page(SEE)
def month(request: PersonRequest, roster_id: int) -> HttpResponse:
    """Show a month of a roster to be printed."""
    found = queries.get_roster(request.reach, roster_id, at=clock.now())
    first = (day_in(request.GET.get("day", "")) or today()).replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    context = {
        "roster": found,
        "days": queries.days_shown(found, first, (after - first).days),
        "first": first,
        "before": (first - timedelta(days=1)).replace(day=1),
        "after": after,
        "lines": lines,
    }
    return render(request, "web/rosters/month.html", context)


@page(EDIT, methods=GET_AND_POST)
def settings(request: PersonRequest, roster_id: int) -> HttpResponse:
    """Change what a roster is called, when it is needed, and its rules."""
    found = _mine(request, roster_id)
    names = (
        "name_zh", "name_en", "needed", "stands_for_role", "allows_double", "needs_approval",
        "rest_hours",
    )  # fmt: skip
    stored = {name: getattr(found, name) for name in names}

    def change(facts: Facts) -> None:
        actions.change_roster(
            roster=found,
            version=facts["version"],
            wanted=forms.SettingsForm.wanted(
                forms.SettingsForm(), facts, Speciality(found.speciality)
            ),
            reach=request.reach,
            by=request.user,
            at=clock.now(),
        )

    edit = edits.edited(request, forms.SettingsForm, change, stored=stored, version=found.version)
    if edit.is_done:
        messages.success(request, _("Saved."))
        return redirect("rosters:roster", found.pk)
    return _form(request, edit, _("Set the roster"), found)


@page(EDIT, methods=("POST",))
def closing(request: PersonRequest, roster_id: int) -> HttpResponse:
    """Close a roster."""
    found = _mine(request, roster_id)
    version = whole_number(request.POST.get("version", "")) or 0
    actions.close_roster(
        roster=found, version=version, reach=request.reach, by=request.user, at=clock.now()
    )
    messages.success(request, _("Closed. What was worked stays on record."))
    return redirect("rosters:list")


@page(EDIT, methods=GET_AND_POST)
def rotation(request: PersonRequest, roster_id: int) -> HttpResponse:
    """Set by which rotation people take turns from a day on."""
    found = _mine(request, roster_id)
    now = queries.rotation_of(found)
    people = queries.people_for(found.unit, today=today())
    stored = _stored(now)
    options = {
        "people": people,
        "rows": max(4, len(now.slots) + forms.SPARE if now else 0),
        "turns": max(4, len(now.people) + forms.SPARE if now else 0),
    }

    def set_rotation(facts: Facts) -> None:
        actions.set_rotation(
            roster=found,
            version=facts["version"],
            turns=facts["turns"],
            reach=request.reach,
            by=request.user,
            at=clock.now(),
        )

    version = now.version if now else 0
    edit = edits.edited(
        request, forms.RotationForm, set_rotation, stored=stored, version=version, **options
    )
    if edit.is_done:
        messages.success(request, _("Set. The shifts of the next eight weeks are laid out."))
        return redirect("rosters:roster", found.pk)
    context = {"roster": found, "form": edit.form, "edit": edit, "now": now}
    return render(request, "web/rosters/rotation.html", context, status=edit.status)


@page(SEE, methods=("POST",))
def notes(request: PersonRequest, roster_id: int) -> HttpResponse:
    """Write down what whoever comes next has to know."""
    found = queries.get_roster(request.reach, roster_id, at=clock.now())

    def write(facts: Facts) -> None:
        def deed() -> str:
            note = actions.write_note(
                roster=found,
                text=facts["text"],
                reach=request.reach,
                by=request.user,
                at=clock.now(),
            )
            return str(note.pk)

        once(key=facts["once"], at=clock.now(), deed=deed)

    edit = edits.save(forms.NoteForm(request.POST), write)
    if not edit.is_done:
        return show(request, found, note=edit)
    messages.success(request, _("Handed over."))
    return redirect("rosters:roster", found.pk)


@page(SEE, methods=("POST",))
def reading(request: PersonRequest, note_id: int) -> HttpResponse:
    """Say that one has read what was handed over."""
    note = queries.get_note(request.reach, note_id, at=clock.now())
    actions.take_note(note=note, reach=request.reach, by=request.user, at=clock.now())
    messages.success(request, _("Taken over."))
    return redirect("rosters:roster", note.roster_id)


def show(request: PersonRequest, found: "Roster", *, note: Edit | None = None) -> HttpResponse:
    """Show one week of a roster, with a note that was sent and has something wrong."""
    at = clock.now()
    here = timezone.localtime(at, timezone=ZoneInfo(found.zone)).date()
    first = _monday(day_in(request.GET.get("week", "")) or here)
    context = {
        "roster": found,
        "line": lines.lines_of([found], at)[0],
        "days": queries.days_shown(found, first, WEEK),
        "first": first,
        "here": here,
        "before": first - timedelta(days=WEEK),
        "after": first + timedelta(days=WEEK),
        "rotation": queries.rotation_of(found),
        "swaps": queries.swaps_of(found, since=at - LATELY),
        "notes": queries.notes_of(found),
        "may_write": found.is_active and queries.may_write(request.reach, found, at=at),
        "may_edit": found.is_active and queries.may_edit(request.reach, found.unit),
        "note_form": note.form if note else forms.NoteForm(initial={"once": OnceForm.new_key()}),
        "lines": lines,
    }
    return render(request, "web/rosters/roster.html", context, status=note.status if note else 200)


def _mine(request: PersonRequest, roster_id: int) -> "Roster":
    return queries.get_roster(request.reach, roster_id, at=clock.now(), to_edit=True)


def _stored(now: "Rotation | None") -> Facts:
    """Return a rotation as its form writes it; a change begins tomorrow at the earliest."""
    if now is None:
        return {"active_from": today()}
    stored: Facts = {"active_from": max(now.active_from, today() + timedelta(days=1))}
    for row, slot in enumerate(slots_from_stored(now.slots)):
        stored |= {
            f"days_{row}": slot.days.value,
            f"start_{row}": forms.text_of(slot.start),
            f"end_{row}": forms.text_of(slot.end),
            f"turn_{row}": slot.turn,
        }
    return stored | {f"person_{place}": pk for place, pk in enumerate(now.people)}


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _form(
    request: PersonRequest, edit: Edit, title: str, found: "Roster | None" = None
) -> HttpResponse:
    context = {"form": edit.form, "edit": edit, "title": title, "roster": found}
    return render(request, "web/rosters/form.html", context, status=edit.status)


def _answer(shown: "list[lines.Line]") -> str:
    missing = sum(bool(one.gaps) for one in shown)
    if not shown:
        return ""
    if not missing:
        return _("Somebody is there whenever somebody has to be, for the next two weeks.")
    return _("%(missing)s of %(count)s rosters have gaps within two weeks.") % {
        "missing": missing,
        "count": len(shown),
    }
