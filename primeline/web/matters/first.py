"""The first rows of what somebody owes, for the first page of every role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from primeline.commitments import queries
from primeline.commitments.queries.lists import Group, group_counts, in_groups
from primeline.staff.choices import Permission
from primeline.web.matters.lines import Line, bounds_of, lines_of
from primeline.web.matters.ticking import patterns
from primeline.web.matters.views import owed_words
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.commitments.models import Offer

FEW = 6


@dataclass(frozen=True, kw_only=True)
class First:
    """What somebody owes, in short: the first rows, how much there is, what is offered to them."""

    lines: Sequence[Line]
    counts: dict[Group, int]
    offers: "Sequence[Offer]"
    answer: str
    patterns: dict[str, str]

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    @property
    def late_count(self) -> int:
        return self.counts[Group.OVERDUE]


def first_of(request: PersonRequest, at: datetime) -> First | None:
    """Return what the reader owes in short; None where their roles owe nothing."""
    if not request.reach.may(Permission.VIEW_COMMITMENTS):
        return None
    owed = queries.owed_by(request.reach).in_full().select_related("policy_row__standard")
    grouped = in_groups(owed, bounds_of(at))
    counts = group_counts(grouped)
    return First(
        lines=lines_of(request, grouped[:FEW], at, tells_word=True) if sum(counts.values()) else (),
        counts=counts,
        offers=queries.offers_to(request.reach),
        answer=owed_words(counts, f"{timezone.localtime(at):%H:%M}"),
        patterns=patterns(),
    )
