"""Handing accounts over: both managers see it, and the leads of the accounts; one answers."""

from typing import Any

from primeline.customers.queries import reach_now
from primeline.handovers import actions, queries
from primeline.handovers.models import Handover
from primeline.handovers.values import Offer
from primeline.kit import clock
from primeline.staff.choices import Role
from primeline.staff.rules import day_of
from primeline.testing import cast
from tests.matrix.rows import LASTING, Field, Row, Subject, by_account
from tests.matrix.table.roles import HAND_OVER
from tests.matrix.world import WORDS, Relation, World


def a_receiver(world: World, relation: Relation) -> Any:
    """Return somebody of that unit to whom accounts can be handed over."""
    name = f"r-{relation.name.lower()}"
    return cast.a_person(name, name, name, world.unit(relation), Role.ACCOUNT_MANAGER)


def the_handover(world: World, relation: Relation) -> Handover:
    """Return an offer of an account of that unit, between two managers of it."""

    def offer(relation: Relation) -> Handover:
        at = clock.now()
        actions.install_checklist(by=cast.CASTING, at=at)
        giver = world.manager(relation)
        if relation is Relation.NAMED:
            giver = world.actors[Role.ACCOUNT_MANAGER]
        account = cast.an_account(
            f"{WORDS[relation]} Yard", unit=world.unit(relation), manager=giver
        )
        return actions.offer_handover(
            customer_ids=[account.pk],
            offer=Offer(
                from_person=giver,
                to_person=a_receiver(world, relation),
                effective_date=day_of(at),
                reason=WORDS[relation],
            ),
            reach=reach_now(giver, at=at),
            by=giver,
            at=at,
        )

    handover: Handover = world.thing("handover", relation, offer)
    return handover


def a_point(world: World, relation: Relation) -> dict[str, Any]:
    handover = the_handover(world, relation)
    row = queries.points_of(handover).first()
    assert row
    return {"handover_id": handover.pk, "row_id": row.pk}


def an_account(world: World, relation: Relation) -> dict[str, Any]:
    handover = the_handover(world, relation)
    return {"handover_id": handover.pk, "row_id": queries.accounts_of(handover).get().pk}


def address(world: World, relation: Relation) -> dict[str, Any]:
    return {"handover_id": the_handover(world, relation).pk}


def offering(world: World, relation: Relation) -> dict[str, Any]:
    return {
        "to": a_receiver(world, Relation.NAMED).pk,
        "effective_date": day_of(clock.now()),
        "reason": "tried",
        "once": "0" * 16,
    }


HANDOVER = Subject(name="handover", address=address, reached=by_account, relations=LASTING)
# Nobody of the matrix is asked to take accounts over.
TO_ANSWER = Subject(
    name="handover to answer",
    address=address,
    reached=lambda role: frozenset(),
    relations=LASTING,
)
POINT = Subject(name="point", address=a_point, reached=by_account, relations=LASTING)
LINE = Subject(name="line", address=an_account, reached=by_account, relations=LASTING)
OFFERED = Subject(
    name="account to offer",
    address=lambda world, relation: {},
    reached=by_account,
    relations=LASTING,
)


def with_version(world: World, relation: Relation) -> dict[str, Any]:
    return {"version": 1, "reason": "tried", "note": "tried", "is_done": "on"}


ROWS = (
    Row(route="handovers:list", opens=HAND_OVER),
    Row(route="handovers:new", opens=HAND_OVER),
    Row(
        route="handovers:new",
        method="POST",
        opens=HAND_OVER,
        fields={
            "account": Field(
                subject=OFFERED,
                value=lambda world, relation: world.account(relation).pk,
                rest=offering,
            )
        },
    ),
    Row(route="handovers:handover", opens=HAND_OVER, subject=HANDOVER),
    Row(
        route="handovers:acceptance",
        method="POST",
        opens=HAND_OVER,
        subject=TO_ANSWER,
        body=with_version,
    ),
    Row(
        route="handovers:refusal",
        method="POST",
        opens=HAND_OVER,
        subject=TO_ANSWER,
        body=with_version,
    ),
    Row(
        route="handovers:withdrawal",
        method="POST",
        opens=HAND_OVER,
        subject=HANDOVER,
        body=with_version,
    ),
    Row(
        route="handovers:point",
        method="POST",
        opens=HAND_OVER,
        subject=POINT,
        body=with_version,
    ),
    Row(
        route="handovers:note",
        method="POST",
        opens=HAND_OVER,
        subject=LINE,
        body=with_version,
    ),
)
