"""Routed by day: in which district visits are, and those in one district side by side."""

import pytest

from primeline.customers.actions import add_site
from primeline.customers.choices import CustomerKind, SiteKind
from primeline.customers.models import Customer
from primeline.customers.values import SiteFacts
from primeline.standards.models import Step
from primeline.testing.cast import TUESDAY_10AM, harbor_bank
from primeline.visits.choices import Manner
from primeline.visits.models import ServiceAction, StandardAction
from primeline.visits.queries.places import in_order, places_of
from primeline.visits.tests.planned import TEST

pytestmark = [pytest.mark.django_db, pytest.mark.row("G1")]
ORGANIZATION, INDIVIDUAL = CustomerKind.ORGANIZATION, CustomerKind.INDIVIDUAL


def account(pk: int, address: str, **facts: object) -> Customer:
    return Customer(pk=pk, address=address, **{"kind": ORGANIZATION} | facts)


@pytest.mark.engine("sqlite")
def test_the_district_is_read_from_an_address() -> None:
    addresses = {
        1: "东屿省屿城市老城区科技二路301号", 2: "屿城市老城区科技二路301号",
        3: "澜江省安远市青溪县人民路1号", 4: "屿城市科技园", 5: "1 Quay Street, Harbor", 6: "",
    }  # fmt: skip

    assert places_of(account(pk, address) for pk, address in addresses.items()) == {
        1: "屿城市 老城区", 2: "屿城市 老城区", 3: "安远市 青溪县", 4: "屿城市",
    }  # fmt: skip


@pytest.mark.engine("sqlite")
def test_says_nothing_of_homes_and_of_restricted_accounts() -> None:
    home = account(1, "屿城市老城区", kind=INDIVIDUAL)
    secret = account(2, "屿城市老城区", is_restricted=True, cover_name="Cedar")
    assert places_of([home, secret]) == {}


def test_the_head_office_comes_before_other_sites_and_the_address() -> None:
    bank = harbor_bank()
    for kind, name, district in (
        (SiteKind.STORE, "Store", "Hill"),
        (SiteKind.HEADQUARTERS, "Head office", "Quay"),
        (SiteKind.STORE, "Second store", "Lake"),
    ):
        facts = SiteFacts(name=name, kind=kind, city="Harbor", district=district)
        add_site(customer=bank, facts=facts, by=TEST, at=TUESDAY_10AM)

    assert places_of([bank]) == {bank.pk: "Harbor Quay"}


@pytest.mark.engine("sqlite")
def test_visits_in_one_district_stand_side_by_side_and_calls_after_them() -> None:
    visit, call = (
        StandardAction(step=Step(code=manner), manner=manner)
        for manner in (Manner.VISIT, Manner.CALL)
    )
    planned = [
        ServiceAction(pk=pk, customer_id=pk, standard=standard)
        for pk, standard in enumerate((call, visit, visit, visit, visit), 1)
    ]
    places = {1: "A", 2: "B", 4: "A", 5: "B"}

    assert [one.pk for one in in_order(planned, places)] == [4, 2, 5, 3, 1]
