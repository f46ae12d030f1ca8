"""Sealing what an earlier release kept of people in clear. What is in the history stays there."""

from datetime import datetime

from primeline.customers.actions.individuals import make_known
from primeline.customers.actions.search import make_findable
from primeline.customers.choices import CustomerKind
from primeline.customers.models import Consent, Customer
from primeline.customers.models.accounts import PERSONAL
from primeline.kit.deeds import Actor, deed
from primeline.privacy import keyring, sealing
from primeline.privacy import queries as privacy

AT_ONCE = 1000


@deed("customers.seal_what_is_open")
def seal_what_is_open(*, by: Actor, at: datetime) -> int:
    """Seal every row that still says something of a person in clear; return how many those were."""
    total = 0
    while count := _seal_consents():
        total += count
    while count := _seal_individuals(by=by, at=at):
        total += count
    return total


def _seal_consents() -> int:
    rows = Consent.objects.filter(subject=None).select_related("contact").order_by("pk")
    found = list(rows[:AT_ONCE])
    for consent in found:
        consent.subject = consent.contact.subject
        if privacy.is_erased(consent.contact.subject):
            consent.proof_place = ""
        consent.save(update_fields=["subject", "proof_place"])
    return len(found)


def _seal_individuals(*, by: Actor, at: datetime) -> int:
    rows = Customer.objects.filter(kind=CustomerKind.INDIVIDUAL, subject=None).order_by("pk")
    found = list(rows[:AT_ONCE])
    sealing.give_subjects(found)
    for customer in found:
        customer.save(update_fields=["subject", *PERSONAL])
        make_known(customer)
    keyring.forget_made()
    make_findable(customer_ids=[customer.pk for customer in found], by=by, at=at)
    return len(found)
