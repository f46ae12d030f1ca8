"""Contracts, subscriptions with their circuits, and what they used to cost."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from primeline.demo.load import bulk
from primeline.demo.load.organization import Organization
from primeline.demo.load.reference import Reference
from primeline.demo.plan.shapes import Plan
from primeline.demo.plan.shapes import Subscription as Planned
from primeline.kit import numbers
from primeline.products.choices import RenewalKind
from primeline.products.models import Agreement, FeeChange, Subscription

NOTHING: Mapping[int, date] = MappingProxyType({})
_AGREEMENT = (
    *("id", "customer", "number", "name", "signed_date", "starts_date", "ends_date"),
    *("term_months", "value_cents", "filed_date", "sales_representative", "status", "version"),
    *("clauses", "renewal_kind", "edition", "signing_unit"),
)
_SUBSCRIPTION = (
    *("id", "number", "customer", "line", "agreement", "status", "payment_mode", "label"),
    *("circuit_number", "a_end", "z_end", "distance", "bandwidth_mbps", "quantity"),
    *("ip_addresses", "access_kind", "access_operator", "access_number", "access_fault_phone"),
    *("fee_cents", "assurance", "opened_date", "terminated_date", "reason_recorded"),
    *(
        "reason_verified",
        "reason_verified_date",
        "replaces",
        "replacement_kind",
        "site",
        "z_end_unit",
    ),
    "version",
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
            "",
            RenewalKind.NONE,
            1,
            organization.units[plan.customers[a.customer].unit],
        )
        for pk, a in zip(ids, plan.agreements, strict=True)
    )
    bulk.insert(Agreement, _AGREEMENT, rows)
    return ids


def as_of(planned: Planned, day: date) -> Planned:
    """Return a subscription as it stood at the end of a day: what came later is not known."""
    if planned.terminated is not None and planned.terminated > day:
        return replace(
            planned,
            status="ACTIVE",
            terminated=None,
            recorded="",
            verified="",
            verified_on=None,
        )
    if planned.verified_on is not None and planned.verified_on > day:
        return replace(planned, verified="", verified_on=None)
    return planned


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """Writes subscriptions; knows their ids and numbers by their place in the plan."""

    plan: Plan
    customers: Sequence[int]
    agreements: Sequence[int]
    reference: Reference
    # The site at which a subscription ends, by its place.
    sites: Mapping[int, int]
    units: Mapping[str, int]
    ids: Sequence[int]
    first_number: int

    @classmethod
    def reserve(
        cls,
        plan: Plan,
        customers: Sequence[int],
        agreements: Sequence[int],
        reference: Reference,
        sites: Mapping[int, int],
        units: Mapping[str, int],
    ) -> "Holdings":
        """Draw ids and numbers for all subscriptions of the plan."""
        count = len(plan.subscriptions)
        return cls(
            plan=plan,
            customers=customers,
            agreements=agreements,
            reference=reference,
            sites=sites,
            units=units,
            ids=bulk.reserve_ids(Subscription, count),
            first_number=numbers.next_numbers("subscription", count=count),
        )

    def number(self, place: int) -> str:
        """Return the number of a subscription."""
        return f"S-{self.first_number + place:08d}"

    def write(
        self, places: Iterable[int], day: date, *, accepted: Mapping[int, date] = NOTHING
    ) -> None:
        """Write some subscriptions as they stood at the end of a day.

        `accepted` are days of opening that were entered differently at first.
        """
        # What took the place of another refers to it, so the others go first.
        later: list[int] = []
        rows = (self._row(place, day, accepted) for place in self._first(places, later))
        bulk.insert(Subscription, _SUBSCRIPTION, rows)
        rows = (self._row(place, day, accepted) for place in later)
        bulk.insert(Subscription, _SUBSCRIPTION, rows)

    def write_fee_changes(self) -> None:
        """Write what subscriptions used to cost."""
        bulk.insert(
            FeeChange,
            ("subscription", "changed_date", "old_fee_cents", "new_fee_cents", "why"),
            (
                (self.ids[c.subscription], c.day, c.old_cents, c.new_cents, "合同续签")
                for c in self.plan.fee_changes
            ),
        )

    def _first(self, places: Iterable[int], later: list[int]) -> Iterator[int]:
        for place in places:
            if self.plan.subscriptions[place].replaces is None:
                yield place
            else:
                later.append(place)

    def _row(self, place: int, day: date, accepted: Mapping[int, date]) -> tuple[Any, ...]:
        planned = as_of(self.plan.subscriptions[place], day)
        if place in accepted:
            planned = replace(planned, opened=accepted[place])
        replaced = None if planned.replaces is None else self.ids[planned.replaces]
        return (
            self.ids[place],
            self.number(place),
            self.customers[planned.customer],
            *self._facts(planned),
            replaced,
            planned.replacement,
            self.sites.get(place),
            self.units.get(planned.circuit.z_branch),
            1,
        )

    def _facts(self, planned: Planned) -> Iterator[Any]:
        circuit = planned.circuit
        yield self.reference.lines[planned.line]
        yield None if planned.agreement is None else self.agreements[planned.agreement]
        yield planned.status
        yield planned.payment_mode
        yield from (circuit.label, circuit.number, circuit.a_end, circuit.z_end, circuit.distance)
        yield from (circuit.bandwidth, circuit.quantity, circuit.addresses, circuit.access)
        yield from (circuit.operator, circuit.operator_number, circuit.operator_phone)
        yield from (planned.fee_cents, circuit.assurance, planned.opened, planned.terminated)
        yield self.reference.reasons.get(planned.recorded)
        yield self.reference.reasons.get(planned.verified)
        yield planned.verified_on
