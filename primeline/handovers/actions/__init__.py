"""Deeds of this room: offering, answering, ticking, noting, carrying out."""

from primeline.handovers.actions.answers import (
    accept_handover,
    carry_out_handover,
    refuse_handover,
    withdraw_handover,
)
from primeline.handovers.actions.checklist import tick_point, write_note
from primeline.handovers.actions.offers import offer_handover
from primeline.handovers.actions.reference import add_point, change_point, install_checklist

__all__ = [
    "accept_handover",
    "add_point",
    "carry_out_handover",
    "change_point",
    "install_checklist",
    "offer_handover",
    "refuse_handover",
    "tick_point",
    "withdraw_handover",
    "write_note",
]
