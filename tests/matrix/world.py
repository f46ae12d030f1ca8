"""The world that the matrix is tried in: an actor of each role at Harbor branch, things around.

Harbor branch (OWN) lies in East province (PARENT) beside Hill branch (SIBLING); Quay team (CHILD)
lies under it; Lake branch (OTHER) lies in another province. Names of things in a unit hold a word
that occurs nowhere else, so that a page that shows them where it must not is found out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any

from django.conf import settings
from django.test import Client
from django.test.client import ClientHandler

from primeline.access.actions import open_for_work
from primeline.customers.choices import Tier
from primeline.customers.models import Customer
from primeline.kit import clock
from primeline.partners.actions import serve
from primeline.partners.models import Partner
from primeline.products.actions import install_reference
from primeline.staff.choices import Role
from primeline.staff.models import Person, Unit
from primeline.standards.actions import install_standards
from primeline.testing import cast
from primeline.testing.doors import sign_in
from primeline.tiers.actions import install_policies
from primeline.visits.actions import install_cadence


class Relation(Enum):
    """Where the thing asked for lies, as the actor sees it."""

    OWN = "own unit"
    CHILD = "unit below"
    SIBLING = "unit beside"
    PARENT = "unit above"
    OTHER = "other province"
    # In the other province too, but the account manager is named on it.
    NAMED = "named on it"
    # In the other province, and opened to every actor for a time.
    GRANTED = "granted for a time"


UNITS: dict[Relation, Callable[[], Unit]] = {
    Relation.OWN: cast.harbor_branch,
    Relation.CHILD: cast.quay_team,
    Relation.SIBLING: cast.hill_branch,
    Relation.PARENT: cast.east_province,
    Relation.OTHER: cast.lake_branch,
    Relation.NAMED: cast.lake_branch,
    Relation.GRANTED: cast.lake_branch,
}
# One chain of middleware for all clients: making it takes a third of the time of a request.
HANDLER = ClientHandler(enforce_csrf_checks=False)
# Words that occur in the names of things of a unit and nowhere else.
WORDS = {relation: f"zq{relation.name.lower()}" for relation in Relation}


@dataclass
class World:
    """Everybody and everything; what is asked for is made when it is first needed."""

    actors: dict[Role, Person]
    sessions: dict[Role, str]
    halfway: str
    _made: dict[tuple[str, Relation], Any] = field(default_factory=dict)

    def client(self, role: Role) -> Client:
        """Return a client in which the actor of this role is signed in, fresh for each request."""
        return a_client(self.sessions[role])

    def unit(self, relation: Relation) -> Unit:
        """Return the unit that lies so."""
        return UNITS[relation]()

    def person(self, relation: Relation) -> Person:
        """Return somebody who belongs to the unit that lies so, and leads there."""
        person: Person = self.thing("person", relation, self._person)
        return person

    def manager(self, relation: Relation) -> Person:
        """Return an account manager of the unit that lies so."""
        manager: Person = self.thing("manager", relation, self._manager)
        return manager

    def account(self, relation: Relation) -> Customer:
        """Return an account of the unit that lies so, managed by somebody there."""
        account: Customer = self.thing("account", relation, self._account)
        return account

    def thing(self, kind: str, relation: Relation, make: Callable[[Relation], Any]) -> Any:
        """Return the thing of this kind that lies so; made once."""
        key = kind, relation
        if key not in self._made:
            self._made[key] = make(relation)
        return self._made[key]

    def _person(self, relation: Relation) -> Person:
        word = WORDS[relation]
        return cast.a_person(word, word, word, self.unit(relation), Role.BRANCH_LEAD)

    def _manager(self, relation: Relation) -> Person:
        name = f"m-{relation.name.lower()}"
        return cast.a_person(name, name, name, self.unit(relation), Role.ACCOUNT_MANAGER)

    def _account(self, relation: Relation) -> Customer:
        is_mine = relation is Relation.NAMED
        return cast.an_account(
            f"{WORDS[relation]} Bank",
            unit=self.unit(relation),
            manager=self.actors[Role.ACCOUNT_MANAGER] if is_mine else self.person(relation),
            tier=Tier.GOLD,
        )


def build_world() -> World:
    """Enter an actor of each role at Harbor branch, sign them in, and everything around."""
    install_reference(by=cast.CASTING, at=cast.TUESDAY_10AM)
    install_policies(by=cast.CASTING, at=cast.TUESDAY_10AM)
    install_standards(by=cast.CASTING, at=cast.TUESDAY_10AM)
    install_cadence(by=cast.CASTING, at=cast.TUESDAY_10AM)
    for unit in UNITS.values():
        unit()
    # The headquarters keeps an administrator, whatever is tried on the others.
    cast.ada()
    home = cast.harbor_branch()
    actors: dict[Role, Person] = {
        role: cast.a_person(f"x-{role.lower()}", role.value, role.value, home, role)
        for role in Role
        if role is not Role.PARTNER
    }
    # At a counter one reaches what its partner serves, within the unit as everybody.
    actors[Role.PARTNER] = cast.a_counter("x-counter")
    half = cast.a_person("x-half", "半", "Half", home, Role.BRANCH_LEAD)
    world = World(
        actors=actors,
        sessions={role: a_session(person) for role, person in actors.items()},
        halfway=a_session(half, has_second_factor=False),
    )
    for relation in Relation:
        world.account(relation)
    open_to_all(world)
    serve_all(world)
    return world


def serve_all(world: World) -> None:
    """Let the partner at whose counter an actor sits serve every account that was asked for."""
    partner = Partner.objects.get()
    for relation in Relation:
        serve(
            partner=partner,
            customer=world.account(relation),
            from_date=cast.LONG_AGO,
            by=cast.CASTING,
            at=cast.TUESDAY_10AM,
        )


def open_to_all(world: World) -> None:
    """Open the granted account to every actor, also to those whose role sees no account at all."""
    at = clock.now()
    for actor in world.actors.values():
        open_for_work(
            customer=world.account(Relation.GRANTED),
            person=actor,
            work=("matrix", 1),
            purpose="tried",
            active_to=at + timedelta(days=1),
            by=cast.CASTING,
            at=at,
        )


def a_session(person: Person, *, has_second_factor: bool = True) -> str:
    """Sign the person in and return the key of the session."""
    client = Client()
    if has_second_factor:
        sign_in(client, person)
    else:
        client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def a_client(session: str = "") -> Client:
    """Return a client that holds this session, if any, and has asked for nothing yet."""
    client = Client(raise_request_exception=False)
    client.handler = HANDLER
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client
