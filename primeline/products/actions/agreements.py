"""Contracts: signed, and filed with the service group."""

from dataclasses import asdict
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Customer
from primeline.customers.values import Line
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.products import findable
from primeline.products.models import Agreement
from primeline.products.values import AgreementTerms
from primeline.search import actions as search


@deed("products.sign_agreement")
def sign_agreement(
    *, customer: Customer, terms: AgreementTerms, by: Actor, at: datetime
) -> Agreement:
    """Put a signed contract on file.

    :raises Refused: if the number is taken or it ends before it starts
    """
    if Agreement.objects.filter(number=terms.number).exists():
        raise Refused(_("A contract with this number is on file already."), field="number")
    if terms.ends_date is not None and terms.ends_date < terms.starts_date:
        raise Refused(_("A contract cannot end before it starts."), field="ends_date")
    agreement = Agreement.objects.create(customer=customer, **asdict(terms))
    line = Line(
        customer_id=customer.pk,
        kind=TimelineKind.AGREEMENT_SIGNED,
        happened_at=at,
        words={"number": terms.number},
        subject_kind="agreement",
        subject_id=agreement.pk,
    )
    customers.tell(line=line, by=by, at=at)
    if not customer.is_restricted:
        search.index(entries=[findable.contract_entry(agreement)], by=by, at=at)
    return agreement


@deed("products.file_agreement")
def file_agreement(
    *, agreement: Agreement, version: int, filed_date: date, by: Actor, at: datetime
) -> Agreement:
    """Mark a contract as filed with the service group (备案).

    :raises Refused: if it is filed already, or filed before it was signed
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if agreement.filed_date is not None:
        raise Refused(_("This contract has been filed already."), field="filed_date")
    if agreement.signed_date is not None and filed_date < agreement.signed_date:
        raise Refused(_("It cannot be filed before it was signed."), field="filed_date")
    changes = {"filed_date": filed_date}
    save_changes(Agreement, pk=agreement.pk, version=version, changes=changes)
    agreement.refresh_from_db()
    return agreement
