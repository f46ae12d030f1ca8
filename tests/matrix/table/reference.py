"""Reference data: read by everybody, changed by few, the same for every unit."""

from primeline.customers.actions import add_industry
from primeline.testing import cast
from tests.matrix.rows import Row, Subject
from tests.matrix.table.roles import CHANGE_REFERENCE, SEE_REFERENCE
from tests.matrix.world import Relation, World

INDUSTRIES = {"key": "industries"}


def an_industry(world: World, relation: Relation) -> dict[str, str]:
    """Return the address of an industry; industries lie in no unit."""

    def add(relation: Relation) -> str:
        by, at = cast.CASTING, cast.TUESDAY_10AM
        added = add_industry(code="FISHING", name_zh="渔业", name_en="Fishing", by=by, at=at)
        return added.code

    return {**INDUSTRIES, "code": world.thing("industry", Relation.OWN, add)}


ENTRY = Subject(
    name="entry",
    address=an_industry,
    reached=lambda role: frozenset({Relation.OWN}),
    relations=(Relation.OWN,),
)

ROWS = (
    Row(route="reference", opens=SEE_REFERENCE),
    Row(route="reference_entry", opens=SEE_REFERENCE, subject=ENTRY),
    Row(route="reference_entry", method="POST", opens=CHANGE_REFERENCE, subject=ENTRY),
    Row(route="reference_new", opens=CHANGE_REFERENCE, address=INDUSTRIES),
    Row(route="reference_new", method="POST", opens=CHANGE_REFERENCE, address=INDUSTRIES),
)
