"""Every route, every role, every relation: opened, refused, hidden; and after a refusal nothing
has changed. What is expected stands in `table/`. What no database decides is tried on SQLite alone.
"""

from typing import Any

import pytest
from django.db import transaction

from primeline.web.pages import Stage
from tests.matrix.files import MARKED, UNMARKED, is_file, lacks_mark
from tests.matrix.fingerprint import fingerprint
from tests.matrix.routes import Route, all_routes, holders_of, pages
from tests.matrix.rows import Row
from tests.matrix.table import FOR_STRANGERS, ROWS
from tests.matrix.trying import (
    address_of,
    answers,
    expectation,
    make_what_it_names,
    send,
    takes_field,
    takes_sound_field,
    text_of,
    who_tries,
)
from tests.matrix.world import Relation, World, a_client

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PAGES = pages()
# These look for themselves whether the reader may do what is asked; all roles are tried with them.
ASKS_MORE = {
    "POST matters:export csv",
    "POST matters:outcomes_export csv",
    "POST reference_entry",
    "POST visits:export csv",
}

pytestmark = [pytest.mark.row("L1"), pytest.mark.row("A2")]


def name_of(row: Row) -> str:
    return row.name


class TestTable:
    def test_every_route_is_marked_for_somebody(self) -> None:
        unmarked = [r.pattern for r in all_routes() if not r.is_page and not r.is_open_to_all]

        assert not unmarked, "decorate with @page(…) or, for strangers, @open_to_all"

    def test_every_route_has_its_rows(self) -> None:
        wanted = {(route.name, method) for route in PAGES.values() for method in route.methods}
        written = {(row.route, row.method) for row in ROWS}

        assert wanted - written == set(), "write these rows in tests/matrix/table/"
        assert written - wanted == set(), "these rows are about routes that are gone"

    def test_every_route_has_a_name_of_its_own(self) -> None:
        behind: dict[str, set[Any]] = {}
        for route in all_routes():
            behind.setdefault(route.name, set()).add(route.view)

        assert {name for name, views in behind.items() if len(views) > 1 or not name} == set()

    def test_opens_to_whose_roles_hold_the_permission_of_the_page(self) -> None:
        apart = [row for row in ROWS if set(row.opens) != holders_of(row.route)]

        assert {row.name for row in apart} == ASKS_MORE
        assert all(row.opens < holders_of(row.route) for row in apart)

    def test_what_strangers_may_open_is_listed_with_a_reason(self) -> None:
        assert {r.name for r in all_routes() if r.is_open_to_all} == set(FOR_STRANGERS)


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_opens_to_whom_it_should_and_shows_nothing_out_of_reach(row: Row, world: World) -> None:
    wrong = []
    for (role, relation), found in answers(world, row).items():
        case = f"{role} · {relation.value}"
        if (expected := expectation(row, role, relation)) != found.verdict:
            wrong.append(f"{case}: expected {expected}, answered {found.verdict}")
        wrong += [f"{case}: shows what lies {far.value}" for far in sorted(found.leaks, key=str)]

    assert not wrong, "\n".join(wrong)


@pytest.mark.engine("sqlite")
def test_every_file_names_who_took_it_or_has_a_reason_not_to(world: World) -> None:
    rows = [row for row in ROWS if row.route in MARKED]
    wrong = []
    for row in rows:
        role = sorted(row.opens)[0]
        make_what_it_names(row, world, Relation.OWN)
        found = send(world.client(role), row, world, Relation.OWN)
        if not is_file(found) or lacks_mark(
            found, text_of(found), route=row.route, role=role, world=world
        ):
            wrong.append(row.name)

    assert not wrong, "\n".join(["no file, or it does not name who took it:", *wrong])
    assert {row.route for row in rows} == MARKED
    assert set(PAGES) >= set(UNMARKED)


@pytest.mark.engine("sqlite")
def test_asks_strangers_to_sign_in(world: World) -> None:
    wrong = [row.name for row in ROWS if not _is_sent_to("/login/", row, world, session="")]

    assert not wrong, "\n".join(["strangers are let in, or change something:", *wrong])


@pytest.mark.engine("sqlite")
def test_asks_for_the_second_factor(world: World) -> None:
    wrong = [
        row.name
        for row in ROWS
        if PAGES[row.route].stage >= Stage.SECOND_FACTOR_GIVEN
        if not _is_sent_to("/second-factor/", row, world, session=world.halfway)
    ]

    assert not wrong, "\n".join(["a password alone is enough, or changes something:", *wrong])


def _is_sent_to(door: str, row: Row, world: World, *, session: str) -> bool:
    """Test whether a client is sent there, and nothing else happens."""
    make_what_it_names(row, world, Relation.OWN)
    with transaction.atomic():
        before = fingerprint()
        found = send(a_client(session), row, world, Relation.OWN)
        is_untouched = fingerprint() == before
        transaction.set_rollback(True)
    is_sent = found.status_code == 302 and found["Location"].startswith(door)
    return is_sent and is_untouched


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("row", [row for row in ROWS if row.fields], ids=name_of)
def test_takes_no_field_that_points_out_of_reach(row: Row, world: World) -> None:
    taken = [
        f"{name} · {role} · {relation.value}"
        for name, field in row.fields.items()
        for role in who_tries(row, field)
        for relation in field.subject.relations
        if relation not in field.subject.reached(role)
        and takes_field(world, row, name, role, relation)
    ]

    assert not taken, "\n".join(taken)


@pytest.mark.engine("sqlite")
def test_what_is_tried_with_fields_would_be_taken_within_reach(world: World) -> None:
    vain = [
        f"{row.name}: {name}"
        for row in ROWS
        if row.method == "POST"
        for name in row.fields
        if not takes_sound_field(world, row, name)
    ]

    assert not vain, "\n".join(["the rest of the form is not sound:", *vain])


@pytest.mark.engine("sqlite")
def test_takes_no_other_method(world: World) -> None:
    taken = [name for route in PAGES.values() for name in _other_methods_taken(route, world)]

    assert not taken, "\n".join(["these methods are not refused, or change something:", *taken])


def _other_methods_taken(route: Route, world: World) -> list[str]:
    row = next(row for row in ROWS if row.route == route.name)
    address = address_of(row, world, Relation.OWN)
    client = world.client(sorted(row.opens)[0])
    with transaction.atomic():
        before = fingerprint()
        taken = [
            f"{method} {route.name}"
            for method in sorted(set(METHODS) - set(route.methods))
            if client.generic(method, address).status_code != 405
        ]
        if fingerprint() != before:
            taken.append(f"{route.name} changed something")
        transaction.set_rollback(True)
    return taken
