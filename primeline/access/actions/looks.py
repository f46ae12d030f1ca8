"""Noting who looked at an account that is not theirs, and by what right."""

from collections.abc import Mapping
from datetime import datetime

from primeline.access.queries.looks import SUBJECT
from primeline.audit import actions as audit
from primeline.audit.values import Right
from primeline.kit.deeds import deed
from primeline.staff.models import Person


@deed("access.look")
def note_looks(*, rights: Mapping[int, Right], purpose: str, by: Person, at: datetime) -> None:
    """Note that somebody saw these accounts, each by the right that it comes with."""
    for customer_id, right in sorted(rights.items()):
        audit.look(
            subject_kind=SUBJECT,
            subject_id=str(customer_id),
            purpose=purpose,
            right=right,
            by=by,
            at=at,
        )
