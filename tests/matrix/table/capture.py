"""Quick capture: whoever sees matters writes down what they heard, of accounts within reach."""

from typing import Any

from primeline.kit import clock
from primeline.standards.actions import install_standards
from primeline.testing import cast
from tests.matrix.rows import Row
from tests.matrix.table.accounts import GRANTED
from tests.matrix.table.matters import asked_of
from tests.matrix.table.roles import SEE_MATTERS
from tests.matrix.world import Relation, World


def heard(world: World, relation: Relation) -> dict[str, Any]:
    install_standards(by=cast.CASTING, at=clock.now())
    return {"kind": "PROBLEM", "how": "PHONE", "text": "tried", "once": "0" * 16}


ROWS = (
    Row(route="capture:capture", opens=SEE_MATTERS),
    Row(
        route="capture:capture",
        method="POST",
        opens=SEE_MATTERS,
        fields={"account": asked_of(heard)},
    ),
    Row(
        route="capture:accounts",
        opens=SEE_MATTERS,
        body=lambda world, relation: {"account": "Bank"},
        shows=GRANTED,
    ),
    Row(route="capture:person", opens=SEE_MATTERS),
)
