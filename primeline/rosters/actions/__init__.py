"""Deeds of this room: rosters, shifts, swaps, notes, call chains and their runs."""

from primeline.rosters.actions.chains import change_chain, close_chain, open_chain
from primeline.rosters.actions.notes import take_note, write_note
from primeline.rosters.actions.rosters import (
    change_roster,
    close_roster,
    lay_out,
    open_roster,
    set_rotation,
)
from primeline.rosters.actions.runs import (
    advance_due,
    begin_call,
    end_call,
    note_outcome,
    start_run,
    stop_run,
)
from primeline.rosters.actions.shifts import add_shift, assign_shift, cancel_shift
from primeline.rosters.actions.swaps import (
    approve_swap,
    ask_exchange,
    offer_shift,
    refuse_swap,
    take_shift,
    withdraw_swap,
)
from primeline.rosters.actions.unanswered import owe_unanswered

__all__ = [
    "add_shift",
    "advance_due",
    "approve_swap",
    "ask_exchange",
    "assign_shift",
    "begin_call",
    "cancel_shift",
    "change_chain",
    "change_roster",
    "close_chain",
    "close_roster",
    "end_call",
    "lay_out",
    "note_outcome",
    "offer_shift",
    "open_chain",
    "open_roster",
    "owe_unanswered",
    "refuse_swap",
    "set_rotation",
    "start_run",
    "stop_run",
    "take_note",
    "take_shift",
    "withdraw_swap",
    "write_note",
]
