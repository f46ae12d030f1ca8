"""Deeds of this room: asking, answering, ending; hiding and showing; noting who looked."""

from primeline.access.actions.answers import end_access, grant_access, mark_over, refuse_access
from primeline.access.actions.looks import note_looks
from primeline.access.actions.requests import ask_for_access, withdraw_request
from primeline.access.actions.restrictions import (
    confirm_proposal,
    decline_proposal,
    end_clearance,
    propose_lift,
    propose_restriction,
    withdraw_proposal,
)
from primeline.access.actions.work import end_work, open_for_work, open_many_for_work

__all__ = [
    "ask_for_access",
    "confirm_proposal",
    "decline_proposal",
    "end_access",
    "end_clearance",
    "end_work",
    "grant_access",
    "mark_over",
    "note_looks",
    "open_for_work",
    "open_many_for_work",
    "propose_lift",
    "propose_restriction",
    "refuse_access",
    "withdraw_proposal",
    "withdraw_request",
]
