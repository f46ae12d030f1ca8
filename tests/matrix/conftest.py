"""The world is built once for all rows, and thrown away with the transaction that holds it."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from primeline.audit.walls import open_for_system
from tests.matrix.world import World, build_world


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Return the world of the matrix."""
    with django_db_blocker.unblock(), transaction.atomic(), open_for_system():
        yield build_world()
        transaction.set_rollback(True)
