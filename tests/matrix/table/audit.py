"""The record: for auditors."""

from primeline.audit.models import HistoryRow
from tests.matrix.rows import Row, Subject, by_rank
from tests.matrix.table.roles import SEE_RECORD
from tests.matrix.world import Relation, World


def an_act(world: World, relation: Relation) -> dict[str, int]:
    """Return the address of the act that opened an account of that unit."""

    def find(relation: Relation) -> int:
        number = world.account(relation).pk
        found = HistoryRow.objects.filter(table="customers_customer", row_id=str(number))
        return found.earliest("id").act_id

    return {"act_id": world.thing("act", relation, find)}


ACT = Subject(name="act", address=an_act, reached=by_rank)

ROWS = (
    # What happened to an account that was opened for a time is part of what was opened.
    Row(route="audit", opens=SEE_RECORD, shows=frozenset({Relation.GRANTED})),
    Row(route="audit_refused", opens=SEE_RECORD),
    Row(route="audit_act", opens=SEE_RECORD, subject=ACT),
)
