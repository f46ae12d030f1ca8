"""Pages and saves can still be measured: the floor repeats what they ask of the database."""

from datetime import UTC, datetime

import pytest

from primeline.bench.bodies import BENCHES, keeping, owing, pages, saving, telling, working
from primeline.bench.loading import load
from primeline.bench.place import Place
from primeline.commitments.models import RungFired
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now

pytestmark = pytest.mark.empty_archive

NOON = datetime(2026, 4, 7, 4, tzinfo=UTC)
ACCOUNTS = 40


@pytest.fixture
def place(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(pages, "REQUESTS", 8)
    monkeypatch.setattr(saving, "SAVES", 4)
    monkeypatch.setattr(telling, "PAGES", 4)
    monkeypatch.setattr(owing, "OPENED", 2)
    monkeypatch.setattr(owing, "DUE", 3)
    monkeypatch.setattr(working, "JOBS", 2)
    person, lead = load(n=ACCOUNTS, at=NOON)
    return Place(n=ACCOUNTS, at=NOON, person=person, lead=lead)


def test_pages_and_saves_are_measured_beside_a_floor(place: Place) -> None:
    results = [
        result
        for name in ("account_page", "account_list", "account_save")
        for result in BENCHES[name](place)
    ]

    assert [result.n for result in results] == [ACCOUNTS] * 6
    assert all(result.value > 0 for result in results)
    # The floor has really written: once by hand and once by the page, after the one that warms up.
    versions = sorted(Customer.objects.filter(version__gt=1).values_list("version", flat=True))
    assert versions == [2] + [3] * 12


def test_owing_scanning_and_working_are_measured_beside_a_floor(place: Place) -> None:
    names = ("commitment_open", "due_scan", "worker")
    results = [result for name in names for result in BENCHES[name](place)]

    assert all(result.value > 0 for result in results)
    # The scan has fired what was due and nothing else.
    fired = RungFired.objects.values("commitment").distinct().count()
    assert fired == owing.DUE * (owing.ROUNDS + 2)


def test_a_search_is_measured_beside_the_query_by_hand(place: Place) -> None:
    results = list(BENCHES["search"](place))

    assert [result.unit for result in results] == ["ms CPU", "ms"] * 2
    assert all(result.floor > 0 for result in results)


def test_a_long_timeline_is_measured_where_it_begins_in_the_middle_and_after_it(
    place: Place,
) -> None:
    results = list(BENCHES["timeline"](place))

    places = ("first page", "in the middle", "page after it")
    assert [result.case.endswith(places) for result in results] == [True] * 6
    assert all(result.value > 0 and result.floor > 0 for result in results)
    longest = Customer.objects.earliest("id").timeline.count()
    assert longest == ACCOUNTS + 1


def test_what_came_due_is_measured_beside_a_count_of_the_same_by_hand(place: Place) -> None:
    results = list(BENCHES["kept_owed"](place))

    assert [(one.n, one.case.split(", ")[1]) for one in results] == [
        (ACCOUNTS, "headquarters"), (ACCOUNTS, "headquarters"),
        (ACCOUNTS, "branch"), (ACCOUNTS, "branch"),
    ]  # fmt: skip
    two_years = (NOON - keeping.SPAN, NOON)
    asked = keeping.ask(reach_now(place.person, at=NOON), two_years).whole
    by_hand = sum(row[-1] for row in keeping.ask_by_hand(None, two_years))
    assert asked.owed_count == by_hand == ACCOUNTS
    assert asked.kept_count == ACCOUNTS * 7 // 10
    branch = keeping.ask(reach_now(place.lead, at=NOON), two_years).whole.owed_count
    by_hand = sum(row[-1] for row in keeping.ask_by_hand(place.lead.home_unit_id, two_years))
    assert 0 < branch == by_hand < ACCOUNTS
