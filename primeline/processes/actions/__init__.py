"""Deeds of this room: versions of processes, cases, the steps that people do in them."""

from primeline.processes.actions.cases import cancel_case, receive_message, start_case
from primeline.processes.actions.installing import install_processes
from primeline.processes.actions.items import (
    claim_item,
    finish_item,
    put_back_item,
    send_back_item,
)
from primeline.processes.actions.library import (
    approve_edition,
    draft_edition,
    draft_process,
    drop_edition,
    propose_edition,
    redraw_edition,
    refuse_edition,
    take_back_edition,
)
from primeline.processes.actions.switching import (
    approve_switch,
    end_switch,
    propose_switch,
    refuse_switch,
    switch_case,
    take_back_switch,
)

__all__ = [
    "approve_edition",
    "approve_switch",
    "cancel_case",
    "claim_item",
    "draft_edition",
    "draft_process",
    "drop_edition",
    "end_switch",
    "finish_item",
    "install_processes",
    "propose_edition",
    "propose_switch",
    "put_back_item",
    "receive_message",
    "redraw_edition",
    "refuse_edition",
    "refuse_switch",
    "send_back_item",
    "start_case",
    "switch_case",
    "take_back_edition",
    "take_back_switch",
]
