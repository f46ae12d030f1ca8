"""The search: everything an account is known by, and nothing out of reach."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.access import actions as access
from primeline.access.values import Restriction
from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind
from primeline.customers.models import Customer
from primeline.customers.values import ContactDetails, Identity
from primeline.kit.deeds import System
from primeline.privacy import actions as privacy
from primeline.products import actions as products
from primeline.products.models import LineOfBusiness, Subscription
from primeline.products.values import AgreementTerms, Circuit, Terms
from primeline.staff.models import Person
from primeline.testing.cast import (
    TUESDAY_10AM,
    ada,
    greta,
    harbor_branch,
    hugo,
    lin,
    mira,
    nora,
    omar,
    sara,
)
from primeline.testing.doors import signed_in

pytestmark = pytest.mark.django_db


def the_hospital() -> Customer:
    """An account with a Chinese name, a circuit, a contract and a person, that Lin manages."""
    hospital = customers.open_customer(
        identity=Identity(
            kind=CustomerKind.ORGANIZATION,
            name="望潮市第一人民医院",
            short_name="望潮一院",
            name_en="Wangchao First Hospital",
            identifier_kind="CREDIT_CODE",
            identifier="91110000600037341L",
        ),
        owner_unit=harbor_branch(),
        account_manager=lin(),
        by=greta(),
        at=TUESDAY_10AM,
    )
    products.install_reference(by=System("test"), at=TUESDAY_10AM)
    products.open_subscription(
        customer=hospital,
        line=LineOfBusiness.objects.get(code="INTERNET_LINE"),
        terms=Terms(fee_cents=500_000, opened_date=date(2025, 1, 1)),
        circuit=Circuit(circuit_number="WC-1001/7"),
        by=greta(),
        at=TUESDAY_10AM,
    )
    terms = AgreementTerms(number="HT-2025-88", starts_date=date(2025, 1, 1))
    products.sign_agreement(customer=hospital, terms=terms, by=greta(), at=TUESDAY_10AM)
    details = ContactDetails(name="王小敏", phone="13800138000")
    customers.add_contact(customer=hospital, details=details, by=lin(), at=TUESDAY_10AM)
    return hospital


def finds(person: Person, text: str) -> bool:
    page = signed_in(person).get("/search/", {"q": text}).content.decode()
    return "望潮一院" in page


class TestSearch:
    @pytest.mark.row("B8")
    @pytest.mark.parametrize(
        "text",
        [
            "望潮市第一人民医院", "人民", "院", "望潮一院", "renminyiyuan", "wcyy", "First Hosp",
            "WC-1001/7", "wc1001", "HT-2025-88", "2025-88", "91110000600037341L", "林晓", "linx",
        ],
    )  # fmt: skip
    def test_finds_an_account_by_all_it_is_known_by(self, text: str) -> None:
        hospital = the_hospital()

        assert finds(lin(), text)
        assert finds(omar(), hospital.number)
        assert finds(omar(), hospital.number[4:])

    @pytest.mark.row("A2")
    def test_finds_nothing_out_of_reach(self) -> None:
        hospital = the_hospital()

        for stranger in (mira(), nora(), hugo()):
            for text in ("望潮", hospital.number, "WC-1001/7", "HT-2025-88", "wcyy"):
                assert not finds(stranger, text)

    @pytest.mark.row("A4")
    @pytest.mark.parametrize("text", ["13800138000", "8000", "王小敏", "wxm"])
    def test_finds_nobody_by_what_it_would_mask(self, text: str) -> None:
        the_hospital()

        assert not finds(omar(), text)

    @pytest.mark.row("A8")
    def test_finds_a_restricted_account_by_its_cover_name_for_cleared_people(self) -> None:
        hospital = the_hospital()
        customers.restrict_customer(
            customer=hospital,
            version=hospital.version,
            cover_name="云杉项目 Hawthorn",
            by=sara(),
            at=TUESDAY_10AM,
            reason="classified",
        )
        customers.clear_person(customer=hospital, person=lin(), by=sara(), at=TUESDAY_10AM)
        products.make_findable(customer_ids=[hospital.pk], by=sara(), at=TUESDAY_10AM)

        for text in ("云杉", hospital.number, "Hawthron"):
            assert "云杉项目" in signed_in(lin()).get("/search/", {"q": text}).content.decode()
            shown = signed_in(omar()).get("/search/", {"q": text}).content.decode()
            assert "云杉项目" not in shown
        for text in ("望潮", "wcyy", "WC-1001/7", "HT-2025-88", "林晓"):
            shown = signed_in(lin()).get("/search/", {"q": text}).content.decode()
            assert "云杉项目" not in shown

    @pytest.mark.row("A8")
    def test_finds_it_by_all_that_it_has_again_once_it_is_lifted(self) -> None:
        hospital = the_hospital()
        wish = Restriction(cover_name="Hawthorn", person_ids=(greta().pk, sara().pk, lin().pk))
        hiding = access.propose_restriction(
            customer=hospital, restriction=wish, by=greta(), at=TUESDAY_10AM, reason="classified"
        )
        access.confirm_proposal(proposal=hiding, version=1, by=sara(), at=TUESDAY_10AM)
        assert not finds(lin(), "WC-1001/7")
        hospital.refresh_from_db()
        showing = access.propose_lift(
            customer=hospital, by=greta(), at=TUESDAY_10AM, reason="public now"
        )

        access.confirm_proposal(proposal=showing, version=1, by=sara(), at=TUESDAY_10AM)

        for text in ("望潮", hospital.number, "WC-1001/7", "HT-2025-88", "王小敏"):
            assert finds(lin(), text)

    def test_follows_a_change_of_name_and_manager(self) -> None:
        hospital = the_hospital()
        customers.change_identity(
            customer=hospital,
            version=hospital.version,
            identity=Identity(kind=CustomerKind.ORGANIZATION, name="滨海医院"),
            by=greta(),
            at=TUESDAY_10AM,
        )
        customers.name_managers(
            customer=hospital,
            version=hospital.version,
            account_manager=nora(),
            deputy=None,
            by=greta(),
            at=TUESDAY_10AM,
        )

        for text, is_found in (("滨海", True), ("人民", False), ("诺拉", True), ("林晓", False)):
            page = signed_in(omar()).get("/search/", {"q": text}).content.decode()
            assert (f'href="/accounts/{hospital.number}/"' in page) is is_found, text

    def test_is_not_for_those_who_see_no_accounts(self) -> None:
        assert signed_in(ada()).get("/search/", {"q": "望潮"}).status_code == 403
        assert 'id="search-box"' not in signed_in(ada()).get("/reference/").content.decode()

    @pytest.mark.parametrize("text", ["", " ", "a", "%", "'", "<script>alert(1)</script>"])
    def test_stays_calm(self, text: str) -> None:
        answer = signed_in(lin()).get("/search/", {"q": text})

        assert answer.status_code == 200
        assert "<script>alert(1)" not in answer.content.decode()


class TestPeople:
    @pytest.mark.row("B8")
    @pytest.mark.parametrize(
        "text", ["王小敏", " 王小敏 ", "13800138000", "138 0013 8000", "+86 138-0013-8000"]
    )
    def test_lead_those_to_the_account_who_see_them_in_clear(self, text: str) -> None:
        the_hospital()

        assert finds(lin(), text)
        for other in (greta(), omar(), mira()):
            assert not finds(other, text)

    @pytest.mark.row("A4")
    @pytest.mark.parametrize("text", ["王小", "1380013", "13800138001"])
    def test_are_found_whole_or_not_at_all(self, text: str) -> None:
        the_hospital()

        assert not finds(lin(), text)

    @pytest.mark.row("A8")
    def test_of_a_restricted_account_lead_nobody_to_it(self) -> None:
        hospital = the_hospital()
        customers.restrict_customer(
            customer=hospital,
            version=hospital.version,
            cover_name="云杉项目",
            by=sara(),
            at=TUESDAY_10AM,
            reason="classified",
        )
        customers.clear_person(customer=hospital, person=lin(), by=sara(), at=TUESDAY_10AM)

        page = signed_in(lin()).get("/search/", {"q": "王小敏"}).content.decode()
        assert "云杉项目" not in page

    @pytest.mark.row("A4")
    def test_who_are_restricted_or_erased_lead_nowhere(self) -> None:
        hospital = the_hospital()
        (person,) = hospital.contacts.all()
        who: Any = {"by": sara(), "at": TUESDAY_10AM, "reason": "asked for it"}

        privacy.restrict(subject=person.subject, **who)
        assert not finds(lin(), "13800138000")
        privacy.release(subject=person.subject, **who)
        assert finds(lin(), "13800138000")
        privacy.erase(subjects=[person.subject], **who)
        assert not finds(lin(), "13800138000")


class TestSlips:
    @pytest.mark.row("B8")
    @pytest.mark.parametrize("text", ["Wangchoa", "hopsital", "First Hosptal", "wangcahoyiyuan"])
    def test_are_forgiven_within_reach(self, text: str) -> None:
        the_hospital()

        assert finds(lin(), text)
        assert "spelled alike" in signed_in(lin()).get("/search/", {"q": text}).content.decode()
        assert not finds(mira(), text)


class TestBox:
    BOX = {"HX-Request": "true", "HX-Target": "search-found"}

    def test_shows_hits_alone(self) -> None:
        the_hospital()

        part = signed_in(lin()).get("/search/", {"q": "望潮"}, headers=self.BOX).content.decode()

        assert "望潮一院" in part
        assert "<html" not in part

    def test_tells_a_circuit_by_the_number_that_was_typed(self) -> None:
        hospital = the_hospital()
        own = Subscription.objects.get(customer=hospital).number

        for typed, told in (("wc1001", "Circuit WC-1001/7"), (own, f"Subscription {own}")):
            part = signed_in(lin()).get("/search/", {"q": typed}).content.decode()
            assert f"found by: {told}<" in part
            assert f"#{own}" in part

    def test_is_a_list_to_choose_from(self) -> None:
        the_hospital()

        part = signed_in(lin()).get("/search/", {"q": "望潮"}, headers=self.BOX).content.decode()

        assert 'role="listbox"' in part
        assert part.count('role="option"') == 1
        assert "1 account found" in part

    def test_costs_six_queries(self) -> None:
        the_hospital()
        browser = signed_in(lin())
        browser.get("/search/")

        with CaptureQueriesContext(connection) as asked:
            browser.get("/search/", {"q": "望潮"}, headers=self.BOX)

        # Session, person, reach, clearances, entries, contacts of that name, accounts.
        assert len(asked) == 6
