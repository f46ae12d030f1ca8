"""What people do to the record: they add looks and grants. Nothing in it is ever taken away."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import cast

from django.db.models import Value
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from primeline.audit.choices import GrantKind
from primeline.audit.models import Grant, Look
from primeline.audit.values import UNSAID, Box, Right
from primeline.kit.deeds import Actor, current_act, deed
from primeline.kit.errors import Refused
from primeline.staff.models import Person

LONGEST_PURPOSE = 300


@deed("audit.look")
def look(
    *,
    subject_kind: str,
    subject_id: str = "",
    purpose: str = "",
    rows_count: int = 1,
    right: Right = UNSAID,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Look:
    """Record that somebody saw rows, took them out or unmasked them, by what right, what for."""
    return Look.objects.create(
        act_id=cast(int, current_act()),
        subject_kind=subject_kind,
        subject_id=subject_id,
        # An address that somebody exports by may be longer than what fits.
        purpose=purpose[:LONGEST_PURPOSE],
        rows_count=rows_count,
        basis=right.basis,
        role=right.role,
        grant_id=right.grant_id,
    )


@deed("audit.open_grant")
def open_grant(
    *,
    person: Person,
    box: Box,
    kind: GrantKind,
    active_from: datetime,
    active_to: datetime,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Grant:
    """Open one row to one person until a moment, to be read and nothing else.

    :raises Refused: if it would end before it begins
    """
    if active_to <= active_from:
        raise Refused(_("What is opened must end after it begins."), field="days")
    grant = _grant(person, box, kind, active_from, active_to)
    grant.save(force_insert=True)
    return grant


@deed("audit.open_grants")
def open_grants(
    *,
    person: Person,
    boxes: Iterable[Box],
    kind: GrantKind,
    active_to: datetime,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> int:
    """Open many rows to one person from now until a moment, at once; return how many.

    :raises Refused: if they would end before they begin
    """
    if active_to <= at:
        raise Refused(_("What is opened must end after it begins."), field="days")
    grants = [_grant(person, box, kind, at, active_to) for box in boxes]
    return len(Grant.objects.bulk_create(grants, batch_size=2000))


@deed("audit.end_grants")
def end_grants(*, grant_ids: Collection[int], by: Actor, at: datetime, reason: str = "") -> int:
    """End what is open under these grants, at once, and return how many were."""
    rows = Grant.objects.filter(pk__in=grant_ids, active_to__gt=at)
    # One that was to begin later never does.
    return rows.update(active_from=Least("active_from", Value(at)), active_to=at)


@deed("audit.move_grants")
def move_grants(
    *, grant_ids: Collection[int], row_id: int, by: Actor, at: datetime, reason: str = ""
) -> int:
    """Let grants open another row of their table, until the end they have; return how many do."""
    return Grant.objects.filter(pk__in=grant_ids).update(row_id=row_id)


def _grant(
    person: Person, box: Box, kind: GrantKind, active_from: datetime, active_to: datetime
) -> Grant:
    return Grant(
        person=person,
        table=box.table,
        row_id=box.row_id,
        kind=kind,
        with_contacts=box.with_contacts,
        in_clear=box.in_clear,
        purpose=box.purpose,
        subject_kind=box.subject_kind,
        subject_id=box.subject_id,
        active_from=active_from,
        active_to=active_to,
    )
