"""Values that callers hand to the actions of this room."""

from dataclasses import dataclass
from datetime import date

from primeline.customers.choices import PaymentMode
from primeline.products.choices import AssuranceLevel


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
