"""Somebody at Harbor Bank who decides and is wished well, for the tests of this room."""

from datetime import date, timedelta
from typing import Any

from primeline.commitments.models import Commitment
from primeline.customers import actions as customers
from primeline.customers.choices import Tier
from primeline.customers.models import Contact
from primeline.customers.values import Agreed, ContactDetails
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM
from primeline.visits.choices import (
    Occasion,
)
from primeline.visits.models import ServiceAction, ServiceActionQuerySet
from primeline.visits.tests.planned import install
from primeline.visits.values import Period

DAY = timedelta(days=1)
TODAY = TUESDAY_10AM.date()
BORN, NAME = date(1980, 5, 20), "王若敏"
# The week of 20 May 2026, a Wednesday, and the one before it.
STRETCH = Period(date(2026, 5, 11), date(2026, 5, 25))


def key_person(tier: Tier = Tier.DIAMOND, *, agrees: bool = True, **facts: Any) -> Contact:
    """Install the cadence, and put somebody who decides at Harbor Bank on file."""
    install()
    details: dict[str, Any] = {"name": NAME, "decision_role": "DECIDES", "birthday": BORN} | facts
    person = customers.add_contact(
        customer=cast.harbor_bank(tier=tier),
        details=ContactDetails(**details),
        by=cast.lin(),
        at=TUESDAY_10AM,
    )
    if agrees:
        agree(person)
    return person


def agree(person: Contact) -> None:
    agreed = Agreed(purpose="GREETINGS", given_date=TODAY, proof="PAPER", proof_place="Folder 7")
    customers.record_consent(contact=person, agreed=agreed, by=cast.lin(), at=TUESDAY_10AM)


def change(person: Contact, **facts: Any) -> None:
    person.refresh_from_db()
    details: dict[str, Any] = {"name": NAME, "decision_role": "DECIDES", "birthday": BORN} | facts
    customers.change_contact(
        contact=person, version=person.version, details=ContactDetails(**details),
        by=cast.lin(), at=TUESDAY_10AM,
    )  # fmt: skip


def birthday() -> ServiceAction:
    """Return the one birthday greeting that stands."""
    return greetings().get(standard__occasion=Occasion.BIRTHDAY)


def owed() -> Commitment:
    """Return what somebody owes by the one birthday greeting that stands."""
    found = birthday().commitment
    assert found is not None
    return found


def greetings() -> ServiceActionQuerySet:
    rows = ServiceAction.objects.standing().filter(contact__isnull=False)
    return rows.select_related("commitment", "standard__step", "customer")
