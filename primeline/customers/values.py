"""Values that callers hand to the actions of this room."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from primeline.customers.choices import CustomerKind, Gap, TimelineKind


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What an account is called and how it is classed."""

    kind: CustomerKind
    name: str
    short_name: str = ""
    name_en: str = ""
    identifier_kind: str = ""
    identifier: str = ""
    industry_id: int | None = None
    scale: str = ""
    business_kind: str = ""
    brand: str = ""
    is_agent: bool = False
    address: str = ""
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class ContactDetails:
    """A person at the customer, as a form gives them."""

    name: str
    job_title: str = ""
    decision_role: str = ""
    attitude: str = ""
    reports_to_id: int | None = None
    phone: str = ""
    email: str = ""
    birthday: date | None = None
    lunar_birthday: str = ""
    preferred_channel: str = ""
    preferred_hours: str = ""
    is_primary: bool = False


@dataclass(frozen=True, kw_only=True)
class SiteFacts:
    """A place of an account, as a form gives it."""

    name: str
    kind: str
    province: str = ""
    city: str = ""
    district: str = ""
    street: str = ""
    way_in: str = ""
    served_by_id: int | None = None
    contact_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class SiteCard:
    """A place of an account, as much of it as this reader may see."""

    id: int
    name: str
    kind: str
    address: str
    way_in: str
    served_by: str
    contact: "ContactCard | None"
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What somebody has agreed to, and what shows it, as a form gives it."""

    purpose: str
    given_date: date
    proof: str
    proof_place: str


@dataclass(frozen=True, kw_only=True)
class Level:
    """The level that a room above has found for an account, from a month on."""

    customer_id: int
    is_key_account: bool
    tier: str
    since_month: date


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line for the timeline of an account."""

    customer_id: int
    kind: TimelineKind
    happened_at: datetime
    words: dict[str, Any]
    subject_kind: str = ""
    subject_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Placement:
    """An account as the subsidiary of another from a day, and who pays for it, if that is said."""

    child_id: int
    parent_id: int
    from_date: date
    says_payer: bool = False
    payer_id: int | None = None
    """None if it pays for itself."""


@dataclass(frozen=True, kw_only=True)
class AccountFilter:
    """Which accounts a list shows, within the reader's reach. What is empty does not limit."""

    text: str = ""
    unit_path: str = ""
    tiers: tuple[str, ...] = ()
    is_key: bool | None = None
    statuses: tuple[str, ...] = ()
    kind: str = ""
    industry_code: str = ""
    manager_id: int | None = None
    gap: Gap | None = None
    owes_since: date | None = None
    """Only accounts with an unpaid bill that was due before this day."""
    holders: Any = None
    """Ids of accounts, as a condition that a room above has made; None is all."""


@dataclass(frozen=True, kw_only=True)
class ContactCard:
    """A person at the customer, as much of them as this reader may see."""

    id: int
    name: str
    job_title: str
    decision_role: str
    attitude: str
    reports_to_id: int | None
    phone: str
    can_be_dialed: bool
    takes_messages: bool
    email: str
    preferred_channel: str
    preferred_hours: str
    is_primary: bool
    is_active: bool
    is_masked: bool
    is_gone: bool
    """Erased, or stored without being used: there is nothing to see for anybody."""
    version: int


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A file that somebody brings for an account, and what it is."""

    name: str
    content: BinaryIO
    kind: str
    note: str = ""
    subject_kind: str = ""
    subject_id: int | None = None
    subject_name: str = ""
    """What the timeline calls the thing it belongs to, say the number of a contract."""
    contact_id: int | None = None
    """Whose it is, if it is a person's: then it is sealed for them."""


@dataclass(frozen=True, kw_only=True)
class AttachmentCard:
    """An attachment, as much of it as this reader may see."""

    id: int
    kind: str
    name: str
    """Empty where it could tell who somebody is."""
    note: str
    size_bytes: int
    file_kind: str
    attached_at: datetime
    attached_by: str
    is_open: bool
    """Whether this reader may take the file out."""
    is_gone: bool
    """Erased with the person whose it was, or stored without being used."""
    is_persons: bool
    """Sealed for one person, with whom it goes."""
    is_active: bool
    version: int
