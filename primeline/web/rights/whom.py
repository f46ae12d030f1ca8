"""How the desk calls the people it decides about: by their outline, never in clear."""

from typing import TYPE_CHECKING

from primeline.customers import queries as customers

if TYPE_CHECKING:
    from primeline.rights.models import RetentionCase, RightsRequest


def whom(asked: "RightsRequest | RetentionCase") -> str:
    """Return the outline of whose data it is about."""
    if asked.contact is None:
        return asked.customer.lasting_name
    return customers.masked_name_of(asked.contact)
