"""Noting who looked at an account that is not theirs, and by what right."""

from collections.abc import Iterable
from datetime import datetime

from primeline.access.queries.looks import has_looked, right_to
from primeline.audit import actions as audit
from primeline.audit.choices import LookBasis
from primeline.audit.values import Right
from primeline.customers.models import Customer
from primeline.customers.queries import visible_to
from primeline.staff.models import Person
from primeline.staff.reach import Reach

SUBJECT = "account"


def note_look(
    *, customer: Customer, reach: Reach, purpose: str, by: Person, at: datetime
) -> Right | None:
    """Note that somebody opened an account, and return by what right; None if it is theirs.

    A look under a grant or a clearance is noted each time; one by role, once an hour.
    """
    right = right_to(customer, reach)
    if right is None:
        return None
    if right.basis != LookBasis.ROLE or not has_looked(customer.pk, by.pk, at=at):
        _note(customer.pk, right=right, purpose=purpose, by=by, at=at)
    return right


def note_rows(
    *, customer_ids: Iterable[int], reach: Reach, purpose: str, by: Person, at: datetime
) -> None:
    """Note a look at each of these accounts that stands in a list only because of a grant."""
    granted = {one.customer_id: one for one in reach.granted}
    asked = granted.keys() & set(customer_ids)
    if not asked:
        return
    theirs = set(visible_to(reach).filter(pk__in=asked).values_list("pk", flat=True))
    for customer_id in sorted(asked - theirs):
        right = Right(basis=LookBasis.GRANT, grant_id=granted[customer_id].grant_id)
        _note(customer_id, right=right, purpose=purpose, by=by, at=at)


def _note(customer_id: int, *, right: Right, purpose: str, by: Person, at: datetime) -> None:
    audit.look(
        subject_kind=SUBJECT,
        subject_id=str(customer_id),
        purpose=purpose,
        right=right,
        by=by,
        at=at,
    )
