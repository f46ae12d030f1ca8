"""Equipment of all accounts within reach: what is to be fetched, and what lies in stock."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.kit import clock
from primeline.kit.once import once
from primeline.products import actions, queries
from primeline.products.choices import DeadlineKind, EquipmentKind
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.accounts.holding_forms import Choices
from primeline.web.accounts.outside_forms import SpareForm
from primeline.web.edits import Edit, OnceForm
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest


@page(Permission.VIEW_DOSSIERS)
def equipment(request: PersonRequest) -> HttpResponse:
    """Show what of ours is to be fetched, and the stock by city."""
    term = queries.terms_in_force()[DeadlineKind.RECOVERY]
    context = {
        "to_fetch": queries.equipment_to_fetch(request.reach, term),
        "cities": queries.spares_by_city(request.reach),
        "spares": queries.spares_in_stock(request.reach),
        "kinds": EquipmentKind,
        "may_fetch": request.reach.may(Permission.RECOVER_EQUIPMENT),
        "may_change": request.reach.may(Permission.EDIT_SUBSCRIPTIONS),
        "today": today(),
        "at": clock.now(),
    }
    return render(request, "web/equipment/list.html", context)


@page(Permission.EDIT_SUBSCRIPTIONS, methods=("GET", "POST"))
def new_spare(request: PersonRequest) -> HttpResponse:
    """Take a device into stock."""
    units = {
        unit.pk: unit
        for unit in staff.units_in_order(
            request.reach, Permission.EDIT_SUBSCRIPTIONS, only_open=True
        )
    }
    choices: dict[str, Choices] = {"unit": [(pk, unit.name) for pk, unit in units.items()]}

    def take_in(facts: dict[str, Any]) -> str:
        return once(key=facts["once"], at=clock.now(), deed=lambda: _take_in(facts))

    def _take_in(facts: dict[str, Any]) -> str:
        spare = actions.take_in_spare(
            serial=facts["serial"],
            kind=facts["kind"],
            make=facts["make"],
            unit=units[facts["unit"]],
            city=facts["city"],
            by=request.user,
            at=clock.now(),
        )
        return str(spare.pk)

    if request.method == "POST":
        edit = edits.save(SpareForm(request.POST, choices=choices), take_in)
    else:
        edit = Edit(form=SpareForm(initial={"once": OnceForm.new_key()}, choices=choices))
    if edit.is_done:
        messages.success(request, _("Saved."))
        return redirect("equipment")
    context = {"form": edit.form, "edit": edit}
    return render(request, "web/equipment/spare.html", context, status=edit.status)
