"""What a set of rules would have done to cases that were real."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from primeline.standards.rules.ruling import DueOf, NoRuleApplies, winner
from primeline.standards.values import PastCase, Row, Trial, TriedCase

MOST_SHOWN = 50


def try_out(
    cases: Iterable[PastCase],
    *,
    before: Sequence[Row],
    after: Sequence[Row],
    due_of: Callable[[PastCase], DueOf],
    at: datetime,
) -> tuple[Trial, ...]:
    """Return, step by step, how many cases would have been broken before and after.

    A case that still runs is broken once its deadline lies before `at`.
    """
    trials: dict[str, Trial] = {}
    for case in cases:
        trial = trials.setdefault(case.case.step, Trial(step=case.case.step))
        dues = due_of(case)
        _count(trial, case, _due(before, case, dues), _due(after, case, dues), at)
    return tuple(trials.values())


def _due(rows: Sequence[Row], case: PastCase, due_of: DueOf) -> datetime | None:
    try:
        return winner(rows, case.case, due_of).due
    except NoRuleApplies:
        return None


def _count(
    trial: Trial, case: PastCase, before: datetime | None, after: datetime | None, at: datetime
) -> None:
    ended_at = case.settled_at or at
    was_broken = before is not None and ended_at > before
    is_broken = after is not None and ended_at > after
    trial.cases_count += 1
    trial.broken_before += was_broken
    trial.broken_after += is_broken
    trial.without_rule += after is None
    trial.tighter_count += after is not None and (before is None or after < before)
    trial.looser_count += before is not None and (after is None or after > before)
    is_newly_broken = is_broken and not was_broken
    trial.newly_broken_count += is_newly_broken
    if is_newly_broken and len(trial.newly_broken) < MOST_SHOWN:
        trial.newly_broken.append(TriedCase(case=case, before=before, after=after))
