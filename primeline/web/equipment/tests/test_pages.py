"""Pages of equipment and of services from others: done from them, shown, refused, at what cost."""

import secrets
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from primeline.customers.models import Customer
from primeline.kit.deeds import act
from primeline.products.actions import install_reference
from primeline.products.models import Equipment, LineOfBusiness, OutsideService, Spare
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    greta,
    harbor_bank,
    harbor_branch,
    lin,
    mira,
    tom,
)
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite")]


@pytest.fixture(autouse=True)
def _reference() -> None:
    install_reference(by=greta(), at=TUESDAY_10AM)


def send(browser: Client, path: str, **facts: Any) -> int:
    sent = {"once": secrets.token_hex(16), "version": 1} | facts
    address = f"/accounts/{harbor_bank().number}/{path}"
    status: int = browser.post(address, sent).status_code
    return status


def cost(browser: Client, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len([q for q in asked if "set_config" not in q["sql"]])


DEVICE = {
    "serial": "SN-1",
    "kind": "ROUTER",
    "owner": "OPERATOR",
    "place": "Room 3",
    "installed_date": "2026-04-01",
}


@pytest.mark.row("B14")
class TestEquipment:
    def test_is_installed_corrected_and_fetched_into_the_stock_of_a_city(self) -> None:
        browser = signed_in(greta())
        answers = [
            send(browser, "equipment/new/", **DEVICE),
            send(browser, "equipment/new/", **DEVICE),
            send(browser, "equipment/new/", **DEVICE | {"kind": "TOASTER"}),
        ]
        assert answers == [302, 422, 422]
        path = f"equipment/{Equipment.objects.get().pk}/"
        exit_ = {"gone_how": "RECOVERED", "gone_date": "2026-04-20", "unit": harbor_branch().pk}

        answers = [
            send(browser, path, **DEVICE | {"place": "Cellar"}),
            send(browser, f"{path}exit/", version=2, **exit_),
            send(browser, f"{path}exit/", version=2, city="Harbor", **exit_),
        ]

        assert answers == [302, 422, 302]
        assert Spare.objects.get().city == "Harbor"
        page = browser.get(f"/accounts/{harbor_bank().number}/equipment/").content.decode()
        assert "Cellar" in page
        assert "Fetched into stock" in page

    def test_is_fetched_by_the_technician_who_sees_it_among_their_work(self) -> None:
        device = send(signed_in(greta()), "equipment/new/", **DEVICE | {"serial": "SN-7"})
        equipment = Equipment.objects.get()
        with act(kind="test.write", by=CASTING, at=TUESDAY_10AM):
            Customer.objects.filter(pk=harbor_bank().pk).update(closed_date="2026-04-20")
        browser, path = signed_in(tom()), f"equipment/{equipment.pk}/exit/"
        facts = {"gone_date": "2026-04-21", "unit": harbor_branch().pk, "city": "Harbor"}

        work = browser.get("/").content.decode()
        answers = [
            send(browser, path, gone_how="LOST", **facts),
            send(browser, path, gone_how="RECOVERED", **facts),
        ]

        assert device == 302
        assert "SN-7" in work
        assert path in work
        assert answers == [422, 302]
        assert Spare.objects.get().serial == "SN-7"
        assert "SN-7" not in browser.get("/").content.decode()
        assert send(browser, f"equipment/{equipment.pk}/", **DEVICE) == 403

    def test_stock_is_shown_within_reach_at_a_pinned_cost(self) -> None:
        browser = signed_in(greta())
        spare = {"serial": "SP-1", "kind": "SWITCH", "unit": harbor_branch().pk, "city": "Harbor"}
        sent = {"once": "f" * 24} | spare

        answers = [browser.post("/equipment/spares/new/", sent).status_code for _ in range(2)]
        wrong = browser.post("/equipment/spares/new/", {"once": "g" * 24} | spare)

        assert (answers, wrong.status_code) == ([302, 302], 422)
        assert "SP-1" in browser.get("/equipment/").content.decode()
        assert "SP-1" not in signed_in(mira()).get("/equipment/").content.decode()
        assert cost(browser, "/equipment/") <= 10


@pytest.mark.row("B15")
class TestFromOthers:
    def test_is_put_down_corrected_and_over_and_the_share_is_explained(self) -> None:
        browser = signed_in(lin())
        facts = {
            "operator": "Other Telecom",
            "line": LineOfBusiness.objects.get(code="DATA_LINE").pk,
            "from_cents": "800",
            "to_cents": "1200",
            "source": "SEEN",
            "learned_date": "2026-04-01",
            "ends_date": (timezone.localdate() + timedelta(days=90)).isoformat(),
        }
        answers = [
            send(browser, "outside/new/", **facts),
            send(browser, "outside/new/", **facts | {"to_cents": "1"}),
            send(browser, "outside/new/", **facts | {"line": "4711"}),
        ]
        assert answers == [302, 422, 422]
        address = f"/accounts/{harbor_bank().number}/outside/"
        assert "¥0 ÷ (¥0 + ¥1,000)" in browser.get(address).content.decode()
        path = f"outside/{OutsideService.objects.get().pk}/"

        answers = [
            send(browser, path, **facts | {"what": "Plant"}),
            send(browser, f"{path}end/", version=2, outcome="WON", over_date="2026-04-20"),
        ]

        assert answers == [302, 302]
        page = browser.get(address).content.decode()
        assert "Came to us" in page
        assert "Plant" in page
        assert cost(browser, address) <= 12
