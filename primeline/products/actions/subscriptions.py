"""The life of a subscription: opened, changed, suspended, resumed, terminated, understood."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from primeline.customers import actions as customers
from primeline.customers.choices import CustomerStatus, TimelineKind
from primeline.customers.models import Customer, Site
from primeline.customers.values import Line
from primeline.kit import events, numbers
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.kit.saving import save_changes
from primeline.privacy.sealing import save_sealed
from primeline.privacy.textfields import check_nameless
from primeline.products import findable, rules
from primeline.products.actions.fees import refresh_monthly_fees
from primeline.products.actions.replacements import mark_replacement, recognize_replacements
from primeline.products.choices import SubscriptionStatus
from primeline.products.events import (
    SubscriptionFact,
    SubscriptionOpened,
    SubscriptionSuspended,
    SubscriptionTerminated,
)
from primeline.products.models import Agreement, LineOfBusiness, Subscription, TerminationReason
from primeline.products.values import Circuit, Papers, Terms
from primeline.search import actions as search
from primeline.staff.models import Unit


@deed("products.open_subscription")
def open_subscription(
    *,
    customer: Customer,
    line: LineOfBusiness,
    terms: Terms,
    circuit: Circuit | None = None,
    replaces: Subscription | None = None,
    by: Actor,
    at: datetime,
) -> Subscription:
    """Open a subscription that is in force from its opening day.

    A prospect becomes a customer by it. `replaces` is an ending whose place it takes, said by
    hand; otherwise a fitting one is found.

    :raises Refused: if the account or the line is closed, the fee is negative, the contract or the
        site is somebody else's, it cannot take that place, or somebody on file is named as whose
        access it is
    """
    _check_opening(customer, line, terms)
    _check_site(customer, circuit.site_id if circuit else None)
    _check_units(circuit or Circuit())
    check_nameless(Subscription, customer.pk, asdict(circuit or Circuit()))
    if customer.status == CustomerStatus.PROSPECT:
        customers.win_customer(customer=customer, by=by, at=at)
    subscription = Subscription.objects.create(
        number=f"S-{numbers.next_number('subscription'):08d}",
        customer=customer,
        line=line,
        **asdict(terms),
        **asdict(circuit or Circuit()),
    )
    _tell(subscription, TimelineKind.SUBSCRIPTION_OPENED, {}, by=by, at=at)
    _make_findable(subscription, customer, by=by, at=at)
    if replaces is None:
        recognize_replacements(customer_ids=[customer.pk], by=by, at=at)
    else:
        mark_replacement(opening=subscription, version=1, ending=replaces, by=by, at=at)
    refresh_monthly_fees(customer_ids=[customer.pk], by=by, at=at)
    subscription.refresh_from_db()
    _publish(SubscriptionOpened, subscription, at)
    return subscription


@deed("products.change_subscription")
def change_subscription(
    *,
    subscription: Subscription,
    version: int,
    circuit: Circuit,
    papers: Papers,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Subscription:
    """Change the technical facts of a subscription, its contract and how it is paid.

    :raises Refused: if the contract or the site is somebody else's
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check_contract(subscription.customer, papers.agreement_id)
    _check_site(subscription.customer, circuit.site_id)
    _check_units(circuit, kept=(subscription.a_end_unit_id, subscription.z_end_unit_id))
    changes = asdict(circuit) | asdict(papers)
    check_nameless(Subscription, subscription.customer_id, changes)
    save_sealed(subscription, version=version, changes=changes)
    _tell(subscription, TimelineKind.SUBSCRIPTION_CHANGED, {"reason": reason}, by=by, at=at)
    subscription.refresh_from_db()
    _make_findable(subscription, subscription.customer, by=by, at=at)
    return subscription


@deed("products.suspend_subscription")
def suspend_subscription(
    *, subscription: Subscription, version: int, by: Actor, at: datetime, reason: str
) -> Subscription:
    """Suspend a subscription that is in force; it still counts as held.

    :raises Refused: if it is not in force
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    moved = _move(subscription, version, SubscriptionStatus.SUSPENDED, reason, by=by, at=at)
    _publish(SubscriptionSuspended, moved, at)
    return moved


@deed("products.resume_subscription")
def resume_subscription(
    *, subscription: Subscription, version: int, by: Actor, at: datetime, reason: str = ""
) -> Subscription:
    """Put a suspended subscription back in force.

    :raises Refused: if it is not suspended
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    return _move(subscription, version, SubscriptionStatus.ACTIVE, reason, by=by, at=at)


@deed("products.terminate_subscription")
def terminate_subscription(
    *,
    subscription: Subscription,
    version: int,
    terminated_date: date,
    reason_recorded: TerminationReason,
    replaced_by: Subscription | None = None,
    by: Actor,
    at: datetime,
) -> Subscription:
    """End a subscription with the reason as it is told on the day.

    `replaced_by` is the opening that takes its place, said by hand; otherwise a fitting one is
    found where the reason claims a move, a swap or new papers.

    :raises Refused: if it has ended already, would end before it began or in days to come, or
        that opening cannot take its place
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    rules.check_status_step(SubscriptionStatus(subscription.status), SubscriptionStatus.TERMINATED)
    if terminated_date < subscription.opened_date:
        raise Refused(
            _("It cannot end before it was opened. Check the day."), field="terminated_date"
        )
    rules.check_has_come(terminated_date, at=at, field="terminated_date")
    changes: dict[str, Any] = {
        "status": SubscriptionStatus.TERMINATED,
        "terminated_date": terminated_date,
        "reason_recorded": reason_recorded,
    }
    save_changes(Subscription, pk=subscription.pk, version=version, changes=changes)
    words = {"reason_code": reason_recorded.code}
    _tell(subscription, TimelineKind.SUBSCRIPTION_TERMINATED, words, by=by, at=at)
    subscription.refresh_from_db()
    if replaced_by is None:
        recognize_replacements(customer_ids=[subscription.customer_id], by=by, at=at)
    else:
        _go_on_as(replaced_by, subscription, by=by, at=at)
    refresh_monthly_fees(customer_ids=[subscription.customer_id], by=by, at=at)
    _publish(SubscriptionTerminated, subscription, at)
    return subscription


@deed("products.verify_reason")
def verify_reason(
    *,
    subscription: Subscription,
    version: int,
    reason_verified: TerminationReason,
    verified_date: date,
    by: Actor,
    at: datetime,
) -> Subscription:
    """Keep the reason that a second call has found, beside the one recorded on the day.

    :raises Refused: if the subscription has not been terminated
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if subscription.terminated_date is None:
        raise Refused(_("Only a terminated subscription has a reason to verify."))
    rules.check_has_come(verified_date, at=at, field="verified_date")
    if verified_date < subscription.terminated_date:
        raise Refused(
            _("The second call comes after the ending. Check the day."), field="verified_date"
        )
    changes: dict[str, Any] = {
        "reason_verified": reason_verified,
        "reason_verified_date": verified_date,
    }
    save_changes(Subscription, pk=subscription.pk, version=version, changes=changes)
    words = {"reason_code": reason_verified.code}
    _tell(subscription, TimelineKind.REASON_VERIFIED, words, by=by, at=at)
    recognize_replacements(customer_ids=[subscription.customer_id], by=by, at=at)
    subscription.refresh_from_db()
    return subscription


def _check_opening(customer: Customer, line: LineOfBusiness, terms: Terms) -> None:
    if customer.status == CustomerStatus.CLOSED:
        raise Refused(_("This account is closed. Reopen it before it gets something new."))
    if not (line.is_active and line.is_open_to_new):
        raise Refused(_("This line of business is closed to new subscriptions."), field="line")
    if terms.fee_cents < 0:
        raise Refused(_("A fee cannot be negative."), field="fee_cents")
    _check_contract(customer, terms.agreement_id)


def _check_contract(customer: Customer, agreement_id: int | None) -> None:
    if agreement_id is None:
        return
    if not Agreement.objects.filter(pk=agreement_id, customer=customer).exists():
        raise Refused(_("This contract belongs to another account."), field="agreement")


def _check_units(circuit: Circuit, *, kept: tuple[int | None, ...] = ()) -> None:
    """Refuse an end that a unit serves which was closed, unless it did before."""
    named = (circuit.a_end_unit_id, circuit.z_end_unit_id)
    new = {one for one in named if one is not None and one not in kept}
    if new and Unit.objects.filter(pk__in=new, is_active=True).count() != len(new):
        raise Refused(_("This unit is closed. Choose another one."), field="a_end_unit_id")


def _check_site(customer: Customer, site_id: int | None) -> None:
    if site_id is not None and not Site.objects.filter(pk=site_id, customer=customer).exists():
        raise Refused(_("This site belongs to another account."), field="site_id")


def _go_on_as(opening: Subscription, ending: Subscription, *, by: Actor, at: datetime) -> None:
    try:
        mark_replacement(opening=opening, version=opening.version, ending=ending, by=by, at=at)
    except ChangedMeanwhile:
        raise
    except Refused as refused:
        raise Refused(refused.message, field="replaced_by") from refused


def _move(
    subscription: Subscription,
    version: int,
    to: SubscriptionStatus,
    reason: str,
    *,
    by: Actor,
    at: datetime,
) -> Subscription:
    before = SubscriptionStatus(subscription.status)
    rules.check_status_step(before, to)
    changes = {"status": to}
    save_changes(Subscription, pk=subscription.pk, version=version, changes=changes)
    words = {"from": before, "to": to, "reason": reason}
    _tell(subscription, TimelineKind.SUBSCRIPTION_CHANGED, words, by=by, at=at)
    subscription.refresh_from_db()
    return subscription


def _publish(kind: type[SubscriptionFact], subscription: Subscription, at: datetime) -> None:
    whose = {"customer_id": subscription.customer_id, "subscription_id": subscription.pk}
    events.publish(kind(happened_at=at, **whose))


def _make_findable(
    subscription: Subscription, customer: Customer, *, by: Actor, at: datetime
) -> None:
    if not customer.is_restricted:
        search.index(entries=[findable.circuit_entry(subscription)], by=by, at=at)


def _tell(
    subscription: Subscription,
    kind: TimelineKind,
    words: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> None:
    line = Line(
        customer_id=subscription.customer_id,
        kind=kind,
        happened_at=at,
        words={"number": subscription.number, "line_code": subscription.line.code, **words},
        subject_kind="subscription",
        subject_id=subscription.pk,
    )
    customers.tell(line=line, by=by, at=at)
