"""Who took out or unmasked what lately, in sums."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Sum

from primeline.audit.models import Act, Look
from primeline.kit.errors import NotFound
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach


@dataclass(frozen=True, kw_only=True)
class LooksSum:
    """What one person took out of one kind of thing for one purpose."""

    actor_name: str
    subject_kind: str
    purpose: str
    looks_count: int
    rows_count: int
    latest_at: datetime


def looks_since(reach: Reach, since: datetime, *, limit: int = 30) -> list[LooksSum]:
    """Return what was taken out or unmasked since a moment, those who took most rows first.

    :raises NotFound: if the reader may not look at the record
    """
    _check(reach)
    rows = (
        Look.objects.filter(act__at__gte=since)
        .order_by()
        .values_list("act__actor_name", "subject_kind", "purpose")
        .annotate(looks=Count("pk"), rows=Sum("rows_count"), latest=Max("act__at"))
        .order_by("-rows", "-looks", "act__actor_name")
    )
    return [
        LooksSum(
            actor_name=actor,
            subject_kind=kind,
            purpose=purpose,
            looks_count=looks,
            rows_count=taken or 0,
            latest_at=latest,
        )
        for actor, kind, purpose, looks, taken, latest in rows[:limit]
    ]


def looks_by(person_id: int | None, subject_kind: str, *, since: datetime) -> int:
    """Return how often somebody looked at things of a kind since a moment."""
    rows = Look.objects.filter(act__actor=person_id, act__at__gt=since)
    return rows.filter(subject_kind=subject_kind).count()


def deeds_since(reach: Reach, since: datetime, *, limit: int = 15) -> list[tuple[str, int]]:
    """Return how often which deed was done since a moment, the most frequent first.

    :raises NotFound: if the reader may not look at the record
    """
    _check(reach)
    rows = (
        Act.objects.filter(at__gte=since)
        .order_by()
        .values_list("kind")
        .annotate(times=Count("pk"))
        .order_by("-times", "kind")
    )
    return list(rows[:limit])


def _check(reach: Reach) -> None:
    if not reach.may(Permission.VIEW_AUDIT):
        raise NotFound
