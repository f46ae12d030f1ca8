"""Visits and calls: one's own week, coverage for leads of units, cadence as reference data."""

from typing import Any

from primeline.commitments.choices import OPEN
from primeline.customers import actions as customers
from primeline.customers.choices import Tier
from primeline.customers.values import Level
from primeline.kit import clock
from primeline.staff.choices import Role
from primeline.testing import cast
from primeline.visits import actions
from primeline.visits.choices import ConversationKind
from primeline.visits.models import Conversation, ServiceAction
from primeline.visits.values import Told
from tests.matrix.rows import (
    ACCOUNT,
    LASTING,
    READ_ACCOUNT,
    UNIT,
    Field,
    Row,
    Subject,
    by_account,
)  # fmt: skip
from tests.matrix.table.accounts import GRANTED
from tests.matrix.table.matters import COLLEAGUES, done_by, led_by
from tests.matrix.table.roles import (
    CHANGE_REFERENCE,
    EXPORT_ACCOUNTS,
    LEADS,
    SEE_DOSSIERS,
    SEE_MATTERS,
    SEE_REFERENCE,
)
from tests.matrix.table.staff import unit
from tests.matrix.world import WORDS, Relation, World

CODE = {"code": "VISIT"}
MANNER = {"manner": "VISIT"}


def an_action(world: World, relation: Relation) -> ServiceAction:
    """Return a visit or call planned for an account of that unit."""

    def planned(relation: Relation) -> ServiceAction:
        at, account = clock.now(), world.account(relation)
        level = Level(
            customer_id=account.pk,
            is_key_account=True,
            tier=Tier.DIAMOND,
            since_month=at.date().replace(day=1),
        )
        customers.set_levels(levels=[level], by=cast.CASTING, at=at)
        actions.plan_accounts(
            manager_id=account.account_manager_id,
            customer_ids=[account.pk],
            by=cast.CASTING,
            at=at,
        )
        return ServiceAction.objects.filter(customer=account).order_by("period_from", "pk")[0]

    found: ServiceAction = world.thing("service action", relation, planned)
    return found


def address(world: World, relation: Relation) -> dict[str, Any]:
    return {"action_id": an_action(world, relation).pk}


TO_DO = Subject(name="visit or call", address=address, reached=done_by, relations=LASTING)


def owed(world: World, relation: Relation) -> dict[str, Any]:
    """Return what is owed at an account of its own: other rows end what the first ones owe."""

    def owe(relation: Relation) -> ServiceAction:
        unit, called = world.account(relation).owner_unit, f"o-{relation.name.lower()}"
        manager = world.actors[Role.ACCOUNT_MANAGER]
        if relation is not Relation.NAMED:
            manager = cast.a_person(called, called, called, unit, Role.ACCOUNT_MANAGER)
        name = f"{WORDS[relation]} 3"
        account = cast.an_account(name, unit=unit, manager=manager, tier=Tier.DIAMOND)
        actions.plan_accounts(
            manager_id=manager.pk, customer_ids=[account.pk], by=cast.CASTING, at=clock.now()
        )
        planned = ServiceAction.objects.filter(customer=account, commitment__status__in=OPEN)
        return planned.order_by("-period_from", "-pk")[0]

    found: ServiceAction = world.thing("owed action", relation, owe)
    return {"action_id": found.pk}


OWED = Subject(name="visit or call that is owed", address=owed, reached=led_by, relations=LASTING)


def another_day(world: World, relation: Relation) -> dict[str, Any]:
    return {"day": "2001-01-01", "version": 1}


def a_limit(world: World, relation: Relation) -> dict[str, Any]:
    return {"version": 1, "most": 3}


def told(world: World, relation: Relation) -> Conversation:
    """Return what headquarters told of a call to an account that lies so."""

    def tell(relation: Relation) -> Conversation:
        at = clock.now()
        return actions.record_conversation(
            customer=world.account(relation),
            told=Told(kind=ConversationKind.CALL, held_at=at, outcome=WORDS[relation]),
            by=cast.sara(),
            at=at,
        )

    found: Conversation = world.thing("conversation", relation, tell)
    return found


def told_address(world: World, relation: Relation) -> dict[str, Any]:
    return {"conversation_id": told(world, relation).pk}


TOLD = Subject(name="what was told", address=told_address, reached=by_account, relations=LASTING)
CORRECTED = Subject(
    name="what was told to be corrected", address=told_address, reached=led_by, relations=LASTING
)
TELLING_OF = Subject(
    name="account to tell of",
    address=ACCOUNT.address,
    reached=by_account,
    relations=ACCOUNT.relations,
)


def unstaffed(world: World, relation: Relation) -> dict[str, Any]:
    """Return what is unstaffed at an account that nobody looks after, in the unit of one."""

    def leave(relation: Relation) -> ServiceAction:
        account = cast.an_account(
            f"{WORDS[relation]} 2", unit=world.account(relation).owner_unit, tier=Tier.DIAMOND
        )
        actions.plan_accounts(
            manager_id=None, customer_ids=[account.pk], by=cast.CASTING, at=clock.now()
        )
        return ServiceAction.objects.filter(customer=account).order_by("-period_to", "-pk")[0]

    found: ServiceAction = world.thing("unstaffed action", relation, leave)
    return {"action_id": found.pk}


UNSTAFFED = Subject(name="unstaffed action", address=unstaffed, reached=led_by, relations=LASTING)

ROWS = (
    Row(route="visits:staffing", opens=LEADS, subject=UNSTAFFED, shows=COLLEAGUES),
    Row(route="visits:staffing", method="POST", opens=LEADS, subject=UNSTAFFED, shows=COLLEAGUES),
    Row(route="visits:postponement", opens=LEADS, subject=OWED, shows=COLLEAGUES),
    Row(route="visits:postponement", method="POST", opens=LEADS, subject=OWED, shows=COLLEAGUES),
    Row(route="visits:new_conversation", opens=SEE_MATTERS, subject=TELLING_OF, shows=COLLEAGUES),
    Row(
        route="visits:new_conversation",
        method="POST",
        opens=SEE_MATTERS,
        subject=TELLING_OF,
        shows=COLLEAGUES,
    ),
    Row(route="visits:brief", opens=SEE_DOSSIERS, subject=READ_ACCOUNT, shows=GRANTED),
    Row(route="visits:conversation", opens=SEE_MATTERS, subject=TOLD),
    Row(route="visits:correction", opens=SEE_MATTERS, subject=CORRECTED),
    Row(route="visits:correction", method="POST", opens=SEE_MATTERS, subject=CORRECTED),
    Row(route="visits:week", opens=SEE_MATTERS),
    Row(route="visits:day", method="POST", opens=SEE_MATTERS, subject=TO_DO, body=another_day),
    Row(route="visits:done", method="POST", opens=SEE_MATTERS, subject=TO_DO),
    Row(
        route="visits:unit",
        opens=LEADS,
        fields={"unit": Field(subject=UNIT, value=unit)},
    ),
    Row(
        route="visits:export",
        method="POST",
        opens=LEADS & EXPORT_ACCOUNTS,
        address={"form": "csv"},
    ),
    Row(route="visits:cadence", opens=SEE_REFERENCE),
    Row(route="visits:standard", opens=CHANGE_REFERENCE, address=CODE),
    Row(
        route="visits:standard",
        method="POST",
        opens=CHANGE_REFERENCE,
        address=CODE,
        body=a_limit,
    ),
    Row(route="visits:new_standard", opens=CHANGE_REFERENCE),
    Row(route="visits:new_standard", method="POST", opens=CHANGE_REFERENCE),
    Row(route="visits:limit", opens=CHANGE_REFERENCE, address=MANNER),
    Row(
        route="visits:limit",
        method="POST",
        opens=CHANGE_REFERENCE,
        address=MANNER,
        body=a_limit,
    ),
    Row(route="visits:feed", opens=SEE_MATTERS),
    Row(route="visits:new_feed", method="POST", opens=SEE_MATTERS),
    Row(route="visits:feed_revocation", method="POST", opens=SEE_MATTERS),
)
