"""The public calendar and hours of units: read by who works here, set by headquarters' hands."""

from typing import Any

from tests.matrix.rows import UNIT, Field, Row
from tests.matrix.table.roles import CHANGE_REFERENCE, SEE_REFERENCE
from tests.matrix.table.staff import unit
from tests.matrix.world import Relation, World

A_DAY = {"day": "2026-10-08"}
A_YEAR = {"year": "2027"}


def no_version(world: World, relation: Relation) -> dict[str, Any]:
    return {"version": 0}


ROWS = (
    Row(route="hours:year", opens=SEE_REFERENCE),
    Row(route="hours:day", opens=CHANGE_REFERENCE, address=A_DAY),
    Row(route="hours:day", method="POST", opens=CHANGE_REFERENCE, address=A_DAY),
    Row(route="hours:publication", opens=CHANGE_REFERENCE, address=A_YEAR),
    Row(route="hours:publication", method="POST", opens=CHANGE_REFERENCE, address=A_YEAR),
    Row(
        route="hours:units",
        opens=SEE_REFERENCE,
        fields={"unit": Field(subject=UNIT, value=unit)},
    ),
    Row(route="hours:unit", opens=SEE_REFERENCE, subject=UNIT),
    Row(route="hours:unit_hours", opens=CHANGE_REFERENCE, subject=UNIT),
    Row(route="hours:unit_hours", method="POST", opens=CHANGE_REFERENCE, subject=UNIT),
    Row(
        route="hours:unit_end",
        method="POST",
        opens=CHANGE_REFERENCE,
        subject=UNIT,
        body=no_version,
    ),
)
