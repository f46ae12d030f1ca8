"""Equipment at customers and in stock, and what customers have from others."""

from typing import Any

from primeline.products import actions as products
from primeline.products.models import Equipment, LineOfBusiness, OutsideService
from primeline.products.values import Device, OutsideFacts
from primeline.testing.cast import CASTING, TUESDAY_10AM
from tests.matrix.rows import UNIT, Field, Row, Subject, by_account
from tests.matrix.table.accounts import OPENED, changing, unit
from tests.matrix.table.roles import CHANGE_SUBSCRIPTIONS, FETCH_EQUIPMENT, SEE_DOSSIERS
from tests.matrix.world import WORDS, Relation, World


def a_device(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of equipment at an account of that unit."""

    def install(relation: Relation) -> Equipment:
        device = Device(
            serial=f"SN-{WORDS[relation]}",
            kind="ROUTER",
            owner="OPERATOR",
            place=WORDS[relation],
            installed_date=OPENED,
        )
        return products.install_equipment(
            customer=world.account(relation), device=device, by=CASTING, at=TUESDAY_10AM
        )

    installed: Equipment = world.thing("equipment", relation, install)
    return {"number": installed.customer.number, "equipment_id": installed.pk}


def from_others(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of what an account of that unit has from others."""

    def note(relation: Relation) -> OutsideService:
        facts = OutsideFacts(
            operator=WORDS[relation],
            line_id=LineOfBusiness.objects.get(code="DATA_LINE").pk,
            from_cents=1,
            to_cents=2,
            source="SEEN",
            learned_date=OPENED,
        )
        return products.note_outside_service(
            customer=world.account(relation), facts=facts, by=CASTING, at=TUESDAY_10AM
        )

    noted: OutsideService = world.thing("outside", relation, note)
    return {"number": noted.customer.number, "service_id": noted.pk}


def spare(world: World, relation: Relation) -> dict[str, Any]:
    return {"serial": "SP-1", "kind": "ROUTER", "city": "Harbor", "once": "b" * 24}


DEVICE = Subject(name="device", address=a_device, reached=by_account, relations=tuple(Relation))
OUTSIDE = Subject(
    name="from others", address=from_others, reached=by_account, relations=tuple(Relation)
)
INTO_UNIT = {"unit": Field(subject=UNIT, value=unit, rest=spare)}
ON_DEVICE: dict[str, Any] = {"opens": CHANGE_SUBSCRIPTIONS, "subject": DEVICE}

ROWS = (
    Row(route="equipment", opens=SEE_DOSSIERS),
    *changing("new_spare", opens=CHANGE_SUBSCRIPTIONS, subject=None, fields=INTO_UNIT),
    *changing("accounts:new_device", opens=CHANGE_SUBSCRIPTIONS),
    *changing("accounts:device", **ON_DEVICE),
    *changing("accounts:device_gone", **ON_DEVICE | {"opens": FETCH_EQUIPMENT}),
    *changing("accounts:new_outside"),
    *changing("accounts:outside_service", subject=OUTSIDE),
    *changing("accounts:outside_end", subject=OUTSIDE),
)
