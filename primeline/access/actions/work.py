"""Reach that arises from work: what a task, a circuit end or a duty needs, while it lasts."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from primeline.access.actions.telling import tell_of_grants
from primeline.audit import actions as audit
from primeline.audit.choices import GrantKind
from primeline.audit.models import Grant
from primeline.audit.values import Box
from primeline.customers.models import Customer
from primeline.kit.deeds import Actor, deed
from primeline.privacy import freetext
from primeline.staff.models import Person

OPENED: Final = "OPENED"
ENDED: Final = "ENDED"


@deed("access.open_for_work")
def open_for_work(
    *,
    customer: Customer,
    person: Person,
    work: tuple[str, int],
    purpose: str,
    active_to: datetime,
    by: Actor,
    at: datetime,
    with_contacts: bool = True,
) -> Grant:
    """Open an account to somebody who needs it for a piece of work, named by kind and number.

    It opens no restricted account: the walls see to that.

    :raises Refused: if it would end before it begins
    """
    grant = audit.open_grant(
        person=person,
        box=_box(customer.pk, work, purpose, with_contacts=with_contacts),
        kind=GrantKind.WORK,
        active_from=at,
        active_to=active_to,
        by=by,
        at=at,
    )
    tell_of_grants([grant], by=by, at=at, how=OPENED)
    return grant


@deed("access.open_for_work")
def open_many_for_work(
    *,
    customer_ids: Collection[int],
    person: Person,
    work: tuple[str, int],
    purpose: str,
    active_to: datetime,
    by: Actor,
    at: datetime,
) -> int:
    """Open many accounts at once to somebody who needs them for a piece of work; return how many.

    People at them stay masked. It opens no restricted account: the walls see to that.

    :raises Refused: if it would end before it begins
    """
    opened = audit.open_grants(
        person=person,
        boxes=[_box(one, work, purpose, with_contacts=True) for one in customer_ids],
        kind=GrantKind.WORK,
        active_to=active_to,
        by=by,
        at=at,
    )
    tell_of_grants(_open_for(work, at).filter(person=person), by=by, at=at, how=OPENED)
    return opened


@deed("access.end_work")
def end_work(*, work: tuple[str, int], by: Actor, at: datetime, reason: str = "") -> int:
    """Close whatever was opened for a piece of work, at once, and return how much that was."""
    grants = list(_open_for(work, at))
    tell_of_grants(grants, by=by, at=at, how=ENDED)
    return audit.end_grants(grant_ids=[one.pk for one in grants], by=by, at=at)


def _open_for(work: tuple[str, int], at: datetime) -> QuerySet[Grant]:
    kind, work_id = work
    return Grant.objects.filter(
        kind=GrantKind.WORK, subject_kind=kind, subject_id=work_id, active_to__gt=at
    )


def _box(customer_id: int, work: tuple[str, int], purpose: str, *, with_contacts: bool) -> Box:
    kind, work_id = work
    return Box(
        table=Customer._meta.db_table,
        row_id=customer_id,
        purpose=freetext.hidden(purpose),
        subject_kind=kind,
        subject_id=work_id,
        with_contacts=with_contacts,
    )
