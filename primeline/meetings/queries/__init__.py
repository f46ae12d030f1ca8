"""Questions about morning meetings and their minutes."""

from primeline.meetings.queries.day import figures_of, kept_figures, team_of
from primeline.meetings.queries.decisions import (
    decisions_of,
    earlier_decisions,
    get_decision,
    kept_decisions,
)
from primeline.meetings.queries.meetings import (
    get_minutes,
    get_own,
    holds,
    meeting_on,
    minutes_within,
    narrowed,
    own_unit,
    own_units,
    people_for,
    unfinished,
    unseen,
)
from primeline.meetings.queries.talks import get_pin, kept_talks, talks_of

__all__ = [
    "decisions_of",
    "earlier_decisions",
    "figures_of",
    "get_decision",
    "get_minutes",
    "get_own",
    "get_pin",
    "holds",
    "kept_decisions",
    "kept_figures",
    "kept_talks",
    "meeting_on",
    "minutes_within",
    "narrowed",
    "own_unit",
    "own_units",
    "people_for",
    "talks_of",
    "team_of",
    "unfinished",
    "unseen",
]
