"""Before a visit everything stands on one page, and what is open says whether one may sell."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.commitments import actions as commitments
from primeline.commitments.tests.owing import a_matter, install
from primeline.customers import actions as customers
from primeline.customers.values import ContactDetails
from primeline.kit import clock
from primeline.staff.models import Person
from primeline.staff.rules import day_of
from primeline.testing.cast import CASTING, TUESDAY_10AM, adam, harbor_bank, lin, mira
from primeline.testing.doors import signed_in
from primeline.visits import actions
from primeline.visits.choices import ConversationKind
from primeline.visits.values import Promised, Told

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite"), pytest.mark.row("G1")]
DAY = timedelta(days=1)
MOST_QUERIES = 45


def talked(days_ago: int, outcome: str, *promised: str) -> None:
    """Write down a call that took place so many days ago."""
    held_at = clock.now() - days_ago * DAY
    actions.record_conversation(
        customer=harbor_bank(),
        told=Told(kind=ConversationKind.CALL, held_at=held_at, outcome=outcome),
        promises=[
            Promised(what=what, due_date=day_of(clock.now() + DAY), person_id=lin().pk)
            for what in promised
        ],
        by=lin(),
        at=clock.now(),
    )


def read(person: Person, address: str) -> str:
    """Return what somebody reads on a page."""
    answer = signed_in(person).get(address)
    assert answer.status_code == 200
    page = re.sub(r"<script.*?</script>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", page)


def test_it_says_what_was_said_promised_broken_and_not_to_be_sold() -> None:
    install()
    bank = harbor_bank()
    details = ContactDetails(name="王小明", job_title="采购总监", phone="13800138765")
    customers.add_contact(customer=bank, details=details, by=CASTING, at=TUESDAY_10AM)
    for days_ago, outcome in ((40, "Oldest"), (30, "Older"), (20, "Old")):
        talked(days_ago, outcome)
    talked(1, "Newest", "A quotation")
    complaint = a_matter(at=clock.now() - DAY)
    a_matter("RESTORATION", what="Circuit 7 down", at=clock.now() - 89 * DAY)
    a_matter("RESTORATION", what="Long ago", at=clock.now() - 91 * DAY)
    address = f"/visits/accounts/{bank.number}/brief/"

    page = read(lin(), address)

    assert "Do not sell today: a complaint is open, a fault is being mended" in page
    for said in ("王小明", "采购总监", "138 0013 8765", "Old", "Older", "Newest", "A quotation"):
        assert said in page, said
    assert "Oldest" not in page
    assert "Faults in 90 days 1" in page
    assert page.index("Newest") < page.index("Older")

    commitments.keep_commitment(commitment=complaint, by=lin(), at=clock.now())
    assert "Do not sell today: a fault is being mended" in read(lin(), address)
    assert "13800138765" not in read(adam(), address)
    assert signed_in(mira()).get(address).status_code == 404


def test_it_costs_as_many_queries_however_much_there_is() -> None:
    install()
    address, browser = f"/visits/accounts/{harbor_bank().number}/brief/", signed_in(lin())
    talked(1, "First", "One thing")
    a_matter(at=clock.now())
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    for number in range(6):
        talked(1, f"More {number}", "One", "Two")
        a_matter("RESTORATION", at=clock.now())
    with CaptureQueriesContext(connection) as more:
        browser.get(address)
    assert len(more) <= len(few) <= MOST_QUERIES
