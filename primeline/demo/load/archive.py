"""Accounts, the people there, how they pay, and who may open restricted ones."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from primeline.customers.models import BillingAccount, Clearance, Consent, Contact, Customer
from primeline.demo.load import bulk
from primeline.demo.load.organization import Organization
from primeline.demo.load.reference import Reference
from primeline.demo.plan.identities import Identity
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
    *("version", "subject"),
)
# What lies sealed of accounts that are persons.
_SEALED = ("name", "identifier", "address", "notes")
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
    fees, persons = _monthly_fees(plan), _persons(plan)
    for place, customer in enumerate(plan.customers):
        identity, sealed = customer.identity, persons.get(place)
        yield (
            ids[place],
            f"C-{first + place:07d}",
            "INDIVIDUAL" if sealed else "ORGANIZATION",
            sealed.facts["name"] if sealed else identity.name,
            identity.short_name,
            identity.name_en,
            _identifier_kind(identity),
            sealed.facts["identifier"] if sealed else identity.identifier,
            None if sealed else reference.industries[customer.industry],
            identity.scale,
            identity.business_kind,
            identity.brand,
            identity.is_agent,
            customer.status,
            sealed.facts["address"] if sealed else identity.address,
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
            sealed.facts["notes"] if sealed else identity.notes,
            1,
            sealed.subject if sealed else None,
        )


def _identifier_kind(identity: Identity) -> str:
    if not identity.identifier:
        return ""
    return "IDENTITY_CARD" if identity.is_person else "CREDIT_CODE"


@dataclass(frozen=True, kw_only=True)
class _Sealed:
    """Whose facts they are, and the facts as they are stored."""

    subject: int
    facts: Mapping[str, str]


def _persons(plan: Plan) -> dict[int, _Sealed]:
    """Return the accounts that are persons, sealed, by place; they can be looked up from now on."""
    places = [place for place, one in enumerate(plan.customers) if one.identity.is_person]
    subjects = privacy.make_subjects(count=len(places))
    sealers = {name: privacy.sealer(Customer, name, subjects) for name in _SEALED}
    found, facts = {}, []
    for place, subject in zip(places, subjects, strict=True):
        identity = plan.customers[place].identity
        told = {name: seal(subject, getattr(identity, name)) for name, seal in sealers.items()}
        found[place] = _Sealed(subject=subject, facts=told)
        facts += [
            (subject, PersonalKind.NAME, identity.name),
            (subject, PersonalKind.IDENTIFIER, identity.identifier),
        ]
    privacy.add_facts(facts=facts)
    return found


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
