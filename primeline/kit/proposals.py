"""What one person proposes and another decides on, in force from a day on: the rules of both."""

from datetime import date, datetime, time
from typing import Any, Final

from django.db.models import F, Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused

OTHER_FIRST: Final = _("Somebody else has just decided about this version. Reload the page.")


def check_own(author_id: int | None, person_id: int | None) -> None:
    """Refuse to work on a draft of somebody else.

    :raises Refused: if it is one
    """
    if author_id != person_id:
        raise Refused(_("This is somebody else's draft. Begin one of your own."))


def check_proposer(author_id: int | None, person_id: int) -> None:
    """Refuse to take back what somebody else has proposed.

    :raises Refused: if it is that
    """
    if author_id != person_id:
        raise Refused(_("Only who proposed it takes it back. Refuse it instead."))


def check_other(author_id: int | None, person_id: int) -> None:
    """Refuse to let anybody decide on what they have proposed themselves.

    :raises Refused: if they have
    """
    if author_id == person_id:
        raise Refused(_("Somebody else has to decide what you have proposed."))


def check_said(reason: str) -> None:
    """Refuse a refusal without a reason.

    :raises Refused: if there is none
    """
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")


def check_to_come(effective_from: datetime, at: datetime) -> None:
    """Refuse to approve what was to take effect on a day before this one.

    :raises Refused: if that day is over
    """
    if day_of(effective_from) < day_of(at):
        raise Refused(
            _("The day on which it was to take effect is over. Its author has to choose another.")
        )


def move(row: Model, version: int, expected: str, *, to: str, **changes: Any) -> None:
    """Let a draft or proposal go on to another status, unless somebody was faster.

    :raises ChangedMeanwhile: if it has another status by now, or was saved since `version` was read
    :raises NotFound: if there is none
    """
    rows = type(row)._default_manager.filter(pk=row.pk)
    # The status in the filter lets two people who decide at the same moment take turns.
    still = rows.filter(version=version, status=expected)
    if not still.update(status=to, version=F("version") + 1, **changes):
        if not rows.exists():
            raise NotFound
        raise ChangedMeanwhile(OTHER_FIRST)
    row.refresh_from_db()


def beginning_of(day: date) -> datetime:
    """Return the moment at which a day begins for the reader."""
    return timezone.make_aware(datetime.combine(day, time.min))


def day_of(moment: datetime) -> date:
    """Return the day on which a moment lies for the reader."""
    return timezone.localtime(moment).date()
