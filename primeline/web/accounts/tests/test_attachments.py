"""Files of an account in the browser: brought once, handed out for saving only, withdrawn."""

from typing import Any

import pytest
from django.test import Client

from primeline.customers.models import Attachment
from primeline.kit.deeds import act
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    greta,
    harbor_bank,
    lin,
    mira,
    omar,
)
from primeline.testing.doors import signed_in
from primeline.testing.papers import pdf, upload
from primeline.web.accounts.tests.test_contracts import signed

pytestmark = [pytest.mark.django_db, pytest.mark.row("B3"), pytest.mark.mainly("sqlite")]


def bring(browser: Client, **facts: Any) -> Any:
    sent = {"once": "a" * 24, "file": upload("合同.pdf"), "kind": "CONTRACT", "note": "v1"} | facts
    return browser.post(f"/accounts/{harbor_bank().number}/attachments/new/", sent)


def address(attachment: Attachment) -> str:
    return f"/accounts/{harbor_bank().number}/attachments/{attachment.pk}/"


def test_a_file_is_brought_once_however_often_it_is_sent() -> None:
    browser = signed_in(lin())

    answers = [bring(browser).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Attachment.objects.count() == 1
    page = browser.get(f"/accounts/{harbor_bank().number}/attachments/").content.decode()
    assert "合同.pdf" in page
    told = browser.get(f"/accounts/{harbor_bank().number}/timeline/").content.decode()
    assert "A file was attached: Contract." in told


def test_whoever_answers_for_the_account_sees_who_took_out_which_file() -> None:
    bring(signed_in(lin()))
    signed_in(greta()).get(address(Attachment.objects.get()))

    page = signed_in(lin()).get(f"/accounts/{harbor_bank().number}/looks/").content.decode()

    assert "A file, taken out: Contract" in page


@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("file", {"file": ""}),
        ("file", {"file": upload("page.html", b"<script>alert(1)</script>")}),
        ("file", {"file": upload("page.pdf", b"<script>alert(1)</script>")}),
        ("file", {"file": upload("empty.pdf", b"")}),
        ("kind", {"kind": ""}),
        ("kind", {"kind": "SELFIE"}),
        ("note", {"note": "x" * 201}),
    ],
)
def test_says_at_its_field_what_is_wrong(field: str, facts: dict[str, Any]) -> None:
    answer = bring(signed_in(lin()), **facts)

    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_file_is_handed_out_for_saving_and_never_for_showing() -> None:
    browser = signed_in(lin())
    bring(browser)

    answer = browser.get(address(Attachment.objects.get()))

    assert answer.content == pdf()
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "application/pdf"


@pytest.mark.row("L1")
def test_nobody_out_of_reach_gets_a_file_whatever_account_they_name() -> None:
    bring(signed_in(lin()))
    attachment = Attachment.objects.get()

    assert signed_in(mira()).get(address(attachment)).status_code == 404
    elsewhere = address(attachment).replace(harbor_bank().number, "C-9999999")
    assert signed_in(omar()).get(elsewhere).status_code == 404


def test_papers_of_people_are_closed_to_whoever_sees_them_masked() -> None:
    bring(signed_in(lin()), kind="IDENTITY")
    browser = signed_in(greta())

    page = browser.get(f"/accounts/{harbor_bank().number}/attachments/").content.decode()

    assert "合同.pdf" not in page
    assert browser.get(address(Attachment.objects.get())).status_code == 404


def test_whoever_withdraws_a_file_of_a_contract_is_back_at_the_contract() -> None:
    browser, contract = signed_in(lin()), signed()
    bring(browser)
    with act(kind="test.write", by=CASTING, at=TUESDAY_10AM):
        Attachment.objects.update(subject_kind="agreement", subject_id=contract.pk)
    path = f"{address(Attachment.objects.get())}withdrawal/"

    answer = browser.post(path, {"version": 1, "once": "b" * 24, "reason": "Wrong scan"})

    assert answer["Location"] == f"/accounts/{harbor_bank().number}/contracts/{contract.pk}/"


def test_a_file_is_withdrawn_with_a_reason_and_stays() -> None:
    browser = signed_in(lin())
    bring(browser)
    path = f"{address(Attachment.objects.get())}withdrawal/"
    facts = {"version": 1, "once": "b" * 24}

    assert browser.post(path, facts).status_code == 422
    assert browser.post(path, facts | {"reason": "Wrong scan"}).status_code == 302

    assert not Attachment.objects.get().is_active
    page = browser.get(f"/accounts/{harbor_bank().number}/attachments/").content.decode()
    assert "withdrawn" in page
