"""Who is greeted stands on pages as the reader may see them, and in no calendar feed."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from primeline.customers import actions as customers
from primeline.customers.choices import Tier
from primeline.customers.models import Contact, Customer
from primeline.customers.values import Agreed, ContactDetails
from primeline.kit import clock
from primeline.staff.rules import day_of
from primeline.standards.models import Step
from primeline.testing.cast import TUESDAY_10AM, greta, harbor_bank, lin, sara
from primeline.testing.doors import signed_in
from primeline.visits.models import Conversation, ServiceAction, StandardAction
from primeline.visits.tests.planned import install, plan

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite"), pytest.mark.row("D3")]
DAY = timedelta(days=1)
NAME = "王若敏"


def sunday() -> date:
    """The last day of this week: the birthday, so that its greeting is due by then."""
    today = day_of(clock.now())
    return today + (6 - today.weekday()) * DAY


def key_person(name: str = NAME) -> Contact:
    """Put somebody on file who agrees to be greeted, and whose birthday is this Sunday."""
    born = sunday().replace(year=1980)
    person = customers.add_contact(
        customer=harbor_bank(tier=Tier.DIAMOND),
        details=ContactDetails(
            name=name, decision_role="DECIDES", birthday=born, preferred_channel="WECOM"
        ),
        by=lin(),
        at=TUESDAY_10AM,
    )
    agreed = Agreed(
        purpose="GREETINGS", given_date=TUESDAY_10AM.date(), proof="PAPER", proof_place="Folder"
    )
    customers.record_consent(contact=person, agreed=agreed, by=lin(), at=TUESDAY_10AM)
    return person


@pytest.fixture
def bank() -> Customer:
    """Harbor Bank, planned as of two weeks ago, with somebody to greet this week."""
    install()
    person = key_person()
    plan(clock.now() - 14 * DAY)
    return person.customer


def greeting() -> ServiceAction:
    found = ServiceAction.objects.standing().filter(standard__occasion="BIRTHDAY")
    return found.select_related("commitment").get()


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


class TestPages:
    def test_name_the_person_to_who_looks_after_them_and_an_outline_to_others(
        self, bank: Customer
    ) -> None:
        one = greeting()
        assert one.commitment is not None
        month = one.period.last.replace(day=1)
        matter = f"/matters/{one.commitment.number}/"
        week = f"/visits/?week={one.planned_date}"
        day = f"{sunday().day} {sunday():%b %Y}"
        mine = signed_in(lin())
        for address in (week, "/matters/", matter):
            assert NAME in shown(mine, address), address
        assert day in shown(mine, week).split("visit-person")[1][:400]
        assert "WeCom" in shown(mine, week)
        lead = signed_in(greta())
        coverage = f"/visits/unit/?month={month}"
        for address in (coverage, matter):
            page = shown(lead, address)
            assert NAME not in page, address
            assert "王**" in page, address
        person = shown(lead, coverage).split("visit-person")[1].split("</td>")[0]
        assert day not in person
        customer = shown(mine, f"{matter}customer/")
        assert NAME not in customer
        assert signed_in(sara()).get(matter).status_code in (200, 404)

    def test_a_feed_names_nobody(self, bank: Customer) -> None:
        # Others may have read feeds too often just now.
        cache.clear()
        made = signed_in(lin()).post("/visits/feed/new/").content.decode()
        address = re.search(r"/visits/feed/[\w-]+\.ics", made)
        assert address is not None
        read = Client().get(address.group()).content
        summaries = {str(one["SUMMARY"]) for one in Calendar.from_ical(read).walk("VEVENT")}
        assert "Birthday greeting · Harbor Bank" in summaries
        assert NAME[:1] not in read.decode()

    def test_cost_no_more_queries_for_more_people(self, bank: Customer) -> None:
        client, week = signed_in(lin()), f"/visits/?week={greeting().planned_date}"
        client.get(week)
        with CaptureQueriesContext(connection) as few:
            client.get(week)
        for name in ("李建国", "赵小云", "周一鸣"):
            key_person(name)
        plan(clock.now() - 14 * DAY)
        with CaptureQueriesContext(connection) as many:
            page = client.get(week).content.decode()
        assert page.count("visit-person") == 4
        assert len(many) <= len(few) + 1


class TestWritingDown:
    def test_ticks_the_person_and_says_at_its_field_that_they_must_be(self, bank: Customer) -> None:
        one, client = greeting(), signed_in(lin())
        address = f"/visits/accounts/{bank.number}/records/new/?action={one.pk}"
        page = shown(client, address)
        assert re.search(rf'name="people" value="{one.contact_id}"[^>]* checked', page)
        assert f"Birthday greeting {NAME} (" in page
        key = re.search(r'name="once" value="([^"]+)"', page)
        assert key is not None
        sent: dict[str, Any] = {
            "once": key[1], "kind": "REMOTE", "held_at": f"{clock.now():%Y-%m-%dT%H:%M}",
            "outcome": "Wished well.", "action": one.pk,
        }  # fmt: skip
        refused = client.post(address, sent)
        assert refused.status_code == 422
        assert "Tick that they were met" in refused.content.decode()
        assert client.post(address, sent | {"people": one.contact_id}).status_code == 302
        assert Conversation.objects.get().action_id == one.pk


class TestCadence:
    def test_is_changed_for_roles_and_another_festival_is_added(self, bank: Customer) -> None:
        client, today = signed_in(sara()), day_of(clock.now())
        address = "/visits/cadence/BIRTHDAY_GREETING/"
        page = shown(client, address)
        assert 'name="roles"' in page
        assert 'name="is_in_last_month"' not in page
        assert "every week" not in page
        assert 'name="roles"' not in shown(client, "/visits/cadence/VISIT/")
        version = StandardAction.objects.get(step__code="BIRTHDAY_GREETING").version
        sent: dict[str, Any] = {
            "version": version, "T0": "ON_ITS_DAY", "roles": ["USES", "BUYS"], "active_from": today,
        }  # fmt: skip
        assert client.post(address, sent | {"roles": ["KING"]}).status_code == 422
        assert client.post(address, sent | {"T0": "WEEKLY"}).status_code == 422
        assert self.save(client, address, sent) == 302
        row = StandardAction.objects.get(step__code="BIRTHDAY_GREETING")
        assert row.editions.get().roles == ["BUYS", "USES"]
        new: dict[str, Any] = {
            "step": Step.objects.get(code="MANAGER_VISIT").pk, "manner": "CALL",
            "occasion": "DRAGON_BOAT", "T0": "ON_ITS_DAY", "active_from": today,
        }  # fmt: skip
        assert self.save(client, "/visits/cadence/new/", new | {"T0": "WEEKLY"}) == 422
        assert self.save(client, "/visits/cadence/new/", new) == 302
        listed = shown(client, "/visits/cadence/")
        assert "Dragon Boat Festival" in listed
        assert "all with a role in decisions" in listed

    def save(self, client: Client, address: str, facts: dict[str, Any]) -> int:
        page = client.post(address, facts).content.decode()
        digest = re.search(r'name="shown" value="(\w+)"', page)
        assert digest is not None
        assert "People" in page
        return client.post(address, facts | {"shown": digest[1]}).status_code
