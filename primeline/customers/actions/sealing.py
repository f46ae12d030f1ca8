"""Sealing what an earlier release kept of people in clear. What is in the history stays there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from primeline.customers.actions.individuals import make_known
from primeline.customers.actions.search import make_findable
from primeline.customers.choices import CustomerKind
from primeline.customers.models import Consent, Customer
from primeline.customers.models.accounts import PERSONAL
from primeline.kit.deeds import Actor, deed
from primeline.privacy import keyring, sealing
from primeline.privacy import queries as privacy
from primeline.privacy.fields import OF_ACCOUNT, EncryptedField
from primeline.privacy.values import is_sealed

AT_ONCE = 1000


@deed("customers.seal_what_is_open")
def seal_what_is_open(*, by: Actor, at: datetime) -> int:
    """Seal every row that still says something of a person in clear; return how many those were."""
    total = 0
    while count := _seal_consents():
        total += count
    while count := _seal_individuals(by=by, at=at):
        total += count
    for rows, fields in privacy.open_rows():
        while count := _seal_rows(rows[:AT_ONCE], fields):
            total += count
    return total


def seal_what_hangs_on(customer: Customer) -> None:
    """Seal what stands open of places and ends at an account that has become an individual."""
    for rows, fields in privacy.open_rows():
        if fields[0].subject == OF_ACCOUNT:
            _seal_rows(rows.filter(customer=customer), fields)


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


def _seal_rows(rows: QuerySet[Any], fields: Sequence[EncryptedField]) -> int:
    found = list(rows)
    subjects = {subject for row in found if (subject := fields[0].subject_of(row)) is not None}
    erased = privacy.erased_among(subjects)
    for row in found:
        if (subject := fields[0].subject_of(row)) in erased:
            _make_unreadable(row, fields, subject)
        row.save(update_fields=[field.name for field in fields])
    keyring.forget_made()
    return len(found)


def _make_unreadable(row: Model, fields: Sequence[EncryptedField], subject: int) -> None:
    for field in fields:
        if (text := row.__dict__[field.attname]) and not is_sealed(text):
            setattr(row, field.name, sealing.unreadable(field.place, subject=subject))
