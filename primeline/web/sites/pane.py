"""The pane of an account that shows its sites, and what ends at each."""

from typing import TYPE_CHECKING, Any

from primeline.customers import queries as customers
from primeline.products import queries as products
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer


def sites(request: PersonRequest, customer: "Customer") -> dict[str, Any]:
    """Return what the pane of the sites of an account shows."""
    found = customers.sites_of(customer, request.reach)
    return {
        "sites": found,
        "held": products.held_at_sites(customer) if found else {},
        "is_masked": not customers.sees_identity(customer, request.reach),
    }
