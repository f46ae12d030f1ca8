"""The tables that rows are staged for, and the columns they are staged in."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Model

from primeline.customers.models import Bill, Consent, Contact, Customer, GroupLink, Payment, Site
from primeline.imports.staging.dialects import SqlType
from primeline.products.models import Agreement, Equipment, OutsideService, Subscription

_TEXT, _WHOLE, _DAY, _FLAG = SqlType.TEXT, SqlType.WHOLE, SqlType.DAY, SqlType.FLAG

# Every staging table has these beside its own: the row of the file, what it was found to be.
COMMON: Final = (
    ("row_number", _WHOLE),
    ("target_id", _WHOLE),
    ("customer_id", _WHOLE),
    # The account that the row names, where that was merged into the one it goes to.
    ("named_id", _WHOLE),
    ("is_new", _FLAG),
    ("is_changed", _FLAG),
    ("fault", _TEXT),
    ("fault_field", _TEXT),
    ("fault_value", _TEXT),
)


@dataclass(frozen=True, kw_only=True)
class Relation:
    """One table of the archive with the columns that imports fill.

    `helpers` are staged beside them and stored nowhere. `key` is what a row is found again by.
    """

    name: str
    model: type[Model]
    key: str
    columns: dict[str, SqlType]
    helpers: dict[str, SqlType]

    @property
    def stage(self) -> str:
        """The name of the staging table."""
        return f"stage_{self.name}"

    @property
    def table(self) -> str:
        """The name of the archive table."""
        return self.model._meta.db_table


CUSTOMER: Final = Relation(
    name="customer",
    model=Customer,
    key="external_id",
    columns={
        "external_id": _TEXT,
        "subject": _WHOLE,
        "name": _TEXT,
        "short_name": _TEXT,
        "name_en": _TEXT,
        "kind": _TEXT,
        "identifier_kind": _TEXT,
        "identifier": _TEXT,
        "industry_id": _WHOLE,
        "scale": _TEXT,
        "business_kind": _TEXT,
        "brand": _TEXT,
        "is_agent": _FLAG,
        "status": _TEXT,
        "address": _TEXT,
        "opened_date": _DAY,
        "closed_date": _DAY,
        "notes": _TEXT,
        "owner_unit_id": _WHOLE,
        "account_manager_id": _WHOLE,
        "deputy_id": _WHOLE,
        "monthly_fee_cents": _WHOLE,
    },
    helpers={"happened_at": SqlType.MOMENT},
)

CONTACT: Final = Relation(
    name="contact",
    model=Contact,
    key="name",
    columns={
        "subject": _WHOLE,
        "name": _TEXT,
        "job_title": _TEXT,
        "decision_role": _TEXT,
        "attitude": _TEXT,
        "reports_to_id": _WHOLE,
        "phone": _TEXT,
        "email": _TEXT,
        "birthday": _TEXT,
        "preferred_channel": _TEXT,
        "preferred_hours": _TEXT,
        "is_primary": _FLAG,
    },
    # Whom somebody reports to, by name; the row of the file, if they are as new.
    helpers={"customer_ref": _TEXT, "superior": _TEXT, "superior_row": _WHOLE},
)

CONSENT: Final = Relation(
    name="consent",
    model=Consent,
    key="purpose",
    columns={
        "contact_id": _WHOLE,
        "subject": _WHOLE,
        "purpose": _TEXT,
        "given_date": _DAY,
        "proof": _TEXT,
        "proof_place": _TEXT,
        "withdrawn_date": _DAY,
    },
    helpers={"customer_ref": _TEXT, "person": _TEXT},
)

AGREEMENT: Final = Relation(
    name="agreement",
    model=Agreement,
    key="number",
    columns={
        "number": _TEXT,
        "name": _TEXT,
        "signed_date": _DAY,
        "starts_date": _DAY,
        "ends_date": _DAY,
        "term_months": _WHOLE,
        "value_cents": _WHOLE,
        "filed_date": _DAY,
        "clauses": _TEXT,
        "renewal_kind": _TEXT,
        "renewal_date": _DAY,
        "renewal_months": _WHOLE,
        "notice_days": _WHOLE,
        "notice_date": _DAY,
        "signing_unit_id": _WHOLE,
        "sales_representative_id": _WHOLE,
        "status": _TEXT,
    },
    helpers={"customer_ref": _TEXT, "happened_at": SqlType.MOMENT},
)

SUBSCRIPTION: Final = Relation(
    name="subscription",
    model=Subscription,
    key="external_id",
    columns={
        "external_id": _TEXT,
        "line_id": _WHOLE,
        "fee_cents": _WHOLE,
        "opened_date": _DAY,
        "status": _TEXT,
        "terminated_date": _DAY,
        "reason_recorded_id": _WHOLE,
        "reason_verified_id": _WHOLE,
        "reason_verified_date": _DAY,
        "payment_mode": _TEXT,
        "label": _TEXT,
        "circuit_number": _TEXT,
        "a_end": _TEXT,
        "z_end": _TEXT,
        "distance": _TEXT,
        "bandwidth_mbps": _WHOLE,
        "quantity": _WHOLE,
        "ip_addresses": _TEXT,
        "access_kind": _TEXT,
        "access_operator": _TEXT,
        "access_number": _TEXT,
        "access_fault_phone": _TEXT,
        "assurance": _TEXT,
        "agreement_id": _WHOLE,
    },
    helpers={
        "customer_ref": _TEXT,
        "agreement_number": _TEXT,
        "opened_at": SqlType.MOMENT,
        "ended_at": SqlType.MOMENT,
    },
)

SITE: Final = Relation(
    name="site",
    model=Site,
    key="name",
    columns={
        "name": _TEXT,
        "kind": _TEXT,
        "province": _TEXT,
        "city": _TEXT,
        "district": _TEXT,
        "street": _TEXT,
        "way_in": _TEXT,
        "served_by_id": _WHOLE,
        "is_active": _FLAG,
    },
    helpers={"customer_ref": _TEXT},
)

BILL: Final = Relation(
    name="bill",
    model=Bill,
    key="bill_month",
    columns={
        "bill_month": _DAY,
        "amount_cents": _WHOLE,
        "charges": SqlType.JSON,
        "due_date": _DAY,
        "settled_date": _DAY,
        "status": _TEXT,
    },
    helpers={"customer_ref": _TEXT},
)

PAYMENT: Final = Relation(
    name="payment",
    model=Payment,
    key="external_id",
    columns={
        "external_id": _TEXT,
        "paid_date": _DAY,
        "amount_cents": _WHOLE,
        "bill_month": _DAY,
        "method": _TEXT,
        "status": _TEXT,
        "payer": _TEXT,
    },
    helpers={"customer_ref": _TEXT},
)

EQUIPMENT: Final = Relation(
    name="equipment",
    model=Equipment,
    key="serial",
    columns={
        "serial": _TEXT,
        "kind": _TEXT,
        "make": _TEXT,
        "owner": _TEXT,
        "place": _TEXT,
        "installed_date": _DAY,
        "warranty_date": _DAY,
        "subscription_id": _WHOLE,
    },
    helpers={"customer_ref": _TEXT, "subscription_ref": _TEXT},
)

OUTSIDE_SERVICE: Final = Relation(
    name="outside_service",
    model=OutsideService,
    key="operator",
    columns={
        "operator": _TEXT,
        "line_id": _WHOLE,
        "what": _TEXT,
        "from_cents": _WHOLE,
        "to_cents": _WHOLE,
        "ends_date": _DAY,
        "source": _TEXT,
        "source_note": _TEXT,
        "learned_date": _DAY,
        "outcome": _TEXT,
        "over_date": _DAY,
    },
    helpers={"customer_ref": _TEXT},
)

GROUP_LINK: Final = Relation(
    name="group_link",
    model=GroupLink,
    key="parent_id",
    columns={"parent_id": _WHOLE, "payer_id": _WHOLE, "active_from": _DAY},
    # Whoever is named as their own payer pays for themselves.
    helpers={"customer_ref": _TEXT, "parent_ref": _TEXT, "payer_ref": _TEXT},
)
