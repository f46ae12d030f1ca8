"""What pytest needs to know of the whole house: where its databases come from."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from primeline.testing import plugin
from primeline.testing.databases import copies_for, end_run, ensure_template


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, worker_id: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Give this process a migrated database, and every test that commits one of its own."""
    copies = copies_for(worker_id)

    def throw_away(_: TransactionTestCase) -> None:
        copies.copy_template()

    with django_db_blocker.unblock():
        ensure_template(copies)
        copies.copy_template()
        with patch.object(TransactionTestCase, "_fixture_teardown", throw_away):
            yield
        copies.remove_copy()


def pytest_unconfigure() -> None:
    if plugin.LEADS:
        end_run()
