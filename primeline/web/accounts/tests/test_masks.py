"""Who sees the people at a customer in clear, and what it takes for everybody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from primeline.audit.models import Look
from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind, IdentifierKind
from primeline.customers.models import Contact, Customer
from primeline.customers.values import Identity
from primeline.kit.errors import Refused
from primeline.privacy import actions as privacy
from primeline.privacy.tests.people import mei
from primeline.privacy.values import is_sealed
from primeline.staff.models import Person
from primeline.testing import cast
from primeline.testing.cast import CASTING, TUESDAY_10AM, greta, hugo, lin, mira, omar
from primeline.testing.doors import signed_in

pytestmark = pytest.mark.django_db

CLEAR = ("张美丽", "13800001234", "mei@harbor.example")
SOUGHT = ("张美丽", "13800001234", "+86 138 0000 1234", "138-0000-1234")


def address(contact: Contact) -> str:
    return f"/accounts/{contact.customer.number}/contacts/{contact.pk}/clear/"


def search(browser: Client, text: str) -> str:
    """Return what the box shows; a whole page differs by its token alone."""
    headers = {"HX-Request": "true", "HX-Target": "search-found"}
    return browser.get("/search/", {"q": text}, headers=headers).content.decode()


class TestUnmask:
    @pytest.mark.row("B2")
    def test_shows_one_person_once_for_a_purpose_on_record(self) -> None:
        contact, browser = mei(), signed_in(greta())
        page = f"/accounts/{contact.customer.number}/"
        assert "张美丽" not in browser.get(page).content.decode()

        shown = browser.post(address(contact), {"purpose": "FAULT"}).content.decode()

        assert all(text in shown.replace(" ", "") for text in CLEAR)
        look = Look.objects.get(subject_kind="contact")
        assert (look.subject_id, look.purpose) == (str(contact.pk), "FAULT")
        assert look.act.actor_id == greta().pk
        looks = signed_in(lin()).get(f"{page}looks/").content.decode()
        for said in ("A person there, in clear", "Greta", "A fault or complaint has to be settled"):
            assert said in looks
        assert "张美丽" not in browser.get(page).content.decode()

    def test_answers_a_part_where_a_part_was_asked_for(self) -> None:
        contact = mei()
        shown = signed_in(greta()).post(
            address(contact), {"purpose": "FAULT"}, headers={"HX-Request": "true"}
        )
        assert b"<html" not in shown.content
        assert "张美丽" in shown.content.decode()

    @pytest.mark.parametrize("purpose", ["", "curious"])
    def test_refuses_without_a_purpose(self, purpose: str) -> None:
        answer = signed_in(greta()).post(address(mei()), {"purpose": purpose})

        assert answer.status_code == 409
        assert "张美丽" not in answer.content.decode()
        assert not Look.objects.exists()

    def test_is_not_for_those_without_the_permission_or_the_reach(self) -> None:
        contact = mei()
        assert signed_in(mira()).post(address(contact), {"purpose": "FAULT"}).status_code == 403
        assert signed_in(hugo()).post(address(contact), {"purpose": "FAULT"}).status_code == 404
        assert not Look.objects.exists()

    def test_ends_for_a_while_after_too_many(self) -> None:
        contact, at = mei(), timezone.now()
        for _ in range(30):
            customers.unmask_contact(contact=contact, purpose="FAULT", by=greta(), at=at)

        with pytest.raises(Refused, match="30"):
            customers.unmask_contact(contact=contact, purpose="FAULT", by=greta(), at=at)
        customers.unmask_contact(contact=contact, purpose="FAULT", by=omar(), at=at)
        later = at + timedelta(hours=1, seconds=1)
        customers.unmask_contact(contact=contact, purpose="FAULT", by=greta(), at=later)

    def test_shows_nothing_of_somebody_erased_or_restricted(self) -> None:
        contact = mei()
        privacy.restrict(subject=contact.subject, by=CASTING, at=TUESDAY_10AM, reason="asked")

        shown = signed_in(greta()).post(address(contact), {"purpose": "FAULT"}).content.decode()

        assert not any(text in shown for text in CLEAR)
        assert "Restricted" in shown


class TestIndividuals:
    NAME, CARD, ADDRESS = "周示例", "11010519491231002X", "望潮市海曙区中山路1号"

    def an_individual(self) -> Customer:
        return customers.open_customer(
            identity=Identity(
                kind=CustomerKind.INDIVIDUAL,
                name=self.NAME,
                identifier_kind=IdentifierKind.IDENTITY_CARD,
                identifier=self.CARD,
                address=self.ADDRESS,
            ),
            owner_unit=cast.harbor_branch(),
            account_manager=lin(),
            by=CASTING,
            at=TUESDAY_10AM,
        )

    @pytest.mark.row("B2")
    @pytest.mark.parametrize("pane", ["", "history/", "identity/"])
    def test_are_masked_for_all_but_their_manager(self, pane: str) -> None:
        page = f"/accounts/{self.an_individual().number}/{pane}"
        shown = signed_in(greta()).get(page).content.decode()

        assert not any(text in shown for text in (self.CARD, "中山路", self.NAME))
        assert "周**" in shown or pane == "identity/"
        if pane != "history/":
            mine = signed_in(lin()).get(page).content.decode()
            assert all(text in mine for text in (self.CARD, self.NAME))

    @pytest.mark.row("B2")
    def test_are_found_by_whole_facts_and_by_those_whose_work_they_are_alone(self) -> None:
        person = self.an_individual()
        mine, others = signed_in(lin()), signed_in(greta())
        for text in (self.NAME, self.CARD):
            assert person.number in search(mine, text)
            assert person.number not in search(others, text)
            assert person.number in mine.get("/accounts/", {"q": text}).content.decode()
            assert person.number not in others.get("/accounts/", {"q": text}).content.decode()
        assert person.number not in search(mine, self.NAME[:2])
        assert person.number in search(others, person.number)
        stored = Customer.objects.values_list("name", "identifier", "address").get(pk=person.pk)
        assert all(map(is_sealed, stored))

    def test_are_shown_once_for_a_purpose_on_record(self) -> None:
        person = self.an_individual()
        page = f"/accounts/{person.number}/clear/"
        browser = signed_in(greta())
        assert browser.post(page, {"purpose": ""}).status_code == 409

        shown = browser.post(page, {"purpose": "IDENTITY"}).content.decode()

        assert all(text in shown for text in (self.NAME, self.CARD, self.ADDRESS))
        look = Look.objects.get(subject_kind="individual")
        assert (look.subject_id, look.purpose) == (str(person.pk), "IDENTITY")

    def test_that_turn_into_an_organization_and_back_are_open_and_sealed_again(self) -> None:
        person = self.an_individual()
        for kind, is_open in (("ORGANIZATION", True), ("INDIVIDUAL", False)):
            identity = Identity(kind=CustomerKind(kind), name=self.NAME)
            customers.change_identity(
                customer=person,
                version=person.version,
                identity=identity,
                by=lin(),
                at=TUESDAY_10AM,
            )
            assert Customer.objects.filter(name=self.NAME).exists() is is_open
            assert (person.number in search(signed_in(greta()), self.NAME)) is is_open
            assert person.number in search(signed_in(lin()), self.NAME)

    def test_keep_what_a_masked_form_leaves_empty(self) -> None:
        person = self.an_individual()
        sent = {
            "version": person.version,
            "kind": "INDIVIDUAL",
            "name": "",
            "identifier_kind": "IDENTITY_CARD",
            "identifier": "",
            "address": "",
        }
        page = f"/accounts/{person.number}/identity/"
        assert signed_in(greta()).post(page, sent).status_code == 302

        person.refresh_from_db()
        facts = (person.name, person.identifier, person.address)
        assert facts == (self.NAME, self.CARD, self.ADDRESS)


class TestSearchByPerson:
    @pytest.mark.row("B2")
    @pytest.mark.parametrize("text", SOUGHT)
    def test_finds_for_whoever_sees_the_person_in_clear(self, text: str) -> None:
        mei()
        assert "Harbor Bank" in search(signed_in(lin()), text)

    @pytest.mark.row("B2")
    @pytest.mark.parametrize("reader", ["omar", "greta", "adam", "mira"])
    @pytest.mark.parametrize("text", SOUGHT)
    def test_tells_nobody_else_even_that_there_is_one(self, reader: str, text: str) -> None:
        """An oracle: whoever sees 138****1234 must not find out the rest by asking."""
        mei()
        who: Person = getattr(cast, reader)()
        browser = signed_in(who)
        right, wrong = search(browser, text), search(browser, text.replace("8", "7"))

        assert "Harbor Bank" not in right
        assert right.replace(text, "") == wrong.replace(text.replace("8", "7"), "")

    def test_finds_nobody_by_a_part(self) -> None:
        mei()
        browser = signed_in(lin())
        assert not any("Harbor Bank" in search(browser, text) for text in ("1380000", "张美"))

    def test_does_not_find_somebody_erased(self) -> None:
        contact = mei()
        privacy.erase(subjects=[contact.subject], by=CASTING, at=TUESDAY_10AM)
        browser = signed_in(lin())
        assert not any("Harbor Bank" in search(browser, text) for text in SOUGHT)
