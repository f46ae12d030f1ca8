"""Deeds on standards, steps and the versions of the matrix."""

from primeline.standards.actions.approvals import (
    announce,
    approve_version,
    propose_version,
    refuse_version,
    roll_back,
    take_back_proposal,
)
from primeline.standards.actions.drafts import (
    add_rule,
    change_rule,
    draft_version,
    drop_draft,
    remove_rule,
)
from primeline.standards.actions.installing import install_standards
from primeline.standards.actions.kinds import (
    add_pause_reason,
    add_step,
    change_pause_reason,
    change_step,
)
from primeline.standards.actions.library import add_standard, change_standard

__all__ = [
    "add_pause_reason",
    "add_rule",
    "add_standard",
    "add_step",
    "announce",
    "approve_version",
    "change_pause_reason",
    "change_rule",
    "change_standard",
    "change_step",
    "draft_version",
    "drop_draft",
    "install_standards",
    "propose_version",
    "refuse_version",
    "remove_rule",
    "roll_back",
    "take_back_proposal",
]
