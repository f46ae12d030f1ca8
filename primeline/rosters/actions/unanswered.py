"""What nobody answered and no matter stands behind: whoever leads the unit sees to it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from primeline.commitments import actions as commitments
from primeline.commitments import queries as owed
from primeline.commitments.values import Owed, Subject
from primeline.kit.deeds import Actor, deed
from primeline.rosters.models import CallRun

UNANSWERED: Final = "CALL_UNANSWERED"
RUN: Final = "rosters.call_run"
# Where the matrix does not say how long there is for it.
LIMIT: Final = timedelta(hours=1)


@deed("rosters.owe_unanswered")
def owe_unanswered(*, run_id: int, by: Actor, at: datetime) -> int:
    """Have whoever leads the unit of a chain see to what nobody answered; return the matter.

    Told of twice, it is owed once.
    """
    run = CallRun.objects.select_related("chain").get(pk=run_id)
    wanted = Owed(
        step=UNANSWERED,
        subject=Subject(RUN, run.pk),
        customer_id=run.chain.customer_id,
        what=run.chain.name,
        unit_id=run.chain.unit_id,
        role=owed.leads_at(run.chain.unit_id),
    )
    named = replace(wanted, within=LIMIT)
    return commitments.open_commitment(owed=named, by=by, at=at).pk
