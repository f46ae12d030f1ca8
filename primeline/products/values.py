"""Values that callers hand to the actions of this room."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from primeline.calendars.workdays import MONDAY_TO_FRIDAY, Workdays
from primeline.customers.choices import PaymentMode
from primeline.products.choices import AssuranceLevel, RenewalKind


@dataclass(frozen=True, kw_only=True)
class Circuit:
    """The technical facts of a subscription, as far as it has any."""

    label: str = ""
    circuit_number: str = ""
    a_end: str = ""
    z_end: str = ""
    distance: str = ""
    bandwidth_mbps: int | None = None
    quantity: int = 1
    ip_addresses: str = ""
    access_kind: str = ""
    access_operator: str = ""
    access_number: str = ""
    access_fault_phone: str = ""
    assurance: str = AssuranceLevel.NORMAL
    site_id: int | None = None
    a_end_unit_id: int | None = None
    z_end_unit_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Papers:
    """Under which contract a subscription runs, and how it is paid."""

    payment_mode: str = PaymentMode.POSTPAID
    agreement_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a subscription costs, from when, under which contract."""

    fee_cents: int
    opened_date: date
    payment_mode: str = PaymentMode.POSTPAID
    agreement_id: int | None = None
    external_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class AgreementTerms:
    """What a contract says."""

    number: str
    starts_date: date
    name: str = ""
    signed_date: date | None = None
    ends_date: date | None = None
    term_months: int | None = None
    value_cents: int = 0
    sales_representative_id: int | None = None
    signing_unit_id: int | None = None
    clauses: str = ""
    renewal_kind: str = RenewalKind.NONE
    renewal_date: date | None = None
    renewal_months: int | None = None
    notice_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class Party:
    """Somebody else who takes part in a contract: by name, or as an account of ours."""

    role: str
    name: str = ""
    customer_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class MilestoneTerms:
    """What is to be accepted or paid by when."""

    kind: str
    name: str
    due_date: date
    amount_cents: int = 0


@dataclass(frozen=True, kw_only=True)
class Term:
    """A number of days, and whether they are working days, by the days that are worked."""

    days: int
    is_in_workdays: bool = False
    workdays: Workdays = field(default=MONDAY_TO_FRIDAY, compare=False, repr=False)

    def after(self, day: date) -> date:
        """Return the day on which so much time has passed since a day."""
        if self.is_in_workdays:
            return self.workdays.add(day, self.days)
        return day + timedelta(days=self.days)


@dataclass(frozen=True, kw_only=True)
class OutsideFacts:
    """What we know of a service that an account has from another operator."""

    operator: str
    line_id: int
    from_cents: int
    to_cents: int
    source: str
    learned_date: date
    what: str = ""
    ends_date: date | None = None
    source_note: str = ""


@dataclass(frozen=True, kw_only=True)
class Device:
    """What is known of equipment at an account."""

    serial: str
    kind: str
    owner: str
    place: str
    installed_date: date
    make: str = ""
    warranty_date: date | None = None
    subscription_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Wallet:
    """What an account pays us a month, and what we think it pays others."""

    ours_cents: int
    theirs_cents: int
    are_others_known: bool = True
    """Whether anything is known of what it has from others."""

    @property
    def share(self) -> float | None:
        """Our part of the whole; None if there is nothing to share, or others are not known."""
        if not self.are_others_known:
            return None
        whole = self.ours_cents + self.theirs_cents
        return self.ours_cents / whole if whole else None
