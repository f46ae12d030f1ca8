"""Everything that can be done to contracts and subscriptions. All writes happen in this folder."""

from primeline.products.actions.addresses import note_addresses
from primeline.products.actions.agreements import (
    change_agreement,
    end_agreement,
    file_agreement,
    sign_agreement,
)
from primeline.products.actions.amendments import amend_agreement, renew_agreements
from primeline.products.actions.equipment import (
    change_equipment,
    install_equipment,
    remove_equipment,
    take_in_spare,
)
from primeline.products.actions.fees import change_fee, refresh_monthly_fees
from primeline.products.actions.frameworks import place_agreement
from primeline.products.actions.matching import match_payment, match_payments, undo_match
from primeline.products.actions.milestones import (
    change_milestone,
    drop_milestone,
    plan_milestone,
    reach_milestone,
    reopen_milestone,
)
from primeline.products.actions.outside import (
    change_outside_service,
    end_outside_service,
    note_outside_service,
)
from primeline.products.actions.parties import add_party, end_party
from primeline.products.actions.reference import (
    add_line,
    add_termination_reason,
    change_deadline,
    change_line,
    change_termination_reason,
)
from primeline.products.actions.replacements import mark_replacement, recognize_replacements
from primeline.products.actions.search import make_findable
from primeline.products.actions.shipped import install_reference
from primeline.products.actions.subscriptions import (
    change_subscription,
    open_subscription,
    resume_subscription,
    suspend_subscription,
    terminate_subscription,
    verify_reason,
)

__all__ = [
    "add_line",
    "add_party",
    "add_termination_reason",
    "amend_agreement",
    "change_agreement",
    "change_deadline",
    "change_equipment",
    "change_fee",
    "change_line",
    "change_milestone",
    "change_outside_service",
    "change_subscription",
    "change_termination_reason",
    "drop_milestone",
    "end_agreement",
    "end_outside_service",
    "end_party",
    "file_agreement",
    "install_equipment",
    "install_reference",
    "make_findable",
    "mark_replacement",
    "match_payment",
    "match_payments",
    "note_addresses",
    "note_outside_service",
    "open_subscription",
    "place_agreement",
    "plan_milestone",
    "reach_milestone",
    "recognize_replacements",
    "refresh_monthly_fees",
    "remove_equipment",
    "renew_agreements",
    "reopen_milestone",
    "resume_subscription",
    "sign_agreement",
    "suspend_subscription",
    "take_in_spare",
    "terminate_subscription",
    "undo_match",
    "verify_reason",
]
