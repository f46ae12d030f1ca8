"""The contracts of all accounts: within one's unit and below, or named on them."""

from tests.matrix.rows import UNIT, Field, Row
from tests.matrix.table.accounts import a_contract, unit
from tests.matrix.table.roles import SEE_ACCOUNTS
from tests.matrix.world import Relation, World


def with_contracts(world: World, relation: Relation) -> dict[str, str]:
    """Let every account have a contract, so that the list would show what it must not."""
    for one in Relation:
        a_contract(world, one)
    return {}


BY_UNIT = {"unit": Field(subject=UNIT, value=unit)}

ROWS = (Row(route="contracts", opens=SEE_ACCOUNTS, fields=BY_UNIT, body=with_contracts),)
