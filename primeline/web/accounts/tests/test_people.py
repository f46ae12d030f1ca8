"""The people at an account: the map, posts and consents, as far as each reader may see them."""

import re
from typing import Any

import pytest
from django.test import Client

from primeline.customers import actions as customers
from primeline.customers.models import Consent, Contact, Customer
from primeline.customers.values import Agreed, ContactDetails
from primeline.kit.deeds import act
from primeline.privacy import sealing
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    greta,
    harbor_bank,
    lake_mills,
    lin,
    mira,
)
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite")]


def a_contact(name: str = "王小敏", **details: Any) -> Contact:
    return customers.add_contact(
        customer=harbor_bank(),
        details=ContactDetails(name=name, **details),
        by=lin(),
        at=TUESDAY_10AM,
    )


def a_consent(contact: Contact) -> Consent:
    return customers.record_consent(
        contact=contact,
        agreed=Agreed(
            purpose="OFFERS",
            given_date=TUESDAY_10AM.date(),
            proof="PAPER",
            proof_place="Folder 7",
        ),
        by=lin(),
        at=TUESDAY_10AM,
    )


def shown(browser: Client, customer: Customer) -> str:
    return browser.get(f"/accounts/{customer.number}/people/").content.decode()


class TestNumbers:
    @pytest.mark.row("B2")
    @pytest.mark.parametrize(
        ("phone", "shown_as", "ways"),
        [
            ("138 0013 8000", "138 0013 8000", ["call", "message"]),
            ("0571 8888 1234", "0571 8888 1234", ["call"]),
            ("0571 8888 1234 转 12", "0571 8888 1234 ext 12", ["call"]),
        ],
    )
    def test_are_dialed_with_their_extension_and_written_to_where_that_gets_there(
        self, phone: str, shown_as: str, ways: list[str]
    ) -> None:
        contact = a_contact(phone=phone)

        page = shown(signed_in(lin()), harbor_bank())

        assert f'<a href="tel:{contact.phone}">{shown_as}</a>' in page
        assert re.findall(rf"/contacts/{contact.pk}/approaches/(\w+)/", page) == ways

    def test_that_came_in_broken_are_not_offered_and_can_be_left_alone(self) -> None:
        contact = a_contact()
        with act(kind="test.write", by=CASTING, at=TUESDAY_10AM):
            sealing.save_sealed(contact, version=1, changes={"phone": "8373579转395"})
        browser = signed_in(lin())
        address = f"/accounts/{contact.customer.number}/contacts/{contact.pk}/"

        page = shown(browser, harbor_bank())
        form = {"name": "王小敏", "phone": "8373579转395", "job_title": "院长", "version": 2}
        saved = browser.post(address, form)
        refused = browser.post(address, form | {"phone": "8373579转396", "version": 3})

        assert "tel:" not in page
        assert "/approaches/" not in page
        assert "8373579转395" in page
        contact.refresh_from_db()
        assert (saved.status_code, contact.job_title, contact.phone) == (
            302,
            "院长",
            "8373579转395",
        )
        assert refused.status_code == 422
        assert "ext 12" in refused.content.decode()


class TestMap:
    @pytest.mark.row("B2")
    def test_shows_who_reports_to_whom_and_where_they_stand(self) -> None:
        head = a_contact("张总", decision_role="DECIDES", attitude="SUPPORTER")
        a_contact("李强", attitude="OPPONENT", reports_to_id=head.pk)

        page = shown(signed_in(lin()), harbor_bank())

        assert page.count('class="map-line"') == 1
        assert page.count("map-decides") == 1
        assert "Supporter · Decides" in page
        assert "<dt>Reports to</dt><dd>张总</dd>" in page

    def test_is_not_drawn_of_nobody(self) -> None:
        page = shown(signed_in(lin()), harbor_bank())

        assert "<rect" not in page
        assert "Nobody is on file yet." in page

    def test_gives_nobody_away(self) -> None:
        contact = a_contact(phone="13800138000", lunar_birthday="8-15")
        a_consent(contact)

        page = shown(signed_in(greta()), harbor_bank())

        for secret in ("王小敏", "13800138000", "Next birthday", "Folder 7"):
            assert secret not in page
        assert "王**" in page

    def test_shows_a_lunar_birthday_to_those_who_congratulate(self) -> None:
        a_contact(lunar_birthday="8-15")

        page = shown(signed_in(lin()), harbor_bank())

        assert "by the lunar calendar" in page


class TestForms:
    def address(self, contact: Contact, form: str) -> str:
        return f"/accounts/{contact.customer.number}/contacts/{contact.pk}/{form}/"

    def test_refuse_a_circle_at_its_field(self) -> None:
        head = a_contact("张总")
        low = a_contact("李强", reports_to_id=head.pk)
        address = f"/accounts/{harbor_bank().number}/contacts/{head.pk}/"

        answer = signed_in(lin()).post(
            address, {"name": "张总", "version": head.version, "reports_to_id": low.pk}
        )

        assert answer.status_code == 422
        assert "report to themselves" in answer.content.decode()

    @pytest.mark.parametrize(
        ("wrong", "fields"),
        [
            ({"phone": "123", "lunar_birthday": "13-40"}, {"phone", "lunar_birthday"}),
            ({"birthday": "2099-01-01"}, {"birthday"}),
        ],
    )
    def test_say_all_that_is_wrong_at_once(self, wrong: dict[str, str], fields: set[str]) -> None:
        contact = a_contact()
        sent = {"name": contact.name, "version": contact.version, **wrong}

        answer = signed_in(lin()).post(
            f"/accounts/{contact.customer.number}/contacts/{contact.pk}/", sent
        )

        assert answer.status_code == 422
        marked = re.findall(r'id="id_(\w+)_error"', answer.content.decode())
        assert set(marked) == fields

    def test_do_not_offer_the_lunar_birthday_to_those_who_may_not_read_it(self) -> None:
        contact = a_contact(lunar_birthday="8-15")
        address = f"/accounts/{harbor_bank().number}/contacts/{contact.pk}/"
        browser = signed_in(greta())

        page = browser.get(address).content.decode()
        browser.post(address, {"version": contact.version, "attitude": "NEUTRAL"})

        contact.refresh_from_db()
        assert "08-15" not in page
        assert (contact.attitude, contact.lunar_birthday) == ("NEUTRAL", "08-15")

    def test_record_a_consent_once(self) -> None:
        contact, browser = a_contact(), signed_in(lin())
        facts = {
            "purpose": "GREETINGS",
            "given_date": "2026-01-05",
            "proof": "EMAIL",
            "proof_place": "Mailbox of the branch",
            "once": "c" * 24,
        }

        for _ in range(2):
            answer = browser.post(self.address(contact, "consents/new"), facts)
            assert answer.status_code == 302

        assert Consent.objects.get().proof == "EMAIL"
        assert "Mailbox of the branch" in shown(browser, harbor_bank())

    @pytest.mark.parametrize(
        "wrong", [{"purpose": "WORLD"}, {"given_date": "tomorrow"}, {"proof_place": ""}]
    )
    def test_refuse_a_consent_that_is_none(self, wrong: dict[str, str]) -> None:
        contact = a_contact()
        facts = {
            "purpose": "OFFERS",
            "given_date": "2026-01-05",
            "proof": "PAPER",
            "proof_place": "Folder 7",
            "once": "d" * 24,
            **wrong,
        }

        answer = signed_in(lin()).post(self.address(contact, "consents/new"), facts)

        assert answer.status_code == 422
        assert not Consent.objects.exists()

    def test_withdraw_a_consent(self) -> None:
        consent = a_consent(a_contact())
        address = self.address(consent.contact, f"consents/{consent.pk}/withdrawn")
        browser = signed_in(lin())
        facts = {"version": consent.version, "withdrawn_date": "2026-05-04"}

        assert browser.get(address).status_code == 200
        assert browser.post(address, facts | {"version": 7}).status_code == 409
        assert browser.post(address, facts).status_code == 302
        assert browser.post(address, facts).status_code == 422

        consent.refresh_from_db()
        assert consent.withdrawn_date is not None

    def test_reach_no_consent_of_somebody_else(self) -> None:
        consent, other = a_consent(a_contact()), a_contact("李强")

        answer = signed_in(lin()).get(self.address(other, f"consents/{consent.pk}/withdrawn"))

        assert answer.status_code == 404

    def test_give_a_new_post(self) -> None:
        contact, browser = a_contact(job_title="科员"), signed_in(lin())
        facts = {
            "version": contact.version,
            "customer_number": harbor_bank().number,
            "job_title": "科长",
            "from_date": "2026-05-04",
        }

        assert browser.post(self.address(contact, "post"), facts).status_code == 302

        page = shown(browser, harbor_bank())
        assert "科长" in page
        assert "科员" in page

    @pytest.mark.parametrize("number", ["C-9999999", "", "another"])
    def test_refuse_an_account_out_of_reach(self, number: str) -> None:
        contact = a_contact()
        wanted = lake_mills().number if number == "another" else number
        facts = {
            "version": contact.version,
            "customer_number": wanted,
            "job_title": "科长",
            "from_date": "2026-05-04",
        }

        answer = signed_in(lin()).post(self.address(contact, "post"), facts)

        contact.refresh_from_db()
        assert answer.status_code == 422
        assert contact.customer == harbor_bank()

    @pytest.mark.parametrize("form", ["post", "consents/new"])
    def test_are_not_for_strangers(self, form: str) -> None:
        assert signed_in(mira()).get(self.address(a_contact(), form)).status_code in {403, 404}
