"""Questions about what is planned, how much of it was kept, cadence, limits and feeds."""

from primeline.visits.queries.coverage import (
    Bar,
    Coverage,
    CoverageFilter,
    coverage_of,
    coverage_rows,
    kept_within,
    planned_on,
)
from primeline.visits.queries.effects import Effect, effect_of
from primeline.visits.queries.named import Named, named_in, names_of
from primeline.visits.queries.proposals import meant_by
from primeline.visits.queries.putting_off import days_beyond, get_owed, in_time_until
from primeline.visits.queries.reach import get_action, led_by, mine, visible_to
from primeline.visits.queries.reference import (
    cadence,
    day_limits,
    feed_of,
    get_day_limit,
    get_standard_action,
    reader_of,
    standard_actions,
    steps_to_add,
)
from primeline.visits.queries.staffing import free_days, get_unstaffed
from primeline.visits.queries.told import (
    Met,
    account_to_tell_of,
    conversations_within,
    get_conversation,
    latest_told,
    may_correct,
    met_in,
    planned_for,
    promises_of,
)
from primeline.visits.queries.weeks import (
    Day,
    Week,
    days_for,
    is_open,
    on_day,
    unstaffed_for,
    upcoming_of,
    week_of,
)

__all__ = [
    "Bar",
    "Coverage",
    "CoverageFilter",
    "Day",
    "Effect",
    "Met",
    "Named",
    "Week",
    "account_to_tell_of",
    "cadence",
    "conversations_within",
    "coverage_of",
    "coverage_rows",
    "day_limits",
    "days_beyond",
    "days_for",
    "effect_of",
    "feed_of",
    "free_days",
    "get_action",
    "get_conversation",
    "get_day_limit",
    "get_owed",
    "get_standard_action",
    "get_unstaffed",
    "in_time_until",
    "is_open",
    "kept_within",
    "latest_told",
    "led_by",
    "may_correct",
    "meant_by",
    "met_in",
    "mine",
    "named_in",
    "names_of",
    "on_day",
    "planned_for",
    "planned_on",
    "promises_of",
    "reader_of",
    "standard_actions",
    "steps_to_add",
    "unstaffed_for",
    "upcoming_of",
    "visible_to",
    "week_of",
]
