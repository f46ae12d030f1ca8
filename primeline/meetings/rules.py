"""What a meeting allows. No database, no clock: only answers."""

from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from primeline.kit.errors import Refused

# So many accounts are talked about in a morning.
MOST_ACCOUNTS: Final = 5
MOST_DECISIONS: Final = 30
LONGEST: Final = 200
FURTHEST: Final = timedelta(days=366)


def check_open(*, is_finished: bool) -> None:
    """Do nothing if a meeting goes on.

    :raises Refused: if its minutes are written
    """
    if is_finished:
        raise Refused(_("This meeting is finished: its minutes stand. Go on in the next one."))


def check_seen(*, version: int, stored: int) -> None:
    """Do nothing if whoever finishes has seen all that is in the meeting.

    :raises Refused: if something came in after they looked
    """
    if version != stored:
        raise Refused(
            _("Something came in or went out since this page was shown. Look at it, then finish.")
        )


def check_another_pin(pinned: int) -> None:
    """Do nothing if one more account can be pinned.

    :raises Refused: if there are as many as a morning can bear
    """
    if pinned >= MOST_ACCOUNTS:
        raise Refused(
            ngettext(
                "%(most)s account is pinned already. Take it out first.",
                "%(most)s accounts are pinned already. Take one of them out first.",
                MOST_ACCOUNTS,
            )
            % {"most": MOST_ACCOUNTS},
            field="account",
        )


def check_words(text: str, *, field: str) -> None:
    """Do nothing if a text says something and is short enough to be read out.

    :raises Refused: if it is empty or too long
    """
    if not text.strip():
        raise Refused(_("Say in a few words what it is."), field=field)
    if len(text) > LONGEST:
        raise Refused(_("Say it in at most %(most)s characters.") % {"most": LONGEST}, field=field)


def check_due(due: date, *, today: date) -> None:
    """Do nothing if something can be due on a day.

    :raises Refused: if the day is past, or further off than a decision of a morning reaches
    """
    if due < today:
        raise Refused(_("This day is past. A decision is due today or later."), field="due_date")
    if due > today + FURTHEST:
        raise Refused(_("A decision is due within a year. Choose a nearer day."), field="due_date")


def check_another_decision(decided: int) -> None:
    """Do nothing if one more thing can be decided.

    :raises Refused: if there are more than a meeting can follow up
    """
    if decided >= MOST_DECISIONS:
        raise Refused(
            _("%(most)s decisions are enough for one meeting. Take one back, or wait for the next.")
            % {"most": MOST_DECISIONS}
        )
