"""Contracts that are agreed anew: amended into a new edition, or going on by themselves."""

from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from primeline.customers.choices import TimelineKind
from primeline.kit import events
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.privacy import freetext
from primeline.privacy.telling import is_same
from primeline.products import renewals
from primeline.products.actions.contracts import checked, iso, make_contract_findable, tell_of
from primeline.products.choices import AgreementStatus
from primeline.products.events import AgreementAmended
from primeline.products.models import Agreement, AgreementEdition
from primeline.products.queries import renewing, terms_said
from primeline.products.values import AgreementTerms
from primeline.staff.rules import day_of

AT_ONCE = 500


@deed("products.amend_agreement")
def amend_agreement(
    *,
    agreement: Agreement,
    version: int,
    terms: AgreementTerms,
    amended_date: date,
    by: Actor,
    at: datetime,
    reason: str,
    is_renewal_meant: bool = False,
) -> Agreement:
    """Let an amendment take the place of what a contract says; the old edition stays readable.

    What was filed is to be filed anew, counted from today. What was worked out from the old last
    day follows the new one; a day of renewal that was typed stays only if that is meant.
    `amended_date` is the first day on which the new edition holds.

    :raises Refused: if the contract has ended, nothing is different, no reason is given, or the
        terms cannot be
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check_may_amend(agreement, amended_date, reason)
    before = terms_said(agreement)
    said = renewals.follow_end(before, terms, is_renewal_meant=is_renewal_meant)
    facts = checked(said, at=at, but=agreement.pk)
    if all(is_same(getattr(agreement, name), value) for name, value in facts.items()):
        raise Refused(_("This is what the contract says already."))
    former = agreement.edition
    changes: dict[str, Any] = {"edition": former + 1, "filed_date": None, "filed_by": None}
    if agreement.filed_date is not None:
        changes["refile_from_date"] = day_of(at)
    save_changes(Agreement, pk=agreement.pk, version=version, changes=facts | changes)
    AgreementEdition.objects.create(
        agreement=agreement,
        edition=former,
        terms=msgspec.to_builtins(before, enc_hook=freetext.as_stored),
        superseded_date=amended_date,
        superseded_at=at,
        superseded_by_id=by.actor_id,
        why=reason.strip(),
    )
    agreement.refresh_from_db()
    words = {"edition": former + 1, "day": iso(amended_date), "reason": reason}
    tell_of(agreement, TimelineKind.AGREEMENT_AMENDED, words, by=by, at=at)
    make_contract_findable(agreement, agreement.customer, by=by, at=at)
    whose = {"customer_id": agreement.customer_id, "agreement_id": agreement.pk}
    events.publish(AgreementAmended(happened_at=at, **whose))
    return agreement


def _check_may_amend(agreement: Agreement, amended_date: date, reason: str) -> None:
    if agreement.status != AgreementStatus.ACTIVE:
        raise Refused(_("This contract has ended already. Put a new one on file."))
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    if amended_date < agreement.starts_date:
        raise Refused(_("An amendment cannot hold before the contract does."), field="amended_date")


@deed("products.renew_agreements")
def renew_agreements(*, by: Actor, at: datetime) -> int:
    """Let contracts go on that renew by themselves and whose day has come; return how many.

    One call renews as many as fit into one transaction; call again until none is left.
    """
    today = timezone.localdate(at)
    found = list(renewing(today=today)[:AT_ONCE])
    for agreement in found:
        _renew(agreement, today, by=by, at=at)
    return len(found)


def _renew(agreement: Agreement, today: date, *, by: Actor, at: datetime) -> None:
    if agreement.renewal_date is None or agreement.renewal_months is None:
        raise AssertionError("the database lets no contract renew by itself without a day")
    ends, renews = renewals.renewed(
        starts=agreement.starts_date,
        ends=agreement.ends_date,
        renews=agreement.renewal_date,
        months=agreement.renewal_months,
        today=today,
    )
    before = agreement.ends_date
    changes = {
        "ends_date": ends,
        "renewal_date": renews,
        "notice_date": renews - timedelta(days=agreement.notice_days or 0),
    }
    save_changes(Agreement, pk=agreement.pk, version=agreement.version, changes=changes)
    words = {"from": iso(before), "to": iso(ends), "day": iso(agreement.renewal_date)}
    tell_of(agreement, TimelineKind.AGREEMENT_RENEWED, words, by=by, at=at)
