"""Signing in and my own profile: everybody's, and nobody else's."""

from typing import Any

from django.urls import reverse

from primeline.staff import queries
from primeline.testing.doors import signed_in
from tests.matrix.rows import Row, Subject
from tests.matrix.world import Relation, World


def a_session(world: World, relation: Relation) -> dict[str, Any]:
    """Return the address of a session that somebody of that unit has open."""

    def open_one(relation: Relation) -> int:
        person = world.person(relation)
        signed_in(person).post(reverse("other-sessions"))
        return queries.sessions_of(person)[0].pk

    return {"session_id": world.thing("session", relation, open_one)}


SESSION = Subject(name="session", address=a_session, reached=lambda role: frozenset())

ROWS = (
    Row(route="second-factor"),
    Row(route="second-factor", method="POST"),
    Row(route="profile"),
    Row(route="profile", method="POST"),
    Row(route="password"),
    Row(route="password", method="POST"),
    Row(route="other-second-factor"),
    Row(route="other-second-factor", method="POST"),
    Row(route="recovery-codes"),
    Row(route="recovery-codes", method="POST"),
    Row(route="sessions"),
    Row(route="other-sessions", method="POST"),
    Row(route="ended-session", method="POST", subject=SESSION),
)
