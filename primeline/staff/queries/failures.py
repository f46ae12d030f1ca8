"""Sign-ins that failed lately."""

from dataclasses import dataclass
from datetime import datetime

from axes.models import AccessAttempt
from django.db.models import Max, Sum

from primeline.kit.errors import NotFound
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach


@dataclass(frozen=True, kw_only=True)
class FailedSignIns:
    """How often somebody failed to sign in under one name."""

    username: str
    count: int
    latest_at: datetime


def failed_sign_ins(reach: Reach, since: datetime, *, limit: int = 10) -> list[FailedSignIns]:
    """Return under which names signing in has failed since a moment, the latest first.

    :raises NotFound: if the reader does not look after the installation
    """
    if not reach.may(Permission.VIEW_OPERATIONS):
        raise NotFound
    rows = (
        AccessAttempt.objects.filter(attempt_time__gte=since)
        .order_by()
        .values_list("username")
        .annotate(count=Sum("failures_since_start"), latest=Max("attempt_time"))
        .order_by("-latest")
    )
    return [
        FailedSignIns(username=username or "", count=count, latest_at=latest)
        for username, count, latest in rows[:limit]
    ]
