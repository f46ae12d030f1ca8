"""The first page of each role: its question answered, its rows within reach, its cost."""

import html
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from primeline.audit import actions as audit
from primeline.commitments.tests.owing import a_matter, install
from primeline.customers.actions import name_managers
from primeline.customers.choices import Tier
from primeline.customers.models import Bill
from primeline.kit.deeds import act
from primeline.papers.actions import install_papers, name_custodian, open_checklist
from primeline.plans.actions import draw_up_plan
from primeline.plans.models import Plan
from primeline.products.actions import sign_agreement
from primeline.products.choices import AssuranceLevel
from primeline.products.models import Agreement, Subscription
from primeline.products.values import AgreementTerms
from primeline.quality.models import Condition
from primeline.staff.actions import give_posting
from primeline.staff.choices import Role
from primeline.staff.models import Person
from primeline.staff.values import Period
from primeline.testing.cast import (
    CASTING,
    LONG_AGO,
    TUESDAY_10AM,
    ada,
    adam,
    an_account,
    anna,
    greta,
    harbor_bank,
    harbor_branch,
    hugo,
    lake_branch,
    lin,
    mira,
    nora,
    omar,
    paul,
    sara,
    sol,
    tom,
)
from primeline.testing.doors import signed_in
from primeline.tiers.tests.story import a_line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_story")]

TODAY = TUESDAY_10AM.date()


def read(person: Person, query: str = "", client: Client | None = None) -> str:
    answer = (client or signed_in(person)).get("/" + query)
    assert answer.status_code == 200
    page = re.sub(r"<script.*?</script>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return html.unescape(re.sub(r"\s+", " ", page))


def a_contract(number: str, *, ends: date, filed: bool = True, signed: date = TODAY) -> Agreement:
    """Sign a contract of Harbor Bank with one line under it."""
    agreement = sign_agreement(
        customer=harbor_bank(),
        terms=AgreementTerms(
            number=number,
            signed_date=signed,
            starts_date=date(2024, 1, 1),
            ends_date=ends,
            sales_representative_id=sol().pk,
        ),
        by=CASTING,
        at=TUESDAY_10AM,
    )
    line = a_line(harbor_bank(), "INTERNET_LINE", fee_yuan=1000)
    with act(kind="test.agreement", by=CASTING, at=TUESDAY_10AM):
        Subscription.objects.filter(pk=line.pk).update(agreement=agreement)
        if filed:
            Agreement.objects.filter(pk=agreement.pk).update(filed_date=TODAY)
    return agreement


def _asked(person: Person) -> int:
    client = signed_in(person)
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/")
    return len([q for q in asked if "set_config" not in q["sql"]])


class TestEveryRole:
    def test_has_a_first_page_of_its_own(self) -> None:
        headings = {
            lin: "My day",
            greta: "People and named list",
            paul: "The whole at a glance",
            sara: "The whole at a glance",
            anna: "Anatomy of loss",
            adam: "Who looked at what",
            ada: "The installation",
            omar: "Who is calling?",
            tom: "Circuits",
            sol: "My contracts",
        }

        found = {who: f" {heading} " in read(who()) for who, heading in headings.items()}

        assert found == dict.fromkeys(headings, True)

    @pytest.mark.engine("sqlite")
    def test_asks_no_more_than_it_did(self) -> None:
        most = {
            lin: 52,
            greta: 71,
            paul: 56,
            anna: 21,
            adam: 12,
            omar: 14,
            tom: 22,
            sol: 21,
            ada: 16,
        }

        above = {who: asked for who, limit in most.items() if (asked := _asked(who())) > limit}

        assert not above

    @pytest.mark.engine("sqlite")
    def test_speaks_chinese(self) -> None:
        client = signed_in(lin())
        client.post("/language/", {"language": "zh-hans", "next": "/"})

        assert "我的一天" in read(lin(), client=client)

    def test_is_chosen_by_whoever_holds_two_roles(self) -> None:
        give_posting(
            person=lin(),
            unit=harbor_branch(),
            role=Role.TECHNICIAN,
            period=Period(LONG_AGO),
            by=CASTING,
            at=TUESDAY_10AM,
        )

        assert " My day " in read(lin())
        assert " Circuits held here" in read(lin(), "?role=TECHNICIAN")
        assert " My day " in read(lin(), "?role=AUDITOR")


class TestAccountManager:
    def test_owes_nothing_and_is_told_when_that_was_checked(self) -> None:
        assert "10:00 · nothing is owed." in read(nora())

    def test_owes_what_is_due_first(self) -> None:
        a_contract("HT-SOON", ends=TODAY + timedelta(days=40))
        a_contract("HT-RAN-OUT", ends=TODAY - timedelta(days=10))
        a_contract("HT-FAR", ends=TODAY + timedelta(days=91))
        a_contract("HT-UNFILED", ends=date(2029, 1, 1), filed=False, signed=date(2026, 4, 13))

        page = read(lin())

        order = [page.index(number) for number in ("HT-RAN-OUT", "HT-UNFILED", "HT-SOON")]
        assert order == sorted(order)
        assert "HT-FAR" not in page
        # Signed on Monday the 13th, five working days are over on the 20th: 6 late on the 28th.
        assert "6 working days late" in page

    def test_sees_records_to_confirm_apart_from_what_is_owed(self) -> None:
        a_contract("HT-SOON", ends=TODAY + timedelta(days=40))
        with act(kind="test.condition", by=CASTING, at=TUESDAY_10AM):
            Condition.objects.create(
                customer=harbor_bank(), score=0, fresh_date=date(2018, 1, 1), judged_at=TUESDAY_10AM
            )

        page = read(lin())

        check = "Is the record still right?"
        assert "HT-SOON" in page
        assert check not in page
        # The second call of the story is late; the record, years old, is counted by itself.
        assert "2 matters are owed, 1 of them late. Besides, 1 record is to be confirmed." in page
        for start in ("", "0", "1", "-1", "9" * 30):
            assert check in read(lin(), f"?owed=STALE_RECORD&start={start}")

    def test_sees_who_is_in_danger(self) -> None:
        with act(kind="test.bill", by=CASTING, at=TUESDAY_10AM):
            Bill.objects.create(
                customer=harbor_bank(),
                bill_month=date(2026, 2, 1),
                amount_cents=123_400,
                due_date=TODAY - timedelta(days=45),
            )

        page = read(lin())

        assert "Owes for over 30 days" in page
        assert "¥1,234" in page
        assert "45 days" in page

    def test_sees_nothing_of_other_managers(self) -> None:
        a_contract("HT-SOON", ends=TODAY + timedelta(days=40))

        page = read(mira())

        assert "HT-SOON" not in page
        assert "Harbor Bank" not in page

    def test_owes_the_second_call(self) -> None:
        # Lost on the 10th of March without a second call: due on the 24th, Tomb-sweeping Day
        # lies between.
        assert "Second call: why did it go?" in read(lin())
        assert "24 working days late" in read(lin())


class TestBranchLead:
    def test_sees_managers_with_their_load(self) -> None:
        page = read(greta())

        # Harbor Bank is gold: three points of fifty.
        assert "Lin 0 1 0 0 0 3.0 / 50" in page

    def test_counts_accounts_of_other_branches_in_the_load_alone(self) -> None:
        an_account("Lake Cranes", unit=lake_branch(), manager=lin(), tier=Tier.DIAMOND)

        page = read(greta())

        # A diamond weighs eight points; it is not greta's to see, not even in a count.
        assert "Lin 0 1 0 0 0 11.0 / 50" in page

    def test_every_count_leads_to_its_accounts(self) -> None:
        client = signed_in(greta())
        page = client.get("/").content.decode()
        address = html.unescape(re.findall(r'href="(/accounts/\?manager=[^"]*tier=T1)"', page)[0])

        assert "1 account" in client.get(address).content.decode()

    def test_sees_gaps_of_the_named_list(self) -> None:
        bank = harbor_bank()
        name_managers(
            customer=bank,
            version=bank.version,
            account_manager=None,
            deputy=None,
            by=CASTING,
            at=TUESDAY_10AM,
        )

        assert "No manager 1" in read(greta())
        assert "No manager" not in read(hugo())


class TestOnPaper:
    def test_papers_and_plans_are_owed_by_whoever_may_settle_them(self) -> None:
        bank = harbor_bank()
        install_papers(by=CASTING, at=TUESDAY_10AM)
        monday = TUESDAY_10AM - timedelta(days=15)
        open_checklist(customer=bank, event="CLOSING", by=lin(), at=monday)
        plan = draw_up_plan(customer=bank, by=lin(), at=TUESDAY_10AM)
        said = {"status": "SUBMITTED", "submitted_by": lin(), "submitted_at": TUESDAY_10AM}
        with act(kind="test.plan", by=CASTING, at=TUESDAY_10AM):
            Plan.objects.filter(pk=plan.pk).update(**said)

        # Ten working days after Monday the 13th it was due on the 27th.
        for who in (lin, greta):
            assert "Papers of a life event are missing 1 1 late" in read(who())
            assert "Closing · 2/2" in read(who())
        assert "Account plan waits for your approval 1" in read(greta())
        assert "Account plan waits" not in read(lin())
        assert "Papers of a life event" not in read(hugo())
        assert "archive that you keep" not in read(lin())

        name_custodian(unit=harbor_branch(), person=lin(), by=greta(), at=TUESDAY_10AM)
        assert "1 file lacks papers in the archive that you keep." in read(lin())


class TestTechnician:
    def test_finds_circuits_within_reach(self) -> None:
        number = f"DATA_LINE-{harbor_bank().pk}"

        assert number in read(tom(), f"?circuit={number.lower()}")
        assert "No such circuit here" in read(tom(), "?circuit=DATA_LINE-999999")

    def test_opens_the_circuits_behind_a_count(self) -> None:
        lines = Subscription.objects.filter(customer=harbor_bank()).exclude(circuit_number="")
        number = lines.order_by("pk")[0]

        for level in AssuranceLevel.values:
            is_shown = number.circuit_number in read(tom(), f"?assurance={level}")
            assert is_shown == (level == number.assurance)
        assert number.circuit_number not in read(tom(), "?assurance=nonsense")

    def test_sees_what_was_opened_and_ended_lately(self) -> None:
        a_line(harbor_bank(), "DATA_LINE", opened=TODAY - timedelta(days=3))

        assert "In 14 days 1 circuit was opened and 0 terminated here." in read(tom())


class TestSales:
    def test_sees_what_they_have_sold(self) -> None:
        a_contract("HT-SOON", ends=TODAY + timedelta(days=40))

        assert "HT-SOON" in read(sol())

    def test_the_headline_adds_up_contracts_and_matters(self) -> None:
        a_contract("HT-SOON", ends=TODAY + timedelta(days=40))
        install()
        before = int(re.findall(r"(\d+) matters? (?:is|are) owed", read(sol()))[0])
        a_matter("ASKED", person_id=sol().pk, customer_id=harbor_bank().pk)

        page = read(sol())

        assert f"{before + 1} matters are owed" in page
        assert f"What I owe {1}" in page
        assert f"Contracts that I have sold {before}" in page


class TestSeat:
    def test_keeps_the_accounts_opened_lately(self) -> None:
        client = signed_in(omar())
        client.get(f"/accounts/{harbor_bank().number}/")

        assert "Harbor Bank" in read(omar(), client=client)


class TestAuditor:
    def test_sees_who_took_out_what(self) -> None:
        audit.look(
            subject_kind="accounts", purpose="Export", rows_count=1234, by=lin(), at=TUESDAY_10AM
        )

        page = read(adam())

        assert "In the last 24 hours 1 person took out or unmasked 1,234 rows." in page
        assert "Lin lin Accounts Export 1 1,234" in page

    def test_tells_looks_at_accounts_of_others_apart_and_in_words(self) -> None:
        audit.look(subject_kind="account", purpose="list", by=lin(), at=TUESDAY_10AM)
        audit.look(subject_kind="contact", purpose="FAULT", by=omar(), at=TUESDAY_10AM)

        page = read(adam())

        assert "In the last 24 hours 1 person took out or unmasked" in page
        assert "Lin lin Account Line of a list 1" in page
        assert "Contacts A fault or complaint has to be settled with this person 1" in page


class TestSupervisor:
    def test_answers_the_question_first(self) -> None:
        # Twelve months end with March: the internet line went on the 10th and came on the 12th.
        assert "In twelve months 1 lost and 1 gained: 100.0%." in read(paul())

    def test_sees_the_most_at_risk(self) -> None:
        a_contract("HT-SOON", ends=TODAY + timedelta(days=20))

        page = read(paul())

        assert "Contract ends within 30 days" in page
        assert "Harbor Bank" in page
