"""State of this room: what is to be done how often, what is planned, and what was told of it."""

from primeline.visits.models.counted import Counted
from primeline.visits.models.editions import CadenceEdition
from primeline.visits.models.planned import (
    STANDING,
    DayLimit,
    Feed,
    ServiceAction,
    ServiceActionQuerySet,
    StandardAction,
)
from primeline.visits.models.put_off import Postponement
from primeline.visits.models.told import Conversation, Participant

__all__ = [
    "STANDING",
    "CadenceEdition",
    "Conversation",
    "Counted",
    "DayLimit",
    "Feed",
    "Participant",
    "Postponement",
    "ServiceAction",
    "ServiceActionQuerySet",
    "StandardAction",
]
