"""Equipment at customers and in stock, and what customers have from others."""

from typing import Any

from primeline.products import actions as products
from primeline.products.models import Equipment, LineOfBusiness, OutsideService, Subscription
from primeline.products.values import Circuit, Device, OutsideFacts, Terms
from primeline.testing.cast import CASTING, TUESDAY_10AM
from tests.matrix.rows import UNIT, Field, Row, Subject, by_account, by_rank
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
            operator=f"{WORDS[relation]}net",
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


def a_line_end(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a line of an account in the other province that ends with that unit."""

    def open_it(relation: Relation) -> Subscription:
        return products.open_subscription(
            customer=world.account(Relation.OTHER),
            line=LineOfBusiness.objects.get(code="DATA_LINE"),
            terms=Terms(fee_cents=1, opened_date=OPENED),
            circuit=Circuit(z_end="somewhere", z_end_unit_id=world.unit(relation).pk),
            by=CASTING,
            at=TUESDAY_10AM,
        )

    line: Subscription = world.thing("line end", relation, open_it)
    return {"number": line.number}


def spare(world: World, relation: Relation) -> dict[str, Any]:
    return {"serial": "SP-1", "kind": "ROUTER", "city": "Harbor", "once": "b" * 24}


DEVICE = Subject(name="device", address=a_device, reached=by_account, relations=tuple(Relation))
OUTSIDE = Subject(
    name="from others", address=from_others, reached=by_account, relations=tuple(Relation)
)
# A2: whoever installs and repairs sees the lines that end with their units, whosever they are.
LINE_END = Subject(name="line end", address=a_line_end, reached=by_rank)
ELSEWHERE = frozenset({Relation.OTHER})
INTO_UNIT = {"unit": Field(subject=UNIT, value=unit, rest=spare)}
ON_DEVICE: dict[str, Any] = {"opens": CHANGE_SUBSCRIPTIONS, "subject": DEVICE}

ROWS = (
    Row(route="equipment", opens=SEE_DOSSIERS),
    Row(route="line_ends", opens=FETCH_EQUIPMENT, shows=ELSEWHERE),
    Row(route="line_end", opens=FETCH_EQUIPMENT, subject=LINE_END, shows=ELSEWHERE),
    *changing("new_spare", opens=CHANGE_SUBSCRIPTIONS, subject=None, fields=INTO_UNIT),
    *changing("accounts:new_device", opens=CHANGE_SUBSCRIPTIONS),
    *changing("accounts:device", **ON_DEVICE),
    *changing("accounts:device_gone", **ON_DEVICE | {"opens": FETCH_EQUIPMENT}),
    *changing("accounts:new_outside"),
    *changing("accounts:outside_service", subject=OUTSIDE),
    *changing("accounts:outside_end", subject=OUTSIDE),
)
