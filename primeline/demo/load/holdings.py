"""Contracts, subscriptions with their circuits, and what they used to cost."""

from collections.abc import Iterator, Sequence
from typing import Any

from primeline.demo.load import bulk
from primeline.demo.load.organization import Organization
from primeline.demo.load.reference import Reference
from primeline.demo.plan.shapes import Plan
from primeline.demo.plan.shapes import Subscription as Planned
from primeline.kit import numbers
from primeline.products.models import Agreement, FeeChange, Subscription

_AGREEMENT = (
    *("id", "customer", "number", "name", "signed_date", "starts_date", "ends_date"),
    *("term_months", "value_cents", "filed_date", "sales_representative", "status", "version"),
)
_SUBSCRIPTION = (
    *("id", "number", "customer", "line", "agreement", "status", "payment_mode", "label"),
    *("circuit_number", "a_end", "z_end", "distance", "bandwidth_mbps", "quantity"),
    *("ip_addresses", "access_kind", "access_operator", "access_number", "access_fault_phone"),
    *("fee_cents", "assurance", "opened_date", "terminated_date", "reason_recorded"),
    *("reason_verified", "reason_verified_date", "replaces", "replacement_kind", "version"),
)


def load_agreements(
    plan: Plan, customers: Sequence[int], organization: Organization
) -> Sequence[int]:
    """Write the contracts; return their ids in the order of the plan."""
    ids = bulk.reserve_ids(Agreement, len(plan.agreements))
    rows = (
        (
            pk,
            customers[a.customer],
            a.number,
            "",
            a.signed,
            a.starts,
            a.ends,
            a.term_months,
            a.value_cents,
            a.filed,
            organization.people[a.sales],
            a.status,
            1,
        )
        for pk, a in zip(ids, plan.agreements, strict=True)
    )
    bulk.insert(Agreement, _AGREEMENT, rows)
    return ids


def load_subscriptions(
    plan: Plan, customers: Sequence[int], agreements: Sequence[int], reference: Reference
) -> Sequence[int]:
    """Write the subscriptions and changes of fees; return ids in the order of the plan."""
    ids = bulk.reserve_ids(Subscription, len(plan.subscriptions))
    first = numbers.next_numbers("subscription", count=len(plan.subscriptions))
    # What took the place of another refers to it, so the others go first.
    for has_predecessor in (False, True):
        bulk.insert(
            Subscription,
            _SUBSCRIPTION,
            (
                (
                    ids[place],
                    f"S-{first + place:08d}",
                    customers[planned.customer],
                    *_subscription(planned, agreements, reference),
                    None if planned.replaces is None else ids[planned.replaces],
                    planned.replacement,
                    1,
                )
                for place, planned in enumerate(plan.subscriptions)
                if (planned.replaces is not None) is has_predecessor
            ),
        )
    bulk.insert(
        FeeChange,
        ("subscription", "changed_date", "old_fee_cents", "new_fee_cents", "why"),
        (
            (ids[c.subscription], c.day, c.old_cents, c.new_cents, "合同续签")
            for c in plan.fee_changes
        ),
    )
    return ids


def _subscription(
    planned: Planned, agreements: Sequence[int], reference: Reference
) -> Iterator[Any]:
    circuit = planned.circuit
    yield reference.lines[planned.line]
    yield None if planned.agreement is None else agreements[planned.agreement]
    yield planned.status
    yield planned.payment_mode
    yield from (circuit.label, circuit.number, circuit.a_end, circuit.z_end, circuit.distance)
    yield from (circuit.bandwidth, circuit.quantity, circuit.addresses, circuit.access)
    yield from (circuit.operator, circuit.operator_number, circuit.operator_phone)
    yield from (planned.fee_cents, circuit.assurance, planned.opened, planned.terminated)
    yield reference.reasons.get(planned.recorded)
    yield reference.reasons.get(planned.verified)
    yield planned.verified_on
