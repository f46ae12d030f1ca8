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
    refuse_edition,
    take_back_edition,
)

__all__ = [
    "approve_edition",
    "cancel_case",
    "claim_item",
    "draft_edition",
    "draft_process",
    "drop_edition",
    "finish_item",
    "install_processes",
    "propose_edition",
    "put_back_item",
    "receive_message",
    "refuse_edition",
    "send_back_item",
    "start_case",
    "take_back_edition",
]
