"""The page of one account: its panes, whose eyes they are for, and what each costs."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind, IdentifierKind
from primeline.customers.models import Bill, Customer, Payment
from primeline.customers.values import ContactDetails, Identity
from primeline.kit.deeds import System, act
from primeline.products import actions as products
from primeline.products.models import LineOfBusiness, TerminationReason
from primeline.products.values import AgreementTerms, Circuit, Terms
from primeline.staff.models import Person
from primeline.testing.cast import (
    TUESDAY_10AM,
    ada,
    greta,
    harbor_bank,
    harbor_branch,
    hugo,
    lin,
    mira,
    nora,
    omar,
    sara,
)
from primeline.testing.doors import signed_in
from primeline.web.accounts.account import PANES

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite")]

GROWING = {
    f"customers_{name}"
    for name in ("customer", "contact", "bill", "payment", "timelineline", "site", "grouplink")
} | {
    "products_subscription",
    "products_agreement",
    "files_attachment",
    "audit_act",
    "audit_history",
}
NAME, PHONE, MAIL = "王小敏", "13800138000", "wang@example.cn"


def the_bank_with_everything() -> Customer:
    """Harbor Bank with a contract, two circuits of which one moved, bills and a person."""
    bank = harbor_bank()
    products.install_reference(by=System("test"), at=TUESDAY_10AM)
    line = LineOfBusiness.objects.get(code="INTERNET_LINE")
    terms = AgreementTerms(number="HT-1", starts_date=date(2025, 1, 1), value_cents=1_200_000)
    products.sign_agreement(customer=bank, terms=terms, by=greta(), at=TUESDAY_10AM)
    old = products.open_subscription(
        customer=bank,
        line=line,
        terms=Terms(fee_cents=500_000, opened_date=date(2025, 1, 1)),
        circuit=Circuit(circuit_number="WC-1001", assurance="AAA"),
        by=greta(),
        at=TUESDAY_10AM,
    )
    products.terminate_subscription(
        subscription=old,
        version=old.version,
        terminated_date=date(2026, 3, 1),
        reason_recorded=TerminationReason.objects.get(code="MOVE"),
        by=greta(),
        at=TUESDAY_10AM,
    )
    products.open_subscription(
        customer=bank,
        line=line,
        terms=Terms(fee_cents=520_000, opened_date=date(2026, 3, 10)),
        circuit=Circuit(circuit_number="WC-1002", assurance="AAA"),
        by=greta(),
        at=TUESDAY_10AM,
    )
    details = ContactDetails(name=NAME, phone=PHONE, email=MAIL)
    customers.add_contact(customer=bank, details=details, by=lin(), at=TUESDAY_10AM)
    with act(kind="test.bill", by=System("test"), at=TUESDAY_10AM):
        Payment.objects.create(
            customer=bank, external_id="JF-77", paid_date=date(2026, 3, 2), amount_cents=100
        )
        Bill.objects.create(
            customer=bank,
            bill_month=date(2026, 3, 1),
            amount_cents=520_000,
            charges={"INTERNET_LINE": 520_000},
            due_date=date(2026, 4, 20),
        )
    bank.refresh_from_db()
    return bank


def shown_to(person: Person, customer: Customer, pane: str = "") -> str:
    answer = signed_in(person).get(f"/accounts/{customer.number}/{pane}")
    assert answer.status_code == 200, pane
    return answer.content.decode()


class TestReach:
    @pytest.mark.parametrize("pane", ["", *(f"{pane}/" for pane in PANES if pane != "overview")])
    def test_no_pane_is_there_for_mira(self, pane: str) -> None:
        bank = harbor_bank()

        for stranger in (mira(), nora(), hugo()):
            answer = signed_in(stranger).get(f"/accounts/{bank.number}/{pane}")
            assert answer.status_code == 404
            assert "Harbor Bank" not in answer.content.decode()

    def test_an_account_out_of_reach_looks_like_one_that_does_not_exist(self) -> None:
        bank, browser = harbor_bank(), signed_in(mira())

        hidden = browser.get(f"/accounts/{bank.number}/")
        absent = browser.get("/accounts/C-9999999/")

        assert (hidden.status_code, hidden.reason_phrase) == (absent.status_code, "Not Found")

    def test_an_administrator_without_accounts_sees_none(self) -> None:
        assert signed_in(ada()).get(f"/accounts/{harbor_bank().number}/").status_code == 403


class TestPeople:
    @pytest.mark.row("A4")
    def test_are_in_clear_for_the_manager_alone(self) -> None:
        bank = the_bank_with_everything()

        assert PHONE in shown_to(lin(), bank)
        for colleague in (greta(), omar(), sara()):
            masked = shown_to(colleague, bank)
            assert "138****8000" in masked
            for secret in (NAME, PHONE, MAIL):
                assert secret not in masked

    @pytest.mark.row("A4")
    def test_an_individuals_identity_card_is_in_outline(self) -> None:
        person = customers.open_customer(
            identity=Identity(
                kind=CustomerKind.INDIVIDUAL,
                name="李雷",
                identifier_kind=IdentifierKind.IDENTITY_CARD,
                identifier="11010519491231002X",
            ),
            owner_unit=harbor_branch(),
            account_manager=lin(),
            by=greta(),
            at=TUESDAY_10AM,
        )

        assert "11010519491231002X" in shown_to(lin(), person)
        assert "11010519491231002X" not in shown_to(greta(), person)


class TestPanes:
    def test_tell_what_moved_where(self) -> None:
        bank = the_bank_with_everything()

        held = shown_to(lin(), bank, "subscriptions/")
        ended = shown_to(lin(), bank, "subscriptions/?which=ended")

        assert "Move: took the place of S-" in held
        assert "Move: goes on as S-" in ended
        assert "WC-1001" not in held
        assert "WC-1001" in ended

    def test_show_contracts_bills_timeline_and_level(self) -> None:
        bank = the_bank_with_everything()

        assert "HT-1" in shown_to(lin(), bank, "contracts/")
        bills = shown_to(lin(), bank, "bills/")
        assert "¥5,200" in bills
        assert "JF-77" in bills
        assert '<script type="application/json" id="bills-options">' in bills
        timeline = shown_to(lin(), bank, "timeline/")
        assert "Contract HT-1 was signed." in timeline
        assert "Greta" in timeline
        assert "No policy has been applied" in shown_to(lin(), bank, "level/")

    def test_come_alone_when_only_they_are_asked_for(self) -> None:
        bank = harbor_bank()
        parts = {"HX-Request": "true", "HX-Target": "account-body"}

        answer = signed_in(lin()).get(f"/accounts/{bank.number}/bills/", headers=parts)

        part = answer.content.decode()
        assert '<div id="account-body">' in part
        assert "<html" not in part

    @pytest.mark.parametrize(
        ("pane", "most"),
        [
            ("", 24),
            ("matters/", 12),
            ("people/", 12),
            ("subscriptions/", 9),
            ("contracts/", 8),
            ("bills/", 13),
            ("group/", 18),
            ("sites/", 11),
            ("attachments/", 9),
            ("timeline/", 14),
            ("level/", 16),
            ("history/", 15),
        ],
    )
    def test_cost_a_pinned_number_of_queries(self, pane: str, most: int) -> None:
        bank, browser = the_bank_with_everything(), signed_in(lin())
        browser.get(f"/accounts/{bank.number}/")

        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"/accounts/{bank.number}/{pane}").status_code == 200

        assert len(asked) <= most
        assert read_from_end_to_end(asked) == set()


def read_from_end_to_end(asked: CaptureQueriesContext) -> set[str]:
    """Return the tables growing with the accounts that a statement reads whole, on SQLite."""
    if connection.vendor != "sqlite":
        return set()
    steps: list[str] = []
    with connection.cursor() as cursor:
        for statement in {query["sql"] for query in asked.captured_queries}:
            if statement.startswith("SELECT"):
                cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
                steps += [step for *_, step in cursor.fetchall()]
    words = [step.split() for step in steps if step.startswith("SCAN") and "USING" not in step]
    return {table for _, table, *_ in words if table in GROWING}


class TestTimeline:
    def test_goes_on_where_it_stopped(self) -> None:
        bank, browser = harbor_bank(), signed_in(lin())
        for number in range(70):
            details = ContactDetails(name=f"Person {number}")
            customers.add_contact(customer=bank, details=details, by=lin(), at=TUESDAY_10AM)

        first = browser.get(f"/accounts/{bank.number}/timeline/").content.decode()
        lines = first.count("timeline-what")
        shown = first
        while "timeline-more" in shown:
            after = shown.split("?after=")[1].split('"')[0]
            older = browser.get(f"/accounts/{bank.number}/timeline/older/?after={after}")
            shown = older.content.decode()
            lines += shown.count("timeline-what")

        assert lines == 72

    @pytest.mark.row("B6")
    def test_tells_bills_and_payments_where_they_belong(self) -> None:
        timeline = shown_to(lin(), the_bank_with_everything(), "timeline/")

        assert "Bill of " in timeline
        assert "Payment of ¥" in timeline

    @pytest.mark.row("B6")
    def test_shows_one_topic_and_time_and_says_when_there_is_nothing(self) -> None:
        bank = the_bank_with_everything()

        contracts = shown_to(lin(), bank, "timeline/?topic=AGREEMENTS")
        assert "Contract HT-1 was signed." in contracts
        assert "Bill of " not in contracts
        empty = shown_to(lin(), bank, "timeline/?topic=MONEY&from=1999-01-01&to=1999-12-31")
        assert "Nothing of this happened then" in empty
        assert "timeline-what" not in empty

    @pytest.mark.parametrize(
        "asked", ["topic=NONSENSE", "from=yesterday", "to=9999-99-99", "from="]
    )
    def test_is_not_limited_by_what_is_no_filter(self, asked: str) -> None:
        bank = the_bank_with_everything()

        assert "Contract HT-1 was signed." in shown_to(lin(), bank, f"timeline/?{asked}")

    @pytest.mark.row("B6")
    def test_keeps_its_filter_as_one_scrolls_on(self) -> None:
        bank, browser = harbor_bank(), signed_in(lin())
        for number in range(31):
            details = ContactDetails(name=f"Person {number}")
            customers.add_contact(customer=bank, details=details, by=lin(), at=TUESDAY_10AM)

        first = browser.get(f"/accounts/{bank.number}/timeline/?topic=CONTACTS").content.decode()

        assert first.count("timeline-what") == 30
        assert "older/?topic=CONTACTS&amp;after=" in first
        assert f'href="/accounts/{bank.number}/timeline/?topic=CONTACTS&amp;after=' in first

    @pytest.mark.row("A8")
    def test_of_a_restricted_account_tells_no_former_name(self) -> None:
        bank = harbor_bank()
        customers.change_identity(
            customer=bank,
            version=bank.version,
            identity=Identity(kind=CustomerKind.ORGANIZATION, name="Harbor Savings"),
            by=greta(),
            at=TUESDAY_10AM,
        )
        assert "Name: Harbor Bank → Harbor Savings." in shown_to(lin(), bank, "timeline/")
        bank.refresh_from_db()
        customers.restrict_customer(
            customer=bank,
            version=bank.version,
            cover_name="Spruce",
            by=greta(),
            at=TUESDAY_10AM,
            reason="classified",
        )
        customers.clear_person(customer=bank, person=lin(), by=greta(), at=TUESDAY_10AM)

        timeline = shown_to(lin(), bank, "timeline/")
        assert "how it is classed changed" in timeline
        assert "Name: Harbor Bank" not in timeline

    @pytest.mark.parametrize("after", ["", "nonsense", "2026-01-01~x", "~5"])
    def test_refuses_a_place_that_is_none(self, after: str) -> None:
        address = f"/accounts/{harbor_bank().number}/timeline/older/"

        assert signed_in(lin()).get(address, {"after": after}).status_code == 404


class TestHistory:
    @pytest.mark.row("B7")
    def test_tells_who_changed_what(self) -> None:
        bank = harbor_bank()
        customers.change_identity(
            customer=bank,
            version=bank.version,
            identity=Identity(kind=CustomerKind.ORGANIZATION, name="Harbor Savings"),
            by=greta(),
            at=TUESDAY_10AM.replace(month=5),
            reason="New license",
        )

        history = shown_to(lin(), bank, "history/")

        assert "<del>Harbor Bank</del> → <ins>Harbor Savings</ins>" in history
        assert "New license" in history
        assert "Greta" in history

    @pytest.mark.row("A8")
    def test_gives_no_restricted_account_away(self) -> None:
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

        for pane in ("", *(f"{pane}/" for pane in PANES if pane != "overview")):
            shown = shown_to(lin(), bank, pane)
            assert "Spruce" in shown
            assert "Harbor Bank" not in shown
        assert "Harbor Bank" not in shown_to(lin(), bank, "then/?since=2020-01-01&until=2026-12-31")
        answer = signed_in(lin()).get(f"/accounts/{bank.number}/identity/")
        assert answer.status_code == 409
        assert "Harbor Bank" not in answer.content.decode()
