"""A key account without a manager in office is work: who leads its unit owes naming one."""

from collections.abc import Collection
from datetime import datetime

from primeline.commitments import actions as commitments
from primeline.commitments.queries import ACCOUNT, Followed, nearest_leads, open_by_step
from primeline.commitments.sources import owe_about_accounts
from primeline.commitments.values import Subject
from primeline.kit.deeds import Actor
from primeline.tiers.queries.gaps import STEP, Gap, gaps_among, gaps_to_owe, to_look_after


def follow_managers(*, by: Actor, at: datetime, managers: Collection[int] | None = None) -> int:
    """Owe the naming of managers where they are missing, and no longer where there is one.

    Return how much has changed; running it again does nothing. With managers, only what became of
    the accounts on which they are named is looked for; what is owed already always is.
    """
    return _end(by, at) + _owe(gaps_to_owe(at, managers=managers), by, at)


def _owe(gaps: list[Gap], by: Actor, at: datetime) -> int:
    if not gaps:
        return 0
    leads = nearest_leads({gap.unit_id for gap in gaps}, at=at)
    return owe_about_accounts(
        STEP,
        [gap.customer_id for gap in gaps],
        by=by,
        at=at,
        unit_id={gap.customer_id: leads[gap.unit_id].unit_id for gap in gaps},
        role={gap.customer_id: leads[gap.unit_id].role for gap in gaps},
    )


def _end(by: Actor, at: datetime) -> int:
    followed = open_by_step(STEP)
    if not followed:
        return 0
    accounts = {one.customer_id for one in followed}
    gaps, kept = gaps_among(accounts, at=at), to_look_after(accounts)
    over = [one for one in followed if not _is_owed_here(one, gaps.get(one.customer_id))]
    for one in over:
        # Where the account moved to another unit, that one owes it from now on.
        is_done = one.customer_id in kept and one.customer_id not in gaps
        end = commitments.keep_about if is_done else commitments.cancel_about
        end(subject=Subject(ACCOUNT, one.subject_id), steps=[STEP], by=by, at=at)
    return len(over)


def _is_owed_here(one: Followed, gap: Gap | None) -> bool:
    return gap is not None and f"/{one.unit_id}/" in gap.path
