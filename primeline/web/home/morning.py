"""How a morning begins: who owes what today, who is away, what was instructed, what burns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from primeline.commitments import queries as owed
from primeline.commitments.queries.boards import night_of, reached_count, times_taken
from primeline.commitments.queries.changed import Since
from primeline.commitments.queries.lists import colleagues_of
from primeline.commitments.queries.tallies import Tally, TallyFilter, tallies_of, tally_rows
from primeline.kit import months
from primeline.meetings import queries as meetings
from primeline.meetings.values import Moments, Today
from primeline.visits import queries as visits
from primeline.visits.choices import Manner
from primeline.visits.queries import Bar, Named
from primeline.web.matters.board import pause_share
from primeline.web.matters.lines import Line, lines_of
from primeline.web.matters.stretches import Stretch, tens_of
from primeline.web.meeting.nights import Night, night_in_words
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.commitments.models import Commitment, Letter
    from primeline.visits.models import ServiceAction

FEW = 5
BURNING = 3
MOST_WAITING = 100
LETTERS = 200


@dataclass(frozen=True, kw_only=True)
class Instructed:
    """A letter of which an answer is owed, and until when."""

    letter: "Letter"
    owed: "Commitment"
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class Reached:
    """What came up the ladder to the reader, and the letters between units that wait."""

    count: int
    late_count: int
    letters: Sequence[Instructed]
    letters_count: int


@dataclass(frozen=True, kw_only=True)
class Ours:
    """What an account manager has before them beside what they owe."""

    waiting: Sequence[Line]
    waiting_count: int
    visits: "Sequence[ServiceAction]"
    named: dict[int, Named]
    """For which key persons, by action."""
    since: date
    last: date
    kept: dict[Manner, Bar]


@dataclass(frozen=True, kw_only=True)
class Tens:
    """What people kept of what came due in these ten days, and how much of the time stood still."""

    stretch: Stretch
    tallies: dict[int, Tally]
    pauses: dict[int, float | None]


def team_of(request: PersonRequest, moments: Moments) -> list[Today]:
    """Return what the people of a lead have before them today, what is late first."""
    return meetings.team_of(request.reach, moments, today=timezone.localdate(moments.at))


def night_block_of(request: PersonRequest, moments: Moments) -> Night:
    """Return what was broken and what came in since the evening before."""
    since = Since(moment=moments.since, person_id=request.user.pk, at=moments.at)
    counts = night_of(request.reach, since)
    return night_in_words(since.moment, {kind.value: count for kind, count in counts.items()})


def tens_block_of(request: PersonRequest, at: datetime) -> Tens:
    """Return what became of what came due in these ten days, by person."""
    stretch = tens_of(timezone.localdate(at))
    since, until = stretch.moments(at)
    wanted = TallyFilter(since=since, until=until)
    taken = times_taken(tally_rows(request.reach, wanted), at=at)["owner_id"]
    return Tens(
        stretch=stretch,
        tallies=tallies_of(request.reach, wanted).by("owner_id"),
        pauses={key: pause_share(one) for key, one in taken.items()},
    )


def reached_of(request: PersonRequest, at: datetime) -> Reached:
    """Return what has come up the ladder, and the letters of which an answer is owed."""
    people = colleagues_of(request.reach, timezone.localdate(at))
    count, late = reached_count(request.reach, people, at=at)
    letters = owed.unanswered(request.reach, most=LETTERS)
    return Reached(
        count=count,
        late_count=late,
        letters=[
            Instructed(letter=letter, owed=one, is_late=one.due_at < at)
            for letter, one in letters[:FEW]
        ],
        letters_count=len(letters),
    )


def ours_of(request: PersonRequest, at: datetime) -> Ours:
    """Return what customers of a manager wait for, today's visits, and these ten days so far."""
    today = timezone.localdate(at)
    shown = MOST_WAITING if request.GET.get("waiting") == "all" else BURNING
    asked = list(owed.asked_by_customers(request.reach, at=at)[: shown + 1])
    count = len(asked)
    if count > shown:
        count = owed.asked_by_customers(request.reach, at=at).count()
    since, end = months.ten_days(today)
    planned = visits.on_day(request.reach, today)
    return Ours(
        waiting=lines_of(request, asked[:shown], at, tells_word=True) if asked else (),
        waiting_count=count,
        visits=planned,
        named=visits.named_in(request.reach, planned),
        since=since,
        last=end - timedelta(days=1),
        kept=visits.kept_within(request.reach, since, end, at=at),
    )
