"""These tests live on a Tuesday in April 2026."""

from collections.abc import Iterator

import pytest
import time_machine

from primeline.kpi.tests.story import the_story
from primeline.testing.cast import TUESDAY_10AM


@pytest.fixture(autouse=True)
def _tuesday() -> Iterator[None]:
    with time_machine.travel(TUESDAY_10AM):
        yield


@pytest.fixture(scope="module")
def _story(held_transaction: None) -> None:
    the_story()
