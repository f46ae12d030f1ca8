"""What was asked at the rights desk, all we hold on a person, and how long what is kept."""

from primeline.rights.queries.cases import decided_cases, get_case, is_over, open_cases
from primeline.rights.queries.elsewhere import NamedElse, named_else, reached
from primeline.rights.queries.requests import (
    decided_requests,
    everything_on,
    get_request,
    is_restricted,
    lifting_of,
    open_requests,
    requests_for,
    restrictions_at,
    subjects_of,
    themselves_at,
)
from primeline.rights.queries.retention import (
    RuleInForce,
    get_proposal,
    months_kept,
    rule_of,
    rules_before,
    schedule,
)

__all__ = [
    "NamedElse",
    "RuleInForce",
    "decided_cases",
    "decided_requests",
    "everything_on",
    "get_case",
    "get_proposal",
    "get_request",
    "is_over",
    "is_restricted",
    "lifting_of",
    "months_kept",
    "named_else",
    "open_cases",
    "open_requests",
    "reached",
    "requests_for",
    "restrictions_at",
    "rule_of",
    "rules_before",
    "schedule",
    "subjects_of",
    "themselves_at",
]
