"""Prefixes: seen and used at one's unit, below and above it; changed by who leads there."""

from typing import Any

from primeline.addresses import actions
from primeline.addresses.models import Allocation, Prefix
from primeline.addresses.values import Holder, PrefixFacts, Wanted
from primeline.staff.choices import Role
from primeline.testing.cast import CASTING, TUESDAY_10AM
from tests.matrix.rows import UNIT, Field, Row, Subject, by_rank
from tests.matrix.table.roles import CHANGE_PREFIXES, RESERVE_ADDRESSES, SEE_ADDRESSES
from tests.matrix.world import WORDS, Relation, World

ABOVE = frozenset({Relation.PARENT})


def a_prefix(world: World, relation: Relation) -> Prefix:
    """Return a prefix of that unit."""

    def register(relation: Relation) -> Prefix:
        place = list(Relation).index(relation)
        facts = PrefixFacts(unit=world.unit(relation), name=WORDS[relation])
        return actions.register_prefix(
            network=f"203.0.113.{16 * place}/28", facts=facts, by=CASTING, at=TUESDAY_10AM
        )

    prefix: Prefix = world.thing("prefix", relation, register)
    return prefix


def an_address(world: World, relation: Relation) -> dict[str, Any]:
    """Return an address of a prefix of that unit that we have ourselves."""

    def reserve(relation: Relation) -> Allocation:
        return actions.reserve_address(
            prefix=a_prefix(world, relation),
            wanted=Wanted(),
            holder=Holder(purpose=WORDS[relation]),
            by=CASTING,
            at=TUESDAY_10AM,
        )

    held: Allocation = world.thing("address", relation, reserve)
    return {"prefix_id": held.prefix_id, "allocation_id": held.pk}


def prefix_address(world: World, relation: Relation) -> dict[str, Any]:
    return {"prefix_id": a_prefix(world, relation).pk}


def around(role: Role) -> frozenset[Relation]:
    """Return whose prefixes are seen and used: of the unit, of those below, of those above."""
    return by_rank(role) | ABOVE


def a_new_prefix(world: World, relation: Relation) -> dict[str, Any]:
    place = list(Relation).index(relation)
    network = f"198.51.100.{16 * place}/28"
    return {"network": network, "quarantine_days": "30", "once": "0" * 16}


PREFIX = Subject(name="prefix", address=prefix_address, reached=around)
PREFIX_TO_CHANGE = Subject(name="prefix to change", address=prefix_address, reached=by_rank)
HELD = Subject(name="address that is held", address=an_address, reached=around)
OF_UNIT = {
    "unit": Field(
        subject=UNIT,
        value=lambda world, relation: world.unit(relation).pk,
        rest=a_new_prefix,
    )
}

ROWS = (
    Row(route="addresses:list", opens=SEE_ADDRESSES, shows=ABOVE),
    Row(route="addresses:prefix", opens=SEE_ADDRESSES, subject=PREFIX, shows=ABOVE),
    Row(route="addresses:new", opens=CHANGE_PREFIXES),
    Row(route="addresses:new", method="POST", opens=CHANGE_PREFIXES, fields=OF_UNIT),
    *(
        Row(
            route=f"addresses:{route}",
            method=method,
            opens=CHANGE_PREFIXES,
            subject=PREFIX_TO_CHANGE,
        )
        for route in ("facts", "end")
        for method in ("GET", "POST")
    ),
    *(
        Row(
            route=f"addresses:{route}",
            method=method,
            opens=RESERVE_ADDRESSES,
            subject=subject,
            shows=ABOVE,
        )
        for route, subject in (("reserve", PREFIX), ("assign", HELD), ("release", HELD))
        for method in ("GET", "POST")
    ),
)
