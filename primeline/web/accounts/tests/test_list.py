"""The list of accounts: nothing out of reach, every page at the same cost, views that are kept."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from primeline.customers import actions as customers
from primeline.customers.choices import BillStatus, CustomerKind, Tier
from primeline.customers.models import Bill, Customer, SavedView
from primeline.kit.deeds import System, act
from primeline.testing.cast import (
    TUESDAY_10AM,
    ada,
    an_account,
    greta,
    harbor_bank,
    harbor_branch,
    hill_branch,
    lake_mills,
    lin,
    mira,
    omar,
    sara,
)
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.mainly("sqlite")]

LIST = "/accounts/"


def page_of(browser: Client, **query: Any) -> str:
    answer = browser.get(LIST, query)
    assert answer.status_code == 200
    return answer.content.decode()


def queries_of(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


class TestReach:
    @pytest.mark.row("A2")
    def test_shows_managers_their_own_accounts_only(self) -> None:
        harbor_bank()
        lake_mills()

        shown = page_of(signed_in(lin()))

        assert "Harbor Bank" in shown
        assert "Lake Mills" not in shown
        assert "1 account" in shown

    def test_shows_nothing_of_harbor_bank_to_mira(self) -> None:
        bank = harbor_bank()
        browser = signed_in(mira())

        for query in ({}, {"q": "Harbor"}, {"q": bank.number}, {"manager": lin().pk}):
            shown = page_of(browser, **query)
            assert "Harbor Bank" not in shown
            assert "0 accounts" in shown

    def test_refuses_somebody_who_sees_no_accounts(self) -> None:
        assert signed_in(ada()).get(LIST).status_code == 403

    def test_sends_strangers_to_the_login(self, client: Client) -> None:
        answer = client.get(LIST)

        assert answer.status_code == 302
        assert answer["Location"].startswith("/login/")

    @pytest.mark.row("A8")
    def test_shows_restricted_accounts_to_cleared_people_by_their_cover_name(self) -> None:
        bank = harbor_bank()
        customers.restrict_customer(
            customer=bank,
            version=bank.version,
            cover_name="Spruce",
            by=sara(),
            at=TUESDAY_10AM,
            reason="classified",
        )
        customers.clear_person(customer=bank, person=lin(), by=sara(), at=TUESDAY_10AM)

        assert "0 accounts" in page_of(signed_in(omar()))
        cleared = page_of(signed_in(lin()))
        assert "Spruce" in cleared
        assert "Harbor Bank" not in cleared


class TestFilters:
    def test_narrow_the_list(self) -> None:
        harbor_bank(tier=Tier.GOLD)
        an_account("Hill Farm", unit=hill_branch(), tier=Tier.SILVER)
        an_account("Corner Shop", unit=harbor_branch())
        browser = signed_in(omar())

        for query, expected in (
            ({"tier": "T1"}, {"Harbor Bank"}),
            ({"tier": ["T1", "T2"]}, {"Harbor Bank", "Hill Farm"}),
            ({"key": "no"}, {"Corner Shop"}),
            ({"unit": hill_branch().pk}, {"Hill Farm"}),
            ({"manager": lin().pk}, {"Harbor Bank"}),
            ({"gap": "NO_MANAGER"}, {"Hill Farm", "Corner Shop"}),
            ({"gap": "NO_CONTACT", "key": "yes"}, {"Harbor Bank", "Hill Farm"}),
            ({"q": "farm"}, {"Hill Farm"}),
            ({"line": "NO_SUCH_LINE"}, {"Harbor Bank", "Hill Farm", "Corner Shop"}),
        ):
            shown = page_of(browser, **query)
            names = {"Harbor Bank", "Hill Farm", "Corner Shop"}
            assert {name for name in names if f">{name}<" in shown} == expected, query

    def test_find_who_owes_for_how_long(self) -> None:
        for name, days, status in (
            ("Harbor Bank", 40, BillStatus.SENT),
            ("Hill Farm", 5, BillStatus.SENT),
            ("Corner Shop", 400, BillStatus.CANCELLED),
        ):
            owing = an_account(name, unit=harbor_branch())
            due = timezone.localdate() - timedelta(days=days)
            with act(kind="test.bill", by=System("test"), at=TUESDAY_10AM):
                Bill.objects.create(
                    customer=owing,
                    bill_month=due.replace(day=1),
                    amount_cents=100,
                    due_date=due,
                    status=status,
                )
        browser = signed_in(omar())

        for days, expected in (
            (0, {"Harbor Bank", "Hill Farm"}),
            (30, {"Harbor Bank"}),
            (90, set()),
        ):
            shown = page_of(browser, arrears=days)
            names = {"Harbor Bank", "Hill Farm", "Corner Shop"}
            assert {name for name in names if f">{name}<" in shown} == expected, days
            assert ('<td role="cell" data-label="Arrears"' in shown) == bool(expected), days

    @pytest.mark.parametrize(
        "address",
        [
            "?sort=nonsense&tier=T9&key=maybe&unit=x&manager=-1&gap=HOLE&status=GONE",
            "?unit=99999999&manager=999&industry=NONE&line=NONE",
            "?cols=nonsense&view=1&filters=1&arrears=-1",
            "?q=%25_",
        ],
    )
    def test_make_nothing_of_words_that_are_not_ours(self, address: str) -> None:
        assert signed_in(lin()).get(LIST + address).status_code == 200

    @pytest.mark.parametrize("key", ["999999", "x", "-1", "1;DROP", "９"])
    def test_refuse_a_place_that_is_not_in_the_list(self, key: str) -> None:
        assert signed_in(lin()).get(LIST, {"after": key}).status_code == 404


def add_accounts(count: int, *, since: int = 0) -> None:
    """Put many accounts of Harbor branch on file at once; threes of them cost the same."""
    with act(kind="test.fill", by=System("test"), at=TUESDAY_10AM):
        Customer.objects.bulk_create(
            Customer(
                number=f"T-{number:05d}",
                kind=CustomerKind.ORGANIZATION,
                name=f"Account {number}",
                owner_unit=harbor_branch(),
                monthly_fee_cents=number // 3 * 100,
            )
            for number in range(since, since + count)
        )


def numbers_on(shown: str) -> list[str]:
    return re.findall(r'href="/accounts/(T-\d+)/"', shown)


def way_to(rel: str, shown: str) -> str | None:
    found = re.search(rf'rel="{rel}" href="([^"]*)"', shown)
    return None if found is None else LIST + unescape(found[1])


class TestPages:
    @pytest.mark.parametrize("sort", ["fee", "-fee", "number", "-number", "name", "-name"])
    def test_walk_through_all_rows_once_and_back(self, sort: str) -> None:
        add_accounts(125)
        browser = signed_in(greta())

        pages = [browser.get(LIST, {"sort": sort}).content.decode()]
        while further := way_to("next", pages[-1]):
            pages.append(browser.get(further).content.decode())
        back = way_to("prev", pages[2])

        numbers = [number for shown in pages for number in numbers_on(shown)]
        assert len(pages) == 3
        assert len(numbers) == len(set(numbers)) == 125
        assert back is not None
        assert numbers_on(browser.get(back).content.decode()) == numbers_on(pages[1])

    def test_cost_the_same_however_many_rows_there_are(self) -> None:
        add_accounts(3)
        browser = signed_in(greta())
        browser.get(LIST)

        few = queries_of(browser, LIST)
        add_accounts(100, since=3)

        assert queries_of(browser, LIST) == few
        # Session, person, reach, clearances, rows, count, kept views, what the rows hold (two),
        # names of lines, whether this is an example.
        assert few == 11


class TestKeptViews:
    def test_are_kept_shown_and_forgotten(self) -> None:
        browser = signed_in(lin())

        browser.post("/accounts/views/?tier=T1&after=5", {"name": "My gold"})
        view = SavedView.objects.get()

        assert view.query == "tier=T1"
        assert "My gold" in page_of(browser)
        browser.post(f"/accounts/views/{view.pk}/")
        assert not SavedView.objects.exists()

    def test_belong_to_one_person(self) -> None:
        signed_in(lin()).post("/accounts/views/?tier=T1", {"name": "My gold"})
        view = SavedView.objects.get()
        browser = signed_in(mira())

        assert "My gold" not in page_of(browser)
        assert browser.post(f"/accounts/views/{view.pk}/").status_code == 404
        assert SavedView.objects.exists()

    def test_need_a_name(self) -> None:
        signed_in(lin()).post("/accounts/views/?tier=T1", {"name": " "})

        assert not SavedView.objects.exists()
