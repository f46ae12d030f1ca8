"""Every page asked with what it cannot mean, and for what lies out of reach: read or refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import QueryDict

from primeline.staff.choices import Role
from tests.matrix.rows import Row, by_account, by_rank
from tests.matrix.table import ROWS
from tests.matrix.trying import address_of, text_of
from tests.matrix.world import WORDS, Relation, World

pytestmark = [pytest.mark.row("L1"), pytest.mark.row("A2"), pytest.mark.long]

SCRIPT = "<script>zq()</script>"
HOSTILE: tuple[Any, ...] = (
    "",
    "项" * 4000,
    "9" * 5000,
    "-1",
    str(2**63),
    "0001-01-01",
    "9999-12-31",
    "0001-01",
    "9999-12",
    "2026-W54",
    "NaN",
    "²",
    "1_0",
    "%",
    "0001-01-01~1",
    "9999-12-31T23:59:59-12:00_1",
    f"~{2**63}",
    "bnVsbA==",
    "\u202e\ufdd0\x1b𠮷",
    b"\xed\xa0\x80\xff",
    "' OR 1=1 --",
    SCRIPT,
    ["1", "2"],
)
ANSWERS = frozenset({200, 204, 302, 400, 403, 404, 409, 422, 429})
QUESTIONS = [row for row in ROWS if row.method == "GET"]
# One of each kind of reach: by rank, by name, by what a partner serves.
READERS = (Role.BRANCH_LEAD, Role.ACCOUNT_MANAGER, Role.PARTNER)
FAR = (Relation.SIBLING, Relation.OTHER)


class NotingQuery(QueryDict):
    """What stands behind the question mark, noting the names that are asked for."""

    names: set[str]

    def get(self, key: Any, default: Any = None) -> Any:
        self.names.add(str(key))
        return super().get(key, default)

    def getlist(self, key: Any, default: Any = None) -> Any:
        self.names.add(str(key))
        return super().getlist(key, default)

    def __contains__(self, key: object) -> bool:
        self.names.add(str(key))
        return super().__contains__(key)


@contextmanager
def noting_names() -> Iterator[set[str]]:
    """Note the names that a page looks for in its address."""
    names: set[str] = set()

    class Query(NotingQuery):
        pass

    Query.names = names

    queries: dict[int, QueryDict] = {}

    def asked(request: WSGIRequest) -> QueryDict:
        return queries.setdefault(id(request), Query(request.META.get("QUERY_STRING", "")))

    with patch.object(WSGIRequest, "GET", property(asked)):
        yield names


def ask(world: World, role: Role, address: str, question: dict[str, Any]) -> tuple[int, str, Any]:
    """Return how a page answers, what can be read there, and which names it looked for."""
    with transaction.atomic(), noting_names() as names:
        found = world.client(role).get(address, question)
        page = text_of(found)
        transaction.set_rollback(True)
    return found.status_code, page, names


def near_of(row: Row, role: Role) -> Relation:
    """Return something that the role reaches."""
    reached = row.subject.reached(role) if row.subject else ()
    return min(reached, key=str, default=Relation.OWN)


def names_of(row: Row, world: World, role: Role) -> set[str]:
    """Return all names that a page looks for, also those that it looks for because of others."""
    address, names = address_of(row, world, near_of(row, role)), set[str]()
    for value in ("", "1", "2026-01-01"):
        names |= ask(world, role, address, dict.fromkeys(names, value))[2]
    return names


def readers_of(row: Row, world: World) -> Iterator[tuple[Role, set[str]]]:
    """Return who looks for which names: one role for each name that any of them looks for."""
    known: set[str] = set()
    first, *others = sorted(row.opens)
    for role in [first] if row.subject else [first, *others]:
        names = names_of(row, world, role) - known
        if names or role is first:
            yield role, names
        known |= names


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row.name)
def test_reads_or_refuses_whatever_is_asked(row: Row, world: World) -> None:
    wrong = []
    for role, names in readers_of(row, world):
        address = address_of(row, world, near_of(row, role))
        for value in HOSTILE:
            questions = [dict.fromkeys(names, value), *({name: value} for name in sorted(names))]
            for question in questions:
                status, page, _ = ask(world, role, address, question)
                said = f"{role}: {'+'.join(question)[:60]} = {str(value)[:20]!r}"
                wrong += [f"{said}: {status}"] if status not in ANSWERS else []
                wrong += [f"{said}: shows a script as it is"] if SCRIPT in page else []

    assert not wrong, "\n".join(wrong)


def pointers(world: World, far: Relation) -> set[str]:
    """Return by what one may ask for things that lie so."""
    account, unit, person = world.account(far), world.unit(far), world.person(far)
    ids = {str(one.pk) for one in (account, unit, person)}
    return ids | {account.number, account.name, unit.code}


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row.name)
def test_shows_nothing_out_of_reach_whatever_is_asked(row: Row, world: World) -> None:
    wrong = []
    for role in row.opens.intersection(READERS):
        near = near_of(row, role)
        address, names = address_of(row, world, near), names_of(row, world, role)
        within = by_rank(role) | by_account(role) | row.shows | {near}
        for far in set(FAR) - within:
            for pointer in sorted(pointers(world, far)):
                status, page, _ = ask(world, role, address, dict.fromkeys(names, pointer))
                # The name that was asked for is said again; then the number tells of a find.
                is_name = WORDS[far] in pointer
                sign = world.account(far).number if is_name else WORDS[far]
                said = f"{role} asks for {pointer} ({far.value})"
                wrong += [f"{said}: {status}"] if status not in ANSWERS else []
                wrong += [f"{said}: is shown"] if sign in page else []

    assert not wrong, "\n".join(wrong)
