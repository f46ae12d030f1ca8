"""Pages of papers: opened, ticked and waived from them, listed for whoever keeps the archive."""

import secrets
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from primeline.customers.models import Attachment
from primeline.papers.actions import install_papers
from primeline.papers.models import ChecklistEntry, Custodian
from primeline.products.actions import install_reference
from primeline.testing.cast import (
    TUESDAY_10AM,
    ada,
    greta,
    harbor_bank,
    harbor_branch,
    lin,
    mira,
)
from primeline.testing.doors import signed_in
from primeline.testing.papers import upload

pytestmark = [pytest.mark.django_db, pytest.mark.row("B12"), pytest.mark.engine("sqlite")]


@pytest.fixture(autouse=True)
def _reference() -> None:
    install_reference(by=greta(), at=TUESDAY_10AM)
    install_papers(by=greta(), at=TUESDAY_10AM)


def send(browser: Client, path: str, **facts: Any) -> int:
    sent = {"once": secrets.token_hex(16), "version": 1} | facts
    address = f"/accounts/{harbor_bank().number}/{path}"
    status: int = browser.post(address, sent).status_code
    return status


def test_papers_are_asked_for_ticked_and_waived() -> None:
    browser = signed_in(lin())
    send(browser, "attachments/new/", file=upload(), kind="LETTER")
    assert send(browser, "papers/new/", event="PARTY") == 422
    assert send(browser, "papers/new/", event="CLOSING") == 302
    first, second = ChecklistEntry.objects.order_by("pk")

    answers = [
        send(browser, f"papers/{first.pk}/"),
        send(browser, f"papers/{first.pk}/", attachment=Attachment.objects.get().pk),
        send(browser, f"papers/{second.pk}/", waived_because="Paid by the group"),
        send(browser, f"papers/{second.pk}/", attachment=4711),
    ]

    assert answers == [422, 302, 302, 422]
    page = browser.get(f"/accounts/{harbor_bank().number}/papers/").content.decode()
    assert "contract.pdf" in page
    assert "Paid by the group" in page
    assert "complete" in page


def test_a_paper_whose_file_is_withdrawn_is_asked_for_again() -> None:
    browser = signed_in(lin())
    send(browser, "attachments/new/", file=upload(), kind="LETTER")
    send(browser, "papers/new/", event="LOCK")
    entry, wrong = ChecklistEntry.objects.get(), Attachment.objects.get()
    send(browser, f"papers/{entry.pk}/", attachment=wrong.pk)
    page = browser.get(f"/accounts/{harbor_bank().number}/papers/").content.decode()
    assert ("complete" in page, f"papers/{entry.pk}/" in page) == (True, False)

    assert send(browser, f"attachments/{wrong.pk}/withdrawal/", reason="The wrong one") == 302

    page = browser.get(f"/accounts/{harbor_bank().number}/papers/").content.decode()
    assert "1 paper is missing" in page
    assert "Owed again: the file was withdrawn" in page
    assert f"papers/{entry.pk}/" in page
    assert "1 of 1" in browser.get("/papers/").content.decode()
    facts = {"version": 2, "waived_because": "Locked at their own wish"}
    assert send(browser, f"papers/{entry.pk}/", **facts) == 302
    assert "1 of 1" not in browser.get("/papers/").content.decode()


def test_whoever_keeps_the_archive_sees_what_is_incomplete() -> None:
    lead, browser = signed_in(greta()), signed_in(lin())
    send(browser, "papers/new/", event="CLOSING")
    path = f"/papers/archives/{harbor_branch().pk}/custodian/"
    answers = [
        lead.post(path, {"person": "4711"}).status_code,
        lead.post(path, {"person": lin().pk}).status_code,
        lead.post(path, {"person": lin().pk}).status_code,
        browser.post(path, {"person": lin().pk}).status_code,
    ]
    assert answers == [422, 302, 422, 403]
    assert Custodian.objects.get().person == lin()

    browser.get("/papers/")
    with CaptureQueriesContext(connection) as asked:
        page = browser.get("/papers/").content.decode()

    assert "Archives that I keep" in page
    assert "2 of 2" in page
    assert len([q for q in asked if "set_config" not in q["sql"]]) <= 12
    assert "Harbor Bank" not in signed_in(mira()).get("/papers/").content.decode()


def test_an_administrator_adds_a_paper_of_one_line() -> None:
    browser = signed_in(ada())
    facts = {"code": "OPEN_MAP", "name_zh": "线路图", "name_en": "Map", "event": "OPENING"}

    assert browser.post("/reference/papers/new/", facts | {"line": "NOTHING"}).status_code == 422
    assert browser.post("/reference/papers/new/", facts | {"line": "DATA_LINE"}).status_code == 302
    assert "线路图" in browser.get("/reference/papers/OPEN_MAP/").content.decode()
    assert browser.get("/reference/papers/").status_code == 200
    assert browser.get("/reference/deadlines/").status_code == 200
    assert browser.get("/reference/deadlines/new/").status_code == 404
    changed = browser.post("/reference/deadlines/FILING/", {"days": 3, "version": 1})
    assert changed.status_code == 302
