"""The checklist of a hand-over, and what is worth saying about an account of it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.handovers.choices import HandoverStatus
from primeline.handovers.models import Handover, HandoverAccount, HandoverPoint
from primeline.kit.deeds import deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.staff.models import Person

ENDED = (HandoverStatus.REFUSED, HandoverStatus.WITHDRAWN)


@deed("handovers.tick")
def tick_point(
    *,
    handover: Handover,
    point: HandoverPoint,
    version: int,
    is_done: bool,
    by: Person,
    at: datetime,
) -> HandoverPoint:
    """Tick a point of the checklist, or take the tick away.

    A joint visit may follow the hand-over, so points are ticked after it too.

    :raises Refused: if the offer was refused or taken back, or somebody else has ticked it
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check_alive(handover)
    if not is_done and point.done_by_id not in (None, by.pk):
        raise Refused(_("Only whoever ticked a point takes the tick away."))
    changes = {"done_by": by if is_done else None, "done_at": at if is_done else None}
    save_changes(HandoverPoint, pk=point.pk, version=version, changes=changes)
    point.refresh_from_db()
    return point


@deed("handovers.note")
def write_note(
    *,
    handover: Handover,
    account: HandoverAccount,
    version: int,
    note: str,
    by: Person,
    at: datetime,
) -> HandoverAccount:
    """Say what the other one should know of an account.

    :raises Refused: if the offer was refused or taken back
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check_alive(handover)
    changes = {"note": note.strip()}
    save_changes(HandoverAccount, pk=account.pk, version=version, changes=changes)
    account.refresh_from_db()
    return account


def _check_alive(handover: Handover) -> None:
    if handover.status in ENDED:
        raise Refused(
            _("This hand-over is over: %(status)s.")
            % {"status": HandoverStatus(handover.status).label}
        )
