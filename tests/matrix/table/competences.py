"""The directory, and what people are able to do: read by colleagues, kept by who leads them."""

from datetime import timedelta
from typing import Any

from primeline.competences import actions, queries
from primeline.competences.choices import Result
from primeline.competences.models import Training
from primeline.competences.values import Attended, Certificate
from primeline.kit import clock
from primeline.staff.choices import Role
from primeline.staff.rules import day_of
from primeline.testing.cast import CASTING
from primeline.testing.papers import pdf, stream
from tests.matrix.rows import PERSON, UNIT, Field, Row, Subject, by_rank
from tests.matrix.table.roles import CONFIRM_SKILLS, SEE_STAFF
from tests.matrix.table.staff import unit
from tests.matrix.world import Relation, World


def by_leading(role: Role) -> frozenset[Relation]:
    """Return whose profiles each role keeps: leads those of their unit, others only their own."""
    return by_rank(role) if role in CONFIRM_SKILLS else frozenset()


def a_training(world: World, relation: Relation) -> Training:
    """Return a training of somebody of that unit, with a certificate."""

    def record(relation: Relation) -> Training:
        at = clock.now()
        actions.install_catalog(by=CASTING, at=at)
        attended = Attended(
            held_date=day_of(at) - timedelta(days=9),
            hours=8,
            result=Result.PASSED,
            certificate=Certificate(name="c.pdf", content=stream(pdf())),
        )
        return actions.record_training(
            person=world.person(relation),
            course=queries.get_course("NEGOTIATION"),
            attended=attended,
            by=world.person(relation),
            at=at,
        )

    made: Training = world.thing("training", relation, record)
    return made


def address(world: World, relation: Relation) -> dict[str, Any]:
    training = a_training(world, relation)
    return {"person_id": training.person_id, "training_id": training.pk}


def with_version(world: World, relation: Relation) -> dict[str, Any]:
    return {"version": 1, "reason": "tried"}


LED = Subject(name="person led", address=PERSON.address, reached=by_leading)
TRAINING = Subject(name="training", address=address, reached=by_leading)

ROWS = (
    Row(
        route="competences:directory",
        opens=SEE_STAFF,
        fields={"unit": Field(subject=UNIT, value=unit)},
    ),
    Row(route="competences:directory", opens=SEE_STAFF, body=lambda world, relation: {"q": "zq"}),
    Row(route="competences:profile", opens=SEE_STAFF, subject=PERSON),
    Row(route="competences:new_assessment", opens=SEE_STAFF, subject=LED),
    Row(route="competences:new_assessment", method="POST", opens=SEE_STAFF, subject=LED),
    Row(route="competences:new_training", opens=SEE_STAFF, subject=LED),
    Row(route="competences:new_training", method="POST", opens=SEE_STAFF, subject=LED),
    Row(
        route="competences:confirmation",
        method="POST",
        opens=CONFIRM_SKILLS,
        subject=TRAINING,
        body=with_version,
    ),
    Row(route="competences:withdrawal", opens=SEE_STAFF, subject=TRAINING),
    Row(
        route="competences:withdrawal",
        method="POST",
        opens=SEE_STAFF,
        subject=TRAINING,
        body=with_version,
    ),
    Row(route="competences:certificate", opens=SEE_STAFF, subject=TRAINING),
)
