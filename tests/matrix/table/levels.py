"""The first page, the named-account list and the policies: everybody's own, nobody else's."""

from typing import Any

from tests.matrix.rows import ACCOUNT, Field, Row, Subject
from tests.matrix.table.accounts import NAMEABLE, changing, manager
from tests.matrix.table.roles import (
    ASSIGN_MANAGERS,
    CHANGE_POLICY,
    EXPORT_ACCOUNTS,
    SEE_FIGURES,
    SEE_REFERENCE,
)
from tests.matrix.world import Relation, World


def to_own_manager(world: World, relation: Relation) -> dict[str, Any]:
    return {"account_manager": world.manager(Relation.OWN).pk, "reason": "tried"}


def own_account(world: World, relation: Relation) -> dict[str, Any]:
    return {"account": world.account(Relation.OWN).pk, "reason": "tried"}


def account(world: World, relation: Relation) -> int:
    return world.account(relation).pk


# Policies lie in no unit.
POLICY = Subject(
    name="policy",
    address=lambda world, relation: {"code": "2001"},
    reached=lambda role: frozenset({Relation.OWN}),
    relations=(Relation.OWN,),
)

ROWS = (
    Row(route="home"),
    Row(route="named_accounts", opens=SEE_FIGURES),
    Row(
        route="named_assignments",
        method="POST",
        opens=ASSIGN_MANAGERS,
        fields={
            "account": Field(subject=ACCOUNT, value=account, rest=to_own_manager),
            "account_manager": Field(subject=NAMEABLE, value=manager, rest=own_account),
        },
    ),
    *changing("accounts:listing", opens=ASSIGN_MANAGERS),
    Row(route="named_export", method="POST", opens=EXPORT_ACCOUNTS, address={"form": "csv"}),
    Row(route="policies", opens=SEE_REFERENCE),
    Row(route="policy", opens=SEE_REFERENCE, subject=POLICY),
    Row(route="load_limit", opens=CHANGE_POLICY, address={"level": "T0"}),
    Row(route="load_limit", method="POST", opens=CHANGE_POLICY, address={"level": "T0"}),
)
