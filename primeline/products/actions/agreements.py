"""Contracts: signed, filed with the service group, changed, renewed and ended."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from primeline.customers.choices import TimelineKind
from primeline.customers.models import Customer
from primeline.kit import events
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.products import renewals, rules
from primeline.products.actions.contracts import checked, iso, make_contract_findable, tell_of
from primeline.products.choices import AgreementStatus
from primeline.products.events import AgreementEnded, AgreementFiled, AgreementSigned
from primeline.products.models import Agreement
from primeline.products.queries.contracts import terms_said
from primeline.products.values import AgreementTerms


@deed("products.sign_agreement")
def sign_agreement(
    *, customer: Customer, terms: AgreementTerms, by: Actor, at: datetime
) -> Agreement:
    """Put a signed contract on file.

    :raises Refused: if the number is missing or taken, or its days or its value cannot be
    """
    facts = checked(terms, at=at)
    agreement = Agreement.objects.create(customer=customer, **facts)
    tell_of(agreement, TimelineKind.AGREEMENT_SIGNED, {}, by=by, at=at)
    make_contract_findable(agreement, customer, by=by, at=at)
    events.publish(
        AgreementSigned(happened_at=at, customer_id=customer.pk, agreement_id=agreement.pk)
    )
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
    is_renewal_meant: bool = False,
) -> Agreement:
    """Correct what is on file of a contract, or renew it by a later last day.

    The timeline tells of a new last day. What was agreed anew is an amendment. What was worked out
    from the old last day follows it; a day of renewal that was typed stays only if that is meant.

    :raises Refused: if the number is missing or taken, or its days or its value cannot be
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    said = renewals.follow_end(terms_said(agreement), terms, is_renewal_meant=is_renewal_meant)
    facts = checked(said, at=at, but=agreement.pk)
    rules.check_filed(signed=terms.signed_date, filed=agreement.filed_date, field="signed_date")
    before = agreement.ends_date
    save_changes(Agreement, pk=agreement.pk, version=version, changes=facts)
    agreement.refresh_from_db()
    words = {"reason": reason}
    if agreement.ends_date != before:
        words |= {"from": iso(before), "to": iso(agreement.ends_date)}
    tell_of(agreement, TimelineKind.AGREEMENT_CHANGED, words, by=by, at=at)
    make_contract_findable(agreement, agreement.customer, by=by, at=at)
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
    words = {"status": status, "day": iso(ends_date), "reason": reason}
    tell_of(agreement, TimelineKind.AGREEMENT_ENDED, words, by=by, at=at)
    whose = {"customer_id": agreement.customer_id, "agreement_id": agreement.pk}
    events.publish(AgreementEnded(happened_at=at, **whose))
    return agreement


@deed("products.file_agreement")
def file_agreement(
    *, agreement: Agreement, version: int, filed_date: date, by: Actor, at: datetime
) -> Agreement:
    """Mark a contract as filed with the service group (备案).

    :raises Refused: if it is filed already, or filed before it was signed or amended
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if agreement.filed_date is not None:
        raise Refused(_("This contract has been filed already."), field="filed_date")
    rules.check_filed(
        signed=agreement.signed_date,
        filed=filed_date,
        amended=agreement.refile_from_date,
        field="filed_date",
    )
    rules.check_has_come(filed_date, at=at, field="filed_date")
    changes = {"filed_date": filed_date, "filed_by_id": by.actor_id}
    save_changes(Agreement, pk=agreement.pk, version=version, changes=changes)
    agreement.refresh_from_db()
    words = {"day": iso(filed_date)}
    tell_of(agreement, TimelineKind.AGREEMENT_FILED, words, by=by, at=at)
    whose = {"customer_id": agreement.customer_id, "agreement_id": agreement.pk}
    events.publish(AgreementFiled(happened_at=at, **whose))
    return agreement
