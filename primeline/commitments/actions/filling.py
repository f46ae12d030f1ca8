"""What becomes of gaps of the matrix: owed once a rule is there, or forgotten."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from primeline.commitments.actions.gaps import AT_ONCE
from primeline.commitments.actions.opening import open_commitments
from primeline.commitments.actions.repricing import put_under_rules
from primeline.commitments.choices import CommitmentStatus
from primeline.commitments.models import Commitment, Gap
from primeline.commitments.queries.gaps import case_of, in_full
from primeline.commitments.values import Circumstances, Owed, Subject
from primeline.kit.deeds import Actor
from primeline.standards.queries import matrix_at
from primeline.standards.rules import applicable

# What its room has not asked for again for so long, nobody is to owe any more.
LAPSES_AFTER: Final = timedelta(days=2)


def settle_gaps(*, by: Actor, at: datetime) -> int:
    """Have what a rule speaks of by now owed, and forget what is no gap any more.

    Return how much is owed for it. What a room asks for again and again, it opens itself.
    """
    opened, after = 0, 0
    while found := list(in_full(Gap.objects.filter(pk__gt=after).order_by("pk")[:AT_ONCE])):
        after = found[-1].pk
        opened += _settle(found, by=by, at=at)
    return opened


def _settle(found: Sequence[Gap], *, by: Actor, at: datetime) -> int:
    keys = [one.owed_key for one in found]
    matters = {one.owed_key: one for one in Commitment.objects.filter(owed_key__in=keys)}
    matrix = matrix_at(at)
    over, wanted, running = [], [], []
    for one in found:
        matter = matters.get(one.owed_key)
        has_rule = bool(applicable(matrix.rows_of(one.step.code), case_of(one)))
        if has_rule and matter is not None and _lacks_rule(matter):
            if matter.status == CommitmentStatus.RUNNING:
                running.append(matter.pk)
                over.append(one.pk)
        elif _is_over(one, matter, has_rule=has_rule, at=at):
            over.append(one.pk)
        elif has_rule and not one.is_asked_again:
            wanted.append(one)
    # Killed between the two, it is owed once all the same: then the gap is over.
    if running:
        put_under_rules(commitment_ids=running, by=by, at=at)
    owed = [_owed(one, at) for one in wanted]
    opened = open_commitments(owed=owed, by=by, at=at) if owed else []
    Gap.objects.filter(pk__in=[*over, *(one.pk for one in wanted)]).delete()
    return len(opened)


def _is_over(gap: Gap, matter: Commitment | None, *, has_rule: bool, at: datetime) -> bool:
    if matter is not None:
        return has_rule or not matter.is_open
    if not gap.is_owed and has_rule:
        return True
    is_closed = gap.customer is not None and gap.customer.closed_date is not None
    return is_closed or (gap.is_asked_again and gap.asked_at < at - LAPSES_AFTER)


def _lacks_rule(matter: Commitment) -> bool:
    """Test whether something is owed within the limit of its room until a rule comes."""
    return matter.is_open and matter.policy_row_id is None and matter.unruled_at is not None


def _owed(gap: Gap, at: datetime) -> Owed:
    return Owed(
        step=gap.step.code,
        subject=Subject(gap.subject_kind, gap.subject_id),
        customer_id=gap.customer_id,
        what=gap.what,
        unit_id=gap.unit_id if gap.is_of_unit else None,
        role=gap.role,
        person_id=gap.person_id,
        opened_at=gap.opened_at,
        ruled_at=at,
        circumstances=Circumstances(**gap.circumstances),
        mark=gap.mark,
    )
