"""Asking for accounts of others, answering, and hiding accounts."""

from typing import Any

from primeline.access import actions
from primeline.access.values import Restriction, Wish
from primeline.customers.models import Clearance
from primeline.customers.queries import reach_now
from primeline.kit import clock
from primeline.staff.choices import Role
from primeline.testing import cast
from tests.matrix.rows import ACCOUNT, LASTING, Row, Subject, by_rank
from tests.matrix.table.roles import ASK_ACCESS, DECIDE_ACCESS, RESTRICT_ACCOUNTS
from tests.matrix.world import WORDS, Relation, World

# Two people are to be named who could lift a restriction; in a branch there may be one only.
LEADS_ABOVE = frozenset({Relation.PARENT})
WHY = {"version": 1, "reason": "tried"}


def a_request(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a request that a stranger made for an account of that unit."""

    def ask(relation: Relation) -> int:
        at = clock.now()
        stranger = cast.a_person("x-asks", "问", "Asks", cast.west_province(), Role.TECHNICIAN)
        if relation in (Relation.OTHER, Relation.NAMED, Relation.GRANTED):
            stranger = cast.a_person("x-asks2", "问", "Asks", cast.hill_branch(), Role.TECHNICIAN)
        request = actions.ask_for_access(
            number=world.account(relation).number,
            wish=Wish(reason="tried", days_count=3),
            reach=reach_now(stranger, at=at),
            by=stranger,
            at=at,
        )
        return request.pk

    return {"request_id": world.thing("request", relation, ask)}


def a_proposal(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a proposal to hide an account of that unit."""

    def propose(relation: Relation) -> int:
        return actions.propose_restriction(
            customer=world.thing("secret", relation, lambda _: a_secret(world, relation)),
            restriction=Restriction(
                cover_name="Hawthorn", person_ids=(cast.sara().pk, second_head().pk)
            ),
            by=cast.sara(),
            at=clock.now(),
            reason="tried",
        ).pk

    return {"proposal_id": world.thing("proposal", relation, propose)}


def second_head() -> Any:
    """Return another person who runs the service center at headquarters."""
    return cast.a_person("x-head", "次", "Second", cast.headquarters(), Role.SERVICE_CENTER)


def a_secret(world: World, relation: Relation) -> Any:
    """Return an account of that unit that is about to be hidden."""
    return cast.an_account(f"{WORDS[relation]} Works", unit=world.unit(relation))


def a_hidden(world: World, relation: Relation) -> Any:
    """Return an account of that unit that has been hidden from everybody here."""

    def hide(relation: Relation) -> Any:
        account = cast.an_account(f"{WORDS[relation]} Depot", unit=world.unit(relation))
        proposal = actions.propose_restriction(
            customer=account,
            restriction=Restriction(
                cover_name="Rowan", person_ids=(cast.sara().pk, second_head().pk)
            ),
            by=cast.sara(),
            at=clock.now(),
            reason="tried",
        )
        actions.confirm_proposal(proposal=proposal, version=1, by=second_head(), at=clock.now())
        account.refresh_from_db()
        return account

    return world.thing("hidden", relation, hide)


def a_clearance(world: World, relation: Relation) -> dict[str, Any]:
    account = a_hidden(world, relation)
    held = Clearance.objects.filter(customer=account).earliest("id")
    return {"number": account.number, "clearance_id": held.pk}


def nothing(role: Role) -> frozenset[Relation]:
    """Return what nobody of the matrix reaches: others' own requests, hidden accounts."""
    return frozenset()


REQUEST = Subject(name="request", address=a_request, reached=by_rank, relations=LASTING)
OWN_REQUEST = Subject(name="own request", address=a_request, reached=nothing, relations=LASTING)
PROPOSAL = Subject(name="proposal", address=a_proposal, reached=by_rank, relations=LASTING)
HIDDEN = Subject(
    name="hidden account",
    address=lambda world, relation: {"number": a_hidden(world, relation).number},
    reached=nothing,
    relations=LASTING,
)
CLEARANCE = Subject(name="clearance", address=a_clearance, reached=nothing, relations=LASTING)

ROWS = (
    Row(route="access:overview", opens=ASK_ACCESS),
    Row(route="access:ask", opens=ASK_ACCESS),
    Row(route="access:ask", method="POST", opens=ASK_ACCESS),
    Row(route="access:withdrawal", method="POST", opens=ASK_ACCESS, subject=OWN_REQUEST),
    Row(route="access:own_end", method="POST", opens=ASK_ACCESS, subject=OWN_REQUEST),
    Row(route="access:request", opens=DECIDE_ACCESS, subject=REQUEST),
    Row(
        route="access:approval",
        method="POST",
        opens=DECIDE_ACCESS,
        subject=REQUEST,
        body=lambda world, relation: {"version": 1, "days_count": 2},
    ),
    Row(
        route="access:refusal",
        method="POST",
        opens=DECIDE_ACCESS,
        subject=REQUEST,
        body=lambda world, relation: WHY,
    ),
    Row(
        route="access:end",
        method="POST",
        opens=DECIDE_ACCESS,
        subject=REQUEST,
        body=lambda world, relation: WHY,
    ),
    Row(route="access:restriction", opens=RESTRICT_ACCOUNTS, subject=ACCOUNT, shows=LEADS_ABOVE),
    Row(
        route="access:restriction",
        method="POST",
        opens=RESTRICT_ACCOUNTS,
        subject=ACCOUNT,
        shows=LEADS_ABOVE,
    ),
    Row(route="access:people", method="POST", opens=RESTRICT_ACCOUNTS, subject=HIDDEN),
    Row(
        route="access:cleared_person",
        method="POST",
        opens=RESTRICT_ACCOUNTS,
        subject=CLEARANCE,
        body=lambda world, relation: WHY,
    ),
    Row(route="access:proposal", opens=RESTRICT_ACCOUNTS, subject=PROPOSAL),
    Row(
        route="access:proposal",
        method="POST",
        opens=RESTRICT_ACCOUNTS,
        subject=PROPOSAL,
        body=lambda world, relation: WHY,
    ),
    Row(
        route="access:proposal_refusal",
        method="POST",
        opens=RESTRICT_ACCOUNTS,
        subject=PROPOSAL,
        body=lambda world, relation: WHY,
    ),
    Row(
        route="access:proposal_back",
        method="POST",
        opens=RESTRICT_ACCOUNTS,
        subject=PROPOSAL,
    ),
)
