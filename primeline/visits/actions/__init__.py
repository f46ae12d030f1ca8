"""Deeds of this room: planning, another day, done, told, cadence and limits, calendar feeds."""

from primeline.visits.actions.doing import (
    count_as_done,
    move_action,
    record_action,
    staff_action,
)
from primeline.visits.actions.feeds import make_feed, revoke_feed
from primeline.visits.actions.planning import plan_accounts
from primeline.visits.actions.postponing import postpone_action
from primeline.visits.actions.reference import (
    add_standard_action,
    install_cadence,
    set_day_limit,
    set_standard_action,
)
from primeline.visits.actions.telling import correct_conversation, record_conversation

__all__ = [
    "add_standard_action",
    "correct_conversation",
    "count_as_done",
    "install_cadence",
    "make_feed",
    "move_action",
    "plan_accounts",
    "postpone_action",
    "record_action",
    "record_conversation",
    "revoke_feed",
    "set_day_limit",
    "set_standard_action",
    "staff_action",
]
