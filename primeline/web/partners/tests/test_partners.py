"""Partners in the browser: made one on the account's page, graded, and shown where they serve."""

import pytest

from primeline.partners.models import Partner, Serving
from primeline.testing.cast import (
    a_counter,
    an_account,
    greta,
    harbor_bank,
    harbor_branch,
    lake_mills,
    lin,
)
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.row("B5"), pytest.mark.engine("sqlite")]

CHAIN = {
    "kind": "RETAIL_CHAIN",
    "status": "ACTIVE",
    "since_date": "2026-01-05",
    "provinces": "东屿、澜江",
}


def test_an_account_becomes_a_partner_is_graded_and_serves_another() -> None:
    stores = an_account("Harbor Stores", unit=harbor_branch(), manager=lin())
    browser = signed_in(greta())
    register = f"/partners/new/{stores.number}/"
    assert browser.post(register, {**CHAIN, "since_date": "", "once": "a" * 24}).status_code == 422
    assert browser.post(register, {**CHAIN, "once": "b" * 24}).status_code == 302
    page = f"/partners/{Partner.objects.get().pk}/"
    # The account says so, and there is no second record of it.
    shown = browser.get(f"/accounts/{stores.number}/").content.decode()
    assert f'href="{page}"' in shown
    assert register not in shown
    twice = browser.post(register, {**CHAIN, "kind": "AGENT", "once": "e" * 24})
    assert twice.status_code == 422
    assert "a partner already" in twice.content.decode()
    assert "to be confirmed: NKA" in browser.get("/partners/").content.decode()

    assert browser.post(f"{page}grade/", {"version": 1, "grade": "GKA"}).status_code == 422
    assert browser.post(f"{page}grade/", {"version": 1, "grade": "NKA"}).status_code == 302
    assert Partner.objects.get().grade_confirmed_by == greta()

    serving = {"from_date": "2026-02-02", "once": "c" * 24}
    out_of_reach = {**serving, "number": lake_mills().number}
    assert browser.post(f"{page}servings/new/", out_of_reach).status_code == 422
    within = {**serving, "number": harbor_bank().number}
    assert browser.post(f"{page}servings/new/", within).status_code == 302
    assert "Harbor Bank" in browser.get(page).content.decode()
    account = browser.get(f"/accounts/{harbor_bank().number}/").content.decode()
    assert "Harbor Stores" in account

    path = f"{page}servings/{Serving.objects.get().pk}/end/"
    ending = {"version": 1, "to_date": "2026-03-03", "once": "d" * 24}
    assert browser.post(path, ending).status_code == 422
    assert browser.post(path, {**ending, "reason": "over"}).status_code == 302
    assert Serving.objects.get().active_to is not None


def test_a_partners_counter_sees_no_partners_and_others_read_chinese() -> None:
    counter = a_counter("counter")
    assert signed_in(counter).get("/partners/").status_code == 403

    browser = signed_in(greta())
    browser.post("/language/", {"language": "zh-hans", "next": "/"})
    assert "没有合作伙伴" in browser.get("/partners/?kind=RESELLER&grade=nonsense").content.decode()
