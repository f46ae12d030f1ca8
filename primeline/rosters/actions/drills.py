"""Call chains are tried once a month: who answers for their unit owes it in time."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from primeline.commitments import actions as commitments
from primeline.commitments import queries as owed
from primeline.commitments.values import Owed, Subject
from primeline.kit.deeds import Actor
from primeline.rosters.models import CallChain
from primeline.rosters.queries.chains import chains_to_try

DRILL: Final = "CALL_DRILL"
# Where the matrix does not say how long there is for it.
LIMIT: Final = timedelta(days=7)


def owe_drills(*, by: Actor, at: datetime) -> int:
    """Owe the drills that fall due; return how many. Owed already, they are not owed again."""
    count = 0
    for chain in chains_to_try(at):
        if not owed.is_owed(subject_of(chain.pk), DRILL):
            count += _owe(_drill(chain, at), by=by, at=at)
    return count


def keep_drill(chain_id: int, *, by: Actor, at: datetime) -> None:
    """Note that a chain was tried, or run in earnest, if somebody owed it."""
    subject = subject_of(chain_id)
    if owed.is_owed(subject, DRILL):
        commitments.keep_about(subject=subject, steps=[DRILL], by=by, at=at)


def drop_drill(chain_id: int, *, by: Actor, at: datetime) -> None:
    """Owe no drill of a chain that is out of use."""
    subject = subject_of(chain_id)
    if owed.is_owed(subject, DRILL):
        commitments.cancel_about(subject=subject, steps=[DRILL], by=by, at=at)


def subject_of(chain_id: int) -> Subject:
    """Return what a drill is about."""
    return Subject("rosters.call_chain", chain_id)


def _drill(chain: CallChain, at: datetime) -> Owed:
    return Owed(
        step=DRILL,
        subject=subject_of(chain.pk),
        customer_id=chain.customer_id,
        what=chain.name,
        unit_id=chain.unit_id,
        role=owed.leads_at(chain.unit_id),
        # Waived or done, it is owed again the month after.
        mark=f"{at:%Y-%m}",
    )


def _owe(wanted: Owed, *, by: Actor, at: datetime) -> int:
    named = replace(wanted, within=LIMIT)
    return len(commitments.open_commitments(owed=[named], by=by, at=at))
