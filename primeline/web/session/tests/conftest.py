"""What tests of signing in share: Lin at the front door, on a Tuesday at ten."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache

from primeline.staff import actions
from primeline.staff.models import Person
from primeline.testing import cast
from primeline.testing.cast import CASTING, TUESDAY_10AM
from primeline.web.session.tests.coming_in import PASSWORD, SECRET


@pytest.fixture
def tuesday() -> Iterator[time_machine.Traveller]:
    """Sign-in reads several clocks; all of them say Tuesday, ten o'clock."""
    cache.clear()
    with time_machine.travel(TUESDAY_10AM, tick=False) as traveller:
        yield traveller


@pytest.fixture
def lin(tuesday: time_machine.Traveller) -> Person:
    """Lin with a password, and without a second factor yet."""
    return actions.choose_password(
        person=cast.lin(), password=PASSWORD, by=CASTING, at=TUESDAY_10AM
    )


@pytest.fixture
def lin_with_telephone(lin: Person) -> Person:
    """Lin with a password and a second factor."""
    return actions.set_second_factor(person=lin, secret=SECRET, by=CASTING, at=TUESDAY_10AM)
