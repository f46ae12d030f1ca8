"""Limits on how many accounts of a level one manager may have."""

from datetime import date, datetime

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.tiers.choices import LoadLevel
from primeline.tiers.models import LoadLimit
from primeline.tiers.shipped import LOAD_LIMITS, LOAD_LIMITS_FROM


@deed("tiers.set_load_limit")
def set_load_limit(
    *,
    level: LoadLevel,
    most_accounts: int,
    from_month: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> LoadLimit:
    """Set the limit of a level from a month on; the one so far ends where this one begins.

    What was decided for this month or later before now takes no effect any more.

    :raises Refused: if it begins in the past or within a month, or no reason is given
    """
    if from_month.day != 1 or from_month < timezone.localdate(at).replace(day=1):
        raise Refused(
            _("A limit begins with a month, this one or a later one."), field="from_month"
        )
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    known = LoadLimit.objects.filter(level=level).exclude(active_to_month=F("active_from_month"))
    known.filter(active_from_month__gte=from_month).update(active_to_month=F("active_from_month"))
    before = known.filter(active_from_month__lt=from_month).order_by("-active_from_month").first()
    if before is not None:
        LoadLimit.objects.filter(pk=before.pk).update(active_to_month=from_month)
    return LoadLimit.objects.create(
        level=level,
        most_accounts=most_accounts,
        active_from_month=from_month,
        reason=reason.strip(),
        decided_by_id=by.actor_id,
        decided_at=at,
    )


@deed("tiers.install_load_limits")
def install_load_limits(*, by: Actor, at: datetime) -> int:
    """Add the shipped limits for levels that have none; return how many."""
    known = set(LoadLimit.objects.values_list("level", flat=True))
    missing = [
        LoadLimit(
            level=level, most_accounts=most, active_from_month=LOAD_LIMITS_FROM, decided_at=at
        )
        for level, most in LOAD_LIMITS.items()
        if level not in known
    ]
    return len(LoadLimit.objects.bulk_create(missing))
