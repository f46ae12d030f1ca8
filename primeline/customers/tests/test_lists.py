"""When somebody last opened a list: kept by sitting, once for each person and list."""

from datetime import timedelta

import pytest

from primeline.customers.lists import SITTING, last_look
from primeline.customers.models import ListLook
from primeline.testing.cast import TUESDAY_10AM, greta, lin

pytestmark = [pytest.mark.django_db, pytest.mark.row("E5")]
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NOON = TUESDAY_10AM + 2 * HOUR


def test_the_first_look_has_none_before_it() -> None:
    assert last_look(lin().pk, "matters", at=TUESDAY_10AM) is None
    # Still the first sitting: paging through the list makes nothing old.
    assert last_look(lin().pk, "matters", at=TUESDAY_10AM + 5 * MINUTE) is None


def test_a_sitting_keeps_the_look_before_it_however_often_the_list_is_opened() -> None:
    last_look(lin().pk, "matters", at=TUESDAY_10AM)

    for minutes in (0, 0, 10, 35, 60):
        found = last_look(lin().pk, "matters", at=NOON + minutes * MINUTE)
        assert found == TUESDAY_10AM

    # The next one begins at the last time the list was opened, not at the first.
    assert last_look(lin().pk, "matters", at=NOON + 3 * HOUR) == NOON + HOUR
    assert ListLook.objects.count() == 1


def test_lists_and_people_are_apart() -> None:
    last_look(lin().pk, "matters", at=TUESDAY_10AM)
    last_look(lin().pk, "promises", at=TUESDAY_10AM + HOUR)
    last_look(greta().pk, "matters", at=TUESDAY_10AM + 2 * HOUR)

    at = TUESDAY_10AM + 10 * HOUR
    assert last_look(lin().pk, "matters", at=at) == TUESDAY_10AM
    assert last_look(lin().pk, "promises", at=at) == TUESDAY_10AM + HOUR
    assert last_look(greta().pk, "matters", at=at) == TUESDAY_10AM + 2 * HOUR


def test_a_form_that_is_shown_again_opens_no_list() -> None:
    assert last_look(lin().pk, "unit", at=TUESDAY_10AM, is_opened=False) is None
    assert not ListLook.objects.exists()
    last_look(lin().pk, "unit", at=TUESDAY_10AM)

    assert last_look(lin().pk, "unit", at=NOON, is_opened=False) == TUESDAY_10AM
    assert ListLook.objects.get().looked_at == TUESDAY_10AM


def test_a_clock_that_is_put_back_loses_nothing() -> None:
    last_look(lin().pk, "matters", at=TUESDAY_10AM)
    last_look(lin().pk, "matters", at=NOON)

    assert last_look(lin().pk, "matters", at=NOON - HOUR) == TUESDAY_10AM
    assert ListLook.objects.get().looked_at == NOON


def test_of_two_at_once_one_keeps_it_and_both_are_told_the_same() -> None:
    last_look(lin().pk, "matters", at=TUESDAY_10AM)
    kept = ListLook.objects.get()

    assert last_look(lin().pk, "matters", at=NOON) == TUESDAY_10AM
    # The other had read what stood there before; what it wants to set is set already.
    late = ListLook.objects.filter(looked_at=kept.looked_at)
    assert late.update(looked_at=NOON + SITTING) == 0
    assert last_look(lin().pk, "matters", at=NOON) == TUESDAY_10AM
