"""Limits of loads: from a month on, level by level, and going above one only when it is meant."""

from datetime import date

import pytest

from primeline.customers.choices import Tier
from primeline.kit.errors import Refused
from primeline.products.actions import install_reference
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    an_account,
    harbor_branch,
    lin,
    nora,
    sara,
)
from primeline.tiers import actions, queries
from primeline.tiers.choices import LoadLevel
from primeline.tiers.rules import check_load

pytestmark = [pytest.mark.django_db, pytest.mark.row("C5")]

APRIL, MAY, JUNE, AUGUST = (date(2026, month, 1) for month in (4, 5, 6, 8))


def put(most: int, month: date, level: LoadLevel = LoadLevel.DIAMOND) -> None:
    actions.set_load_limit(
        level=level, most_accounts=most, from_month=month, reason="So.", by=sara(), at=TUESDAY_10AM
    )


def most(month: date) -> int | None:
    now = {level: one for level, one, _later in queries.load_limits(month)}[LoadLevel.DIAMOND]
    return now.most_accounts if now else None


@pytest.fixture(autouse=True)
def _policies() -> None:
    install_reference(by=CASTING, at=TUESDAY_10AM)
    actions.install_policies(by=CASTING, at=TUESDAY_10AM)


def test_what_is_decided_for_an_earlier_month_replaces_what_was_to_come() -> None:
    assert most(APRIL) == 6
    put(5, MAY)
    put(4, AUGUST)
    assert [most(month) for month in (APRIL, MAY, JUNE, AUGUST)] == [6, 5, 5, 4]
    put(3, MAY)
    assert [most(month) for month in (APRIL, MAY, JUNE, AUGUST)] == [6, 3, 3, 3]
    put(2, JUNE)
    assert [most(month) for month in (APRIL, MAY, JUNE, AUGUST)] == [6, 3, 2, 2]
    for month in (date(2026, 3, 1), date(2026, 5, 2)):
        with pytest.raises(Refused):
            put(9, month)


def test_a_load_names_the_limits_it_is_above_and_only_leads_who_mean_it_go_on() -> None:
    put(1, APRIL)
    an_account("Harbor Silk", unit=harbor_branch(), manager=lin(), tier=Tier.DIAMOND)
    more = an_account("Harbor Tea", unit=harbor_branch(), manager=nora(), tier=Tier.DIAMOND)

    assert not queries.loads_of([lin().pk], month=APRIL)[lin().pk].is_over
    load = queries.load_with(lin().pk, [more.pk], month=APRIL)
    assert [(one.level, one.carried, one.most) for one in load.excesses] == [("T0", 2, 1)]
    check_load(load, may_go_on=True, is_meant=True)
    for may_go_on, is_meant in ((True, False), (False, True)):
        with pytest.raises(Refused):
            check_load(load, may_go_on=may_go_on, is_meant=is_meant)
    check_load(queries.load_with(nora().pk, [], month=APRIL), may_go_on=False, is_meant=False)
