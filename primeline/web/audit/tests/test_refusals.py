"""Who was not let in: in the log and for auditors, counted, without what anybody typed."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from primeline.audit.models import RefusedRequest
from primeline.audit.refusals import count_refusal, forget_refusals
from primeline.audit.values import Refusal
from primeline.config.logs import JsonLines
from primeline.testing.cast import TUESDAY_10AM, adam, an_account, hill_branch, lin, omar
from primeline.testing.doors import signed_in

pytestmark = pytest.mark.django_db


def told_in(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """Return what the log tells of refusals, as a machine reads it."""
    lines = [json.loads(JsonLines().format(record)) for record in caplog.records]
    return [line for line in lines if line["logger"] == "primeline.web.refused"]


@pytest.mark.row("B7")
def test_whoever_is_not_let_in_stands_in_the_log_and_is_counted_for_auditors(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING, "primeline.web.refused")
    farm = an_account("Hill Farm", unit=hill_branch())
    stranger = signed_in(lin())
    far = f"/accounts/{farm.number}/"

    codes = [
        *(stranger.get(f"{far}?q=13800001234").status_code for _ in range(3)),
        stranger.get("/audit/").status_code,
        signed_in(omar()).post("/accounts/exports/csv/").status_code,
        stranger.get("/accounts/").status_code,
    ]

    assert codes == [404, 404, 404, 403, 403, 200]
    told = told_in(caplog)
    assert [(one["person"], one["refusal"], one["path"]) for one in told] == [
        *[(lin().pk, "REACH", far)] * 3,
        (lin().pk, "ROLE", "/audit/"),
        (omar().pk, "ROLE", "/accounts/exports/csv/"),
    ]
    lines = [JsonLines().format(record) for record in caplog.records]
    assert not [line for line in lines if "13800001234" in line]
    counted = RefusedRequest.objects.order_by("id").values_list("person", "kind", "requests_count")
    assert list(counted) == [(lin().pk, "REACH", 3), (lin().pk, "ROLE", 1), (omar().pk, "ROLE", 1)]
    page = signed_in(adam()).get("/audit/refused/", {"person": "LIN"}).content.decode()
    assert far in page
    assert "not there, or not within reach" in page
    assert "/accounts/exports/csv/" not in page
    assert "13800001234" not in page


@pytest.mark.engine("sqlite")
@pytest.mark.row("B7")
def test_a_wrong_password_is_noted_by_whose_account_it_is_and_no_name_that_was_tried(
    caplog: pytest.LogCaptureFixture, client: Client
) -> None:
    caplog.set_level(logging.WARNING, "primeline.web.refused")
    lin()

    for name in ("LIN", "Wang Xiaomin"):
        client.post("/login/", {"login": name, "password": "wrong wrong wrong"})

    told = told_in(caplog)
    assert [(one["person"], one["refusal"]) for one in told] == [
        (lin().pk, "SIGN_IN"),
        (None, "SIGN_IN"),
    ]
    assert "Wang" not in caplog.text
    assert RefusedRequest.objects.get().person == lin()


@pytest.mark.engine("sqlite")
def test_the_list_takes_whatever_is_asked_and_costs_the_same_for_any_number() -> None:
    browser, costs = signed_in(adam()), []
    for wrong in ("x" * 70_000, "<script>alert(1)</script>", "𠀀", "0"):
        sent = dict.fromkeys(("person", "kind", "from_date", "to_date", "page"), wrong)
        answer = browser.get("/audit/refused/", sent)
        assert answer.status_code == 422
        assert b"<script>alert" not in answer.content
    for routes in (range(1), range(1, 60)):
        for route in routes:
            where = {"route": f"route {route}", "path": f"/x/{route}/", "request_id": "r"}
            count_refusal(Refusal(person_id=lin().pk, kind="REACH", **where), at=TUESDAY_10AM)
        browser.get("/audit/refused/")
        with CaptureQueriesContext(connection) as asked:
            page = browser.get("/audit/refused/").content.decode()
        costs.append(len(asked))

    assert costs[0] == costs[1] <= 12
    assert page.count("data-row") == 50
    assert "page=2" in page
    assert browser.get("/audit/refused/?page=2").content.decode().count("data-row") == 10
    assert forget_refusals(before=TUESDAY_10AM + timedelta(hours=1)) == 60
    browser.post("/language/", {"language": "zh-hans"})
    assert "没有被拒绝的访问" in browser.get("/audit/refused/").content.decode()
