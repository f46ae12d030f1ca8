"""Accounts: within one's unit and below, or named on them; never restricted ones by rank."""

from typing import Any

from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind
from primeline.customers.models import Contact
from primeline.customers.values import ContactDetails
from primeline.testing.cast import CASTING, TUESDAY_10AM
from tests.matrix.rows import ACCOUNT, UNIT, Field, Row, Subject, by_account
from tests.matrix.table.roles import (
    ASSIGN_MANAGERS,
    CHANGE_ACCOUNTS,
    EXPORT_ACCOUNTS,
    OPEN_ACCOUNTS,
    SEE_ACCOUNTS,
)
from tests.matrix.world import WORDS, Relation, World

PANES = ("account", "subscriptions", "contracts", "bills", "timeline", "level", "history")


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


CONTACT = Subject(name="contact", address=a_contact, reached=by_account, relations=tuple(Relation))
VIEW = Subject(name="view", address=a_view, reached=lambda role: frozenset())
# Managers of one province hand accounts over to each other.
NAMEABLE = Subject(
    name="account manager",
    address=lambda world, relation: {},
    reached=lambda role: frozenset({Relation.OWN, Relation.CHILD, Relation.SIBLING}),
    relations=(Relation.OWN, Relation.CHILD, Relation.SIBLING, Relation.OTHER),
)


def version(world: World, relation: Relation) -> dict[str, Any]:
    return {"version": world.account(relation).version, "reason": "tried"}


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


BY_UNIT = {"unit": Field(subject=UNIT, value=unit)}
TO_UNIT = {"owner_unit": Field(subject=UNIT, value=unit, rest=version)}
TO_MANAGER = {
    "account_manager": Field(subject=NAMEABLE, value=manager, rest=version),
    "deputy": Field(subject=NAMEABLE, value=manager, rest=version),
}
INTO_UNIT = {"unit": Field(subject=UNIT, value=unit, rest=new_account)}


def changing(route: str, **more: Any) -> tuple[Row, Row]:
    """Return the rows of a form that changes one account."""
    facts: dict[str, Any] = {"opens": CHANGE_ACCOUNTS, "subject": ACCOUNT} | more
    fields = facts.pop("fields", {})
    return (
        Row(route=route, **facts),
        Row(route=route, method="POST", fields=fields, **facts),
    )


ROWS = (
    Row(route="accounts:list", opens=SEE_ACCOUNTS, fields=BY_UNIT),
    Row(route="accounts:views", method="POST", opens=SEE_ACCOUNTS),
    Row(route="accounts:view", method="POST", opens=SEE_ACCOUNTS, subject=VIEW),
    Row(route="accounts:export", method="POST", opens=EXPORT_ACCOUNTS, address={"form": "csv"}),
    Row(route="accounts:export", method="POST", opens=EXPORT_ACCOUNTS, address={"form": "xlsx"}),
    *(Row(route=f"accounts:{pane}", opens=SEE_ACCOUNTS, subject=ACCOUNT) for pane in PANES),
    Row(
        route="accounts:older_lines",
        opens=SEE_ACCOUNTS,
        subject=ACCOUNT,
        body=lambda world, relation: {"after": "2099-01-01T00:00:00+00:00~1"},
    ),
    *changing("accounts:identity"),
    *changing("accounts:status"),
    *changing("accounts:managers", opens=ASSIGN_MANAGERS, fields=TO_MANAGER),
    *changing("accounts:owner_unit", opens=ASSIGN_MANAGERS, fields=TO_UNIT),
    *changing("accounts:new", opens=OPEN_ACCOUNTS, subject=None, fields=INTO_UNIT),
    *changing("accounts:new_contact"),
    *changing("accounts:contact", subject=CONTACT),
    Row(route="accounts:former_contact", method="POST", opens=CHANGE_ACCOUNTS, subject=CONTACT),
    Row(route="search:found", opens=SEE_ACCOUNTS, body=lambda world, relation: {"q": "zq"}),
    Row(route="search:found", opens=SEE_ACCOUNTS, body=lambda world, relation: {"q": "Bank"}),
)
