"""Trying a row of the table: what is sent, and what the answer means."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from primeline.staff.choices import Role
from tests.matrix.files import lacks_mark
from tests.matrix.fingerprint import fingerprint
from tests.matrix.routes import holders_of
from tests.matrix.rows import Field, Row, by_account, by_rank
from tests.matrix.world import WORDS, Relation, World

# What a page may answer to somebody whom it lets in: shown, moved on, a form with a remark, a rule.
IS_WHOLLY = "PRIMELINE_TEST_WHOLLY" in os.environ
LET_IN = frozenset({200, 204, 302, 409, 422})


def cases(row: Row) -> Iterator[tuple[Role, Relation]]:
    """Return whom to try with what; `make test-all` tries every role with every relation.

    On SQLite every role is tried that is refused, and of those whom the table treats alike one
    with every relation; on PostgreSQL each of what the table expects once.
    """
    relations = tuple(row.subject.relations) if row.subject else (Relation.OWN,)
    is_first_engine, unlike = connection.vendor == "sqlite", _unlike_roles(row)
    tried: set[tuple[str, Relation]] = set()
    for role in Role:
        for relation in relations:
            outcome = expectation(row, role, relation)
            # Who is refused is refused before anything is asked of the thing.
            kind = (outcome, relations[0] if outcome == "refused" else relation)
            is_new = kind not in tried and role in unlike
            if is_first_engine:
                is_new = relation is relations[0] if outcome == "refused" else role in unlike
            if IS_WHOLLY or is_new:
                yield role, relation
                tried.add(kind)


def _unlike_roles(row: Row) -> tuple[Role, ...]:
    """Return one role of each that the table treats alike.

    What a role opens is its permission, which `TestTable` compares for all roles; with pages that
    ask for more, every role is tried.
    """
    if set(row.opens) != holders_of(row.route):
        return tuple(Role)
    alike: dict[tuple[bool, frozenset[Relation]], Role] = {}
    for role in Role:
        reached = row.subject.reached(role) if row.subject and role in row.opens else frozenset()
        alike.setdefault((role in row.opens, reached), role)
    return tuple(alike.values())


def expectation(row: Row, role: Role, relation: Relation) -> str:
    """Return what the table says."""
    if role not in row.opens:
        return "refused"
    if row.subject and relation not in row.subject.reached(role):
        return "hidden"
    return "let in"


def who_tries(row: Row, field: Field) -> list[Role]:
    """Return who sends a field that points out of reach.

    Of those for whom the table says the same of the page and of the field it is one;
    `make test-all` lets every role try that may open the page.
    """
    roles = sorted(row.opens)
    if IS_WHOLLY or set(roles) != holders_of(row.route):
        return roles
    alike: dict[Any, Role] = {}
    for role in roles:
        near = row.subject.reached(role) if row.subject else None
        alike.setdefault((near, field.subject.reached(role)), role)
    return list(alike.values())


@dataclass(frozen=True)
class Answer:
    """What the product does with a row that one role sends about a thing that lies so.

    `leaks` are the relations of units of which the page shows something, out of the role's reach.
    """

    verdict: str
    leaks: frozenset[Relation] = frozenset()


def answers(world: World, row: Row) -> dict[tuple[Role, Relation], Answer]:
    """Return what the product does for everybody, and whether a refusal left all as it was."""
    tried = list(cases(row))
    for _, relation in tried:
        make_what_it_names(row, world, relation)
    with transaction.atomic():
        before = fingerprint()
        found = {case: _answer(world, row, *case) for case in tried}
        has_changed = fingerprint() != before
        transaction.set_rollback(True)
    if has_changed:
        # One by one, to say whose refusal it was.
        return {case: _answer_alone(world, row, *case) for case in tried}
    return found


def _answer_alone(world: World, row: Row, role: Role, relation: Relation) -> Answer:
    with transaction.atomic():
        before = fingerprint()
        found = _answer(world, row, role, relation)
        has_changed = fingerprint() != before
        transaction.set_rollback(True)
    return Answer(f"{found.verdict}, yet something changed") if has_changed else found


def _answer(world: World, row: Row, role: Role, relation: Relation) -> Answer:
    """Answer one case. What a refusal writes stays, what the let in do is taken back."""
    with transaction.atomic():
        found = send(world.client(role), row, world, relation)
        page = text_of(found)
        transaction.set_rollback(found.status_code in LET_IN)
    leaks = _leaks(page, row, role, relation)
    if lacks_mark(found, page, route=row.route, role=role, world=world):
        return Answer("let in, yet the file does not name who took it", leaks)
    if found.status_code in LET_IN:
        return Answer("sent to the front door" if _is_front_door(found) else "let in", leaks)
    if row.subject and relation is not Relation.OWN and WORDS[relation] in page:
        return Answer(f"{found.status_code}, yet the page names it", leaks)
    refusal = {403: "refused", 404: "hidden"}.get(found.status_code, str(found.status_code))
    return Answer(refusal, leaks)


def _leaks(page: str, row: Row, role: Role, relation: Relation) -> frozenset[Relation]:
    if role not in row.opens or (row.subject and relation not in row.subject.reached(role)):
        return frozenset()
    # The page of what lies near names it, also where only a grant opens it.
    within = by_rank(role) | by_account(role) | row.shows | {relation}
    return frozenset(far for far in Relation if far not in within and WORDS[far] in page)


def takes_field(world: World, row: Row, name: str, role: Role, relation: Relation) -> bool:
    """Test whether a field that points out of reach does anything but be refused."""
    status, page, has_changed = _send_field(world, row, name, role, relation)
    return has_changed or status == 500 or WORDS[relation] in page


def takes_sound_field(world: World, row: Row, name: str) -> bool:
    """Test whether the same form with a field that points within reach changes something.

    If it does not, the rest of the form is what is refused, and the probe proves nothing.
    """
    role = sorted(row.opens)[0]
    return any(
        _send_field(world, row, name, role, relation)[2]
        for relation in row.fields[name].subject.reached(role)
    )


def _send_field(
    world: World, row: Row, name: str, role: Role, relation: Relation
) -> tuple[int, str, bool]:
    probe = row.fields[name]
    near = next(iter(row.subject.reached(role)), Relation.OWN) if row.subject else Relation.OWN
    sent = {**probe.rest(world, near), name: probe.value(world, relation)}
    address = address_of(row, world, near)
    with transaction.atomic():
        before = fingerprint()
        client = world.client(role)
        found = client.get(address, sent) if row.method == "GET" else client.post(address, sent)
        page = text_of(found)
        # Reading changes nothing, but may be noted: a look at what was opened for a time.
        has_changed = row.method != "GET" and fingerprint() != before
        transaction.set_rollback(True)
    return found.status_code, page, has_changed


def send(client: Client, row: Row, world: World, relation: Relation) -> Any:
    """Send what the row says about the thing that lies so."""
    address = address_of(row, world, relation)
    body: Mapping[str, Any] = row.body(world, relation)
    if row.method == "GET":
        return client.get(address, body)
    return (
        client.generic(row.method, address) if row.method != "POST" else client.post(address, body)
    )


def make_what_it_names(row: Row, world: World, relation: Relation) -> None:
    """Make what the address and the body name, before anything is tried that is taken back."""
    address_of(row, world, relation)
    row.body(world, relation)


def address_of(row: Row, world: World, relation: Relation) -> str:
    """Return the address of the thing that lies so; makes the thing if it must."""
    named = dict(row.subject.address(world, relation)) if row.subject else {}
    return reverse(row.route, kwargs={**row.address, **named})


def text_of(found: Any) -> str:
    """Return what can be read in an answer, also in the parts of a workbook."""
    content: bytes = b"".join(found.streaming_content) if found.streaming else found.content
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as parts:
            content = b"".join(parts.read(name) for name in parts.namelist())
    return content.decode(errors="replace")


def _is_front_door(found: Any) -> bool:
    to = found.headers.get("Location", "")
    return bool(to.startswith(("/login/", "/second-factor/")))
