"""Morning meetings: held by whoever leads the unit itself, read by rank and by who was told."""

from typing import Any

from primeline.customers.queries import reach_now
from primeline.kit import clock
from primeline.meetings import actions
from primeline.meetings.models import Decision, Meeting, Pin
from primeline.meetings.values import Moments, Resolution
from primeline.staff.choices import Role
from primeline.staff.rules import day_of
from primeline.standards.actions import install_standards
from primeline.testing import cast
from tests.matrix.rows import LASTING, PERSON, UNIT, Field, Row, Subject, by_rank
from tests.matrix.table.matters import ASKED_OF, COLLEAGUES
from tests.matrix.table.roles import LEADS, SEE_MATTERS
from tests.matrix.world import WORDS, Relation, World

UNITS = tuple(one for one in LASTING if one is not Relation.NAMED)


def who(world: World, relation: Relation) -> dict[str, Any]:
    """Return a lead of the unit that lies so, who is nobody of the matrix."""
    lead, at = world.person(relation), clock.now()
    return {"reach": reach_now(lead, at=at), "by": lead, "at": at}


def a_meeting(world: World, relation: Relation) -> Meeting:
    """Return the meeting of the unit that lies so, going on."""

    def begin(relation: Relation) -> Meeting:
        return actions.open_meeting(unit=world.unit(relation), **who(world, relation))

    meeting: Meeting = world.thing("meeting", relation, begin)
    return meeting


def a_decision(world: World, relation: Relation) -> dict[str, Any]:
    def decide(relation: Relation) -> Decision:
        install_standards(by=cast.CASTING, at=clock.now())
        facts = who(world, relation)
        said = Resolution(
            what=WORDS[relation], owner_id=facts["by"].pk, due_date=day_of(facts["at"])
        )
        return actions.decide(meeting=a_meeting(world, relation), said=said, **facts)

    return {"decision_id": world.thing("decision", relation, decide).pk}


def a_pin(world: World, relation: Relation) -> dict[str, Any]:
    def pin(relation: Relation) -> Pin:
        return actions.pin_account(
            meeting=a_meeting(world, relation),
            customer=world.account(relation),
            why=WORDS[relation],
            **who(world, relation),
        )

    return {"pin_id": world.thing("pin", relation, pin).pk}


def a_past_one(world: World, relation: Relation) -> dict[str, Any]:
    """Return a finished meeting of an earlier day of the unit that lies so."""

    def end(relation: Relation) -> Meeting:
        facts = who(world, relation)
        at = cast.TUESDAY_10AM
        facts |= {"reach": reach_now(facts["by"], at=at), "at": at}
        begun = actions.open_meeting(unit=world.unit(relation), **facts)
        moments = Moments(at=at, since=at, noon_at=at, day_ends_at=at)
        return actions.finish_meeting(meeting=begun, version=1, moments=moments, **facts)

    return {"meeting_id": world.thing("past meeting", relation, end).pk}


def held_by(role: Role) -> frozenset[Relation]:
    """Return whose meetings a role holds: those of the unit that it leads itself."""
    return frozenset({Relation.OWN}) if role in LEADS else frozenset()


def read_by(role: Role) -> frozenset[Relation]:
    """Return whose minutes a role reads: by rank; a manager those that they were told of."""
    return frozenset({Relation.OWN}) if role is Role.ACCOUNT_MANAGER else by_rank(role)


def subject(name: str, address: Any) -> Subject:
    return Subject(name=name, address=address, reached=held_by, relations=UNITS)


MEETING = subject("meeting", lambda world, one: {"meeting_id": a_meeting(world, one).pk})
PIN = subject("pin of a meeting", a_pin)
DECISION = subject("decision of a meeting", a_decision)
OWN = Subject(
    name="unit that meets", address=UNIT.address, reached=held_by, relations=UNIT.relations
)
PAST = Subject(name="minutes", address=a_past_one, reached=read_by, relations=UNITS)


def to_decide(world: World, relation: Relation) -> dict[str, Any]:
    install_standards(by=cast.CASTING, at=clock.now())
    return {
        "decision-what": "tried",
        "decision-owner": world.person(Relation.OWN).pk,
        "decision-due_date": day_of(clock.now()),
        "decision-once": "0" * 16,
    }


def to_pin(world: World, relation: Relation) -> dict[str, Any]:
    return {"pin-why": "tried", "pin-once": "0" * 16}


def asked(rest: Any) -> Field:
    """Return the field that names the account that is talked about."""
    return Field(subject=ASKED_OF, value=lambda world, one: world.account(one).number, rest=rest)


def without_owner(world: World, relation: Relation) -> dict[str, Any]:
    return {k: v for k, v in to_decide(world, relation).items() if k != "decision-owner"}


OWNER = Field(subject=PERSON, value=lambda world, one: world.person(one).pk, rest=without_owner)


ROWS = (
    Row(
        route="meeting:today",
        opens=LEADS,
        fields={"unit": Field(subject=OWN, value=lambda world, one: world.unit(one).pk)},
    ),
    Row(
        route="meeting:opening",
        method="POST",
        opens=LEADS,
        body=lambda world, relation: {"unit": world.unit(Relation.OWN).pk},
        fields={"unit": Field(subject=OWN, value=lambda world, one: world.unit(one).pk)},
    ),
    Row(route="meeting:meeting", opens=LEADS, subject=MEETING),
    Row(
        route="meeting:pin",
        method="POST",
        opens=LEADS,
        subject=MEETING,
        fields={"pin-account": asked(to_pin)},
    ),
    Row(
        route="meeting:decision",
        method="POST",
        opens=LEADS,
        subject=MEETING,
        fields={"decision-account": asked(to_decide), "decision-owner": OWNER},
        shows=COLLEAGUES,
    ),
    Row(route="meeting:end", method="POST", opens=LEADS, subject=MEETING),
    Row(route="meeting:unpin", method="POST", opens=LEADS, subject=PIN),
    Row(route="meeting:take_back", method="POST", opens=LEADS, subject=DECISION),
    Row(
        route="meeting:past",
        opens=SEE_MATTERS,
        fields={"unit": Field(subject=UNIT, value=lambda world, one: world.unit(one).pk)},
    ),
    Row(route="meeting:minutes", opens=SEE_MATTERS, subject=PAST),
    Row(route="meeting:pdf", method="POST", opens=SEE_MATTERS, subject=PAST),
)
