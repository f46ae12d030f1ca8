"""Accounts: within one's unit and below, or named on them; never restricted ones by rank."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind
from primeline.customers.models import Attachment, Consent, Contact
from primeline.customers.values import Agreed, ContactDetails, Paper
from primeline.products import actions as products
from primeline.products.models import Agreement, LineOfBusiness, Subscription, TerminationReason
from primeline.products.values import AgreementTerms, Circuit, Terms
from primeline.staff.choices import Role
from primeline.testing.cast import CASTING, TUESDAY_10AM
from primeline.testing.papers import pdf, stream, upload
from tests.matrix.rows import (
    ACCOUNT,
    LASTING,
    READ_ACCOUNT,
    UNIT,
    Field,
    Row,
    Subject,
    by_account,
    by_rank,
    by_reading,
)
from tests.matrix.table.roles import (
    ASSIGN_MANAGERS,
    CHANGE_ACCOUNTS,
    CHANGE_SUBSCRIPTIONS,
    EXPORT_ACCOUNTS,
    OPEN_ACCOUNTS,
    SEE_ACCOUNTS,
    SEE_DOSSIERS,
    SEE_LOOKS,
    UNMASK_PEOPLE,
    VERIFY_REASONS,
)
from tests.matrix.world import WORDS, Relation, World

OPENED = date(2026, 4, 1)
GRANTED = frozenset({Relation.GRANTED})
PANES = (
    "account",
    "matters",
    "people",
    "subscriptions",
    "contracts",
    "equipment",
    "outside",
    "bills",
    "papers",
    "attachments",
    "plan",
    "timeline",
    "level",
    "history",
    "then",
)
SERVING = frozenset({"account", "subscriptions", "equipment", "bills", "timeline"})


def a_contact(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a person at an account of that unit."""

    def add(relation: Relation) -> Contact:
        return customers.add_contact(
            customer=world.account(relation),
            details=ContactDetails(name=WORDS[relation]),
            by=CASTING,
            at=TUESDAY_10AM,
        )

    contact: Contact = world.thing("contact", relation, add)
    return {"number": contact.customer.number, "contact_id": contact.pk}


def a_consent(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of what a person at an account of that unit has agreed to."""

    def record(relation: Relation) -> Consent:
        contact_id = a_contact(world, relation)["contact_id"]
        agreed = Agreed(
            purpose="OFFERS",
            given_date=date(2026, 1, 5),
            proof="PAPER",
            proof_place=WORDS[relation],
        )
        contact = Contact.objects.get(pk=contact_id)
        return customers.record_consent(contact=contact, agreed=agreed, by=CASTING, at=TUESDAY_10AM)

    consent: Consent = world.thing("consent", relation, record)
    return {**a_contact(world, relation), "consent_id": consent.pk}


def an_attachment(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a file on the papers of an account of that unit."""

    def attach(relation: Relation) -> Attachment:
        word = WORDS[relation]
        paper = Paper(name=f"{word}.pdf", content=stream(pdf(word)), kind="CONTRACT")
        return customers.attach_file(
            customer=world.account(relation), paper=paper, by=CASTING, at=TUESDAY_10AM
        )

    attached: Attachment = world.thing("attachment", relation, attach)
    return {"number": attached.customer.number, "attachment_id": attached.pk}


def a_view(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a view that somebody of that unit has kept for themselves."""

    def keep(relation: Relation) -> int:
        person = world.person(relation)
        view = customers.save_view(
            person_id=person.pk,
            page="accounts",
            name=WORDS[relation],
            query="",
            by=person,
            at=TUESDAY_10AM,
        )
        return view.pk

    return {"view_id": world.thing("view", relation, keep)}


def a_subscription(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a subscription of an account of that unit."""

    def open_it(relation: Relation) -> Subscription:
        return products.open_subscription(
            customer=world.account(relation),
            line=LineOfBusiness.objects.get(code="INTERNET_LINE"),
            terms=Terms(fee_cents=100_000, opened_date=OPENED),
            circuit=Circuit(circuit_number=WORDS[relation]),
            by=CASTING,
            at=TUESDAY_10AM,
        )

    held: Subscription = world.thing("subscription", relation, open_it)
    return {"number": held.customer.number, "subscription": held.number}


def a_contract(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a contract of an account of that unit."""

    def sign(relation: Relation) -> Agreement:
        terms = AgreementTerms(number=f"HT-{WORDS[relation]}", starts_date=OPENED)
        return products.sign_agreement(
            customer=world.account(relation), terms=terms, by=CASTING, at=TUESDAY_10AM
        )

    signed: Agreement = world.thing("contract", relation, sign)
    return {"number": signed.customer.number, "contract_id": signed.pk}


def an_ending(world: World, relation: Relation) -> int:
    """Return the id of a subscription that moved away from an account of that unit."""

    def end(relation: Relation) -> Subscription:
        held = products.open_subscription(
            customer=world.account(relation),
            line=LineOfBusiness.objects.get(code="INTERNET_LINE"),
            terms=Terms(fee_cents=100_000, opened_date=OPENED - timedelta(days=300)),
            by=CASTING,
            at=TUESDAY_10AM,
        )
        return products.terminate_subscription(
            subscription=held,
            version=held.version,
            terminated_date=OPENED,
            reason_recorded=TerminationReason.objects.get(code="MOVE"),
            by=CASTING,
            at=TUESDAY_10AM,
        )

    ended: Subscription = world.thing("ending", relation, end)
    return ended.pk


def contract_id(world: World, relation: Relation) -> int:
    pk: int = a_contract(world, relation)["contract_id"]
    return pk


def new_subscription(world: World, relation: Relation) -> dict[str, Any]:
    return {
        "line": LineOfBusiness.objects.get(code="INTERNET_LINE").pk,
        "fee_cents": "1000",
        "opened_date": OPENED.isoformat(),
        "payment_mode": "POSTPAID",
        "assurance": "NORMAL",
        "quantity": 1,
        "once": "fedcba9876543210",
    }


SUBSCRIPTION = Subject(
    name="subscription", address=a_subscription, reached=by_account, relations=tuple(Relation)
)
# Only things of the very account are offered; which of the two within reach that is, chance says.
OF_THE_SAME = Subject(
    name="thing of the same account",
    address=lambda world, relation: {},
    reached=by_rank,
    relations=(Relation.OWN, Relation.CHILD, Relation.SIBLING, Relation.OTHER),
)
OF_ACCOUNT = {
    "agreement": Field(subject=OF_THE_SAME, value=contract_id, rest=new_subscription),
    "replaces": Field(subject=OF_THE_SAME, value=an_ending, rest=new_subscription),
}
ON_SUBSCRIPTION: dict[str, Any] = {"opens": CHANGE_SUBSCRIPTIONS, "subject": SUBSCRIPTION}
ATTACHMENT = Subject(
    name="attachment", address=an_attachment, reached=by_account, relations=LASTING
)
READ_ATTACHMENT = replace(ATTACHMENT, reached=by_reading, relations=tuple(Relation))
CONTACT = Subject(name="contact", address=a_contact, reached=by_account, relations=tuple(Relation))
CONSENT = Subject(name="consent", address=a_consent, reached=by_account, relations=tuple(Relation))
VIEW = Subject(name="view", address=a_view, reached=lambda role: frozenset())
# Managers of one province hand accounts over to each other.
NAMEABLE = Subject(
    name="account manager",
    address=lambda world, relation: {},
    reached=lambda role: frozenset({Relation.OWN, Relation.CHILD, Relation.SIBLING}),
    relations=(Relation.OWN, Relation.CHILD, Relation.SIBLING, Relation.OTHER),
)


def version(world: World, relation: Relation) -> dict[str, Any]:
    return {
        "version": world.account(relation).version,
        "reason": "tried",
        "once": "0123456789abcdef",
    }


def new_account(world: World, relation: Relation) -> dict[str, Any]:
    return {
        "kind": CustomerKind.ORGANIZATION,
        "name": "Ferry Company",
        "status": "ACTIVE",
        "once": "0123456789abcdef",
    }


def manager(world: World, relation: Relation) -> int:
    return world.manager(relation).pk


def unit(world: World, relation: Relation) -> int:
    return world.unit(relation).pk


def new_post(world: World, relation: Relation) -> dict[str, Any]:
    contact = Contact.objects.get(pk=a_contact(world, relation)["contact_id"])
    return {"version": contact.version, "job_title": "Harbor master", "from_date": "2026-03-02"}


def number(world: World, relation: Relation) -> str:
    return world.account(relation).number


BY_UNIT = {"unit": Field(subject=UNIT, value=unit)}
TO_UNIT = {"owner_unit": Field(subject=UNIT, value=unit, rest=version)}
TO_MANAGER = {
    "account_manager": Field(subject=NAMEABLE, value=manager, rest=version),
    "deputy": Field(subject=NAMEABLE, value=manager, rest=version),
}
TO_ACCOUNT = {"customer_number": Field(subject=ACCOUNT, value=number, rest=new_post)}
INTO_UNIT = {"unit": Field(subject=UNIT, value=unit, rest=new_account)}


def changing(route: str, **more: Any) -> tuple[Row, Row]:
    """Return the rows of a form that changes one account."""
    facts: dict[str, Any] = {"opens": CHANGE_ACCOUNTS, "subject": ACCOUNT} | more
    fields = facts.pop("fields", {})
    return (
        Row(route=route, **facts),
        Row(route=route, method="POST", fields=fields, **facts),
    )


# A4: whoever sees a person in clear reaches them, and whoever may be shown them in clear.
REACHABLE = replace(
    CONTACT,
    name="person to be reached",
    reached=lambda role: (
        by_account(role) if role in UNMASK_PEOPLE | {Role.ACCOUNT_MANAGER} else frozenset()
    ),
)

ROWS = (
    Row(route="accounts:list", opens=SEE_ACCOUNTS, fields=BY_UNIT, shows=GRANTED),
    Row(route="accounts:views", method="POST", opens=SEE_ACCOUNTS),
    Row(route="accounts:view", method="POST", opens=SEE_ACCOUNTS, subject=VIEW),
    Row(
        route="accounts:export",
        method="POST",
        opens=EXPORT_ACCOUNTS,
        address={"form": "csv"},
        shows=GRANTED,
    ),
    Row(
        route="accounts:export",
        method="POST",
        opens=EXPORT_ACCOUNTS,
        address={"form": "xlsx"},
        shows=GRANTED,
    ),
    *(
        Row(
            route="accounts:people_export",
            method="POST",
            opens=EXPORT_ACCOUNTS,
            address={"form": form},
            shows=GRANTED,
        )
        for form in ("csv", "xlsx")
    ),
    *(
        Row(
            route=f"accounts:{pane}",
            opens=SEE_ACCOUNTS if pane in SERVING else SEE_DOSSIERS,
            subject=READ_ACCOUNT,
            shows=GRANTED,
        )
        for pane in PANES
    ),
    Row(route="accounts:looks", opens=SEE_LOOKS, subject=ACCOUNT),
    Row(
        route="accounts:older_lines",
        opens=SEE_ACCOUNTS,
        subject=READ_ACCOUNT,
        body=lambda world, relation: {"after": "2099-01-01T00:00:00+00:00~1"},
    ),
    *changing("accounts:identity"),
    *changing("accounts:status"),
    *changing("accounts:managers", opens=ASSIGN_MANAGERS, fields=TO_MANAGER),
    *changing("accounts:owner_unit", opens=ASSIGN_MANAGERS, fields=TO_UNIT),
    *changing("accounts:new", opens=OPEN_ACCOUNTS, subject=None, fields=INTO_UNIT),
    *changing(
        "accounts:new_attachment",
        body=lambda world, relation: {"file": upload(), "kind": "CONTRACT", "once": "d" * 24},
    ),
    Row(route="accounts:attachment", opens=SEE_DOSSIERS, subject=READ_ATTACHMENT, shows=GRANTED),
    *changing("accounts:withdrawal", subject=ATTACHMENT),
    *changing("accounts:new_contact"),
    *changing("accounts:contact", subject=CONTACT),
    *changing("accounts:post", subject=CONTACT, fields=TO_ACCOUNT),
    *changing("accounts:new_consent", subject=CONTACT),
    *changing("accounts:withdrawn_consent", subject=CONSENT),
    Row(route="accounts:former_contact", method="POST", opens=CHANGE_ACCOUNTS, subject=CONTACT),
    Row(route="accounts:returned_contact", method="POST", opens=CHANGE_ACCOUNTS, subject=CONTACT),
    Row(
        route="accounts:subscription",
        opens=SEE_ACCOUNTS,
        subject=replace(SUBSCRIPTION, reached=by_reading),
        shows=GRANTED,
    ),
    *changing("accounts:new_subscription", opens=CHANGE_SUBSCRIPTIONS, fields=OF_ACCOUNT),
    *changing("accounts:subscription_facts", **ON_SUBSCRIPTION),
    *changing("accounts:subscription_fee", **ON_SUBSCRIPTION),
    *changing("accounts:suspension", **ON_SUBSCRIPTION),
    *changing("accounts:ending", **ON_SUBSCRIPTION),
    *changing("accounts:replacement", **ON_SUBSCRIPTION),
    *changing("accounts:verified_reason", **ON_SUBSCRIPTION | {"opens": VERIFY_REASONS}),
    Row(
        route="accounts:clear_contact",
        method="POST",
        opens=UNMASK_PEOPLE,
        subject=CONTACT,
        body=lambda world, relation: {"purpose": "FAULT"},
    ),
    *(
        Row(
            route="accounts:approach",
            method=method,
            opens=SEE_ACCOUNTS,
            subject=REACHABLE,
            address={"channel": "call"},
            body=lambda world, relation: {"purpose": "FAULT", "once": "e" * 24},
        )
        for method in ("GET", "POST")
    ),
    Row(
        route="search:found",
        opens=SEE_ACCOUNTS,
        body=lambda world, relation: {"q": "zq"},
        shows=GRANTED,
    ),
    Row(
        route="search:found",
        opens=SEE_ACCOUNTS,
        body=lambda world, relation: {"q": "Bank"},
        shows=GRANTED,
    ),
)
