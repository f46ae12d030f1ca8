"""What is open to whom for a time."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast, Now
from django.utils.module_loading import import_string

from primeline.audit.models import Grant
from primeline.audit.walls.metadata import archive_tables
from primeline.kit.errors import NotFound
from primeline.kit.keeping import ReachBy
from primeline.staff.reach import Granted, Reach


def grants_of(person_id: int, *, table: str, at: datetime) -> QuerySet[Grant]:
    """Return what is open to a person in a table at a moment."""
    return Grant.objects.filter(
        person=person_id, table=table, active_from__lte=at, active_to__gt=at
    )


def get_grant(grant_id: int) -> Grant:
    """Return one grant.

    :raises NotFound: if there is none
    """
    grant = Grant.objects.filter(pk=grant_id).first()
    if grant is None:
        raise NotFound
    return grant


def open_about(kind: str, subject_ids: Collection[int], *, at: datetime) -> QuerySet[Grant]:
    """Return the grants of pieces of work that are open at a moment."""
    return Grant.objects.filter(
        subject_kind=kind, subject_id__in=list(subject_ids), active_to__gt=at
    )


def open_now(granted: Iterable[Granted]) -> QuerySet[Grant, int]:
    """Return the ids of rows that are still open when the statement runs, as a condition."""
    ids = [one.grant_id for one in granted]
    return Grant.objects.filter(pk__in=ids, active_to__gt=Now()).values_list("row_id", flat=True)


def grants_on_record(reach: Reach) -> Q:
    """Return the condition of grants whose history is within reach: one's own, and of rows so."""
    found = Q(person=reach.person_id)
    for table in archive_tables():
        by = getattr(table.model, "reach_by", None)
        if isinstance(by, ReachBy):
            found |= Q(table=table.name, row_id__in=_reached(table.model, by, reach))
    return found


def _reached(model: Any, by: ReachBy, reach: Reach) -> QuerySet[Any, Any]:
    rows = model._default_manager.filter(import_string(by.within)(reach))
    keys: QuerySet[Any, Any] = rows.values(key=Cast("pk", BigIntegerField())).values("key")
    return keys
