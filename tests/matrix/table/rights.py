"""The rights desk: the service center alone, within its reach."""

from datetime import date
from typing import Any

from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind
from primeline.customers.models import Contact
from primeline.customers.values import Identity
from primeline.rights import actions
from primeline.rights.choices import DataClass, Proof, RightKind
from primeline.rights.models import RetentionCase
from primeline.rights.values import Due
from primeline.staff.choices import Role
from primeline.testing.cast import CASTING, TUESDAY_10AM
from tests.matrix.rows import Row, Subject, by_account
from tests.matrix.table.accounts import CONTACT, a_contact
from tests.matrix.table.roles import DECIDE_RIGHTS, UNMASK_PEOPLE
from tests.matrix.world import Relation, World


def a_request(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of what a person at an account of that unit asks for."""

    def receive(relation: Relation) -> str:
        found = a_contact(world, relation)
        request = actions.receive_request(
            person=Contact.objects.get(pk=found["contact_id"]),
            kind=RightKind.COPY,
            proof=Proof.CARD_SHOWN,
            received_date=date(2026, 4, 28),
            today=date(2026, 4, 28),
            by=CASTING,
            at=TUESDAY_10AM,
        )
        return request.number

    return {"number": world.thing("rights request", relation, receive)}


REQUEST = Subject(
    name="rights request", address=a_request, reached=by_account, relations=tuple(Relation)
)


def an_individual(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of an individual account of that unit."""

    def open_account(relation: Relation) -> str:
        account = customers.open_customer(
            identity=Identity(kind=CustomerKind.INDIVIDUAL, name="周先生"),
            owner_unit=world.unit(relation),
            account_manager=world.account(relation).account_manager,
            by=CASTING,
            at=TUESDAY_10AM,
        )
        return account.number

    return {"number": world.thing("individual", relation, open_account)}


def a_case(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of somebody of an account of that unit whose time is over."""

    def bring_up(relation: Relation) -> int:
        contact = Contact.objects.get(pk=a_contact(world, relation)["contact_id"])
        day = date(2026, 4, 28)
        due = Due(
            customer_id=contact.customer_id,
            contact_id=contact.pk,
            data_class=DataClass.LEFT,
            ended_date=day,
            due_date=day,
        )
        actions.open_cases(due=[due], by=CASTING, at=TUESDAY_10AM)
        return RetentionCase.objects.get(contact=contact).pk

    return {"case_id": world.thing("retention case", relation, bring_up)}


CASE = Subject(name="retention case", address=a_case, reached=by_account, relations=tuple(Relation))
INDIVIDUAL = Subject(
    name="individual", address=an_individual, reached=by_account, relations=tuple(Relation)
)


def proposed(world: World, relation: Relation) -> dict[str, Any]:
    """Propose another period, so that there is something to decide."""

    def propose(relation: Relation) -> int:
        rule = actions.propose_rule(
            data_class=DataClass.LEFT,
            months=12,
            citation="Board 12/2026",
            reason="Shorter is enough.",
            by=world.actors[Role.SERVICE_CENTER],
            at=TUESDAY_10AM,
        )
        return rule.version

    return {"version": world.thing("retention rule", Relation.OWN, propose), "outcome": "refuse"}


ROWS = (
    Row(route="rights:desk", opens=DECIDE_RIGHTS),
    Row(route="rights:schedule", opens=DECIDE_RIGHTS),
    Row(route="rights:period", opens=DECIDE_RIGHTS, address={"kind": "LEFT"}),
    Row(route="rights:period", method="POST", opens=DECIDE_RIGHTS, address={"kind": "LEFT"}),
    Row(
        route="rights:period_decision",
        method="POST",
        opens=DECIDE_RIGHTS,
        address={"kind": "LEFT"},
        body=proposed,
    ),
    Row(route="rights:case", opens=DECIDE_RIGHTS, subject=CASE),
    Row(route="rights:case", method="POST", opens=DECIDE_RIGHTS, subject=CASE),
    Row(route="rights:new", opens=DECIDE_RIGHTS, subject=CONTACT),
    Row(route="rights:new", method="POST", opens=DECIDE_RIGHTS, subject=CONTACT),
    Row(route="rights:new_of_account", opens=DECIDE_RIGHTS, subject=INDIVIDUAL),
    Row(route="rights:new_of_account", method="POST", opens=DECIDE_RIGHTS, subject=INDIVIDUAL),
    Row(
        route="accounts:clear_individual",
        method="POST",
        opens=UNMASK_PEOPLE,
        subject=INDIVIDUAL,
        body=lambda world, relation: {"purpose": "FAULT"},
    ),
    Row(route="rights:request", opens=DECIDE_RIGHTS, subject=REQUEST),
    Row(route="rights:decision", method="POST", opens=DECIDE_RIGHTS, subject=REQUEST),
    Row(route="rights:restriction", method="POST", opens=DECIDE_RIGHTS, subject=REQUEST),
    Row(
        route="rights:copy",
        method="POST",
        opens=DECIDE_RIGHTS,
        subject=REQUEST,
        body=lambda world, relation: {"form": "html", "language": "en"},
    ),
)
