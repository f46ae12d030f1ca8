"""Forms of subscriptions: what they do, what they refuse, and what they cost."""

import secrets
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from primeline.products import actions as products
from primeline.products.choices import SubscriptionStatus
from primeline.products.models import LineOfBusiness, Subscription, TerminationReason
from primeline.products.values import Circuit, Terms
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    greta,
    harbor_bank,
    lake_mills,
    lin,
    paul,
)
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite")]

LONG_NAME = (
    "望潮市经济技术开发区滨海新城国有资产投资运营管理有限责任公司第二十三营业网点及附属数据机房"
    + "东" * 15
)
HOSTILE = "<script>alert(1)</script>'; DROP TABLE x;--"


@pytest.fixture(autouse=True)
def _reference() -> None:
    products.install_reference(by=CASTING, at=TUESDAY_10AM)


def line(code: str = "INTERNET_LINE") -> LineOfBusiness:
    return LineOfBusiness.objects.get(code=code)


def reason(code: str) -> int:
    return TerminationReason.objects.get(code=code).pk


def opened(on: date = date(2026, 3, 1)) -> Subscription:
    return products.open_subscription(
        customer=harbor_bank(),
        line=line(),
        terms=Terms(fee_cents=100_000, opened_date=on),
        circuit=Circuit(circuit_number="WC-1"),
        by=greta(),
        at=TUESDAY_10AM,
    )


def send(browser: Client, path: str, facts: dict[str, Any]) -> Any:
    sent = {"once": secrets.token_hex(16)} | facts
    return browser.post(f"/accounts/{harbor_bank().number}/{path}/", sent)


def new_one(**changes: Any) -> dict[str, Any]:
    return {
        "line": line().pk,
        "fee_cents": "1,280.50",
        "opened_date": "2026-04-01",
        "payment_mode": "POSTPAID",
        "assurance": "AA",
        "quantity": "1",
        "circuit_number": "WC-77",
        "a_end": LONG_NAME,
        "z_end": "𠮷祥大厦",
        "bandwidth_mbps": "500",
        **changes,
    }


class TestNewSubscription:
    def test_is_opened_once_however_often_sent(self) -> None:
        browser, facts = signed_in(greta()), new_one(once="s" * 24)

        answers = [send(browser, "subscriptions/new", facts).status_code for _ in range(2)]

        assert answers == [302, 302]
        one = Subscription.objects.get()
        assert (one.fee_cents, one.bandwidth_mbps, one.assurance) == (128_050, 500, "AA")
        assert (one.a_end, one.z_end) == (LONG_NAME, "𠮷祥大厦")
        shown = browser.get(f"/accounts/{harbor_bank().number}/subscriptions/").content.decode()
        assert LONG_NAME in shown

    def test_takes_the_place_of_the_one_that_is_named(self) -> None:
        old = opened(date(2025, 1, 1))
        browser = signed_in(greta())
        ended = {"version": 1, "terminated_date": "2026-03-20", "reason_recorded": reason("MOVE")}
        send(browser, f"subscriptions/{old.number}/ending", ended)

        answer = send(browser, "subscriptions/new", new_one(replaces=old.pk))

        assert answer.status_code == 302
        assert Subscription.objects.get(replaces=old).replacement_kind == "MOVE"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("line", ""),
            ("line", "999999999999999999999"),
            ("line", "INTERNET_LINE"),
            ("fee_cents", ""),
            ("fee_cents", "-1"),
            ("fee_cents", "NaN"),
            ("fee_cents", "1e99"),
            ("fee_cents", "10.005"),
            ("fee_cents", HOSTILE),
            ("opened_date", ""),
            ("opened_date", "2026-02-30"),
            ("opened_date", "0202-01-01"),
            ("opened_date", "9999-12-31"),
            ("bandwidth_mbps", "0"),
            ("bandwidth_mbps", "9" * 40),
            ("bandwidth_mbps", "fast"),
            ("quantity", "0"),
            ("assurance", "AAAA"),
            ("payment_mode", "CASH"),
            ("circuit_number", "x" * 41),
            ("a_end", "东" * 201),
            ("agreement", "12345"),
            ("replaces", "12345"),
        ],
    )
    def test_says_at_its_field_what_is_wrong(self, field: str, value: str) -> None:
        answer = send(signed_in(greta()), "subscriptions/new", new_one(**{field: value}))

        assert answer.status_code == 422
        page = answer.content.decode()
        assert f'id="id_{field}_error"' in page
        assert "<script>alert" not in page
        assert not Subscription.objects.exists()

    def test_hostile_words_are_words(self) -> None:
        browser = signed_in(greta())
        send(browser, "subscriptions/new", new_one(label=HOSTILE))
        one = Subscription.objects.get()

        page = browser.get(f"/accounts/{harbor_bank().number}/subscriptions/{one.number}/")

        assert one.label == HOSTILE
        assert "<script>alert" not in page.content.decode()

    @pytest.mark.parametrize("key", ["", "short", "x" * 65])
    def test_needs_its_key(self, key: str) -> None:
        answer = send(signed_in(greta()), "subscriptions/new", new_one(once=key))

        assert answer.status_code == 422
        assert not Subscription.objects.exists()

    @pytest.mark.parametrize("reader", [lin, paul])
    def test_is_not_for_everybody(self, reader: Any) -> None:
        assert send(signed_in(reader()), "subscriptions/new", new_one()).status_code == 403


class TestSubscription:
    def path(self, one: Subscription, form: str) -> str:
        return f"subscriptions/{one.number}/{form}"

    def facts(self, **changes: Any) -> dict[str, Any]:
        wanted = new_one(version=1, circuit_number="WC-1", **changes)
        return {name: wanted[name] for name in wanted if name not in ("line", "fee_cents")}

    def test_shows_what_it_is_to_whoever_sees_the_account(self) -> None:
        one, browser = opened(), signed_in(lin())

        page = browser.get(f"/accounts/{harbor_bank().number}/subscriptions/{one.number}/")

        assert "WC-1" in page.content.decode()
        assert "/ending/" not in page.content.decode()

    def test_of_another_account_is_not_there(self) -> None:
        one = opened()

        answer = signed_in(greta()).get(
            f"/accounts/{lake_mills().number}/subscriptions/{one.number}/"
        )

        assert answer.status_code == 404

    def test_shows_what_differs_when_somebody_saved_first(self) -> None:
        one, browser = opened(), signed_in(greta())
        send(browser, self.path(one, "facts"), self.facts(bandwidth_mbps="100"))

        answer = send(browser, self.path(one, "facts"), self.facts(bandwidth_mbps="200"))

        page = answer.content.decode()
        assert answer.status_code == 409
        assert 'name="keep-bandwidth_mbps"' in page
        one.refresh_from_db()
        assert one.bandwidth_mbps == 100

    def test_a_lost_fee_is_compared_in_yuan(self) -> None:
        one, browser = opened(), signed_in(greta())
        late = {"version": 1, "changed_date": "2026-04-20", "reason": "Renewal"}
        send(browser, self.path(one, "fee"), late | {"fee_cents": "900"})

        answer = send(browser, self.path(one, "fee"), late | {"fee_cents": "800"})

        assert answer.status_code == 409
        assert "900.00" in answer.content.decode()
        kept = {"version": 2, "fee_cents": "800", "keep-fee_cents": "stored"}
        again = send(browser, self.path(one, "fee"), late | kept)
        assert "This is the fee already." in again.content.decode()

    @pytest.mark.parametrize(
        ("form", "facts"),
        [
            ("fee", {"fee_cents": "900", "changed_date": "2026-04-20", "reason": "Renewal"}),
            ("suspension", {"reason": "Low season"}),
            ("ending", {"terminated_date": "2026-04-20"}),
        ],
    )
    def test_an_act_sent_twice_is_done_once_and_no_quarrel(
        self, form: str, facts: dict[str, Any]
    ) -> None:
        one, browser = opened(), signed_in(greta())
        sent = {"version": 1, "once": "k" * 24, "reason_recorded": reason("PRICE"), **facts}

        answers = [send(browser, self.path(one, form), sent).status_code for _ in range(2)]

        assert answers == [302, 302]
        one.refresh_from_db()
        assert one.version == 2

    def test_is_suspended_and_put_back(self) -> None:
        one, browser = opened(), signed_in(greta())

        send(browser, self.path(one, "suspension"), {"version": 1, "reason": "Low season"})
        one.refresh_from_db()
        assert one.status == SubscriptionStatus.SUSPENDED
        send(browser, self.path(one, "suspension"), {"version": 2, "reason": "Season begins"})

        one.refresh_from_db()
        assert one.status == SubscriptionStatus.ACTIVE

    def test_an_act_on_what_changed_meanwhile_is_not_done_in_silence(self) -> None:
        one, browser = opened(), signed_in(greta())
        send(browser, self.path(one, "facts"), self.facts())

        answer = send(browser, self.path(one, "suspension"), {"version": 1, "reason": "Low"})

        assert answer.status_code == 422
        assert "Somebody else saved this" in answer.content.decode()
        one.refresh_from_db()
        assert one.status == SubscriptionStatus.ACTIVE

    def test_offers_reasons_by_whether_they_could_be_avoided(self) -> None:
        one = opened()

        page = signed_in(greta()).get(
            f"/accounts/{harbor_bank().number}/subscriptions/{one.number}/ending/"
        )

        shown = page.content.decode()
        assert shown.index('<optgroup label="Avoidable">') < shown.index("Repeated faults")
        assert shown.index('<optgroup label="Unavoidable">') < shown.index(">Move<")

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"reason_recorded": ""}, "reason_recorded"),
            ({"reason_recorded": "PRICE"}, "reason_recorded"),
            ({"terminated_date": ""}, "terminated_date"),
            ({"terminated_date": "2026-02-28"}, "terminated_date"),
            ({"terminated_date": "2099-01-01"}, "terminated_date"),
        ],
    )
    def test_does_not_end_so(self, changes: dict[str, str], field: str) -> None:
        one = opened()
        facts = {"version": 1, "terminated_date": "2026-04-20", "reason_recorded": reason("PRICE")}

        answer = send(signed_in(greta()), self.path(one, "ending"), facts | changes)

        assert answer.status_code == 422
        assert f'id="id_{field}_error"' in answer.content.decode()
        one.refresh_from_db()
        assert one.terminated_date is None

    def test_ends_is_understood_and_tells_the_timeline(self) -> None:
        one, browser = opened(), signed_in(greta())
        facts = {"version": 1, "terminated_date": "2026-04-20", "reason_recorded": reason("PRICE")}
        send(browser, self.path(one, "ending"), facts)

        second = {"reason_verified": reason("QUALITY"), "verified_date": "2026-04-25", "version": 2}
        answer = send(browser, self.path(one, "reason"), second)

        assert answer.status_code == 302
        told = browser.get(f"/accounts/{harbor_bank().number}/timeline/").content.decode()
        assert "Reason: Competitor" in told
        assert "was verified: Repeated faults" in told

    def test_says_by_hand_whose_place_it_took(self) -> None:
        old, browser = opened(date(2025, 1, 1)), signed_in(greta())
        facts = {"version": 1, "terminated_date": "2026-03-20", "reason_recorded": reason("MOVE")}
        send(browser, self.path(old, "ending"), facts)
        by_itself = opened(date(2026, 3, 21))
        meant = opened(date(2026, 4, 10))
        assert by_itself.replaces == old

        sent = {"version": 1, "replaces": old.pk, "reason": "Asked them"}
        answer = send(browser, self.path(meant, "replacement"), sent)

        assert answer.status_code == 302
        meant.refresh_from_db()
        assert meant.replaces == old
        told = browser.get(f"/accounts/{harbor_bank().number}/timeline/").content.decode()
        assert f"took the place of {old.number}: Move." in told


@pytest.mark.parametrize(
    ("form", "most"),
    [
        ("subscriptions/new", 11),
        ("subscriptions/{number}", 18),
        ("subscriptions/{number}/facts", 10),
        ("subscriptions/{number}/fee", 7),
        ("subscriptions/{number}/suspension", 7),
        ("subscriptions/{number}/ending", 9),
        ("subscriptions/{number}/replacement", 8),
        ("subscriptions/{number}/reason", 8),
    ],
)
def test_forms_cost_a_pinned_number_of_queries(form: str, most: int) -> None:
    one, browser = opened(), signed_in(greta())
    path = form.format(number=one.number)
    address = f"/accounts/{harbor_bank().number}/{path}/"
    browser.get(address)

    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200

    assert len(asked) <= most
