"""What burns at the accounts of a manager: faults that are not restored, and what to know of each.

Only what stands on file here: alarms of the network and works of which nobody owes a notice do not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from primeline.commitments import queries as owed
from primeline.commitments.queries import flight
from primeline.customers import queries as customers
from primeline.standards.choices import Clock
from primeline.web.home import words
from primeline.web.matters.ticking import length
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.commitments.models import Commitment

MOST: Final = 20
RESTORATION: Final = "RESTORATION"


@dataclass(frozen=True, kw_only=True)
class Fire:
    """One fault that is not restored yet."""

    matter: "Commitment"
    at: datetime
    heard_at: datetime | None
    next_word: "Commitment | None"
    expected_at: datetime | None
    arrears_cents: int
    works: "Sequence[Commitment]"

    @property
    def lasting(self) -> str:
        """How long ago it was reported."""
        return _since(self.matter.opened_at, self.at)

    @property
    def silent(self) -> str:
        """How long ago the customer was last told something; nothing where they never were."""
        return _since(self.heard_at, self.at) if self.heard_at else ""

    @property
    def is_told(self) -> bool:
        """Whether the customer was told anything since we know of it."""
        known_since = self.matter.noted_at or self.matter.opened_at
        return self.heard_at is not None and self.heard_at >= known_since

    @property
    def is_word_late(self) -> bool:
        return self.next_word is not None and self.next_word.due_at < self.at


@dataclass(frozen=True, kw_only=True)
class Fires:
    """The faults at the accounts of a manager, the next due first, and how many there are."""

    rows: Sequence[Fire] = ()
    count: int = 0


def fires_of(request: PersonRequest, at: datetime) -> Fires:
    """Return what burns at the accounts of a manager. One query where nothing does."""
    found = owed.asked_by_customers(request.reach, at=at).filter(step__code=RESTORATION)
    matters = list(found[: MOST + 1])
    if not matters:
        return Fires()
    count = len(matters) if len(matters) <= MOST else found.count()
    matters = matters[:MOST]
    ids = {one.customer_id for one in matters if one.customer_id is not None}
    said = flight.forecasts(matters)
    heard = flight.heard_of(matters)
    asked = flight.next_words(matters)
    arrears = customers.arrears_by_account(ids, today=words.today_of(at))
    works = flight.works_at(request.reach, ids)
    rows = [
        Fire(
            matter=one,
            at=at,
            heard_at=heard.get(one.pk),
            next_word=asked.get(one.pk),
            expected_at=said[one.pk].expected_at if one.pk in said else None,
            arrears_cents=arrears.get(one.customer_id or 0, 0),
            works=works.get(one.customer_id or 0, ()),
        )
        for one in matters
    ]
    return Fires(rows=rows, count=count)


def _since(moment: datetime, at: datetime) -> str:
    return length(int((at - moment).total_seconds()), Clock.NATURAL)
