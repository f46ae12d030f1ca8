"""Counting who was not let in where. No deed: an act for each wrong turn would drown the record."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from primeline.audit.choices import RefusalKind
from primeline.audit.models import RefusedRequest
from primeline.audit.values import Refusal

LONGEST_PATH = 200


def count_refusal(refusal: Refusal, *, at: datetime) -> None:
    """Count that somebody was not let in, with what they asked for last."""
    if _has_counted(refusal, at=at):
        return
    try:
        with transaction.atomic():
            RefusedRequest.objects.create(
                person_id=refusal.person_id,
                kind=refusal.kind,
                route=refusal.route,
                hour_at=_hour(at),
                **_latest(refusal, at=at),
            )
    except IntegrityError:
        # Another window of the same person was refused in this very moment.
        _has_counted(refusal, at=at)


def forget_refusals(*, before: datetime) -> int:
    """Remove what was counted before a moment, and return how many rows that were."""
    return RefusedRequest.objects.filter(hour_at__lt=before).delete()[0]


def _has_counted(refusal: Refusal, *, at: datetime) -> bool:
    row = RefusedRequest.objects.filter(
        person_id=refusal.person_id,
        hour_at=_hour(at),
        route=refusal.route,
        kind=RefusalKind(refusal.kind),
    )
    changes = _latest(refusal, at=at)
    return bool(row.update(requests_count=F("requests_count") + 1, **changes))


def _latest(refusal: Refusal, *, at: datetime) -> dict[str, object]:
    return {
        "last_at": at,
        "last_path": refusal.path[:LONGEST_PATH],
        "last_request": refusal.request_id,
    }


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
