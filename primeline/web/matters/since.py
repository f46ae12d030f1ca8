"""What is news on a list of matters: since its reader last looked at it, or overnight."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from primeline.commitments.queries.changed import Since, is_news, with_news
from primeline.customers.lists import last_look
from primeline.hours import queries as hours
from primeline.web.formats import moment
from primeline.web.requests import PersonRequest

LOOKED, NIGHT = "looked", "night"
# When a night begins for whoever asks what happened in it.
EVENING: Final = time(17, 30)
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """When the reader last looked at a list, and whether they ask for what is news only."""

    looked: Since | None
    wanted: Since | None = None
    chosen: str = ""

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What may be asked for, in words. Who comes for the first time has not looked before."""
        found = [(NIGHT, _("Overnight"))]
        if self.looked is not None:
            words = _("Since I last looked: %(moment)s") % {"moment": moment(self.looked.moment)}
            found.insert(0, (LOOKED, words))
        return found

    @property
    def words(self) -> str:
        """From when on all that is shown is news; empty where all is shown."""
        if self.wanted is None:
            return ""
        return _("Only what is new or has changed since %(moment)s.") % {
            "moment": moment(self.wanted.moment)
        }

    def only(self, found: QuerySet[Any]) -> QuerySet[Any]:
        """Return what of a list is news, where that was asked for."""
        return found if self.wanted is None else found.filter(is_news(self.wanted))

    def marked(self, found: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows of a list with what each is to a reader who comes back."""
        return with_news(found, self.looked)


def seen(request: PersonRequest, page: str, at: datetime) -> Seen:
    """Return what is news to the reader of a list, and keep that they look at it now."""
    person_id = request.user.pk
    before = last_look(person_id, page, at=at, is_opened=request.method == "GET")
    looked = None if before is None else Since(moment=before, person_id=person_id, at=at)
    chosen = request.GET.get("since", "")
    if chosen == LOOKED and looked is not None:
        return Seen(looked=looked, wanted=looked, chosen=chosen)
    if chosen == NIGHT:
        return Seen(looked=looked, wanted=overnight(request, at), chosen=chosen)
    return Seen(looked=looked)


def overnight(request: PersonRequest, at: datetime) -> Since:
    """Return the last night of the reader, as a stretch in which something may have happened."""
    return Since(moment=evening_before(at), person_id=request.user.pk, at=at)


def evening_before(at: datetime) -> datetime:
    """Return when the last working day before today ended for the reader."""
    worked, local = hours.workdays(), timezone.localtime(at)
    day = local.date() - DAY
    while not worked.is_workday(day):
        day -= DAY
    return datetime.combine(day, EVENING, tzinfo=local.tzinfo)
