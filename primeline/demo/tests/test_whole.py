"""The example at its full size, as its people see it. Making it takes a minute."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from primeline.audit.walls import open_for_system
from primeline.customers import queries as customers
from primeline.customers.choices import CustomerStatus
from primeline.demo import actions
from primeline.demo.plan.care import NO_DEPUTY_YET, WITHOUT_DEPUTY, WITHOUT_MANAGER
from primeline.demo.tests.record import out_of_order, stood_otherwise
from primeline.kpi import queries as kpi
from primeline.kpi.choices import LineChoice
from primeline.kpi.dues import DueKind
from primeline.kpi.figures import Figures
from primeline.kpi.measures import LOST_TO_GAINED
from primeline.kpi.values import Scope
from primeline.staff.models import Person, Unit
from primeline.staff.reach import Reach
from primeline.tiers import queries as tiers
from primeline.tiers.choices import Alarm

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.empty_archive,
    pytest.mark.long,
    pytest.mark.row("M2"),
    pytest.mark.timeout(1500),
]

TODAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
# Gained and lost a month, opening bases, and the ratios of the page.
FIRST_YEAR, SECOND_YEAR = (4540, 912, 432), (5020, 960, 360)
RATIOS = {
    "DONGYU": (47, 34),
    "LANJIANG": (38, 27),
    "ZHONGYUAN": (49, 40),
    "NANPU": (46, 42),
    "BEILU": (76, 66),
    "XILING": (44, 41),
}


@pytest.fixture(scope="module", autouse=True)
def whole(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The whole operator, in a transaction around the tests of this module."""
    with django_db_blocker.unblock(), open_for_system(), transaction.atomic():
        actions.seed_example(today=TODAY, at=AT)
        yield
        transaction.set_rollback(True)


def reach(username: str) -> Reach:
    return customers.reach_now(Person.objects.get(username=username), at=AT)


def leased(username: str) -> Figures:
    scope = Scope(
        reach=reach(username),
        first_month=date(2024, 11, 1),
        as_of=date(2026, 10, 31),
        lines=LineChoice.LEASED,
    )
    return kpi.figures_of(scope)


@pytest.mark.parametrize("username", ["gu.siyuan", "shen.yan", "lu.qingyue"])
def test_headquarters_lose_and_gain_what_the_page_says(username: str) -> None:
    figures = leased(username)
    months = list(figures.by_month())
    years = [figures.tally(months[:12]), figures.tally(months[12:])]

    found = [(year.base_count, year.gained_count, year.lost_count) for year in years]
    assert found == [FIRST_YEAR, SECOND_YEAR]
    assert sum(year.netted_out_count for year in years[1:]) == 140
    assert dict(years[1].netted_by_kind) == {"MOVE": 62, "SWAP": 54, "RENAME": 24}
    for (month, tally), (following, next_tally) in zip(
        figures.by_month().items(), list(figures.by_month().items())[1:], strict=False
    ):
        held = tally.base_count + tally.gained_count - tally.lost_count
        assert held == next_tally.base_count, (month, following)


def test_provinces_have_the_ratios_of_the_page() -> None:
    figures = leased("gu.siyuan")
    months = list(figures.by_month())
    provinces = {unit.path: unit.code for unit in Unit.objects.filter(kind="PROVINCE")}
    paths = dict(Unit.objects.values_list("pk", "path"))
    codes = {
        pk: next((code for above, code in provinces.items() if path.startswith(above)), "HQ")
        for pk, path in paths.items()
    }
    numbers = {code: place for place, code in enumerate(sorted(set(codes.values())))}
    place_of = {pk: numbers[code] for pk, code in codes.items()}

    for code, wanted in RATIOS.items():
        for year, percent in zip((months[:12], months[12:]), wanted, strict=True):
            share = LOST_TO_GAINED.of(figures.by_unit(year, place_of)[numbers[code]])
            assert share.value == pytest.approx(percent / 100, abs=0.025), code


@pytest.mark.parametrize("username", ["gu.siyuan", "shen.yan", "su.wanqing"])
def test_headquarters_see_every_gap(username: str) -> None:
    alarms = tiers.alarm_counts(reach(username), today=TODAY)

    assert alarms == Counter(
        {
            Alarm.AWAY_WITHOUT_DEPUTY: WITHOUT_DEPUTY,
            Alarm.NO_MANAGER: WITHOUT_MANAGER,
            Alarm.NO_DEPUTY: NO_DEPUTY_YET,
        }
    )


def test_headquarters_see_every_contract_that_ends() -> None:
    dues = kpi.dues_of(reach("shen.yan"), today=TODAY)
    large = [d for d in dues.of_kind("CONTRACT_ENDS") if d.tier in {"T0", "T1"}]

    assert dues.counts[DueKind.CONTRACT_ENDS] == 320
    assert dues.counts[DueKind.CONTRACT_ENDED] == 75
    # Planned are 41; levels set by hand move a few up and down.
    assert len(large) == pytest.approx(41, abs=4)


def test_arrears_are_those_of_the_page() -> None:
    over_30, over_90 = kpi.arrears_within(reach("shen.yan"), today=TODAY)

    assert over_30.accounts_count / 2000 == pytest.approx(0.065, abs=0.01)
    assert over_30.cents / 2_700_000_000 == pytest.approx(0.041, abs=0.015)
    assert over_90.cents / 2_700_000_000 == pytest.approx(0.013, abs=0.008)


def test_everybody_at_headquarters_serves_what_is_not_restricted() -> None:
    served = customers.visible_to(reach("shen.yan")).exclude(
        status__in=(CustomerStatus.CLOSED, CustomerStatus.PROSPECT)
    )

    # The head of the service center is cleared; whoever has the night watch is not.
    assert served.count() == 20_000 - 12
    assert served.filter(is_key_account=True).count() == 2_000 - 12


@pytest.mark.parametrize("username", ["lin.zhixia", "he.mingchuan", "cheng.lifeng"])
def test_a_login_has_a_morning_of_work(username: str) -> None:
    dues = kpi.dues_of(reach(username), today=TODAY)

    assert 4 <= dues.matters_count <= 13
    assert dues.overdue_counts.total() >= 1


def test_the_counter_sees_its_accounts_only() -> None:
    assert customers.visible_to(reach("yin.xiaoman")).count() == 42


def test_accounts_stood_as_their_history_has_it_told_in_order_of_time() -> None:
    assert not out_of_order()
    assert not stood_otherwise(reach("lu.qingyue"))
