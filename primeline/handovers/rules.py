"""Decisions about handing accounts over. No database, no clock."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from primeline.calendars.workdays import Workdays
from primeline.handovers.choices import HandoverStatus, Obstacle
from primeline.handovers.values import ANSWER_WORKDAYS, LONGEST_AHEAD, MOST_ACCOUNTS
from primeline.kit.errors import Refused

NAMED_AT_MOST = 5


def check_reason(reason: str) -> None:
    """Refuse a deed that others cannot understand later.

    :raises Refused: if no reason is given
    """
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")


def check_count(count: int) -> None:
    """Refuse to hand over nothing, or more than one act may hold.

    :raises Refused: if no account is chosen, or too many are
    """
    if not 0 < count <= MOST_ACCOUNTS:
        raise Refused(_("Tick between 1 and %(most)s accounts.") % {"most": MOST_ACCOUNTS})


def check_people(*, from_id: int, to_id: int, deputy_id: int | None, by_id: int | None) -> None:
    """Refuse people who cannot hand over to each other.

    :raises Refused: if one stands on both sides, or offers to themselves
    """
    if from_id == to_id:
        raise Refused(_("These accounts are theirs already. Choose somebody else."), field="to")
    if to_id == by_id:
        raise Refused(_("Nobody offers accounts to themselves. Ask your lead to."), field="to")
    if deputy_id == to_id:
        raise Refused(_("Manager and deputy must be two people."), field="deputy")


def check_day(effective: date, *, today: date) -> None:
    """Refuse a day that lies behind us, or too far ahead.

    :raises Refused: if it does
    """
    if not today <= effective <= today + LONGEST_AHEAD:
        raise Refused(
            _("Choose a day from today on, at most %(days)s days ahead.")
            % {"days": LONGEST_AHEAD.days},
            field="effective_date",
        )


def check_offered(status: str) -> None:
    """Refuse to answer or to take back what has been decided.

    :raises Refused: if it is no longer waiting
    """
    if status != HandoverStatus.OFFERED:
        raise Refused(
            _("This hand-over was decided meanwhile: %(status)s.")
            % {"status": HandoverStatus(status).label}
        )


def check_taken_back(status: str, reason: str) -> None:
    """Refuse to take back what is over, or what was agreed on without saying why.

    :raises Refused: if it is done, refused or taken back, or was accepted and no reason is given
    """
    check_open(status)
    if status == HandoverStatus.ACCEPTED:
        check_reason(reason)


def check_points(open_points: Sequence[str], *, are_meant: bool) -> None:
    """Refuse to accept with points of the checklist left open, unless that is meant.

    :raises Refused: if some are open; it names them
    """
    if open_points and not are_meant:
        raise Refused(
            _("Still open on the checklist: %(points)s. Tick that you accept all the same.")
            % {"points": named(open_points)},
            field="are_open_points_meant",
        )


def check_open(status: str) -> None:
    """Refuse to change what is over.

    :raises Refused: if the hand-over is done, refused or taken back
    """
    if status not in (HandoverStatus.OFFERED, HandoverStatus.ACCEPTED):
        raise Refused(
            _("This hand-over is over: %(status)s.") % {"status": HandoverStatus(status).label}
        )


def answer_by(offered: date, workdays: Workdays) -> date:
    """Return by which day an offer must be answered."""
    return workdays.add(offered, ANSWER_WORKDAYS)


def obstacle_to(
    *, manager_id: int | None, from_id: int, is_closed: bool, is_restricted: bool
) -> Obstacle:
    """Return why an account cannot be handed over as it was offered, if it cannot."""
    if is_restricted:
        return Obstacle.RESTRICTED
    if is_closed:
        return Obstacle.CLOSED
    return Obstacle.OTHER_MANAGER if manager_id != from_id else Obstacle.NONE


def named(names: Sequence[str]) -> str:
    """Return the first of these names, and a sign that there are more."""
    shown = ", ".join(names[:NAMED_AT_MOST])
    return f"{shown} …" if len(names) > NAMED_AT_MOST else shown
