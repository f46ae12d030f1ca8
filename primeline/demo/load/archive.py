"""Accounts, the people there, how they pay, and who may open restricted ones."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from primeline.customers.models import BillingAccount, Clearance, Consent, Contact, Customer
from primeline.demo.load import bulk
from primeline.demo.load.organization import Organization
from primeline.demo.load.reference import Reference
from primeline.demo.plan.shapes import Plan
from primeline.kit import numbers
from primeline.privacy import sealing as privacy
from primeline.privacy.choices import PersonalKind

_HELD = frozenset({"ACTIVE", "SUSPENDED", "PENDING_TERMINATE"})
_CUSTOMER = (
    *("id", "number", "kind", "name", "short_name", "name_en", "identifier_kind", "identifier"),
    *("industry", "scale", "business_kind", "brand", "is_agent", "status", "address"),
    *("owner_unit", "account_manager", "deputy", "manager_since_date", "is_key_account", "tier"),
    *("is_restricted", "cover_name", "opened_date", "closed_date", "monthly_fee_cents", "notes"),
    "version",
)
_CONTACT = (
    *(
        "id",
        "customer",
        "subject",
        "name",
        "job_title",
        "decision_role",
        "phone",
        "email",
        "birthday",
    ),
    *("preferred_channel", "preferred_hours", "is_primary", "is_active", "version"),
    *("attitude", "reports_to", "lunar_birthday"),
)
_CONSENT = (
    *("contact", "subject", "purpose", "given_date", "proof", "proof_place"),
    *("withdrawn_date", "version"),
)


def load_customers(
    plan: Plan, organization: Organization, reference: Reference
) -> tuple[Sequence[int], int]:
    """Write the accounts; return their ids in the order of the plan, and the first number."""
    ids = bulk.reserve_ids(Customer, len(plan.customers))
    first = numbers.next_numbers("customer", count=len(plan.customers))
    bulk.insert(Customer, _CUSTOMER, _customers(plan, ids, first, organization, reference))
    return ids, first


def _customers(
    plan: Plan,
    ids: Sequence[int],
    first: int,
    organization: Organization,
    reference: Reference,
) -> Iterator[tuple[Any, ...]]:
    fees = _monthly_fees(plan)
    for place, customer in enumerate(plan.customers):
        identity = customer.identity
        yield (
            ids[place],
            f"C-{first + place:07d}",
            "ORGANIZATION",
            identity.name,
            identity.short_name,
            identity.name_en,
            "CREDIT_CODE" if identity.identifier else "",
            identity.identifier,
            reference.industries[customer.industry],
            identity.scale,
            identity.business_kind,
            "",
            identity.is_agent,
            customer.status,
            identity.address,
            organization.units[customer.unit],
            organization.people.get(customer.manager),
            organization.people.get(customer.deputy),
            customer.manager_since,
            False,
            "",
            bool(identity.cover_name),
            identity.cover_name,
            customer.opened,
            customer.closed,
            fees[place],
            identity.notes,
            1,
        )


def _monthly_fees(plan: Plan) -> dict[int, int]:
    fees: dict[int, int] = defaultdict(int)
    for subscription in plan.subscriptions:
        if subscription.status in _HELD:
            fees[subscription.customer] += subscription.fee_cents
    return fees


def load_people_at_customers(plan: Plan, ids: Sequence[int]) -> None:
    """Write the contacts and what they agreed to."""
    subjects = privacy.make_subjects(count=len(plan.contacts))
    name, phone, email, birthday, lunar = (
        privacy.sealer(Contact, field, subjects)
        for field in ("name", "phone", "email", "birthday", "lunar_birthday")
    )
    people = bulk.reserve_ids(Contact, len(plan.contacts))
    bulk.insert(
        Contact,
        _CONTACT,
        (
            (
                person,
                ids[c.account],
                subject,
                name(subject, c.name),
                c.title,
                c.role,
                phone(subject, c.phone),
                email(subject, c.email),
                birthday(subject, c.birthday),
                c.channel,
                c.hours,
                c.is_primary,
                True,
                1,
                c.attitude,
                None if c.above is None else people[c.above],
                lunar(subject, c.lunar),
            )
            for person, subject, c in zip(people, subjects, plan.contacts, strict=True)
        ),
    )
    _load_consents(plan, people, subjects)
    facts = ((PersonalKind.NAME, "name"), (PersonalKind.PHONE, "phone"))
    privacy.add_facts(
        facts=[
            (subject, kind, getattr(contact, field))
            for subject, contact in zip(subjects, plan.contacts, strict=True)
            for kind, field in facts
        ]
    )


def _load_consents(plan: Plan, people: Sequence[int], subjects: Sequence[int]) -> None:
    place = privacy.sealer(Consent, "proof_place", subjects)
    bulk.insert(
        Consent,
        _CONSENT,
        (
            (
                people[c.contact],
                subjects[c.contact],
                c.purpose,
                c.given,
                c.proof,
                place(subjects[c.contact], c.proof_place),
                c.withdrawn,
                1,
            )
            for c in plan.consents
        ),
    )


def load_billing_accounts(plan: Plan, ids: Sequence[int]) -> None:
    """Write the accounts that bills are written to."""
    bulk.insert(
        BillingAccount,
        ("customer", "number", "payment_mode", "pays_every_months", "is_active", "version"),
        (
            (ids[b.customer], b.number, b.payment_mode, b.every_months, True, 1)
            for b in plan.billing_accounts
        ),
    )


def load_clearances(
    plan: Plan, ids: Sequence[int], organization: Organization, *, at: datetime
) -> None:
    """Name the people who may open restricted accounts."""
    bulk.insert(
        Clearance,
        ("customer", "person", "active_from", "active_to"),
        ((ids[c.customer], organization.people[c.person], at, None) for c in plan.clearances),
    )
