"""What the rights desk may do, and until when. Pure answers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.kit import months
from primeline.kit.errors import Refused
from primeline.privacy.mentions import folded
from primeline.rights.choices import DataClass, RequestStatus, RightKind
from primeline.rights.shipped import SCHEDULE

CITATION: Final = _(
    "PIPL art. 44–50: in good time; 30 days after GB/T 35273 (unverified, our default)."
)
LEAST_REASON: Final = 5
LEAST_WORD: Final = 2
MOST_WORDS: Final = 50
MOST_MONTHS: Final = 360
MOST_MONTHS_KEPT: Final = 60


def due_date(received_date: date, *, days: int) -> date:
    """Return the day by which a request has to be decided."""
    return received_date + timedelta(days=days)


def check_received(received_date: date, *, today: date) -> None:
    """Do nothing if a request can have come in on this day.

    :raises Refused: if the day is still to come
    """
    if received_date > today:
        raise Refused(_("This day is still to come."), field="received_date")


def check_wish(kind: RightKind, wish: str) -> None:
    """Do nothing if it is said what somebody wishes, where it cannot be done without.

    :raises Refused: if what is to be corrected is not said
    """
    if kind is RightKind.CORRECT and not wish.strip():
        raise Refused(_("Write down what is wrong and what it should be."), field="wish")


def check_decision(status: RequestStatus, reason: str) -> None:
    """Do nothing if a request may be decided with this reason.

    :raises Refused: if it was decided already, or the reason says nothing
    """
    if status is not RequestStatus.OPEN:
        raise Refused(_("This request was decided already."))
    if len(reason.strip()) < LEAST_REASON:
        raise Refused(
            _(
                "Say why, in words that the person can be answered with: at least %(least)s "
                "characters."
            )
            % {"least": LEAST_REASON},
            field="reason",
        )


def check_words(words: Collection[str]) -> None:
    """Do nothing if somebody can be looked for by these words.

    :raises Refused: if one is so short that it stands in every text, or there are very many
    """
    # Signs and what is not seen are left out where somebody is looked for.
    if any(len(folded(word)) < LEAST_WORD for word in words):
        said = _("A word of at least %(least)s characters: a shorter one stands in every text.")
        raise Refused(said % {"least": LEAST_WORD}, field="further")
    if len(words) > MOST_WORDS:
        said = _("At most %(most)s words at once.")
        raise Refused(said % {"most": MOST_WORDS}, field="further")


@dataclass(frozen=True, kw_only=True)
class Over:
    """Nobody needs data of this class any more, since a day."""

    data_class: DataClass
    ended_date: date

    def due_date(self, periods: Mapping[DataClass, int]) -> date:
        """Return the day from which they may be kept no longer."""
        return months.later(self.ended_date, periods[self.data_class])


def over_for_contact(*, left_date: date | None, closed_date: date | None) -> Over | None:
    """Return since when somebody at a customer is no longer needed, or None if they are.

    Who left and whose account ended as well counts from what came first.
    """
    if left_date is not None and (closed_date is None or left_date <= closed_date):
        return Over(data_class=DataClass.LEFT, ended_date=left_date)
    if closed_date is not None:
        return Over(data_class=DataClass.ENDED, ended_date=closed_date)
    return None


def over_for_individual(*, closed_date: date | None, last_ended_date: date | None) -> Over | None:
    """Return since when an individual has had nothing from us, or None if they have."""
    days = [day for day in (closed_date, last_ended_date) if day is not None]
    return Over(data_class=DataClass.INDIVIDUAL, ended_date=max(days)) if days else None


def check_period(kind: DataClass, wanted: int) -> None:
    """Do nothing if data of a class may be kept for so many months.

    :raises Refused: if nothing counts down for it, or a statute asks for longer
    """
    shipped = SCHEDULE[kind]
    if not shipped.months:
        raise Refused(_("Nothing counts down for this class of data."))
    if wanted < shipped.least_months:
        raise Refused(
            _("At least %(months)s months: %(citation)s")
            % {"months": shipped.least_months, "citation": shipped.citation},
            field="months",
        )
    if wanted > MOST_MONTHS:
        raise Refused(_("At most %(months)s months.") % {"months": MOST_MONTHS}, field="months")


def check_kept_until(until: date | None, *, today: date) -> date:
    """Return until when data are kept after all.

    :raises Refused: if no day is named, or one that is past or far away
    """
    if until is None or until <= today:
        raise Refused(_("Name a day to come, until which it is needed."), field="kept_until_date")
    if until > months.later(today, MOST_MONTHS_KEPT):
        raise Refused(
            _("At most five years at once; then it is asked again."), field="kept_until_date"
        )
    return until
