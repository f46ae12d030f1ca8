"""People at Harbor Bank, for the tests of this room."""

from typing import Any

from primeline.customers import actions as customers
from primeline.customers.models import Contact
from primeline.customers.values import ContactDetails
from primeline.testing.cast import CASTING, TUESDAY_10AM, harbor_bank


def mei(**facts: Any) -> Contact:
    """Mei of Harbor Bank, whom one calls first."""
    details = {"name": "张美丽", "phone": "13800001234", "email": "mei@harbor.example"} | facts
    return customers.add_contact(
        customer=harbor_bank(), details=ContactDetails(**details), by=CASTING, at=TUESDAY_10AM
    )
