"""The tree of units, and what can be done to one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.once import once
from primeline.staff import actions, queries, rules
from primeline.staff.choices import Permission, UnitKind
from primeline.staff.queries import UnitNode
from primeline.web import edits
from primeline.web.edits import Edit, OnceForm
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest
from primeline.web.staff.choosing import as_choices, open_units
from primeline.web.staff.forms import NewUnitForm, ReasonForm, UnitNamesForm, UnitPlaceForm
from primeline.web.staff.history import changes_of

if TYPE_CHECKING:
    from primeline.staff.models import Unit

GET_AND_POST = ("GET", "POST")


@dataclass
class Branching:
    """A unit in the tree as a page draws it: with what lies under it."""

    node: UnitNode
    accounts_count: int
    below: list["Branching"] = field(default_factory=list)


@page(Permission.VIEW_STAFF)
def units(request: PersonRequest) -> HttpResponse:
    """Show the tree of units within reach."""
    shows_closed = request.GET.get("closed") == "yes"
    nodes = [
        node
        for node in queries.unit_tree(request.reach, today=today())
        if shows_closed or node.unit.is_active
    ]
    context = {
        "trees": _drawn(request, nodes),
        "units_count": len(nodes),
        "shows_closed": shows_closed,
        "sees_accounts": request.reach.may(Permission.VIEW_CUSTOMERS),
        "editable": set(open_units(request)),
    }
    return render(request, "web/staff/units.html", context)


@page(Permission.VIEW_STAFF)
def unit(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Show a unit: what lies under it, who is there, how it came to be."""
    shown = queries.get_unit(request.reach, unit_id)
    people = queries.people_within(request.reach, today=today()).filter(
        home_unit=shown, is_active=True
    )
    context = {
        "unit": shown,
        "below": [
            one
            for one in queries.units_in_order(request.reach)
            if one.parent_id == shown.pk and one.is_active
        ],
        "people": queries.with_postings(people, today=today()).order_by("username"),
        "may_edit": _may_edit(request, shown),
        "kinds_below": rules.kinds_under(UnitKind(shown.kind)),
        "changes": changes_of(request, "staff_unit", shown.pk),
    }
    return render(request, "web/staff/unit.html", context)


@page(Permission.EDIT_STAFF, methods=GET_AND_POST)
def new_unit(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Open a unit under this one."""
    above = _editable(request, unit_id)
    kinds = [(kind.value, kind.label) for kind in rules.kinds_under(UnitKind(above.kind))]
    choices = {"kind": kinds}
    if request.method != "POST":
        start = {"once": OnceForm.new_key(), "kind": kinds[0][0] if kinds else None}
        edit = Edit(form=NewUnitForm(initial=start, choices=choices))
        return _form(request, edit, above, _("New unit"))

    def open_unit(facts: dict[str, Any]) -> None:
        key = facts.pop("once")
        at = clock.now()
        once(
            key=key,
            at=at,
            deed=lambda: str(actions.create_unit(**facts, parent=above, by=request.user, at=at).pk),
        )

    edit = edits.save(NewUnitForm(request.POST, choices=choices), open_unit)
    return _form(request, edit, above, _("New unit"))


@page(Permission.EDIT_STAFF, methods=GET_AND_POST)
def names(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Give a unit other names."""
    named = _editable(request, unit_id)
    stored = {name: getattr(named, name) for name in ("name_zh", "name_en", "code")}
    edit = _edit(request, named, UnitNamesForm, stored, actions.rename_unit)
    return _form(request, edit, named, _("Names"))


@page(Permission.EDIT_STAFF, methods=GET_AND_POST)
def place(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Hang a unit, with everything under it, under another one."""
    moved = _editable(request, unit_id)
    places = {
        pk: other
        for pk, other in open_units(request).items()
        if UnitKind(moved.kind) in rules.kinds_under(UnitKind(other.kind))
        and not other.path.startswith(moved.path)
    }

    def move(**facts: Any) -> None:
        actions.move_unit(to=places[facts.pop("parent")], **facts)

    stored = {"parent": moved.parent_id}
    choices = {"parent": as_choices(places)}
    edit = _edit(request, moved, UnitPlaceForm, stored, move, choices=choices)
    return _form(request, edit, moved, _("Place in the tree"))


@page(Permission.EDIT_STAFF, methods=GET_AND_POST)
def closure(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Close a unit on which nobody depends any more."""
    closed = _editable(request, unit_id)

    def close(**facts: Any) -> None:
        accounts_count = customers.open_accounts_of(closed)
        actions.close_unit(accounts_count=accounts_count, **facts)

    edit = _edit(request, closed, ReasonForm, {}, close)
    return _form(request, edit, closed, _("Close this unit"))


@page(Permission.EDIT_STAFF, methods=GET_AND_POST)
def reopening(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Open a closed unit again."""
    opened = _editable(request, unit_id)
    edit = _edit(request, opened, ReasonForm, {}, actions.reopen_unit)
    return _form(request, edit, opened, _("Open this unit again"))


def _editable(request: PersonRequest, unit_id: int) -> "Unit":
    return queries.get_unit(request.reach, unit_id, permission=Permission.EDIT_STAFF)


def _may_edit(request: PersonRequest, shown: "Unit") -> bool:
    paths = request.reach.paths_for(Permission.EDIT_STAFF)
    return any(shown.path.startswith(path) for path in paths)


def _edit(
    request: PersonRequest,
    shown: "Unit",
    kind: Any,
    stored: dict[str, Any],
    deed: Callable[..., object],
    **options: Any,
) -> Edit:
    def change(facts: dict[str, Any]) -> None:
        deed(unit=shown, **facts, by=request.user, at=clock.now())

    return edits.edited(request, kind, change, stored=stored, version=shown.version, **options)


def _form(request: PersonRequest, edit: Edit, shown: "Unit", title: str) -> HttpResponse:
    if edit.is_done:
        messages.success(request, _("Saved."))
        return redirect("staff:unit", shown.pk)
    context = {"edit": edit, "form": edit.form, "title": title, "unit": shown}
    return render(request, "web/staff/unit_form.html", context, status=edit.status)


def _drawn(request: PersonRequest, nodes: list[UnitNode]) -> list[Branching]:
    accounts = customers.counts_by_unit(request.reach)
    drawn = {
        node.unit.pk: Branching(node=node, accounts_count=accounts[node.unit.pk]) for node in nodes
    }
    tops: list[Branching] = []
    for branching in drawn.values():
        above = drawn.get(branching.node.unit.parent_id or 0)
        (above.below if above else tops).append(branching)
    return tops
