"""Contracts: signed, filed with the service group, changed, renewed and ended."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from primeline.audit import walls
from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Customer
from primeline.customers.values import Line
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.products import findable, rules
from primeline.products.choices import AgreementStatus
from primeline.products.models import Agreement
from primeline.products.values import AgreementTerms
from primeline.search import actions as search


@deed("products.sign_agreement")
def sign_agreement(
    *, customer: Customer, terms: AgreementTerms, by: Actor, at: datetime
) -> Agreement:
    """Put a signed contract on file.

    :raises Refused: if the number is missing or taken, or its days or its value cannot be
    """
    facts = _checked(terms)
    agreement = Agreement.objects.create(customer=customer, **facts)
    _tell(agreement, TimelineKind.AGREEMENT_SIGNED, {}, by=by, at=at)
    _make_findable(agreement, customer, by=by, at=at)
    return agreement


@deed("products.change_agreement")
def change_agreement(
    *,
    agreement: Agreement,
    version: int,
    terms: AgreementTerms,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Agreement:
    """Correct a contract, or renew it by a later last day; the timeline tells of a new last day.

    :raises Refused: if the number is missing or taken, or its days or its value cannot be
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    facts = _checked(terms, but=agreement.pk)
    rules.check_filed(signed=terms.signed_date, filed=agreement.filed_date, field="signed_date")
    before = agreement.ends_date
    save_changes(Agreement, pk=agreement.pk, version=version, changes=facts)
    agreement.refresh_from_db()
    words = {"reason": reason}
    if agreement.ends_date != before:
        words |= {"from": _iso(before), "to": _iso(agreement.ends_date)}
    _tell(agreement, TimelineKind.AGREEMENT_CHANGED, words, by=by, at=at)
    _make_findable(agreement, agreement.customer, by=by, at=at)
    return agreement


@deed("products.end_agreement")
def end_agreement(
    *,
    agreement: Agreement,
    version: int,
    ends_date: date,
    by: Actor,
    at: datetime,
    reason: str,
) -> Agreement:
    """End a contract: before its term it is terminated, else it has run out.

    :raises Refused: if it has ended already, would end before it starts or in days to come, or no
        reason is given
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if agreement.status != AgreementStatus.ACTIVE:
        raise Refused(_("This contract has ended already."), field="ends_date")
    rules.check_term(starts=agreement.starts_date, ends=ends_date)
    rules.check_has_come(ends_date, at=at, field="ends_date")
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    has_run_out = agreement.ends_date is not None and ends_date >= agreement.ends_date
    status = AgreementStatus.EXPIRED if has_run_out else AgreementStatus.TERMINATED
    changes = {"status": status, "ends_date": ends_date}
    save_changes(Agreement, pk=agreement.pk, version=version, changes=changes)
    agreement.refresh_from_db()
    words = {"status": status, "day": _iso(ends_date), "reason": reason}
    _tell(agreement, TimelineKind.AGREEMENT_ENDED, words, by=by, at=at)
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
    rules.check_filed(signed=agreement.signed_date, filed=filed_date, field="filed_date")
    rules.check_has_come(filed_date, at=at, field="filed_date")
    changes = {"filed_date": filed_date}
    save_changes(Agreement, pk=agreement.pk, version=version, changes=changes)
    agreement.refresh_from_db()
    words = {"day": _iso(filed_date)}
    _tell(agreement, TimelineKind.AGREEMENT_FILED, words, by=by, at=at)
    return agreement


def _checked(terms: AgreementTerms, *, but: int = 0) -> dict[str, Any]:
    facts = asdict(terms) | {"number": terms.number.strip()}
    if not facts["number"]:
        raise Refused(_("A contract needs its number."), field="number")
    rules.check_term(starts=terms.starts_date, ends=terms.ends_date)
    if terms.value_cents < 0:
        raise Refused(_("A value cannot be negative."), field="value_cents")
    # Numbers are taken once in the whole archive, also by contracts that this person cannot see.
    with walls.open_for_system():
        is_taken = Agreement.objects.filter(number=facts["number"]).exclude(pk=but).exists()
    if is_taken:
        raise Refused(_("A contract with this number is on file already."), field="number")
    return facts


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _make_findable(agreement: Agreement, customer: Customer, *, by: Actor, at: datetime) -> None:
    if not customer.is_restricted:
        search.index(entries=[findable.contract_entry(agreement)], by=by, at=at)


def _tell(
    agreement: Agreement, kind: TimelineKind, words: dict[str, Any], *, by: Actor, at: datetime
) -> None:
    line = Line(
        customer_id=agreement.customer_id,
        kind=kind,
        happened_at=at,
        words={"number": agreement.number, **words},
        subject_kind="agreement",
        subject_id=agreement.pk,
    )
    customers.tell(line=line, by=by, at=at)
