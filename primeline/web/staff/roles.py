"""Roles that people are given and lose, and the times when they are away."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.kit import clock
from primeline.kit.once import once
from primeline.kit.sent import whole_number
from primeline.staff import actions, queries
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.edits import Edit, OnceForm
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest
from primeline.web.staff.choosing import as_choices, colleagues, open_units
from primeline.web.staff.forms import AbsenceForm, PostingForm, with_none
from primeline.web.staff.people import editable, form_page

GET_AND_POST = ("GET", "POST")


@page(Permission.EDIT_STAFF, methods=GET_AND_POST)
def new_posting(request: PersonRequest, person_id: int) -> HttpResponse:
    """Give somebody a role at a unit."""
    person, units = editable(request, person_id), open_units(request)
    choices = {"unit": as_choices(units)}
    if request.method != "POST":
        start = {
            "once": OnceForm.new_key(),
            "unit": person.home_unit_id,
            "active_from": today(),
        }
        form = PostingForm(initial=start, choices=choices)
        return form_page(request, Edit(form=form), person, _("Give a role"))
    form = PostingForm(request.POST, choices=choices)

    def give(facts: dict[str, Any]) -> None:
        at = clock.now()
        once(
            key=facts["once"],
            at=at,
            deed=lambda: str(
                actions.give_posting(
                    person=person,
                    unit=units[facts["unit"]],
                    role=facts["role"],
                    period=form.period,
                    bounds=form.bounds,
                    by=request.user,
                    at=at,
                    reason=facts["reason"],
                ).pk
            ),
        )

    return form_page(request, edits.save(form, give), person, _("Give a role"))


@page(Permission.EDIT_STAFF, methods=("POST",))
def ended_posting(request: PersonRequest, posting_id: int) -> HttpResponse:
    """Take a role back from today on."""
    posting = queries.get_posting(
        request.reach, posting_id, today=today(), permission=Permission.EDIT_STAFF
    )
    actions.end_posting(
        posting=posting,
        version=whole_number(request.POST.get("version", "")) or 0,
        reason=request.POST.get("reason", "")[:300],
        by=request.user,
        at=clock.now(),
    )
    messages.success(request, _("The role has ended. The person is signed out everywhere."))
    return redirect("staff:person", posting.person_id)


@page(Permission.VIEW_STAFF)
def absences(request: PersonRequest) -> HttpResponse:
    """List who is away or will be, and who stands in for them."""
    found = queries.covers_within(request.reach, today=today()).filter(active_to__gt=today())
    context = {
        "absences": [one for one in found if not one.is_over(today())],
        "today": today(),
        "may_cover": request.reach.may(Permission.SET_COVER),
    }
    return render(request, "web/staff/absences.html", context)


@page(Permission.SET_COVER, methods=GET_AND_POST)
def new_absence(request: PersonRequest, person_id: int) -> HttpResponse:
    """Record that somebody is away and who stands in for them."""
    person = queries.get_person(
        request.reach, person_id, today=today(), permission=Permission.SET_COVER
    )
    others = colleagues(request, person, today())
    names = [(pk, f"{other.name} · {other.home_unit.name}") for pk, other in others.items()]
    choices = {"covered_by": with_none(names, _("nobody"))}
    if request.method != "POST":
        start = {"once": OnceForm.new_key(), "active_from": today()}
        form = AbsenceForm(initial=start, choices=choices)
        return form_page(request, Edit(form=form), person, _("Is away"))
    form = AbsenceForm(request.POST, choices=choices)

    def cover(facts: dict[str, Any]) -> None:
        at = clock.now()
        once(
            key=facts["once"],
            at=at,
            deed=lambda: str(
                actions.set_cover(
                    absent=person,
                    covered_by=others.get(facts["covered_by"]),
                    period=form.period,
                    by=request.user,
                    at=at,
                    reason=facts["reason"],
                ).pk
            ),
        )

    return form_page(request, edits.save(form, cover), person, _("Is away"))


@page(Permission.SET_COVER, methods=("POST",))
def ended_absence(request: PersonRequest, cover_id: int) -> HttpResponse:
    """Record that somebody is back from today on."""
    cover = queries.get_cover(request.reach, cover_id, today=today())
    actions.end_cover(
        cover=cover,
        version=whole_number(request.POST.get("version", "")) or 0,
        by=request.user,
        at=clock.now(),
    )
    messages.success(request, _("The absence has ended."))
    return redirect("staff:person", cover.absent_id)
