"""What is offered, and how far hand-overs may go."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from primeline.staff.models import Person

MOST_ACCOUNTS = 500
ANSWER_WORKDAYS = 5
# A day further off than this is a slip of the keyboard.
LONGEST_AHEAD = timedelta(days=180)
# So long whoever is asked may look at the accounts before they answer.
OPEN_FOR = timedelta(days=30)
# What they are open for, as a grant for work names it.
WORK = "handover"
# So long the first pages of the others say that a hand-over was taken back.
TOLD_FOR = timedelta(days=7)

# How a timeline names a hand-over.
HANDOVER: Final = "handovers.handover"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Who hands over to whom, from which day on, and why."""

    from_person: "Person"
    to_person: "Person"
    effective_date: date
    reason: str
    # Nobody: the deputies stay as they are.
    deputy: "Person | None" = None
