"""Setting a number of the policy on records from a day on; what it was stays on file."""

from datetime import date, datetime

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.quality.choices import LimitKind
from primeline.quality.models import Limit
from primeline.quality.shipped import LIMITS, MOST


@deed("quality.set_number")
def set_number(
    *,
    kind: LimitKind,
    scope: str,
    value: int,
    from_date: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> Limit:
    """Set a number of the policy from a day on; the one so far ends where this one begins.

    What was decided for that day or later before now takes no effect any more.

    :raises Refused: if it is no number of the policy, out of bounds, begins in the past, or no
        reason is given
    """
    if (kind, scope) not in LIMITS:
        raise Refused(_("This is no number of the policy on records."))
    least, most = MOST[kind]
    if not least <= value <= most:
        raise Refused(
            _("Choose a number from %(least)s to %(most)s.") % {"least": least, "most": most},
            field="value",
        )
    if from_date < timezone.localtime(at).date():
        raise Refused(_("A number begins today or later, never in the past."), field="from_date")
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    known = Limit.objects.select_for_update().filter(kind=kind, scope=scope)
    known = known.exclude(active_to_date=F("active_from_date"))
    known.filter(active_from_date__gte=from_date).update(active_to_date=F("active_from_date"))
    before = known.filter(active_from_date__lt=from_date).order_by("-active_from_date").first()
    if before is not None:
        Limit.objects.filter(pk=before.pk).update(active_to_date=from_date)
    return Limit.objects.create(
        kind=kind,
        scope=scope,
        value=value,
        active_from_date=from_date,
        reason=reason.strip(),
        decided_by_id=by.actor_id,
        decided_at=at,
    )
