"""People: the list, the page of one, the forms that change them."""

from collections.abc import Callable
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.kit.once import once
from primeline.staff import actions, queries
from primeline.staff.choices import Permission
from primeline.staff.queries import PeopleSearch
from primeline.staff.values import Identity
from primeline.web import edits
from primeline.web.edits import Edit, OnceForm
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest
from primeline.web.staff.choosing import as_choices, open_units
from primeline.web.staff.forms import (
    NewPersonForm,
    PeopleFilter,
    PersonForm,
    PersonUnitForm,
    ReasonForm,
    with_none,
)
from primeline.web.staff.history import changes_of

if TYPE_CHECKING:
    from primeline.staff.models import Person

GET_AND_POST = ("GET", "POST")
AT_ONCE = 50
STATES = {"": True, "left": False, "all": None}
IDENTITY_FIELDS = [field.name for field in fields(Identity)]


@page(Permission.VIEW_STAFF)
def people(request: PersonRequest) -> HttpResponse:
    """List the people within reach that the address asks for."""
    units = {unit.pk: unit for unit in queries.units_in_order(request.reach)}
    choices = {"unit": with_none(as_choices(units), _("all"))}
    form = PeopleFilter(request.GET, choices=choices)
    search = PeopleSearch()
    if form.is_valid():
        given = form.cleaned_data
        search = PeopleSearch(
            text=given["q"].strip(),
            unit=units.get(given["unit"]),
            role=given["role"],
            is_active=STATES[given["state"]],
        )
    after = request.GET.get("after", "")
    found = queries.find_people(
        request.reach, search, today=today(), after=after, limit=AT_ONCE + 1
    )
    context = {
        "form": form,
        "people": found[:AT_ONCE],
        "after": found[AT_ONCE - 1].username if len(found) > AT_ONCE else None,
        "may_edit": request.reach.may(Permission.EDIT_STAFF),
    }
    return render(request, "web/staff/people.html", context, status=200 if form.is_valid() else 422)


@page(Permission.VIEW_STAFF)
def person(request: PersonRequest, person_id: int) -> HttpResponse:
    """Show a person: how they are reached, what they may do where, when they are away."""
    shown = queries.get_person(request.reach, person_id, today=today())
    held = list(queries.postings_of(shown))
    bounded = {number for posting in held for number in posting.customer_ids}
    may_edit = queries.may_change(request.reach, shown, today=today())
    context = {
        "person": shown,
        "held": held,
        "numbers": customers.numbers_by_id(bounded) if bounded else {},
        "absences": queries.covers_of(shown),
        "today": today(),
        "is_me": shown.pk == request.user.pk,
        "may_edit": may_edit,
        "may_cover": _may_cover(request, shown),
        "has_second_factor": may_edit and queries.has_second_factor(shown),
        "sessions": queries.sessions_of(shown) if may_edit else [],
        "changes": changes_of(request, "staff_person", shown.pk),
    }
    return render(request, "web/staff/person.html", context)


@page(Permission.EDIT_STAFF, methods=GET_AND_POST)
def new_person(request: PersonRequest) -> HttpResponse:
    """Enter somebody who will work with the system."""
    units = open_units(request)
    choices = {"home_unit": as_choices(units)}
    if request.method != "POST":
        start = {"once": OnceForm.new_key(), "home_unit": request.GET.get("unit")}
        return _new_page(request, Edit(form=NewPersonForm(initial=start, choices=choices)))
    entered: list[str] = []

    def enter(facts: dict[str, Any]) -> None:
        at = clock.now()
        entered.append(
            once(
                key=facts["once"],
                at=at,
                deed=lambda: str(
                    actions.create_person(
                        identity=_identity(facts),
                        home_unit=units[facts["home_unit"]],
                        language=facts["language"],
                        by=request.user,
                        at=at,
                    ).pk
                ),
            )
        )

    edit = edits.save(NewPersonForm(request.POST, choices=choices), enter)
    if not edit.is_done:
        return _new_page(request, edit)
    messages.success(request, _("Entered. Now give a role and a first password."))
    return redirect("staff:person", int(entered[0]))


@page(Permission.EDIT_STAFF, methods=GET_AND_POST)
def identity(request: PersonRequest, person_id: int) -> HttpResponse:
    """Change what is known of somebody."""
    changed = editable(request, person_id)
    stored = {name: getattr(changed, name) for name in IDENTITY_FIELDS}

    def change(**facts: Any) -> None:
        given = {name: facts.pop(name) for name in IDENTITY_FIELDS}
        actions.change_person(identity=Identity(**given), **facts)

    edit = _edit(request, changed, PersonForm, stored, change)
    return form_page(request, edit, changed, _("Name and telephone"))


@page(Permission.EDIT_STAFF, methods=GET_AND_POST)
def home_unit(request: PersonRequest, person_id: int) -> HttpResponse:
    """Let somebody belong to another unit."""
    moved = editable(request, person_id)
    units = open_units(request)

    def move(**facts: Any) -> None:
        actions.move_person(to=units[facts.pop("home_unit")], **facts)

    stored = {"home_unit": moved.home_unit_id}
    choices = {"home_unit": as_choices(units)}
    edit = _edit(request, moved, PersonUnitForm, stored, move, choices=choices)
    return form_page(request, edit, moved, _("Unit"))


@page(Permission.EDIT_STAFF, methods=GET_AND_POST)
def departure(request: PersonRequest, person_id: int) -> HttpResponse:
    """Shut somebody out: they have left."""
    left = editable(request, person_id)
    edit = _edit(request, left, ReasonForm, {}, actions.deactivate_person)
    return form_page(request, edit, left, pgettext("person", "Has left"))


@page(Permission.EDIT_STAFF, methods=GET_AND_POST)
def comeback(request: PersonRequest, person_id: int) -> HttpResponse:
    """Let somebody in again."""
    back = editable(request, person_id)
    edit = _edit(request, back, ReasonForm, {}, actions.reactivate_person)
    return form_page(request, edit, back, _("Is back"))


def editable(request: PersonRequest, person_id: int) -> "Person":
    """Return somebody whose rights may be changed here.

    :raises NotFound: if there is none, or they are out of reach
    """
    return queries.get_person(
        request.reach, person_id, today=today(), permission=Permission.EDIT_STAFF
    )


def form_page(request: PersonRequest, edit: Edit, shown: "Person", title: str) -> HttpResponse:
    """Return the page of a form about somebody, or go back to them once it is done."""
    if edit.is_done:
        messages.success(request, _("Saved."))
        return redirect("staff:person", shown.pk)
    context = {"edit": edit, "form": edit.form, "title": title, "person": shown}
    return render(request, "web/staff/person_form.html", context, status=edit.status)


def _edit(
    request: PersonRequest,
    shown: "Person",
    kind: Any,
    stored: dict[str, Any],
    deed: Callable[..., object],
    **options: Any,
) -> Edit:
    def change(facts: dict[str, Any]) -> None:
        deed(person=shown, **facts, by=request.user, at=clock.now())

    return edits.edited(request, kind, change, stored=stored, version=shown.version, **options)


def _new_page(request: PersonRequest, edit: Edit) -> HttpResponse:
    context = {"edit": edit, "form": edit.form}
    return render(request, "web/staff/new_person.html", context, status=edit.status)


def _identity(facts: dict[str, Any]) -> Identity:
    return Identity(**{name: facts[name] for name in IDENTITY_FIELDS})


def _may_cover(request: PersonRequest, shown: "Person") -> bool:
    try:
        queries.get_person(request.reach, shown.pk, today=today(), permission=Permission.SET_COVER)
    except NotFound:
        return False
    return True
