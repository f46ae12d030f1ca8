"""Equipment at accounts and spares in stock: installed, changed, gone; taken in."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from primeline.audit import walls
from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Customer
from primeline.customers.values import Line
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.privacy.sealing import save_sealed
from primeline.privacy.textfields import check_nameless
from primeline.products import rules
from primeline.products.choices import EquipmentExit, EquipmentOwner
from primeline.products.models import Equipment, Spare, Subscription
from primeline.products.values import Device
from primeline.staff.models import Unit


@deed("products.install_equipment")
def install_equipment(*, customer: Customer, device: Device, by: Actor, at: datetime) -> Equipment:
    """Put equipment down that stands at an account; a spare with its serial leaves the stock.

    :raises Refused: if it stands somewhere already, lacks serial or place, its days cannot be, or
        the subscription is another account's
    """
    facts = _checked(customer, device, at)
    equipment = Equipment.objects.create(customer=customer, **facts)
    Spare.objects.filter(serial=equipment.serial, is_in_stock=True).update(is_in_stock=False)
    _tell(equipment, TimelineKind.EQUIPMENT_INSTALLED, {}, by=by, at=at)
    return equipment


@deed("products.change_equipment")
def change_equipment(
    *, equipment: Equipment, version: int, device: Device, by: Actor, at: datetime, reason: str = ""
) -> Equipment:
    """Correct what is known of equipment, or where it stands.

    :raises Refused: if it is gone, stands somewhere else already, or lacks serial or place
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check_stands(equipment)
    facts = _checked(equipment.customer, device, at, but=equipment.pk)
    save_sealed(equipment, version=version, changes=facts)
    equipment.refresh_from_db()
    _tell(equipment, TimelineKind.EQUIPMENT_CHANGED, {"reason": reason}, by=by, at=at)
    return equipment


@deed("products.remove_equipment")
def remove_equipment(
    *,
    equipment: Equipment,
    version: int,
    gone_date: date,
    gone_how: str,
    unit: Unit | None = None,
    city: str = "",
    by: Actor,
    at: datetime,
) -> Equipment:
    """Record that equipment left the account; what was fetched lies in stock in a city again.

    :raises Refused: if it is gone already, its day cannot be, it is not ours to fetch, or
        nobody says where it lies now
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check_stands(equipment)
    if gone_how not in EquipmentExit.values:
        raise Refused(_("Say how it left."), field="gone_how")
    rules.check_gone(installed=equipment.installed_date, gone=gone_date, at=at)
    if gone_how == EquipmentExit.RECOVERED and equipment.owner != EquipmentOwner.OPERATOR:
        raise Refused(_("It is not ours, so it does not come into stock."), field="gone_how")
    if gone_how == EquipmentExit.RECOVERED and (unit is None or not city.strip()):
        raise Refused(_("Say in which unit and city it lies now."), field="city")
    changes = {"gone_date": gone_date, "gone_how": gone_how}
    save_changes(Equipment, pk=equipment.pk, version=version, changes=changes)
    equipment.refresh_from_db()
    if gone_how == EquipmentExit.RECOVERED and unit is not None:
        facts = {"kind": equipment.kind, "make": equipment.make, "unit": unit}
        facts |= {"city": city.strip(), "is_in_stock": True}
        Spare.objects.update_or_create(serial=equipment.serial, defaults=facts)
    words = {"how": gone_how, "day": gone_date.isoformat()}
    _tell(equipment, TimelineKind.EQUIPMENT_GONE, words, by=by, at=at)
    return equipment


@deed("products.take_in_spare")
def take_in_spare(
    *, serial: str, kind: str, make: str, unit: Unit, city: str, by: Actor, at: datetime
) -> Spare:
    """Take a device into stock.

    :raises Refused: if it lacks serial or city, lies in stock already, or stands at an account
    """
    serial, city = serial.strip(), city.strip()
    if not serial:
        raise Refused(_("Equipment needs its serial number."), field="serial")
    if not city:
        raise Refused(_("Say in which city it lies."), field="city")
    with walls.open_for_system():
        stands = Equipment.objects.filter(serial=serial, gone_date=None).exists()
    if stands or Spare.objects.filter(serial=serial, is_in_stock=True).exists():
        raise Refused(_("This serial number is on file already."), field="serial")
    facts = {"kind": kind, "make": make.strip(), "unit": unit, "city": city, "is_in_stock": True}
    return Spare.objects.update_or_create(serial=serial, defaults=facts)[0]


def _checked(customer: Customer, device: Device, at: datetime, *, but: int = 0) -> dict[str, Any]:
    rules.check_device(installed=device.installed_date, warranty=device.warranty_date, at=at)
    facts = asdict(device) | {"serial": device.serial.strip(), "place": device.place.strip()}
    if not facts["serial"]:
        raise Refused(_("Equipment needs its serial number."), field="serial")
    if not facts["place"]:
        raise Refused(_("Say where it stands."), field="place")
    check_nameless(Equipment, customer.pk, facts)
    mine = Subscription.objects.filter(pk=device.subscription_id or 0, customer=customer)
    if device.subscription_id is not None and not mine.exists():
        raise Refused(_("This circuit belongs to another account."), field="subscription")
    # A device stands at one place in the whole archive, also where this person cannot see.
    with walls.open_for_system():
        there = Equipment.objects.filter(serial=facts["serial"], gone_date=None).exclude(pk=but)
        is_taken = there.exists()
    if is_taken:
        raise Refused(_("This serial number is on file already."), field="serial")
    return facts


def _check_stands(equipment: Equipment) -> None:
    if equipment.gone_date is not None:
        raise Refused(_("It is gone already. Put it on file where it stands now."))


def _tell(
    equipment: Equipment, kind: TimelineKind, words: dict[str, Any], *, by: Actor, at: datetime
) -> None:
    line = Line(
        customer_id=equipment.customer_id,
        kind=kind,
        happened_at=at,
        words={"serial": equipment.serial, "equipment": equipment.kind, **words},
        subject_kind="equipment",
        subject_id=equipment.pk,
    )
    customers.tell(line=line, by=by, at=at)
