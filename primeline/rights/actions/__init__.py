"""What the rights desk does: answers people, and looks after how long things are kept."""

from primeline.rights.actions.cases import decide_case, let_cases_lapse, open_cases
from primeline.rights.actions.requests import (
    carry_out,
    hand_out,
    lift_restriction,
    receive_request,
    refuse,
)
from primeline.rights.actions.retention import decide_rule, propose_rule

__all__ = [
    "carry_out",
    "decide_case",
    "decide_rule",
    "hand_out",
    "let_cases_lapse",
    "lift_restriction",
    "open_cases",
    "propose_rule",
    "receive_request",
    "refuse",
]
