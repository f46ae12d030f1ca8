"""Rosters and call chains: seen at one's unit, below and above it; set by who leads there."""

from datetime import timedelta
from typing import Any

from primeline.customers.queries import reach_now
from primeline.kit import clock
from primeline.kit.deeds import act
from primeline.rosters import actions
from primeline.rosters.choices import Days, Speciality
from primeline.rosters.models import CallChain, CallRun, DutyNote, Roster, Shift, Swap
from primeline.rosters.values import ChainDraft, Link, Occasion, Slot, Wanted
from primeline.staff.choices import Role
from primeline.staff.models import Person
from primeline.testing import cast
from tests.matrix.rows import UNIT, Field, Row, Subject, by_rank
from tests.matrix.table.roles import LEADS, SEE_ROSTERS, START_CHAINS
from tests.matrix.world import WORDS, Relation, World

DAY = timedelta(days=1)
NOON = Slot(days=Days.EVERY, start=720, length=60)


def lead_of(world: World, relation: Relation) -> Person:
    """Return who leads the unit that lies so, with a telephone."""
    lead = world.person(relation)
    if not lead.phone:
        with act(kind="test.phone", by=cast.CASTING, at=clock.now()):
            Person.objects.filter(pk=lead.pk).update(phone="13800001234")
        lead.refresh_from_db()
    return lead


def by_lead(world: World, relation: Relation) -> dict[str, Any]:
    lead, at = lead_of(world, relation), clock.now()
    return {"reach": reach_now(lead, at=at), "by": lead, "at": at}


def a_roster(world: World, relation: Relation) -> Roster:
    """Return a roster of that unit."""

    def open_it(relation: Relation) -> Roster:
        wanted = Wanted(speciality=Speciality.FAULT_DESK, name_en=WORDS[relation])
        unit = world.unit(relation)
        return actions.open_roster(unit=unit, wanted=wanted, **by_lead(world, relation))

    roster: Roster = world.thing("roster", relation, open_it)
    return roster


def a_shift(world: World, relation: Relation) -> Shift:
    """Return a shift that whoever leads there works."""

    def add(relation: Relation) -> Shift:
        return actions.add_shift(
            roster=a_roster(world, relation),
            day=clock.now().date() + 3 * DAY,
            slot=NOON,
            person=world.person(relation),
            is_double=True,
            **by_lead(world, relation),
        )

    shift: Shift = world.thing("shift", relation, add)
    return shift


def a_swap(world: World, relation: Relation) -> dict[str, Any]:
    """Return a shift on offer to all who may take it."""

    def offer(relation: Relation) -> Swap:
        by, at = world.person(relation), clock.now()
        return actions.offer_shift(
            shift=a_shift(world, relation), to_person=None, by=by, at=at, reason="tried"
        )

    return {"swap_id": world.thing("swap", relation, offer).pk}


def a_note(world: World, relation: Relation) -> dict[str, Any]:
    def write(relation: Relation) -> DutyNote:
        roster = a_roster(world, relation)
        return actions.write_note(roster=roster, text="tried", **by_lead(world, relation))

    return {"note_id": world.thing("duty note", relation, write).pk}


def a_chain(world: World, relation: Relation) -> CallChain:
    """Return a call chain of that unit."""

    def open_it(relation: Relation) -> CallChain:
        links = (Link(person_id=lead_of(world, relation).pk, wait_minutes=5),)
        draft = ChainDraft(unit=world.unit(relation), name=WORDS[relation], links=links)
        return actions.open_chain(draft=draft, **by_lead(world, relation))

    chain: CallChain = world.thing("chain", relation, open_it)
    return chain


def a_run(world: World, relation: Relation) -> dict[str, Any]:
    def start(relation: Relation) -> CallRun:
        chain = a_chain(world, relation)
        occasion = Occasion(reason="tried")
        return actions.start_run(chain=chain, occasion=occasion, **by_lead(world, relation))

    return {"run_id": world.thing("run", relation, start).pk}


def around(role: Role) -> frozenset[Relation]:
    """Return whose rosters are seen: of the unit, of those below, and of those above."""
    return by_rank(role) | {Relation.PARENT}


def set_by(role: Role) -> frozenset[Relation]:
    """Return whose rosters a role sets."""
    return by_rank(role) if role in LEADS else frozenset()


def started_by(role: Role) -> frozenset[Relation]:
    """Return the runs of which a role says how they went."""
    return around(role) if role in START_CHAINS else frozenset()


def nobody(role: Role) -> frozenset[Relation]:
    """Return what belongs to nobody of the matrix."""
    return frozenset()


def subject(name: str, address: Any, reached: Any) -> Subject:
    return Subject(name=name, address=address, reached=reached)


def roster_address(world: World, relation: Relation) -> dict[str, Any]:
    return {"roster_id": a_roster(world, relation).pk}


def shift_address(world: World, relation: Relation) -> dict[str, Any]:
    return {"shift_id": a_shift(world, relation).pk}


def chain_address(world: World, relation: Relation) -> dict[str, Any]:
    return {"chain_id": a_chain(world, relation).pk}


ROSTER = subject("roster", roster_address, around)
ROSTER_TO_SET = subject("roster to set", roster_address, set_by)
SHIFT = subject("shift", shift_address, around)
SHIFT_TO_SET = subject("shift to give", shift_address, set_by)
OWN_SHIFT = subject("shift of one's own", shift_address, nobody)
SWAP = subject("swap", a_swap, around)
SWAP_TO_DECIDE = subject("swap to decide", a_swap, set_by)
OWN_SWAP = subject("swap of one's own", a_swap, nobody)
NOTE = subject("duty note", a_note, around)
CHAIN = subject("call chain", chain_address, around)
CHAIN_TO_SET = subject("call chain to set", chain_address, set_by)
RUN = subject("run of a chain", a_run, around)
RUN_TO_ANSWER = subject("run of a chain to answer", a_run, started_by)
ABOVE = frozenset({Relation.PARENT})


def why(world: World, relation: Relation) -> dict[str, Any]:
    return {
        "cause": "OTHER",
        "reason": "tried",
        "text": "tried",
        "once": "0" * 16,
        "note": "tried",
    }


def a_version(world: World, relation: Relation) -> dict[str, Any]:
    return {"version": 1}


def a_new_roster(world: World, relation: Relation) -> dict[str, Any]:
    facts = {"speciality": "TECHNICIAN", "needed": "NEVER", "rest_hours": "11"}
    return facts | {"once": "0" * 16}


def a_new_shift(world: World, relation: Relation) -> dict[str, Any]:
    day = clock.now().date() + 5 * DAY
    times = {"day": day.isoformat(), "start": "08:00", "end": "09:00", "is_double": "on"}
    return times | {"once": "0" * 16}


def to_see(route: str, thing: Subject) -> Row:
    return Row(route=f"rosters:{route}", opens=SEE_ROSTERS, subject=thing, shows=ABOVE)


def to_set(route: str, thing: Subject, **more: Any) -> Row:
    return Row(route=f"rosters:{route}", opens=LEADS, subject=thing, shows=ABOVE, **more)


def to_do(route: str, thing: Subject, **more: Any) -> Row:
    return Row(
        route=f"rosters:{route}",
        method="POST",
        opens=SEE_ROSTERS,
        subject=thing,
        body=why,
        shows=ABOVE,
        **more,
    )


ROWS = (
    Row(route="rosters:list", opens=SEE_ROSTERS, shows=ABOVE),
    Row(route="rosters:new", opens=LEADS),
    Row(
        route="rosters:new",
        method="POST",
        opens=LEADS,
        fields={
            "unit": Field(
                subject=UNIT,
                value=lambda world, relation: world.unit(relation).pk,
                rest=a_new_roster,
            )
        },
    ),
    to_see("roster", ROSTER),
    to_see("month", ROSTER),
    to_set("settings", ROSTER_TO_SET),
    to_set("settings", ROSTER_TO_SET, method="POST", body=a_version),
    to_set("closing", ROSTER_TO_SET, method="POST", body=a_version),
    to_set("rotation", ROSTER_TO_SET),
    to_set("rotation", ROSTER_TO_SET, method="POST", body=a_version),
    to_set("new_shift", ROSTER_TO_SET),
    to_set("new_shift", ROSTER_TO_SET, method="POST", body=a_new_shift),
    to_do("notes", ROSTER),
    to_do("reading", NOTE),
    to_see("shift", SHIFT),
    to_do("offer", OWN_SHIFT),
    to_do("exchange", OWN_SHIFT),
    to_set("assignment", SHIFT_TO_SET, method="POST", body=a_version),
    to_set("removal", SHIFT_TO_SET, method="POST"),
    to_do("taking", SWAP),
    to_set("approval", SWAP_TO_DECIDE, method="POST"),
    to_do("refusal", SWAP_TO_DECIDE),
    to_do("withdrawal", OWN_SWAP),
    Row(route="rosters:chains", opens=SEE_ROSTERS, shows=ABOVE),
    Row(route="rosters:new_chain", opens=LEADS),
    Row(route="rosters:new_chain", method="POST", opens=LEADS),
    to_see("chain", CHAIN),
    to_set("steps", CHAIN_TO_SET),
    to_set("steps", CHAIN_TO_SET, method="POST", body=a_version),
    to_set("chain_closing", CHAIN_TO_SET, method="POST", body=a_version),
    Row(
        route="rosters:runs",
        method="POST",
        opens=START_CHAINS,
        subject=CHAIN,
        body=why,
        shows=ABOVE,
    ),
    to_see("run", RUN),
    Row(
        route="rosters:stop",
        method="POST",
        opens=START_CHAINS,
        subject=RUN,
        body=why,
        shows=ABOVE,
    ),
    to_do("answer", RUN_TO_ANSWER, address={"position": "1", "said": "reached"}),
)
