"""The page of a group: what it shows to whom, what it costs, and what can be done there."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from primeline.customers import actions as customers
from primeline.customers.choices import BillStatus, BranchPart
from primeline.customers.models import Bill, Customer, GroupDuty, GroupLink
from primeline.kit import clock
from primeline.kit.deeds import System, act
from primeline.products import actions as products
from primeline.products.models import Agreement
from primeline.products.values import AgreementTerms
from primeline.staff.choices import Role
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    a_counter,
    a_person,
    an_account,
    greta,
    harbor_bank,
    harbor_branch,
    lake_branch,
    lake_mills,
    lin,
    mira,
)
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.row("B13"), pytest.mark.engine("sqlite")]


def a_member(name: str, *, under: Customer, far: bool = False) -> Customer:
    unit, manager = (lake_branch(), mira()) if far else (harbor_branch(), lin())
    account = an_account(name, unit=unit, manager=manager)
    customers.join_group(
        child=account, parent=under, from_date=date(2026, 1, 5), by=CASTING, at=TUESDAY_10AM
    )
    return account


def page(browser: Client, customer: Customer) -> str:
    answer = browser.get(f"/accounts/{customer.number}/group/")
    assert answer.status_code == 200
    return answer.content.decode()


def sent(browser: Client, customer: Customer, path: str, **facts: Any) -> int:
    return browser.post(f"/accounts/{customer.number}/group/{path}", facts).status_code


def test_shows_the_whole_with_its_sums_and_what_lies_beyond_only_as_a_number() -> None:
    bank, browser = harbor_bank(), signed_in(greta())
    leasing = a_member("Harbor Leasing", under=bank)
    a_member("Lake Trucks", under=bank, far=True)
    month = clock.now().date().replace(day=1)
    link = GroupLink.objects.get(child=leasing)
    customers.set_payer(link=link, version=1, payer=bank, by=lin(), at=TUESDAY_10AM)
    with act(kind="test.bill", by=System("test"), at=TUESDAY_10AM):
        Bill.objects.create(
            customer=bank,
            bill_month=month,
            amount_cents=765_400,
            due_date=date(2026, 1, 1),
            status=BillStatus.OVERDUE,
        )

    shown = page(browser, bank)

    assert "1 account right below" in shown
    assert "Harbor Leasing" in shown
    assert "paid by Harbor Bank" in shown
    assert "¥7,654" in shown
    assert "1 further account lies outside your reach" in shown
    assert "Lake Trucks" not in shown
    assert "Lake Trucks" in page(signed_in(a_person("hq", "总", "Hq", _top(), Role.ANALYST)), bank)


def _top() -> Any:
    parent = harbor_branch().parent
    assert parent is not None
    return parent.parent


def test_costs_the_same_however_many_accounts_there_are() -> None:
    bank, browser = harbor_bank(), signed_in(greta())
    costs = []
    for size in (2, 20):
        for number in range(size):
            above = bank if number % 2 else harbor_bank()
            a_member(f"Member {size}-{number}", under=above)
        page(browser, bank)
        with CaptureQueriesContext(connection) as asked:
            page(browser, bank)
        costs.append(len(asked))

    assert costs[0] == costs[1] <= 22


def test_accounts_are_placed_paid_for_and_taken_out() -> None:
    bank, browser = harbor_bank(), signed_in(lin())
    leasing = an_account("Harbor Leasing", unit=harbor_branch(), manager=lin())
    facts = {"once": "a" * 24, "from_date": "2026-02-02"}
    for wrong in ("C-9999999", lake_mills().number, bank.number):
        assert sent(browser, bank, "subsidiaries/new/", number=wrong, **facts) == 422

    assert sent(browser, leasing, "place/", number=bank.number, **facts) == 302
    assert sent(browser, leasing, "payer/", version=1, payer=bank.pk) == 302
    assert GroupLink.objects.get().payer == bank
    assert sent(browser, leasing, "payer/", version=2, payer=lake_mills().pk) == 422
    leaving = {"version": 2, "once": "b" * 24}
    assert sent(browser, leasing, "leave/", **leaving) == 422
    assert sent(browser, leasing, "leave/", reason="sold", **leaving) == 302
    assert GroupLink.objects.get().active_to is not None
    told = browser.get(f"/accounts/{leasing.number}/timeline/?topic=GROUP").content.decode()
    assert "The account left its group. Reason: sold" in told
    assert "Harbor Bank" in page(browser, leasing)


def test_a_subsidiary_calls_off_from_the_framework_contract_of_its_group() -> None:
    bank, browser = harbor_bank(), signed_in(greta())
    leasing = a_member("Harbor Leasing", under=bank)
    for number, account in (("KJ-1", bank), ("DD-1", leasing), ("ZZ-1", lake_mills())):
        terms = AgreementTerms(number=number, starts_date=date(2026, 1, 1))
        products.sign_agreement(customer=account, terms=terms, by=CASTING, at=TUESDAY_10AM)
    papers = {one.number: one for one in Agreement.objects.all()}
    products.place_agreement(
        agreement=papers["ZZ-1"], version=1, is_framework=True, by=CASTING, at=TUESDAY_10AM
    )

    frame, order = (f"contracts/{papers[number].pk}/" for number in ("KJ-1", "DD-1"))
    assert sent(browser, leasing, order, version=1, framework=papers["KJ-1"].pk) == 422
    assert sent(browser, bank, frame, version=1, is_framework="on") == 302
    assert sent(browser, leasing, order, version=1, framework=papers["ZZ-1"].pk) == 422
    assert sent(browser, leasing, order, version=1, framework=papers["KJ-1"].pk) == 302
    assert sent(browser, bank, frame, version=2) == 422

    shown = page(browser, leasing)
    assert "KJ-1" in shown
    assert "DD-1" in shown
    assert "ZZ-1" not in shown


def test_branches_promise_and_keep_and_a_partner_sees_nothing_of_it() -> None:
    bank, browser = harbor_bank(), signed_in(lin())
    unit = {"unit": lake_branch().pk, "part": "ASSISTS", "once": "a" * 24}
    assert sent(browser, bank, "branches/new/", **unit) == 302
    branch = bank.group_branches.get()
    duty = {"text": "Survey of the quay", "due_date": "2099-01-01", "once": "c" * 24}
    assert sent(browser, bank, f"branches/{branch.pk}/duties/new/", **duty) == 302
    assert "Survey of the quay" in page(browser, bank)
    at_counter = signed_in(a_counter("counter", bank))
    assert at_counter.get(f"/accounts/{bank.number}/group/").status_code == 403
    told = "".join(
        at_counter.get(f"/accounts/{bank.number}/timeline/{rest}").content.decode()
        for rest in ("", "?topic=GROUP")
    )
    assert "Survey of the quay" not in told
    assert lake_branch().name_en not in told
    assert (
        "Survey of the quay" in browser.get(f"/accounts/{bank.number}/timeline/").content.decode()
    )

    owed = GroupDuty.objects.get()
    done = {"version": 1, "done_date": "2026-04-28", "once": "d" * 24}
    assert sent(signed_in(greta()), bank, f"duties/{owed.pk}/done/", **done) == 302
    assert GroupDuty.objects.get().done_date == date(2026, 4, 28)
    release = {"version": 1, "reason": "over", "once": "e" * 24}
    assert sent(browser, bank, f"branches/{branch.pk}/release/", **release) == 302


def test_reads_in_chinese() -> None:
    bank, browser = harbor_bank(), signed_in(greta())
    a_member("Harbor Leasing", under=bank)
    customers.name_branch(
        customer=bank, unit=harbor_branch(), part=BranchPart.HOST, by=lin(), at=TUESDAY_10AM
    )
    browser.post("/language/", {"language": "zh-hans", "next": "/"})

    shown = page(browser, bank)

    for words in ("集团成员", "直属下级 1 个", "统付与分付", "主办分公司"):
        assert words in shown


def test_draws_the_levels_and_the_branches_that_it_shows_anyhow() -> None:
    bank = harbor_bank()
    leasing = a_member("Harbor Leasing", under=bank)
    a_member("Harbor Vans", under=leasing)
    a_member("Lake Trucks", under=leasing, far=True)
    customers.name_branch(
        customer=leasing, unit=lake_branch(), part=BranchPart.ASSISTS, by=lin(), at=TUESDAY_10AM
    )

    drawn = page(signed_in(greta()), bank).split('<svg class="map"')[1].split("</svg>")[0]

    assert drawn.count("<rect") == 4
    assert drawn.count("map-line") == 3
    assert drawn.count("map-broken") == 1
    for name in ("Harbor Vans", "Lake branch, Assisting branch"):
        assert f"<title>{name}" in drawn
    assert "Lake Trucks" not in drawn
