"""Noting who looked at an account that is not theirs, and by what right."""

from collections.abc import Mapping
from datetime import datetime

from primeline.access.actions.telling import line_of, tell_all
from primeline.access.queries.looks import SUBJECT, seen_lately
from primeline.access.values import EXPORTS
from primeline.audit import actions as audit
from primeline.audit.choices import LookBasis
from primeline.audit.values import Right
from primeline.customers.choices import TimelineKind
from primeline.kit.deeds import deed
from primeline.staff.models import Person


@deed("access.look")
def note_looks(*, rights: Mapping[int, Right], purpose: str, by: Person, at: datetime) -> None:
    """Note that somebody saw these accounts, each by the right that it comes with."""
    _tell(rights, purpose, by, at)
    for customer_id, right in sorted(rights.items()):
        audit.look(
            subject_kind=SUBJECT,
            subject_id=str(customer_id),
            purpose=purpose,
            right=right,
            by=by,
            at=at,
        )


def _tell(rights: Mapping[int, Right], purpose: str, by: Person, at: datetime) -> None:
    """Tell of looks by approval, each account's of one person once an hour; of exports always."""
    granted = [pk for pk, right in sorted(rights.items()) if right.basis == LookBasis.GRANT]
    if purpose in EXPORTS:
        lines = [line_of(pk, TimelineKind.EXPORTED, at, {}) for pk in granted]
    else:
        known = seen_lately(granted, by.pk, at=at)
        words = {"basis": LookBasis.GRANT.value}
        seen = TimelineKind.ACCOUNT_SEEN
        lines = [line_of(pk, seen, at, words) for pk in granted if pk not in known]
    tell_all(lines, by=by, at=at)
