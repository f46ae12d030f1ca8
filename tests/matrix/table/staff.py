"""Units and people: seen by colleagues, changed by administrators, each within their part."""

from datetime import timedelta
from typing import Any

from primeline.staff import actions
from primeline.staff.choices import UnitKind
from primeline.staff.values import Period
from primeline.testing.cast import CASTING, TUESDAY_10AM
from tests.matrix.rows import PERSON, UNIT, Body, Field, Row, Subject, by_rank
from tests.matrix.table.roles import CHANGE_STAFF, SEE_STAFF, SET_COVER
from tests.matrix.world import WORDS, Relation, World

TODAY = TUESDAY_10AM.date()


def a_posting(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a role held at that unit."""
    return {"posting_id": world.person(relation).postings.get().pk}


def an_absence(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of an absence of somebody of that unit."""

    def record(relation: Relation) -> int:
        cover = actions.set_cover(
            absent=world.person(relation),
            covered_by=None,
            period=Period(TODAY, TODAY + timedelta(days=36_500)),
            reason=WORDS[relation],
            by=CASTING,
            at=TUESDAY_10AM,
        )
        return cover.pk

    return {"cover_id": world.thing("absence", relation, record)}


POSTING = Subject(name="posting", address=a_posting, reached=by_rank)
ABSENCE = Subject(name="absence", address=an_absence, reached=by_rank)


def unit(world: World, relation: Relation) -> int:
    return world.unit(relation).pk


def person(world: World, relation: Relation) -> int:
    return world.person(relation).pk


def unit_version(world: World, relation: Relation) -> dict[str, Any]:
    return {"version": world.unit(relation).version, "reason": "tried"}


def person_version(world: World, relation: Relation) -> dict[str, Any]:
    return {"version": world.person(relation).version, "reason": "tried"}


def new_person(world: World, relation: Relation) -> dict[str, Any]:
    return {"name_zh": "新人", "username": "newcomer", "language": "en", "once": "0" * 16}


def new_posting(world: World, relation: Relation) -> dict[str, Any]:
    return {"role": "TECHNICIAN", "active_from": "2026-01-01", "once": "0" * 16}


def new_absence(world: World, relation: Relation) -> dict[str, Any]:
    return {"active_from": "2199-01-01", "last_day": "2199-01-07", "once": "0" * 16}


# A team may move under any unit; which one is asked for is what is tried.
TEAM_ONLY = Subject(
    name="place",
    address=lambda world, relation: {"unit_id": world.unit(Relation.CHILD).pk},
    reached=lambda role: frozenset({Relation.CHILD}),
    relations=(Relation.CHILD,),
)
PLACES = Subject(
    name="unit above",
    address=lambda world, relation: {},
    reached=lambda role: frozenset({Relation.OWN}),
    relations=(Relation.OWN, Relation.SIBLING, Relation.PARENT, Relation.OTHER),
)


def editing(route: str, subject: Subject, body: Body, **fields: Field) -> tuple[Row, Row]:
    """Return the rows of a form that an administrator fills in."""
    return (
        Row(route=route, opens=CHANGE_STAFF, subject=subject),
        Row(
            route=route,
            method="POST",
            opens=CHANGE_STAFF,
            subject=subject,
            body=body,
            fields=fields,
        ),
    )


def doing(route: str, subject: Subject, **facts: Any) -> Row:
    """Return the row of a button that an administrator presses."""
    return Row(route=route, method="POST", opens=CHANGE_STAFF, subject=subject, **facts)


ROWS = (
    Row(route="staff:units", opens=SEE_STAFF),
    Row(route="staff:unit", opens=SEE_STAFF, subject=UNIT),
    *editing("staff:new_unit", UNIT, lambda world, relation: {"kind": UnitKind.TEAM}),
    *editing("staff:unit_names", UNIT, unit_version),
    *editing(
        "staff:unit_place",
        TEAM_ONLY,
        unit_version,
        parent=Field(subject=PLACES, value=unit, rest=unit_version),
    ),
    *editing("staff:unit_closure", UNIT, unit_version),
    *editing("staff:unit_reopening", UNIT, unit_version),
    Row(
        route="staff:people",
        opens=SEE_STAFF,
        fields={"unit": Field(subject=UNIT, value=unit)},
    ),
    Row(route="staff:people", opens=SEE_STAFF, body=lambda world, relation: {"q": "zq"}),
    Row(route="staff:person", opens=SEE_STAFF, subject=PERSON),
    Row(route="staff:new_person", opens=CHANGE_STAFF),
    Row(
        route="staff:new_person",
        method="POST",
        opens=CHANGE_STAFF,
        body=new_person,
        fields={"home_unit": Field(subject=UNIT, value=unit, rest=new_person)},
    ),
    *editing("staff:identity", PERSON, person_version),
    *editing(
        "staff:home_unit",
        PERSON,
        person_version,
        home_unit=Field(subject=UNIT, value=unit, rest=person_version),
    ),
    *editing("staff:departure", PERSON, person_version),
    *editing("staff:comeback", PERSON, person_version),
    *editing(
        "staff:new_posting",
        PERSON,
        new_posting,
        unit=Field(subject=UNIT, value=unit, rest=new_posting),
    ),
    doing("staff:ended_posting", POSTING),
    doing("staff:password", PERSON),
    doing("staff:second_factor", PERSON),
    doing("staff:sessions", PERSON),
    Row(route="staff:absences", opens=SEE_STAFF),
    Row(route="staff:new_absence", opens=SET_COVER, subject=PERSON),
    Row(
        route="staff:new_absence",
        method="POST",
        opens=SET_COVER,
        subject=PERSON,
        body=new_absence,
        fields={"covered_by": Field(subject=PERSON, value=person, rest=new_absence)},
    ),
    Row(route="staff:ended_absence", method="POST", opens=SET_COVER, subject=ABSENCE),
)
