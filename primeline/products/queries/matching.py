"""Which payments are, or may be, those that milestones wait for."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, QuerySet

from primeline.customers.choices import PaymentStatus
from primeline.customers.models import Payment
from primeline.kit.errors import NotFound
from primeline.products import rules
from primeline.products.choices import AgreementStatus, MilestoneKind
from primeline.products.models import Milestone, PaymentMatch
from primeline.products.rules import Likeness, Paid

MOST_COMPARED = 1000
MOST_OFFERED = 12
# What is left is taken up by the next run.
AT_ONCE = 5000


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A payment that may be the one, and how it compares with what is waited for."""

    payment: Payment
    likeness: Likeness


def candidates_for(milestone: Milestone) -> list[Candidate]:
    """Return the payments of the account that may be the one, the likeliest first."""
    rows = _free(Payment.objects.filter(customer=milestone.agreement.customer_id))
    payments = {one.pk: one for one in rows.order_by("-paid_date", "-id")[:MOST_COMPARED]}
    found = rules.likenesses(
        due=milestone.due_date,
        cents=milestone.amount_cents,
        payments=[_paid(one) for one in payments.values()],
    )
    return [
        Candidate(payment=payments[one.paid.payment_id], likeness=one)
        for one in found[:MOST_OFFERED]
    ]


def matches_of(milestones: Collection[Milestone]) -> dict[int, PaymentMatch]:
    """Return the match of each of these milestones that has one."""
    rows = PaymentMatch.objects.filter(milestone__in=milestones, undone_at=None)
    return {one.milestone_id: one for one in rows.select_related("payment")}


def get_match(milestone: Milestone) -> PaymentMatch:
    """Return the match of a milestone.

    :raises NotFound: if it has none
    """
    match = PaymentMatch.objects.filter(milestone=milestone, undone_at=None).first()
    if match is None:
        raise NotFound
    match.milestone = milestone
    return match


def void_matches() -> list[PaymentMatch]:
    """Return the matches with payments that were taken back since."""
    rows = PaymentMatch.objects.filter(undone_at=None).exclude(payment__status=PaymentStatus.DONE)
    return list(rows.select_related("payment", "milestone__agreement")[:AT_ONCE])


def sure_matches() -> list[tuple[Milestone, Payment]]:
    """Return the milestones that wait for a payment, with the one that fits and nothing else does.

    What a person has said is none stays so.
    """
    owed, paid = defaultdict(list), defaultdict(list)
    milestones = {one.pk: one for one in _waiting()}
    amounts = {one.amount_cents for one in milestones.values()}
    for one in milestones.values():
        owed[one.agreement.customer_id].append((one.pk, one.due_date, one.amount_cents))
    rows = _free(Payment.objects.filter(customer__in=owed, amount_cents__in=amounts))
    payments = {one.pk: one for one in rows}
    for payment in payments.values():
        paid[payment.customer_id].append(_paid(payment))
    refused = set(
        PaymentMatch.objects.filter(milestone__in=milestones).values_list("milestone", "payment")
    )
    return [
        (milestones[milestone], payments[found])
        for customer, waiting in owed.items()
        for milestone, found in rules.sure_pairs(waiting, paid[customer])
        if (milestone, found) not in refused
    ]


def _waiting() -> QuerySet[Milestone]:
    rows = Milestone.objects.filter(
        kind=MilestoneKind.PAYMENT,
        done_date=None,
        is_active=True,
        agreement__status=AgreementStatus.ACTIVE,
        # Most wait for money that has not come: only those are looked at for which some has.
        agreement__customer__payments__amount_cents=F("amount_cents"),
    )
    return rows.select_related("agreement").distinct().order_by("pk")[:AT_ONCE]


def _free(rows: QuerySet[Payment]) -> QuerySet[Payment]:
    taken = PaymentMatch.objects.filter(undone_at=None).values("payment")
    return rows.filter(status=PaymentStatus.DONE).exclude(pk__in=taken)


def _paid(payment: Payment) -> Paid:
    return Paid(payment_id=payment.pk, paid_date=payment.paid_date, cents=payment.amount_cents)
