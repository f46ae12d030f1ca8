"""Whose accounts are planned when: all of them, or those of some managers."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from primeline.kit.deeds import Actor
from primeline.visits import planning
from primeline.visits.actions import plan_accounts
from primeline.visits.queries.facts import accounts_of, facts_of
from primeline.visits.values import Outcome

AT_ONCE = 500


def plan_for(manager_ids: Iterable[int | None], *, by: Actor, at: datetime) -> Iterator[Outcome]:
    """Plan the accounts of some managers, one after the other; None are those that have none."""
    for manager_id in manager_ids:
        for ids in _portions(manager_id):
            # An act that does nothing would only fill the record.
            if planning.work_out(facts_of(manager_id, ids, at=at)):
                yield plan_accounts(manager_id=manager_id, customer_ids=ids, by=by, at=at)


def _portions(manager_id: int | None) -> Iterator[Sequence[int]]:
    """Return the accounts of a manager at once, since they share days; others some at a time."""
    ids = accounts_of(manager_id)
    if manager_id is not None:
        return iter([ids] if ids else [])
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
