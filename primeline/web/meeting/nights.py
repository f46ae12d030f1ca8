"""When the reader's morning is, and what happened in the night before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from primeline.commitments.queries.changed import Overnight
from primeline.meetings.values import Moments
from primeline.web.matters.lines import bounds_of
from primeline.web.matters.since import evening_before
from primeline.web.matters.words import night_words

NOON = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class Night:
    """What happened since the evening before: how often, in words, and how the board is asked."""

    since: datetime
    counts: Sequence[tuple[str, str, int]]


def moments_of(at: datetime) -> Moments:
    """Return when the reader's morning is, by their clock."""
    ends_at = bounds_of(at).day_ends_at
    return Moments(at=at, since=evening_before(at), noon_at=ends_at - NOON, day_ends_at=ends_at)


def night_in_words(since: datetime, counts: Mapping[str, int]) -> Night:
    """Return what happened in a night as pages show it."""
    known = [kind for kind in Overnight if kind.value in counts]
    return Night(
        since=since,
        counts=[(kind.value, night_words(kind), counts[kind.value]) for kind in known],
    )
