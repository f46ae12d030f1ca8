"""Questions about requests, what is open to whom, who looked, and what is hidden."""

from primeline.access.queries.looks import (
    LookShown,
    granted_rights,
    is_to_be_noted,
    looks_at,
    right_to,
)
from primeline.access.queries.requests import (
    Precedent,
    get_own_request,
    get_request_to,
    granted_by,
    has_over,
    has_work,
    open_grants_on,
    opened_on,
    policy_in_force,
    precedents,
    requests_for,
    requests_of,
    requests_on_record,
    requests_to,
    waiting_for,
)
from primeline.access.queries.restrictions import (
    get_proposal,
    may_restrict,
    proposal_on,
    proposals_for,
)

__all__ = [
    "LookShown",
    "Precedent",
    "get_own_request",
    "get_proposal",
    "get_request_to",
    "granted_by",
    "granted_rights",
    "has_over",
    "has_work",
    "is_to_be_noted",
    "looks_at",
    "may_restrict",
    "open_grants_on",
    "opened_on",
    "policy_in_force",
    "precedents",
    "proposal_on",
    "proposals_for",
    "requests_for",
    "requests_of",
    "requests_on_record",
    "requests_to",
    "right_to",
    "waiting_for",
]
