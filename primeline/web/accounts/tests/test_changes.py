"""Forms of accounts: who may send them, what they refuse, and that nobody's work is lost."""

import secrets
from typing import Any

import pytest
from django.test import Client

from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind, CustomerStatus
from primeline.customers.models import Contact, Customer
from primeline.customers.values import ContactDetails, Identity
from primeline.testing.cast import (
    TUESDAY_10AM,
    adam,
    greta,
    harbor_bank,
    harbor_branch,
    hill_branch,
    lake_branch,
    lin,
    mira,
    nora,
    omar,
    paul,
    sara,
)
from primeline.testing.doors import signed_in
from primeline.tiers.actions import set_load_limit
from primeline.tiers.choices import LoadLevel

pytestmark = pytest.mark.django_db


def identity_of(bank: Customer, **changes: Any) -> dict[str, Any]:
    return {"kind": bank.kind, "name": bank.name, "version": bank.version, **changes}


def send(browser: Client, bank: Customer, form: str, facts: dict[str, Any]) -> Any:
    return browser.post(f"/accounts/{bank.number}/{form}/", {"once": secrets.token_hex(16)} | facts)


class TestIdentity:
    def test_is_saved_with_its_reason(self) -> None:
        bank = harbor_bank()

        answer = send(
            signed_in(lin()), bank, "identity", identity_of(bank, brand="Blue", reason="Asked")
        )

        assert answer.status_code == 302
        bank.refresh_from_db()
        assert bank.brand == "Blue"
        history = signed_in(lin()).get(f"/accounts/{bank.number}/history/").content.decode()
        assert "Asked" in history

    @pytest.mark.parametrize("reader", [adam, mira, nora])
    def test_is_not_for_those_who_may_not_change_it(self, reader: Any) -> None:
        bank = harbor_bank()

        answer = send(signed_in(reader()), bank, "identity", identity_of(bank, brand="Blue"))

        assert answer.status_code in {403, 404}
        bank.refresh_from_db()
        assert bank.brand == ""

    def test_shows_a_refusal_at_its_field(self) -> None:
        bank = harbor_bank()
        facts = identity_of(bank, identifier_kind="CREDIT_CODE", identifier="123")

        answer = send(signed_in(lin()), bank, "identity", facts)

        assert answer.status_code == 422
        assert 'id="id_identifier_error"' in answer.content.decode()

    def test_shows_what_differs_when_somebody_saved_first(self) -> None:
        bank = harbor_bank()
        theirs = identity_of(bank, brand="Green", scale="SMALL")
        mine = identity_of(bank, brand="Blue", scale="LARGE")
        send(signed_in(greta()), bank, "identity", theirs)

        answer = send(signed_in(lin()), bank, "identity", mine)

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Greta changed it at" in page
        assert 'name="keep-brand"' in page
        assert "Green" in page
        assert "Blue" in page
        bank.refresh_from_db()
        assert bank.brand == "Green"

    def test_merges_what_the_person_chooses(self) -> None:
        bank = harbor_bank()
        send(signed_in(greta()), bank, "identity", identity_of(bank, brand="Green", scale="SMALL"))
        merged = identity_of(bank, version=bank.version + 1, brand="Blue", scale="LARGE")
        merged |= {"keep-brand": "yours", "keep-scale": "stored"}

        answer = send(signed_in(lin()), bank, "identity", merged)

        assert answer.status_code == 302
        bank.refresh_from_db()
        assert (bank.brand, bank.scale) == ("Blue", "SMALL")

    def test_sent_twice_is_saved_once_and_no_quarrel(self) -> None:
        bank, browser = harbor_bank(), signed_in(lin())
        facts = identity_of(bank, brand="Blue")

        answers = [send(browser, bank, "identity", facts).status_code for _ in range(2)]

        assert answers == [302, 302]
        before = bank.version
        bank.refresh_from_db()
        assert bank.version == before + 1


class TestStatus:
    def test_moves_along_the_rules_only(self) -> None:
        bank, browser = harbor_bank(), signed_in(lin())
        facts = {"version": bank.version, "status": "LOCKED", "reason": "Court order"}

        assert send(browser, bank, "status", facts).status_code == 302
        bank.refresh_from_db()
        assert bank.status == CustomerStatus.LOCKED

        back = {"version": bank.version, "status": "PROSPECT", "reason": "x"}
        assert send(browser, bank, "status", back).status_code == 422

    def test_sent_twice_is_changed_once_and_no_quarrel(self) -> None:
        bank, browser = harbor_bank(), signed_in(lin())
        facts = {"version": bank.version, "status": "LOCKED", "reason": "Order", "once": "k" * 24}

        answers = [send(browser, bank, "status", facts).status_code for _ in range(2)]

        assert answers == [302, 302]

    def test_needs_a_reason(self) -> None:
        bank = harbor_bank()
        facts = {"version": bank.version, "status": "LOCKED", "reason": " "}

        assert send(signed_in(lin()), bank, "status", facts).status_code == 422


class TestManagers:
    def test_are_named_by_those_who_may(self) -> None:
        bank = harbor_bank()
        facts: dict[str, Any] = {"account_manager": nora().pk, "deputy": lin().pk}
        facts |= {"version": bank.version, "reason": "Lin goes to another branch"}

        assert send(signed_in(greta()), bank, "managers", facts).status_code == 302
        bank.refresh_from_db()
        assert (bank.account_manager, bank.deputy) == (nora(), lin())

    def test_are_replaced_with_a_reason_only(self) -> None:
        bank = harbor_bank()
        facts = {"version": bank.version, "account_manager": nora().pk, "deputy": ""}

        answer = send(signed_in(greta()), bank, "managers", facts)

        assert answer.status_code == 422
        assert 'id="id_reason_error"' in answer.content.decode()
        bank.refresh_from_db()
        assert bank.account_manager == lin()

    def test_carry_more_than_the_limit_only_if_it_is_meant(self) -> None:
        set_load_limit(
            level=LoadLevel.GOLD,
            most_accounts=0,
            from_month=TUESDAY_10AM.date().replace(day=1),
            reason="To try it",
            by=sara(),
            at=TUESDAY_10AM,
        )
        bank, client = harbor_bank(), signed_in(greta())
        facts = {"version": bank.version, "account_manager": nora().pk, "deputy": "", "reason": "x"}

        answer = send(client, bank, "managers", facts)

        assert 'id="id_is_overload_meant_error"' in answer.content.decode()
        bank.refresh_from_db()
        assert bank.account_manager == lin()
        assert (
            send(client, bank, "managers", facts | {"is_overload_meant": "on"}).status_code == 302
        )
        bank.refresh_from_db()
        assert bank.account_manager == nora()
        history = signed_in(nora()).get(f"/accounts/{bank.number}/history/").content.decode()
        assert "1 of 0): x" in history

    def test_are_not_named_by_the_manager(self) -> None:
        bank = harbor_bank()
        facts = {"version": bank.version, "account_manager": nora().pk, "deputy": ""}

        assert send(signed_in(lin()), bank, "managers", facts).status_code == 403

    def test_are_never_people_of_another_province(self) -> None:
        bank = harbor_bank()
        facts = {"version": bank.version, "account_manager": mira().pk, "deputy": ""}

        assert send(signed_in(greta()), bank, "managers", facts).status_code == 422

    def test_are_two_people(self) -> None:
        bank = harbor_bank()
        facts = {"version": bank.version, "account_manager": lin().pk, "deputy": lin().pk}

        answer = send(signed_in(greta()), bank, "managers", facts)

        assert 'id="id_deputy_error"' in answer.content.decode()


class TestOwnerUnit:
    def test_is_one_within_reach(self) -> None:
        bank, browser = harbor_bank(), signed_in(paul())
        facts = {"version": bank.version, "reason": "Moved"}

        outside = send(browser, bank, "owner-unit", facts | {"owner_unit": lake_branch().pk})
        inside = send(browser, bank, "owner-unit", facts | {"owner_unit": hill_branch().pk})

        assert (outside.status_code, inside.status_code) == (422, 302)
        bank.refresh_from_db()
        assert bank.owner_unit == hill_branch()


class TestContacts:
    DETAILS = ContactDetails(name="王小敏", phone="13800138000", email="wang@example.cn")

    def a_contact(self) -> Contact:
        return customers.add_contact(
            customer=harbor_bank(), details=self.DETAILS, by=lin(), at=TUESDAY_10AM
        )

    def test_are_added_once_however_often_sent(self) -> None:
        bank, browser = harbor_bank(), signed_in(lin())
        facts = {"name": "陈建国", "phone": "0571 8888 1234", "once": "a" * 24}

        for _ in range(2):
            assert send(browser, bank, "contacts/new", facts).status_code == 302

        assert Contact.objects.get().phone == "+8657188881234"

    def test_are_not_read_by_opening_their_form(self) -> None:
        contact = self.a_contact()

        form = signed_in(greta()).get(f"/accounts/{harbor_bank().number}/contacts/{contact.pk}/")

        for secret in ("王小敏", "13800138000", "wang@example.cn"):
            assert secret not in form.content.decode()

    def test_keep_what_a_masked_form_leaves_empty(self) -> None:
        contact = self.a_contact()
        facts = {"version": contact.version, "job_title": "Director", "name": "", "phone": ""}

        answer = send(signed_in(greta()), harbor_bank(), f"contacts/{contact.pk}", facts)

        assert answer.status_code == 302
        contact.refresh_from_db()
        assert (contact.name, contact.phone) == ("王小敏", "+8613800138000")
        assert contact.job_title == "Director"

    def test_tell_no_secret_in_a_lost_update(self) -> None:
        contact, bank = self.a_contact(), harbor_bank()
        facts = {"version": contact.version, "name": "王敏", "phone": "13900139000"}
        send(signed_in(lin()), bank, f"contacts/{contact.pk}", facts)
        late = {"version": contact.version, "job_title": "Director", "keep-phone": "stored"}

        answer = send(signed_in(greta()), bank, f"contacts/{contact.pk}", late)

        page = answer.content.decode()
        assert answer.status_code == 409
        for secret in ("王小敏", "王敏", "13900139000"):
            assert secret not in page

    def test_may_be_marked_as_gone(self) -> None:
        contact = self.a_contact()

        send(signed_in(lin()), harbor_bank(), f"contacts/{contact.pk}/former", {"version": 1})

        contact.refresh_from_db()
        assert not contact.is_active

    def test_may_be_brought_back_and_the_timeline_tells_both(self) -> None:
        contact, bank = self.a_contact(), harbor_bank()
        browser = signed_in(lin())
        send(browser, bank, f"contacts/{contact.pk}/former", {"reason": "Retired", "version": 1})

        send(browser, bank, f"contacts/{contact.pk}/returned", {})

        contact.refresh_from_db()
        assert contact.is_active
        told = browser.get(f"/accounts/{bank.number}/timeline/").content.decode()
        assert "no longer works there. Reason: Retired" in told
        assert "works there again" in told

    @pytest.mark.parametrize(
        "facts",
        [{"reason": "x" * 301, "version": 1}, {"reason": "Retired"}],
        ids=["long", "unseen"],
    )
    def test_stay_when_what_is_said_cannot_be_kept(self, facts: dict[str, Any]) -> None:
        contact = self.a_contact()

        answer = send(signed_in(lin()), harbor_bank(), f"contacts/{contact.pk}/former", facts)

        assert answer.status_code == 409
        contact.refresh_from_db()
        assert contact.is_active

    def test_take_no_e_mail_that_does_not_fit(self) -> None:
        facts = {"name": "王", "email": f"{'x' * 60}@{'y.' * 120}example.cn"}

        assert send(signed_in(lin()), harbor_bank(), "contacts/new", facts).status_code == 422

    def test_of_another_account_are_not_there(self) -> None:
        contact = self.a_contact()
        other = customers.open_customer(
            identity=Identity(kind=CustomerKind.ORGANIZATION, name="Other"),
            owner_unit=harbor_branch(),
            account_manager=lin(),
            by=greta(),
            at=TUESDAY_10AM,
        )

        answer = signed_in(lin()).get(f"/accounts/{other.number}/contacts/{contact.pk}/")

        assert answer.status_code == 404


class TestNewAccount:
    def facts(self, **changes: Any) -> dict[str, Any]:
        return {
            "once": "b" * 24,
            "kind": "ORGANIZATION",
            "name": "望潮第一人民医院",
            "unit": harbor_branch().pk,
            "status": "ACTIVE",
            **changes,
        }

    def test_is_opened_once_however_often_sent(self) -> None:
        browser = signed_in(greta())

        answers = [browser.post("/accounts/new/", self.facts()) for _ in range(2)]

        opened = Customer.objects.get(name="望潮第一人民医院")
        assert {answer["Location"] for answer in answers} == {f"/accounts/{opened.number}/"}

    def test_is_found_at_once(self) -> None:
        browser = signed_in(greta())
        browser.post("/accounts/new/", self.facts())

        assert "望潮第一人民医院" in browser.get("/search/", {"q": "dyrm"}).content.decode()

    def test_lies_within_reach(self) -> None:
        answer = signed_in(greta()).post("/accounts/new/", self.facts(unit=lake_branch().pk))

        assert answer.status_code == 422
        assert not Customer.objects.exists()

    @pytest.mark.parametrize("reader", [lin, omar, adam])
    def test_is_not_for_everybody(self, reader: Any) -> None:
        assert signed_in(reader()).get("/accounts/new/").status_code == 403

    def test_offers_all_units_at_headquarters(self) -> None:
        hill_branch()

        page = signed_in(sara()).get("/accounts/new/").content.decode()

        assert "Hill branch" in page
