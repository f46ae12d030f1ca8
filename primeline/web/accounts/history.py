"""What was changed on an account, by whom and why."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from primeline.access import queries as access
from primeline.audit import queries as audit
from primeline.audit.queries import Change
from primeline.kit.sent import whole_number
from primeline.staff import queries as staff
from primeline.web.accounts.telling import ACCOUNTS, fields_of
from primeline.web.audit.words import announce, names_seen
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.access.models import RestrictionProposal
    from primeline.customers.models import Customer

AT_ONCE = 30
CONFIRMED = "access.confirm_proposal"


def history(request: PersonRequest, customer: "Customer") -> dict[str, Any]:
    """Return the changes that the history pane shows, the latest first."""
    changes = audit.history_of(
        request.reach,
        table=ACCOUNTS,
        row_id=customer.pk,
        before=whole_number(request.GET.get("before", "")),
        limit=AT_ONCE,
    )
    changes = _with_proposers(customer, changes)
    names = names_seen(request.reach, changes, with_staff=True)
    announce(changes)
    fields = {change.history_id: fields_of(change, customer, names) for change in changes}
    return {
        "changes": [change for change in changes if fields[change.history_id]],
        "fields": fields,
        "actors": staff.names_of({change.actor_name for change in changes}),
        "older": changes[-1].history_id if len(changes) == AT_ONCE else None,
    }


def _with_proposers(customer: "Customer", changes: list[Change]) -> list[Change]:
    """Let what takes two people say why: whoever proposed it said so, and not who confirmed it."""
    done = [change.at for change in changes if change.kind == CONFIRMED]
    if not done:
        return changes
    proposals = access.confirmed_at(customer, done)
    return [
        replace(change, reason=_reasons(change.reason, proposals[change.at]))
        if change.kind == CONFIRMED and change.at in proposals
        else change
        for change in changes
    ]


def _reasons(answer: str, proposal: "RestrictionProposal") -> str:
    who = {"name": proposal.proposed_by.name, "reason": proposal.reason}
    proposed = _("Proposed by %(name)s: %(reason)s") % who
    return " · ".join(filter(None, (proposed, answer)))


def last_change(request: PersonRequest, *, table: str, row_id: int) -> Change | None:
    """Return who changed a row last, and when."""
    changes = audit.history_of(request.reach, table=table, row_id=row_id, limit=1)
    if not changes:
        return None
    name = changes[0].actor_name
    return replace(changes[0], actor_name=staff.names_of({name}).get(name, name))
