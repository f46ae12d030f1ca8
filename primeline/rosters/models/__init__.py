"""Who is on duty when, and who is called in which order."""

from primeline.rosters.models.chains import CallAttempt, CallChain, CallRun, ChainStep
from primeline.rosters.models.rosters import DutyNote, Roster, Rotation, Shift, Swap

__all__ = [
    "CallAttempt",
    "CallChain",
    "CallRun",
    "ChainStep",
    "DutyNote",
    "Roster",
    "Rotation",
    "Shift",
    "Swap",
]
