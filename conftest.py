"""What pytest needs to know of the whole house: where its databases come from."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.template import engines
from django.test import TransactionTestCase
from django.test.client import ClientHandler
from django.utils import timezone, translation
from hypothesis import HealthCheck
from jinja2 import FileSystemBytecodeCache
from pytest_django import DjangoDbBlocker

from primeline.audit.walls import open_for_system
from primeline.testing import plugin
from primeline.testing.databases import Copies, copies_for, empty, end_run, ensure_templates

# How long an example takes says how busy the machine is: speed is measured, never tested.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")

COMPARED_ELSEWHERE = re.compile(r'UPDATE .* IN \(SELECT .*\bU0\."(version|status)" = ')


def pytest_configure() -> None:
    settings.PASSWORD_HASHERS = ["primeline.testing.passwords.QuickArgon2PasswordHasher"]


@pytest.fixture(scope="session")
def copies(worker_id: str) -> Copies:
    """Return where this process has its databases from."""
    return copies_for(worker_id)


@pytest.fixture(scope="session")
def django_db_setup(copies: Copies, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give this process a migrated database, and every test that commits one of its own."""

    def throw_away(_: TransactionTestCase) -> None:
        copies.copy_template()

    with django_db_blocker.unblock():
        ensure_templates(copies)
        copies.copy_template()
    # Between tests the database is shut: one that says nothing of it would leave its rows there.
    with patch.object(TransactionTestCase, "_fixture_teardown", throw_away):
        yield
    with django_db_blocker.unblock():
        copies.remove_copy()


@pytest.fixture(scope="module", autouse=True)
def _nobody_there(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the tests of a module that says so begin with an archive in which nobody is."""
    if request.node.get_closest_marker("empty_archive") is None:
        yield
        return
    request.getfixturevalue("django_db_setup")
    blocker: DjangoDbBlocker = request.getfixturevalue("django_db_blocker")
    with blocker.unblock(), empty(request.getfixturevalue("copies")):
        yield


@pytest.fixture(scope="module")
def held_transaction(
    _nobody_there: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Hold a transaction around all tests of a module, for what they find there and leave alone."""
    with django_db_blocker.unblock(), transaction.atomic(), open_for_system():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _wall_open_to_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let tests see every row, as work of the system does; pages close the wall to their reader."""
    if not plugin.uses_a_database(request.node):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    with open_for_system():
        yield


@pytest.fixture(autouse=True)
def _comparing_where_it_sets(request: pytest.FixtureRequest) -> Iterator[None]:
    """Refuse a compare-and-set that compares in a question of its own.

    PostgreSQL does not ask such a question again after it has waited for whoever was faster, so
    both would win. Say `Exists(...)` where Django would make a join.
    """
    if not plugin.uses_a_database(request.node):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    with connection.execute_wrapper(_compare_where_you_set):
        yield


def _compare_where_you_set(execute: Any, sql: Any, *rest: Any) -> Any:
    if COMPARED_ELSEWHERE.match(str(sql)):
        raise AssertionError(f"both of two at once would win: {sql}")
    return execute(sql, *rest)


@pytest.fixture(autouse=True)
def _zone_of_nobody() -> Iterator[None]:
    """Leave no test in the time zone of whoever opened a page in the one before."""
    yield
    timezone.deactivate()


@pytest.fixture(autouse=True)
def _anchor_of_its_own(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test an anchor: copies of one template are archives of the same name."""
    if plugin.uses_a_database(request.node):
        file = Path(os.environ[plugin.RUN_FOLDER]) / f"anchor-{uuid4().hex}.jsonl"
        monkeypatch.setenv("PRIMELINE_ANCHOR_FILE", str(file))
        monkeypatch.setattr(settings, "PRIMELINE_ANCHOR_FILE", file)


@pytest.fixture(scope="session", autouse=True)
def _pages_compiled_once() -> None:
    """Let one process of a run compile a page for all of them."""
    folder = Path(os.environ[plugin.RUN_FOLDER]) / "pages"
    folder.mkdir(exist_ok=True)
    pages: Any = engines["jinja2"]
    pages.env.bytecode_cache = FileSystemBytecodeCache(str(folder))


@pytest.fixture(scope="session", autouse=True)
def _one_chain_of_middleware() -> Iterator[None]:
    """Build the chain of middleware once for all test clients: building it lists every file."""
    first = ClientHandler()
    load = ClientHandler.load_middleware

    def load_once(handler: ClientHandler, *args: Any, **kwargs: Any) -> None:
        if vars(first).get("_middleware_chain") is None:
            load(first, *args, **kwargs)
        vars(handler).update(vars(first) | {"enforce_csrf_checks": handler.enforce_csrf_checks})

    with patch.object(ClientHandler, "load_middleware", load_once):
        yield


@pytest.fixture(autouse=True)
def _words_in_english() -> Iterator[None]:
    """Let tests read what we say in English, whatever an earlier test has switched to."""
    with translation.override("en"):
        yield


def pytest_unconfigure() -> None:
    if plugin.LEADS:
        end_run()
