"""Equipment at a customer: put on file, corrected, fetched or gone otherwise."""

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.products import actions, queries
from primeline.products.choices import DeadlineKind, EquipmentExit
from primeline.products.values import Device
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web.accounts import acting
from primeline.web.accounts.acting import Facts, Matter
from primeline.web.accounts.holding_forms import Choices
from primeline.web.accounts.outside_forms import DeviceForm, DeviceGoneForm, NewDeviceForm
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer
    from primeline.products.models import Equipment

GET_AND_POST = ("GET", "POST")
FACTS = [field.name for field in fields(Device)]


def pane(request: PersonRequest, customer: "Customer") -> dict[str, Any]:
    """Return what the pane of equipment shows."""
    term = queries.terms_in_force()[DeadlineKind.RECOVERY]
    devices = queries.equipment_of(customer)
    return {
        "devices": devices,
        "fetch_by": {one.pk: _fetch_by(one, customer, term.after) for one in devices},
        "today": today(),
    }


@page(Permission.EDIT_SUBSCRIPTIONS, methods=GET_AND_POST)
def new_device(request: PersonRequest, number: str) -> HttpResponse:
    """Put equipment on file that stands at the customer."""
    customer = customers.get_customer(request.reach, number, Permission.EDIT_SUBSCRIPTIONS)

    def install(facts: Facts) -> str:
        installed = actions.install_equipment(
            customer=customer, device=_device(facts), by=request.user, at=clock.now()
        )
        return str(installed.pk)

    matter = Matter(customer=customer, title=_("Install equipment"), back=_back(number))
    start = {"installed_date": today()}
    choices = {"subscription": _circuits(customer, None)}
    return acting.add(request, matter, NewDeviceForm, install, initial=start, choices=choices)


@page(Permission.EDIT_SUBSCRIPTIONS, methods=GET_AND_POST)
def device(request: PersonRequest, number: str, equipment_id: int) -> HttpResponse:
    """Correct what is known of equipment."""
    matter = _matter(request, number, equipment_id)
    row = matter.row

    def change(facts: Facts) -> None:
        actions.change_equipment(
            equipment=row,
            version=facts["version"],
            device=_device(facts),
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    stored = {name: getattr(row, name) for name in FACTS if name != "subscription_id"}
    stored["subscription"] = row.subscription_id
    # Where it stands at an individual says where they live.
    hidden = () if customers.sees_identity(matter.customer, request.reach) else ("place",)
    deed, readable = acting.keeping(change, stored, hidden), stored | dict.fromkeys(hidden, "")
    options = {
        "choices": {"subscription": _circuits(matter.customer, row)},
        "is_masked": bool(hidden),
    }
    return acting.change(request, matter, DeviceForm, deed, stored=readable, **options)


@page(Permission.RECOVER_EQUIPMENT, methods=GET_AND_POST)
def device_gone(request: PersonRequest, number: str, equipment_id: int) -> HttpResponse:
    """Say how equipment left; what was fetched lies in stock again.

    Whoever fetches things says that they did; what else became of one, the office says.
    """
    permission = Permission.RECOVER_EQUIPMENT
    matter = _matter(request, number, equipment_id, permission)
    units = {
        unit.pk: unit for unit in staff.units_in_order(request.reach, permission, only_open=True)
    }

    def remove(facts: Facts) -> None:
        actions.remove_equipment(
            equipment=matter.row,
            version=facts["version"],
            gone_date=facts["gone_date"],
            gone_how=facts["gone_how"],
            unit=units.get(facts["unit"]),
            city=facts["city"],
            by=request.user,
            at=clock.now(),
        )

    choices: dict[str, Choices] = {"unit": [(pk, unit.name) for pk, unit in units.items()]}
    stored = {"gone_date": today(), "unit": matter.customer.owner_unit_id}
    if not request.reach.may(Permission.EDIT_SUBSCRIPTIONS):
        fetched = EquipmentExit.RECOVERED
        choices["gone_how"] = [(fetched.value, fetched.label)]
        stored["gone_how"] = fetched.value
    return acting.change(request, matter, DeviceGoneForm, remove, stored=stored, choices=choices)


def _fetch_by(one: "Equipment", customer: "Customer", after: Any) -> date | None:
    ended = one.subscription.terminated_date if one.subscription else None
    free = ended or customer.closed_date
    is_waited_for = one.gone_date is None and one.owner == "OPERATOR" and free is not None
    return after(free) if is_waited_for else None


def _matter(
    request: PersonRequest,
    number: str,
    equipment_id: int,
    permission: Permission = Permission.EDIT_SUBSCRIPTIONS,
) -> Matter:
    customer = customers.get_customer(request.reach, number, permission)
    row = queries.get_equipment(customer, equipment_id)
    about = f"{row.get_kind_display()} {row.serial}"
    title = _("Equipment")
    return Matter(customer=customer, title=title, back=_back(number), about=about, row=row)


def _device(facts: Facts) -> Device:
    said = {name: facts[name] for name in FACTS if name in facts}
    return Device(**said, subscription_id=facts["subscription"])


def _circuits(customer: "Customer", row: "Equipment | None") -> list[tuple[int, str]]:
    offered = {one.pk: f"{one.line.name} {one.number}" for one in queries.openings_of(customer)}
    if row is not None and row.subscription is not None:
        offered.setdefault(row.subscription.pk, row.subscription.number)
    return list(offered.items())


def _back(number: str) -> str:
    return reverse("accounts:equipment", args=[number])
