"""What the rights desk may do, and until when. Pure answers."""

from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.kit.errors import Refused
from primeline.rights.choices import RequestStatus

CITATION: Final = _(
    "PIPL art. 44–50: in good time; 30 days after GB/T 35273 (unverified, our default)."
)
LEAST_REASON: Final = 5


def due_date(received_date: date, *, days: int) -> date:
    """Return the day by which a request has to be decided."""
    return received_date + timedelta(days=days)


def check_received(received_date: date, *, today: date) -> None:
    """Do nothing if a request can have come in on this day.

    :raises Refused: if the day is still to come
    """
    if received_date > today:
        raise Refused(_("This day is still to come."), field="received_date")


def check_decision(status: RequestStatus, reason: str) -> None:
    """Do nothing if a request may be decided with this reason.

    :raises Refused: if it was decided already, or the reason says nothing
    """
    if status is not RequestStatus.OPEN:
        raise Refused(_("This request was decided already."))
    if len(reason.strip()) < LEAST_REASON:
        raise Refused(_("Say why, in words that the person can be answered with."), field="reason")
