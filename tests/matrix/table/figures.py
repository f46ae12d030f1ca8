"""Key figures: the board and the rows behind its numbers, within one's reach."""

from typing import Any

from tests.matrix.rows import ACCOUNT, UNIT, Field, Row
from tests.matrix.table.roles import SEE_FIGURES
from tests.matrix.world import Relation, World


def unit_code(world: World, relation: Relation) -> str:
    return world.unit(relation).code


def number(world: World, relation: Relation) -> str:
    return world.account(relation).number


def some_rows(world: World, relation: Relation) -> dict[str, Any]:
    return {"from": "2025-01", "to": "2025-12", "kind": "HELD", "lines": "ALL", "all": "1"}


ROWS = (
    Row(
        route="figures",
        opens=SEE_FIGURES,
        fields={"unit": Field(subject=UNIT, value=unit_code)},
    ),
    Row(
        route="figure_rows",
        opens=SEE_FIGURES,
        body=some_rows,
        fields={
            "unit": Field(subject=UNIT, value=unit_code, rest=some_rows),
            "account": Field(subject=ACCOUNT, value=number, rest=some_rows),
        },
    ),
)
