"""What waits for an answer about accounts of others, on every first page."""

from dataclasses import dataclass
from datetime import datetime

from primeline.access import queries
from primeline.staff.choices import Permission
from primeline.web.requests import PersonRequest


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How much waits for this reader, and how much is open to them for a time."""

    answers_count: int
    proposals_count: int
    opened_count: int

    @property
    def is_anything(self) -> bool:
        return bool(self.answers_count or self.proposals_count or self.opened_count)


def waiting_of(request: PersonRequest, at: datetime) -> Waiting:
    """Return what waits for this reader. Two queries for whoever answers, none for others."""
    reach = request.reach
    answers = proposals = 0
    if reach.may(Permission.DECIDE_ACCESS):
        answers = queries.waiting_for(reach, at=at).count()
    if reach.may(Permission.RESTRICT_CUSTOMERS):
        proposals = queries.proposals_for(reach).count()
    return Waiting(
        answers_count=answers,
        proposals_count=proposals,
        opened_count=len(reach.granted_ids),
    )
