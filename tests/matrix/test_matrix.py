"""Every route, every role, every relation: opened, refused, hidden; and after a refusal nothing
has changed. What is expected stands in `table/`.
"""

from typing import Any

import pytest
from django.test import Client

from primeline.web.pages import Stage
from tests.matrix.fingerprint import fingerprint
from tests.matrix.routes import Route, all_routes, pages
from tests.matrix.rows import Row
from tests.matrix.table import FOR_STRANGERS, ROWS
from tests.matrix.trying import (
    address_of,
    answer,
    cases,
    expectation,
    leaks,
    send,
    takes_field,
    takes_sound_field,
)
from tests.matrix.world import Relation, World, a_client

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PAGES = pages()

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

    def test_what_strangers_may_open_is_listed_with_a_reason(self) -> None:
        assert {r.name for r in all_routes() if r.is_open_to_all} == set(FOR_STRANGERS)


@pytest.mark.parametrize("row", ROWS, ids=name_of)
class TestRow:
    def test_opens_to_whom_it_should_and_to_nobody_else(self, row: Row, world: World) -> None:
        wrong = [
            f"{role} · {relation.value}: expected {expected}, answered {found}"
            for role, relation in cases(row)
            if (expected := expectation(row, role, relation))
            != (found := answer(world, row, role, relation))
        ]

        assert not wrong, "\n".join(wrong)

    def test_asks_strangers_to_sign_in(self, row: Row, world: World) -> None:
        address_of(row, world, Relation.OWN)
        before = fingerprint()

        found = send(Client(), row, world, Relation.OWN)

        assert found.status_code == 302
        assert found["Location"].startswith("/login/")
        assert fingerprint() == before

    def test_asks_for_the_second_factor(self, row: Row, world: World) -> None:
        if PAGES[row.route].stage < Stage.SECOND_FACTOR_GIVEN:
            return
        address_of(row, world, Relation.OWN)
        before = fingerprint()

        found = send(a_client(world.halfway), row, world, Relation.OWN)

        assert found.status_code == 302
        assert found["Location"].startswith("/second-factor/")
        assert fingerprint() == before


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_shows_nothing_that_lies_out_of_reach(row: Row, world: World) -> None:
    shown = [
        f"{role} · {relation.value}"
        for role in sorted(row.opens)
        for relation in sorted(leaks(world, row, role), key=lambda leak: leak.name)
    ]

    assert not shown, "\n".join(shown)


@pytest.mark.parametrize("row", [row for row in ROWS if row.fields], ids=name_of)
def test_takes_no_field_that_points_out_of_reach(row: Row, world: World) -> None:
    taken = [
        f"{name} · {role} · {relation.value}"
        for name, field in row.fields.items()
        for role in sorted(row.opens)
        for relation in field.subject.relations
        if relation not in field.subject.reached(role)
        and takes_field(world, row, name, role, relation)
    ]

    assert not taken, "\n".join(taken)


@pytest.mark.parametrize("row", [row for row in ROWS if row.fields], ids=name_of)
def test_what_is_tried_with_fields_would_be_taken_within_reach(row: Row, world: World) -> None:
    vain = [
        name
        for name in row.fields
        if row.method == "POST" and not takes_sound_field(world, row, name)
    ]

    assert not vain, "the rest of the form is not sound, so these prove nothing"


@pytest.mark.parametrize("route", PAGES.values(), ids=lambda route: route.name)
def test_takes_no_other_method(route: Route, world: World) -> None:
    row = next(row for row in ROWS if row.route == route.name)
    role = sorted(row.opens)[0]
    address = address_of(row, world, Relation.OWN)
    before = fingerprint()

    for method in set(METHODS) - set(route.methods):
        assert world.client(role).generic(method, address).status_code == 405, method

    assert fingerprint() == before
