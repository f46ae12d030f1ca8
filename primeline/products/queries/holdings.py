"""What an account has: subscriptions with their circuits, contracts, and what replaced what."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from primeline.customers.models import Customer
from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.products.choices import AgreementStatus, AssuranceLevel
from primeline.products.models import Agreement, FeeChange, Subscription

MOST_AGREEMENTS = 200
MOST_OFFERED = 100
MOST_AT_SITES = 2000
POINTED_TO = ("sales_representative", "signing_unit", "filed_by")
STRENGTH = (AssuranceLevel.AAA, AssuranceLevel.AA, AssuranceLevel.A, AssuranceLevel.NORMAL)


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What one account has now, as a line of a list tells it."""

    lines: tuple[str, ...] = ()
    """Codes of the lines of business it holds, in their order."""
    circuits_count: int = 0
    assurance: str = ""
    """The highest assurance of any circuit it holds."""
    next_end_date: date | None = None
    """The day on which the first contract in force ends."""


@dataclass(frozen=True, kw_only=True)
class SubscriptionPage:
    """A stretch of subscriptions, and the key of what comes after it, if anything does."""

    rows: list[Subscription]
    after: str | None


def holders_of(line_code: str) -> QuerySet[Subscription, int]:
    """Return the ids of accounts that hold a line of business, as a condition for lists."""
    held = Subscription.objects.held().filter(line__code=line_code)
    return held.values_list("customer_id", flat=True)


def holdings_of(customer_ids: Collection[int], *, today: date) -> dict[int, Holding]:
    """Return for each account what it has. Two queries, however many accounts."""
    facts: dict[int, dict[str, Any]] = {pk: {} for pk in customer_ids}
    held = (
        Subscription.objects.held()
        .filter(customer__in=customer_ids)
        .values_list("customer_id", "line__code", "line__position", "assurance")
        .annotate(count=Count("id"))
        .order_by("line__position", "line__code")
    )
    for customer_id, code, _, assurance, count in held:
        known = facts[customer_id]
        known["lines"] = tuple(dict.fromkeys((*known.get("lines", ()), code)))
        known["circuits_count"] = known.get("circuits_count", 0) + count
        known["assurance"] = stronger(known.get("assurance", ""), assurance)
    in_force = (
        Agreement.objects.filter(
            customer__in=customer_ids, status=AgreementStatus.ACTIVE, ends_date__gte=today
        )
        .values_list("customer_id")
        .annotate(first=Min("ends_date"))
        .order_by()
    )
    for customer_id, first in in_force:
        facts[customer_id]["next_end_date"] = first
    return {pk: Holding(**known) for pk, known in facts.items()}


def stronger(one: str, other: str) -> str:
    """Return the stronger of two assurance levels; an empty one is the weakest."""
    order = {level.value: place for place, level in enumerate(STRENGTH)}
    return min(one, other, key=lambda level: order.get(level, len(order)))


def subscriptions_of(
    customer: Customer, *, is_held: bool | None = True, after: str | None = None, size: int = 100
) -> SubscriptionPage:
    """Return the subscriptions of an account, the latest first, with what they replaced.

    :raises NotFound: if the key is not one of this list
    """
    rows = Subscription.objects.filter(customer=customer)
    if is_held is not None:
        held = Subscription.objects.held().filter(customer=customer)
        rows = held if is_held else rows.exclude(pk__in=held.values("pk"))
    if after is not None:
        last = whole_number(after)
        if last is None:
            raise NotFound
        rows = rows.filter(pk__lt=last)
    related = ("line", "agreement", "reason_recorded", "reason_verified", "replaces")
    found = list(rows.select_related(*related, "replaced_by").order_by("-pk")[: size + 1])
    has_more, found = len(found) > size, found[:size]
    return SubscriptionPage(rows=found, after=str(found[-1].pk) if has_more else None)


def get_subscription(customer: Customer, number: str) -> Subscription:
    """Return one subscription of an account, with all that it points to.

    :raises NotFound: if the account has none with this number
    """
    related = (
        "line", "agreement", "site", "reason_recorded", "reason_verified", "replaces",
        "replaced_by", "a_end_unit", "z_end_unit",
    )  # fmt: skip
    rows = Subscription.objects.filter(customer=customer).select_related(*related)
    subscription = rows.filter(number=number).first()
    if subscription is None:
        raise NotFound
    subscription.customer = customer
    return subscription


def held_at_sites(customer: Customer) -> dict[int, list[Subscription]]:
    """Return what an account has at each of its sites, by the id of the site."""
    rows = Subscription.objects.held().filter(customer=customer, site__isnull=False)
    found: dict[int, list[Subscription]] = defaultdict(list)
    for one in rows.select_related("line").order_by("line__position", "number")[:MOST_AT_SITES]:
        found[one.site_id or 0].append(one)
    return dict(found)


def fee_changes_of(subscription: Subscription) -> list[FeeChange]:
    """Return the latest changes of a fee, the latest first."""
    rows = FeeChange.objects.filter(subscription=subscription).order_by("-changed_date", "-id")
    return list(rows[:MOST_OFFERED])


def endings_of(customer: Customer) -> list[Subscription]:
    """Return the latest endings that claim a move, a swap or new papers, for choices."""
    rows = (
        Subscription.objects.filter(customer=customer, terminated_date__isnull=False)
        .annotate(
            claim=Coalesce("reason_verified__replacement_kind", "reason_recorded__replacement_kind")
        )
        .exclude(claim="")
        .select_related("line")
    )
    return list(rows.order_by("-terminated_date", "-id")[:MOST_OFFERED])


def openings_of(customer: Customer) -> list[Subscription]:
    """Return the latest openings that have not ended, for choices."""
    rows = Subscription.objects.filter(customer=customer, terminated_date=None)
    return list(rows.select_related("line").order_by("-opened_date", "-id")[:MOST_OFFERED])


def served_since(customer: Customer) -> date | None:
    """Return since when an account is served: on file, or with something open, whichever was first.

    None where nothing was ever opened for it: then nobody can say.
    """
    found = Subscription.objects.filter(customer=customer).aggregate(first=Min("opened_date"))
    days = [day for day in (found["first"], customer.opened_date) if day is not None]
    return min(days) if found["first"] else None


def get_agreement(customer: Customer, agreement_id: int) -> Agreement:
    """Return one contract of an account.

    :raises NotFound: if the account has no such contract
    """
    rows = Agreement.objects.filter(customer=customer)
    agreement = rows.select_related(*POINTED_TO).filter(pk=agreement_id).first()
    if agreement is None:
        raise NotFound
    agreement.customer = customer
    return agreement


def subscription_counts(customer: Customer) -> tuple[int, int, int]:
    """Return how many subscriptions are held, how many have ended, and the fees held, in cents."""
    held = Subscription.objects.held().filter(customer=customer)
    facts = Subscription.objects.filter(customer=customer).aggregate(
        all_count=Count("id"),
        held_count=Count("id", filter=Q(pk__in=held.values("pk"))),
        cents=Sum("fee_cents", filter=Q(pk__in=held.values("pk"))),
    )
    held_count = facts["held_count"]
    return held_count, facts["all_count"] - held_count, facts["cents"] or 0


def agreements_of(customer: Customer) -> list[Agreement]:
    """Return the contracts of an account, those in force first, then the latest."""
    rows = (
        Agreement.objects.filter(customer=customer)
        .select_related("sales_representative")
        .annotate(subscriptions_count=Count("subscriptions"))
        .order_by("-ends_date", "-starts_date", "-id")
    )
    found = list(rows[:MOST_AGREEMENTS])
    return sorted(found, key=lambda agreement: agreement.status != AgreementStatus.ACTIVE)
