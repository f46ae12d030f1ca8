"""A business role adds kinds of things that are owed, and reasons to pause."""

import re

import pytest
from django.test import Client

from primeline.audit.models import Act
from primeline.products.actions import install_reference
from primeline.standards import queries
from primeline.standards.actions import install_standards
from primeline.standards.models import PauseReason, Step
from primeline.testing.cast import CASTING, TUESDAY_10AM, greta, sara
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.row("D3"), pytest.mark.engine("sqlite")]

STEP = {
    "name_zh": "月度对账", "name_en": "Monthly check of bills", "is_active": "on",
    "owed_by": "ACCOUNT_MANAGER", "clock": "WORKDAYS", "tells_owner": "75，100, 75",
    "tells_branch_lead": "100",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install_reference(by=CASTING, at=TUESDAY_10AM)
    install_standards(by=CASTING, at=TUESDAY_10AM)


def fields_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_kind_is_added_with_its_rungs_and_changed_without_losing_any() -> None:
    client = signed_in(sara())
    refused = client.post("/standards/kinds/new/", STEP | {"code": "BILLS", "tells_owner": "9999"})
    assert refused.status_code == 422
    assert not Step.objects.filter(code="BILLS").exists()

    client.post("/standards/kinds/new/", STEP | {"code": "BILLS"})
    made = queries.get_step("BILLS")
    shown = fields_of(client, "/standards/kinds/BILLS/")

    assert made.rungs == [
        {"percent": 75, "tells": ["OWNER"]},
        {"percent": 100, "tells": ["OWNER", "BRANCH_LEAD"]},
    ]
    assert re.search(r'name="tells_owner"[^>]*value="75, 100"', shown)
    client.post("/standards/kinds/BILLS/", STEP | {"version": 1, "name_en": "Check of bills"})
    client.post("/standards/kinds/BILLS/", STEP | {"version": 1, "name_en": "Lost update"})
    client.post("/standards/kinds/BILLS/", STEP | {"name_en": "Blind update"})
    assert queries.get_step("BILLS").name_en == "Check of bills"
    assert Act.objects.filter(kind="standards.change_step", actor_name="sara").count() == 1


def test_what_may_be_put_off_may_be_paused() -> None:
    client = signed_in(sara())
    client.post("/standards/kinds/new/", STEP | {"code": "BILLS", "may_snooze": "on"})
    assert not Step.objects.filter(code="BILLS").exists()


def test_what_is_counted_back_has_a_clock_that_never_stands_still() -> None:
    client = signed_in(sara())
    back = STEP | {"code": "WORKS", "counts_back": "on"}
    refused = client.post("/standards/kinds/new/", back | {"may_pause": "on"})
    assert "has a clock that never stands still" in refused.content.decode()

    client.post("/standards/kinds/new/", back)
    assert queries.get_step("WORKS").counts_back
    client.post("/standards/kinds/WORKS/", STEP | {"version": 1, "may_pause": "on"})
    assert not queries.get_step("WORKS").may_pause
    assert "counted back" in fields_of(client, "/standards/kinds/")


def test_a_reason_has_its_bound_and_goes_out_of_use() -> None:
    client = signed_in(sara())
    reason = {
        "code": "FLOOD", "name_zh": "汛情", "name_en": "Flood", "party": "AUTHORITY",
        "longest": "3", "unit_of_time": "DAYS", "is_active": "on",
    }  # fmt: skip
    client.post("/standards/reasons/new/", reason | {"longest": "999999"})
    assert not PauseReason.objects.filter(code="FLOOD").exists()
    client.post("/standards/reasons/new/", reason)
    assert queries.get_pause_reason("FLOOD").longest_seconds == 3 * 86_400

    del reason["is_active"]
    client.post("/standards/reasons/FLOOD/", reason | {"version": "1", "longest": "2"})
    assert "FLOOD" not in [one.code for one in queries.pause_reasons()]
    assert "Flood" in fields_of(signed_in(greta()), "/standards/kinds/")
    assert signed_in(greta()).get("/standards/reasons/FLOOD/").status_code == 403
