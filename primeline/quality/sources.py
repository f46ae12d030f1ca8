"""A stale record of a key account is work: its manager owes a look at it, a few a day."""

from datetime import datetime

from primeline.commitments import actions as commitments
from primeline.commitments.queries import ACCOUNT, open_by_step
from primeline.commitments.sources import owe_about_accounts
from primeline.commitments.values import Subject
from primeline.kit.deeds import Actor
from primeline.quality import actions
from primeline.quality.queries.confirming import STEP, confirmed_or_gone, to_confirm

AT_ONCE = 2000


def owe_confirmations(*, by: Actor, at: datetime) -> int:
    """Owe the confirmation of stale records; return of how many. Asked for already, none again."""
    return owe_about_accounts(STEP, to_confirm(at), by=by, at=at)


def follow_records(*, by: Actor, at: datetime) -> int:
    """Owe it no longer where a record was put right, or nobody is there to do it."""
    over = confirmed_or_gone(at)
    # The lists of records are to say today what the matters say.
    fresh = sorted(over.confirmed)
    for start in range(0, len(fresh), AT_ONCE):
        actions.judge_records(customer_ids=fresh[start : start + AT_ONCE], by=by, at=at)
    ended = [one for one in open_by_step(STEP) if one.customer_id in over.confirmed | over.gone]
    for one in ended:
        is_done = one.customer_id in over.confirmed
        end = commitments.keep_about if is_done else commitments.cancel_about
        end(subject=Subject(ACCOUNT, one.subject_id), steps=[STEP], by=by, at=at)
    return len(ended)
