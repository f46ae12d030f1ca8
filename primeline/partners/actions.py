"""Everything that can be done to partners, and to whom they serve."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Contact, Customer
from primeline.customers.values import Line
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.partners.choices import PartnerKind, PartnerStatus, RetailGrade
from primeline.partners.models import Partner, Serving
from primeline.partners.values import PartnerFacts
from primeline.staff.models import Person
from primeline.staff.rules import day_of


@deed("partners.register")
def register_partner(
    *, customer: Customer, facts: PartnerFacts, by: Actor, at: datetime
) -> Partner:
    """Put on file that an account is a partner of ours.

    :raises Refused: if it is a partner already, or what is said cannot be
    """
    # Two who register it at once take turns here.
    list(Customer.objects.select_for_update().filter(pk=customer.pk).values_list("pk"))
    known = Partner.objects.filter(customer=customer).first()
    if known is not None:
        raise Refused(
            _("This account is a partner already: %(kind)s. Change that record instead.")
            % {"kind": known.get_kind_display()},
            field="kind",
        )
    partner = Partner.objects.create(customer=customer, **_checked(customer, facts, at))
    _tell(customer.pk, TimelineKind.PARTNER_CHANGED, at, by, how="REGISTERED")
    return partner


@deed("partners.change")
def change_partner(
    *,
    partner: Partner,
    version: int,
    facts: PartnerFacts,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Partner:
    """Change what a partner is, where it is at home, and whether it works with us.

    :raises Refused: if what is said cannot be, or another status has no reason
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if facts.status != partner.status and not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    same = Partner.objects.filter(customer=partner.customer_id, kind=facts.kind)
    if same.exclude(pk=partner.pk).exists():
        raise Refused(_("This account is a partner of this kind already."), field="kind")
    changes = _checked(partner.customer, facts, at)
    if facts.kind != PartnerKind.RETAIL_CHAIN:
        changes |= {"grade": "", "grade_reason": ""}
    save_changes(Partner, pk=partner.pk, version=version, changes=changes)
    partner.refresh_from_db()
    _tell(partner.customer_id, TimelineKind.PARTNER_CHANGED, at, by, how="CHANGED", reason=reason)
    return partner


@deed("partners.confirm_grade")
def confirm_grade(
    *,
    partner: Partner,
    version: int,
    grade: RetailGrade,
    by: Person,
    at: datetime,
    reason: str = "",
) -> Partner:
    """Confirm the grade of a retail chain, or give it another one and say why.

    :raises Refused: if it is no retail chain, or the grade is another than follows without a reason
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if partner.kind != PartnerKind.RETAIL_CHAIN:
        raise Refused(_("Only retail chains have a grade."), field="grade")
    if grade != partner.suggested_grade and not reason.strip():
        raise Refused(
            _("The facts lead to another grade. Say why it is to be this one."), field="reason"
        )
    changes = {
        "grade": grade,
        "grade_reason": reason.strip() if grade != partner.suggested_grade else "",
        "grade_confirmed_date": day_of(at),
        "grade_confirmed_by": by,
    }
    save_changes(Partner, pk=partner.pk, version=version, changes=changes)
    partner.refresh_from_db()
    _tell(partner.customer_id, TimelineKind.PARTNER_CHANGED, at, by, how="GRADED", reason=reason)
    return partner


@deed("partners.serve")
def serve(
    *, partner: Partner, customer: Customer, from_date: date, by: Actor, at: datetime
) -> Serving:
    """Put on file that a partner serves an account.

    :raises Refused: if it does so already, is that account, no longer works with us, or the day is
        yet to come
    """
    _check_has_come(from_date, at, "from_date")
    if partner.status != PartnerStatus.ACTIVE:
        raise Refused(_("This partner does not work with us now."))
    if customer.pk == partner.customer_id:
        raise Refused(_("A partner does not serve itself."), field="number")
    if Serving.objects.filter(partner=partner, customer=customer, active_to=None).exists():
        raise Refused(_("This partner serves that account already."), field="number")
    serving = Serving.objects.create(partner=partner, customer=customer, active_from=from_date)
    _tell(customer.pk, TimelineKind.SERVED, at, by, how="BEGAN")
    return serving


@deed("partners.end_serving")
def end_serving(
    *, serving: Serving, version: int, to_date: date, by: Actor, at: datetime, reason: str
) -> None:
    """End that a partner serves an account.

    :raises Refused: if it has ended, ends before it began or in days to come, or without a reason
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if serving.active_to is not None:
        raise Refused(_("This has ended already."))
    _check_has_come(to_date, at, "to_date")
    if to_date < serving.active_from:
        raise Refused(_("It cannot end before it began."), field="to_date")
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    save_changes(Serving, pk=serving.pk, version=version, changes={"active_to": to_date})
    _tell(serving.customer_id, TimelineKind.SERVED, at, by, how="ENDED", reason=reason)


def _checked(customer: Customer, facts: PartnerFacts, at: datetime) -> dict[str, Any]:
    if facts.kind not in PartnerKind.values:
        raise Refused(_("Say what kind of partner this is."), field="kind")
    if facts.status not in PartnerStatus.values:
        raise Refused(_("Say whether the partner works with us."), field="status")
    _check_has_come(facts.since_date, at, "since_date")
    people = Contact.objects.filter(pk=facts.contact_id or 0, customer=customer, is_active=True)
    if facts.contact_id is not None and not people.exists():
        raise Refused(_("Choose somebody who works at this account."), field="contact_id")
    return asdict(facts) | {"provinces": list(facts.provinces)}


def _check_has_come(day: date, at: datetime, field: str) -> None:
    if day > day_of(at):
        raise Refused(_("This day is yet to come."), field=field)


def _tell(
    customer_id: int, kind: TimelineKind, at: datetime, by: Actor, *, how: str, reason: str = ""
) -> None:
    """Tell an account, and not which the partner or the served one is: not all see both."""
    words = {"how": how} | ({"reason": reason} if reason else {})
    line = Line(customer_id=customer_id, kind=kind, happened_at=at, words=words)
    customers.tell(line=line, by=by, at=at)
