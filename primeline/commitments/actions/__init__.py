"""Deeds of this room: owing, pausing, keeping, handing over, letting off, scanning."""

from primeline.commitments.actions.asking import take_inquiry
from primeline.commitments.actions.chasing import chase
from primeline.commitments.actions.ending import (
    cancel_about,
    cancel_commitments,
    keep_about,
    keep_commitment,
    redate_commitment,
    reopen_commitment,
)
from primeline.commitments.actions.estimating import give_estimate
from primeline.commitments.actions.handing import (
    accept_offer,
    go_along,
    offer_matter,
    reassign_matters,
    refuse_offer,
    withdraw_offer,
)
from primeline.commitments.actions.holding import follow_accounts
from primeline.commitments.actions.letters import answer_letter, write_letter, write_letters
from primeline.commitments.actions.opening import open_commitment, open_commitments
from primeline.commitments.actions.pausing import end_pauses, pause_commitment, resume_commitment
from primeline.commitments.actions.postponing import postpone_commitment
from primeline.commitments.actions.repricing import (
    count_back_from,
    learn_circumstances,
    reprice_commitments,
)
from primeline.commitments.actions.rungs import fire_due
from primeline.commitments.actions.stranding import hand_stranded
from primeline.commitments.actions.suggesting import take_suggestion
from primeline.commitments.actions.taking import put_back_matter, take_matter
from primeline.commitments.actions.waivers import approve_waiver, ask_waiver, refuse_waiver

__all__ = [
    "accept_offer",
    "answer_letter",
    "approve_waiver",
    "ask_waiver",
    "cancel_about",
    "cancel_commitments",
    "chase",
    "count_back_from",
    "end_pauses",
    "fire_due",
    "follow_accounts",
    "give_estimate",
    "go_along",
    "hand_stranded",
    "keep_about",
    "keep_commitment",
    "learn_circumstances",
    "offer_matter",
    "open_commitment",
    "open_commitments",
    "pause_commitment",
    "postpone_commitment",
    "put_back_matter",
    "reassign_matters",
    "redate_commitment",
    "refuse_offer",
    "refuse_waiver",
    "reopen_commitment",
    "reprice_commitments",
    "resume_commitment",
    "take_inquiry",
    "take_matter",
    "take_suggestion",
    "withdraw_offer",
    "write_letter",
    "write_letters",
]
