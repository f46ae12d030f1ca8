"""The schedule and whose time is over, through their pages."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.customers import actions as customers
from primeline.customers.values import ContactDetails
from primeline.rights import actions
from primeline.rights.choices import CaseStatus, DataClass
from primeline.rights.models import RetentionCase
from primeline.rights.queries import months_kept
from primeline.rights.tests.test_retention import sven
from primeline.rights.values import Due
from primeline.testing.cast import CASTING, TUESDAY_10AM, harbor_bank, sara
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite"), pytest.mark.row("B2")]
SHORTER = {"months": "12", "citation": "Board 12/2026", "reason": "Shorter is enough."}


def case_of(name: str) -> RetentionCase:
    """Return the case of somebody who left two years ago."""
    long_ago = TUESDAY_10AM - timedelta(days=900)
    contact = customers.add_contact(
        customer=harbor_bank(), details=ContactDetails(name=name), by=CASTING, at=long_ago
    )
    customers.retire_contact(contact=contact, version=contact.version, by=CASTING, at=long_ago)
    due = Due(
        customer_id=harbor_bank().pk,
        contact_id=contact.pk,
        data_class=DataClass.LEFT,
        ended_date=date(2023, 11, 10),
        due_date=date(2025, 11, 10),
    )
    actions.open_cases(due=[due], by=CASTING, at=TUESDAY_10AM)
    return RetentionCase.objects.get(contact=contact)


def test_two_people_set_a_period_in_both_languages() -> None:
    first, second = signed_in(sara()), signed_in(sven())
    page = "/rights/retention/LEFT/"
    bad = ("", "0", "361", "x" * 100_000, "<script>", "𠀀")
    for months in bad:
        answer = first.post(page, {**SHORTER, "months": months})
        assert answer.status_code == 422
        assert b"<script>alert" not in answer.content
    for kind in ("LOOKS", "SIGN_INS"):
        answer = first.post(f"/rights/retention/{kind}/", {**SHORTER, "months": "5"})
        assert answer.status_code == 422
    assert first.get("/rights/retention/NONE/").status_code == 404

    assert first.post(page, SHORTER).status_code == 302
    assert first.post(page, SHORTER).status_code == 422
    sent = {"version": "1", "outcome": "approve"}
    assert '<option value="" selected' in second.get(page).content.decode()
    unsaid = second.post(f"{page}decision/", {**sent, "outcome": ""}, follow=True)
    assert "Say whether it is put in force" in unsaid.content.decode()
    first.post(f"{page}decision/", sent)
    assert months_kept(DataClass.LEFT) == 24
    second.post(f"{page}decision/", sent)
    assert second.post(f"{page}decision/", sent).status_code == 404

    assert months_kept(DataClass.LEFT) == 12
    for language, words in (("en", "12 months"), ("zh-hans", "12 个月")):
        second.post("/language/", {"language": language})
        for address in ("/rights/retention/", page):
            assert words in second.get(address).content.decode()


def test_whose_time_is_over_stands_on_the_desk_masked_and_is_decided_there() -> None:
    browser, case = signed_in(sara()), case_of("王小敏")
    page = f"/rights/over/{case.pk}/"
    desk = browser.get("/rights/").content.decode()
    assert case.number in desk
    assert "王小敏" not in desk + browser.get(page).content.decode()

    form = {"version": "1", "outcome": "KEPT", "reason": "A claim is open.", "kept_until_date": ""}
    assert browser.post(page, form).status_code == 422
    for wrong in ("x" * 100_000, "<script>alert(1)</script>", "𠀀"):
        answer = browser.post(page, {**form, "outcome": wrong, "kept_until_date": wrong})
        assert answer.status_code == 422
        assert b"<script>alert" not in answer.content
    assert browser.post(page, {**form, "outcome": "ERASED"}).status_code == 302
    assert browser.post(page, {**form, "outcome": "ERASED"}).status_code in (409, 422)

    case.refresh_from_db()
    assert case.status == CaseStatus.ERASED
    for language, words in (("en", "Erased"), ("zh-hans", "已删除")):
        browser.post("/language/", {"language": language})
        assert words in browser.get(page).content.decode()
        assert words in browser.get("/rights/").content.decode()


def test_the_desk_costs_the_same_for_any_number() -> None:
    browser, costs = signed_in(sara()), []
    for names in (["王小敏"], ["李四光", "赵钱孙", "周吴郑"]):
        for name in names:
            case_of(name)
        browser.get("/rights/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/rights/")
        costs.append(len(asked))

    assert costs[0] == costs[1] <= 20
