"""What a finished plan consists of: plain values, each kind once, linked by place in its list."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from primeline.demo.plan.contacts import Contact
from primeline.demo.plan.identities import Identity
from primeline.demo.plan.levels import Override
from primeline.demo.plan.people import Staff
from primeline.demo.plan.standing import Consent
from primeline.demo.plan.technical import Circuit


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """An account as it stands today."""

    identity: Identity
    industry: str
    unit: str
    manager: str
    deputy: str
    manager_since: date | None
    status: str
    opened: date
    closed: date | None
    # What the level policy should find; the load does not write it.
    tier: str
    why: str
    story: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A contract. `customer` is a place in the plan's customers."""

    customer: int
    number: str
    signed: date
    starts: date
    ends: date
    term_months: int
    value_cents: int
    filed: date | None
    sales: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A subscription with its circuit. `replaces` is a place in the plan's subscriptions."""

    customer: int
    line: str
    agreement: int | None
    status: str
    payment_mode: str
    circuit: Circuit
    fee_cents: int
    opened: date
    terminated: date | None
    recorded: str
    verified: str
    verified_on: date | None
    replaces: int | None
    replacement: str


class FeeChange(NamedTuple):
    """A renewal at another fee."""

    subscription: int
    day: date
    old_cents: int
    new_cents: int


class BillingAccount(NamedTuple):
    """How an account pays."""

    customer: int
    number: str
    payment_mode: str
    every_months: int


class Bill(NamedTuple):
    """The head of a bill; `charges` is JSON, cents by line of business."""

    customer: int
    month: date
    amount_cents: int
    charges: str
    due: date
    settled: date | None
    status: str


class Clearance(NamedTuple):
    """Somebody who may open a restricted account."""

    customer: int
    person: str


class Backdated(NamedTuple):
    """A subscription whose day of acceptance was changed after the month had ended."""

    subscription: int
    day_before: date


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The whole example operator as of a day."""

    today: date
    seed: int
    scale: float
    staff: Staff
    customers: tuple[Customer, ...]
    contacts: tuple[Contact, ...]
    consents: tuple[Consent, ...]
    agreements: tuple[Agreement, ...]
    subscriptions: tuple[Subscription, ...]
    fee_changes: tuple[FeeChange, ...]
    billing_accounts: tuple[BillingAccount, ...]
    clearances: tuple[Clearance, ...]
    backdated: tuple[Backdated, ...]
    overrides: tuple[Override, ...]
    # The accounts that are served at the counter of a partner.
    at_counter: tuple[int, ...]
    # The accounts that the retention pilot treats, kept for the rooms that judge it.
    treated: frozenset[int]
