"""Noting what somebody looks at that is not theirs: an account, lines of a list."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from primeline.access import actions, queries
from primeline.audit.values import Right
from primeline.kit import clock
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer


def note_look(request: PersonRequest, customer: "Customer", purpose: str) -> Right | None:
    """Note a look at an account, and return by what right; None if it is the reader's own."""
    at, person = clock.now(), request.user
    right = queries.right_to(customer, request.reach)
    if right and queries.is_to_be_noted(right, customer.pk, person.pk, at=at):
        actions.note_looks(rights={customer.pk: right}, purpose=purpose, by=person, at=at)
    return right


def note_rows(request: PersonRequest, customer_ids: Iterable[int], purpose: str) -> None:
    """Note a look at each of these accounts that stands in a list only because of a grant."""
    rights = queries.granted_rights(request.reach, customer_ids) if request.reach.granted else {}
    if rights:
        actions.note_looks(rights=rights, purpose=purpose, by=request.user, at=clock.now())
