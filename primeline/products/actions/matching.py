"""Saying which payment is the one that a milestone waited for, and taking that back."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from primeline.customers.choices import PaymentStatus, TimelineKind
from primeline.customers.models import Payment
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.products.actions.contracts import iso
from primeline.products.actions.milestones import check_open, open_again, tell_of_milestone
from primeline.products.choices import MatchedBy, MilestoneKind
from primeline.products.models import Milestone, PaymentMatch
from primeline.products.queries import sure_matches, void_matches


@deed("products.match_payment")
def match_payment(
    *,
    milestone: Milestone,
    version: int,
    payment: Payment,
    how: MatchedBy = MatchedBy.HAND,
    by: Actor,
    at: datetime,
) -> PaymentMatch:
    """Say that a payment is the one a milestone waited for: it is reached on the day of that.

    :raises Refused: if it is no open milestone of a payment, or the payment is not this account's,
        was taken back, or belongs to another milestone already
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    check_open(milestone)
    is_ours = payment.customer_id == milestone.agreement.customer_id
    if milestone.kind != MilestoneKind.PAYMENT or not is_ours:
        raise Refused(_("Choose a payment of this account."), field="payment")
    if payment.status != PaymentStatus.DONE:
        raise Refused(_("This payment was not received, or was taken back."), field="payment")
    if PaymentMatch.objects.filter(payment=payment, undone_at=None).exists():
        raise Refused(_("This payment is matched with another milestone."), field="payment")
    match = PaymentMatch.objects.create(
        milestone=milestone, payment=payment, how=how, matched_at=at
    )
    changes: dict[str, Any] = {
        "done_date": payment.paid_date,
        "done_by_id": by.actor_id,
        "proof": f"¥{payment.amount_cents / 100:,.2f} · {iso(payment.paid_date)}",
    }
    save_changes(Milestone, pk=milestone.pk, version=version, changes=changes)
    milestone.refresh_from_db()
    words = {"day": iso(payment.paid_date)}
    tell_of_milestone(milestone, TimelineKind.MILESTONE_DONE, words, by=by, at=at)
    return match


@deed("products.undo_match")
def undo_match(*, match: PaymentMatch, version: int, reason: str, by: Actor, at: datetime) -> None:
    """Say that a payment was not the one: the milestone is waited for again.

    :raises Refused: if it was undone already, or no reason is given
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if match.undone_at is not None:
        raise Refused(_("This was taken back already."))
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    undone = {"undone_at": at, "why_undone": reason.strip()}
    save_changes(PaymentMatch, pk=match.pk, version=version, changes=undone)
    milestone = match.milestone
    open_again(milestone, milestone.version, reason, by=by, at=at)


@deed("products.match_payments")
def match_payments(*, by: Actor, at: datetime) -> int:
    """Match what fits exactly and nothing else does, undo what was taken back; return how many."""
    void, sure = void_matches(), sure_matches()
    for match in void:
        why = str(PaymentStatus(match.payment.status).label)
        undo_match(match=match, version=match.version, reason=why, by=by, at=at)
    for milestone, payment in sure:
        match_payment(
            milestone=milestone,
            version=milestone.version,
            payment=payment,
            how=MatchedBy.RULE,
            by=by,
            at=at,
        )
    return len(void) + len(sure)
