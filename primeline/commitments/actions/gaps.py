"""Gaps of the matrix as rows: what nobody owes, or by no rule, because it says nothing of it."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Final

from primeline.commitments.models import Commitment, Gap
from primeline.commitments.queries.pricing import steps_by_code
from primeline.commitments.values import Circumstances, Owed, Subject
from primeline.privacy import onfile
from primeline.privacy.telling import cut

AT_ONCE: Final = 500
_CIRCUMSTANCES: Final = tuple(one.name for one in fields(Circumstances))


def note_gaps(
    found: Sequence[tuple[Owed, int]],
    *,
    at: datetime,
    is_asked_again: bool = False,
    is_owed: bool = True,
) -> None:
    """Note what no rule speaks of, with the unit that would owe it. Noted again, it stays one."""
    if not found:
        return
    steps = steps_by_code(owed.step for owed, _unit in found)
    rows = [
        Gap(
            owed_key=owed.key,
            step=steps[owed.step],
            subject_kind=owed.subject.kind,
            subject_id=owed.subject.id,
            mark=owed.mark,
            customer_id=owed.customer_id,
            unit_id=unit_id,
            is_of_unit=owed.unit_id is not None,
            role=owed.role,
            person_id=owed.person_id,
            what=cut(owed.what, most=200, account=owed.customer_id),
            circumstances=asdict(owed.circumstances),
            opened_at=owed.opened_at or at,
            found_at=at,
            is_asked_again=is_asked_again,
            is_owed=is_owed,
            asked_at=at,
        )
        for owed, unit_id in found
    ]
    _store(rows)


def note_unruled(commitment: Commitment, *, at: datetime) -> None:
    """Note that no rule speaks any more of something that is owed all the same."""
    circumstances = {name: getattr(commitment, name) for name in _CIRCUMSTANCES}
    gap = Gap(
        owed_key=commitment.owed_key,
        step_id=commitment.step_id,
        subject_kind=commitment.subject_kind,
        subject_id=commitment.subject_id,
        customer_id=commitment.customer_id,
        unit_id=commitment.calendar_unit_id,
        is_of_unit=True,
        what=commitment.what,
        circumstances=circumstances,
        opened_at=commitment.opened_at,
        found_at=at,
        asked_at=at,
    )
    _store([gap])


def _store(gaps: Sequence[Gap]) -> None:
    onfile.announce(one.customer_id for one in gaps if one.what and one.customer_id)
    Gap.objects.bulk_create(
        gaps,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["owed_key"],
        update_fields=["asked_at"],
    )


def drop_gaps(subject: Subject, *steps: str) -> int:
    """Forget what would be owed about something that is done or gone; return how much."""
    found = Gap.objects.filter(
        subject_kind=subject.kind, subject_id=subject.id, step__code__in=steps
    )
    return found.delete()[0]
