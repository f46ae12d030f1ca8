"""Promises in flight: Lin sees what her customers wait for, tells them, and chases who owes it."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.commitments import actions
from primeline.commitments.choices import Because
from primeline.commitments.models import Chase, Commitment, Notice, Repricing
from primeline.commitments.tests.owing import fresh, scan
from primeline.customers import actions as customers
from primeline.kit import clock, delivery
from primeline.kit.deeds import act
from primeline.kit.errors import Refused
from primeline.staff.choices import Role
from primeline.testing.cast import (
    CASTING,
    greta,
    harbor_bank,
    lin,
    mira,
    nora,
    paul,
    sara,
    walt,
)
from primeline.testing.doors import signed_in
from primeline.visits.actions import record_conversation
from primeline.visits.choices import ConversationKind
from primeline.visits.values import Told
from primeline.web.formats import moment
from primeline.web.matters.tests.owing import a_matter_now, install, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.row("F6", "E5"), pytest.mark.mainly("sqlite")]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HERE = "/matters/promises/"
LATER = ("later than promised", "later than its limit")


@pytest.fixture(autouse=True)
def _installed() -> None:
    install()


def hear() -> None:
    while delivery.deliver_due(at=clock.now() + DAY):
        pass


def moved(matter: Commitment, at: datetime, due_at: datetime) -> None:
    """Let its limit be another one from a moment on."""
    now = fresh(matter)
    with act(kind="test.reprice", by=CASTING, at=at):
        Repricing.objects.create(
            commitment=now, because=Because.FACTS, repriced_at=at,
            old_due_at=now.due_at, new_due_at=due_at,
        )  # fmt: skip
        Commitment.objects.filter(pk=matter.pk).update(due_at=due_at)


def talked(at: datetime) -> None:
    told = Told(kind=ConversationKind.CALL, held_at=at, outcome="We are on it.")
    record_conversation(customer=harbor_bank(), told=told, by=lin(), at=at)


class TestPage:
    def test_shows_what_customers_wait_for_whoever_owes_it_and_nothing_else(self) -> None:
        owed_by_lead = a_matter_now("COMPLAINT_REPLY", what="Wrong bill")
        mine = a_matter_now("ASKED", what="Same duct?")
        for other in ("CALL", "CONTRACT_FILING", "CONFIRM_RECORD", "MANAGER_VISIT"):
            a_matter_now(other, what="not waited for")
        done = a_matter_now("COMPLAINT_REPLY", what="over")
        actions.keep_commitment(commitment=done, by=greta(), at=clock.now())
        page = text_of(signed_in(lin()).get(HERE))

        for shown in (owed_by_lead, mine):
            assert shown.number in page
        assert "Your customers wait for 2 matters, 0 of them late" in page
        for hidden in ("not waited for", done.number):
            assert hidden not in page
        assert f"/matters/{owed_by_lead.number}/chase/" in page
        # Nobody chases themselves.
        assert f"/matters/{mine.number}/chase/" not in page
        chosen = text_of(signed_in(lin()).get(HERE, {"lane": "COMPLAINT"}))
        assert mine.number not in chosen
        assert owed_by_lead.number in chosen

    def test_shows_it_to_deputies_and_leads_and_nobody_of_another_branch(self) -> None:
        matter = a_matter_now("COMPLAINT_REPLY")
        customers.name_managers(
            customer=harbor_bank(),
            account_manager=lin(),
            deputy=nora(),
            version=harbor_bank().version,
            by=greta(),
            at=clock.now(),
        )
        for person in (lin(), nora(), greta(), paul(), sara()):
            assert matter.number in text_of(signed_in(person).get(HERE))
        for person in (mira(), walt()):
            assert matter.number not in text_of(signed_in(person).get(HERE))
        assert "your customers wait for nothing" in text_of(signed_in(walt()).get(HERE))

    def test_says_when_it_is_expected_late_and_by_what_the_customer_was_told(self) -> None:
        at = clock.now() - DAY
        matter = a_matter_now("COMPLAINT_REPLY", at=at)
        client = signed_in(lin())
        page = text_of(client.get(HERE))
        assert not any(words in page for words in LATER)
        assert f'{moment(matter.due_at)}<br><small class="muted">not told yet' in page

        actions.give_estimate(
            commitment=matter,
            expected_at=matter.due_at + DAY,
            reason="The bill is being worked out anew",
            by=greta(),
            at=clock.now(),
        )

        page = text_of(client.get(HERE))
        assert "later than its limit" in page
        assert "The bill is being worked out anew" in page
        # The limit was moved before anybody told them of it, and again after that.
        moved(matter, at + HOUR, matter.due_at + 2 * DAY)
        talked(at + 2 * HOUR)
        moved(matter, at + 3 * HOUR, matter.due_at + 3 * DAY)
        page = text_of(client.get(HERE))
        assert not any(words in page for words in LATER)
        for address in (HERE, f"/matters/{matter.number}/customer/"):
            page = text_of(client.get(address))
            assert moment(matter.due_at + 2 * DAY) in page
            assert moment(matter.due_at) not in page
        assert "First promised by" in page

    def test_costs_no_more_queries_for_more_rows(self) -> None:
        client, costs = signed_in(lin()), []
        for count in (2, 8):
            for _ in range(count):
                matter = a_matter_now("COMPLAINT_REPLY")
                actions.chase(commitment=matter, by=lin(), at=clock.now())
            client.get(HERE)
            with CaptureQueriesContext(connection) as asked:
                client.get(HERE)
            costs.append(len(asked))
        assert costs[1] <= costs[0]


class TestChase:
    def test_tells_the_owner_then_ever_higher_and_not_again_within_the_hour(self) -> None:
        matter, at = a_matter_now("COMPLAINT_REPLY", role=Role.BRANCH_LEAD), clock.now()
        first = actions.chase(commitment=matter, by=lin(), at=at)
        for soon in (timedelta(0), HOUR - timedelta(seconds=1)):
            with pytest.raises(Refused, match="within the hour"):
                actions.chase(commitment=matter, by=nora(), at=at + soon)
        second = actions.chase(commitment=matter, by=lin(), at=at + HOUR)
        third = actions.chase(commitment=matter, by=lin(), at=at + 2 * HOUR)

        for _twice in range(2):
            hear()

        told = Notice.objects.values_list("happening", "person__username")
        assert sorted(told) == [
            (f"commitments.chase:{first.pk}", "greta"),
            (f"commitments.chase:{second.pk}", "greta"),
            (f"commitments.chase:{third.pk}", "greta"),
            (f"commitments.chase:{third.pk}", "paul"),
        ]
        assert [one.told_count for one in (first, second, third)] == [1, 1, 2]

    def test_is_on_the_pages_of_who_owes_it_and_of_the_matter(self) -> None:
        matter = a_matter_now("COMPLAINT_REPLY", role=Role.BRANCH_LEAD)
        client = signed_in(lin())
        answer = client.post(f"/matters/{matter.number}/chase/", {"back": HERE})
        assert (answer.status_code, answer["Location"]) == (302, HERE)

        hear()
        assert "Chased" in text_of(signed_in(greta()).get("/matters/alerts/"))
        assert "1 person was told" in text_of(client.get(f"/matters/{matter.number}/"))
        assert "chased once" in text_of(client.get(HERE))
        # Pressed twice it is one, and the second time says why.
        again = client.post(f"/matters/{matter.number}/chase/", {"back": HERE}, follow=True)
        assert "within the hour" in text_of(again)
        assert Chase.objects.count() == 1

    def test_is_nobodys_own_and_of_nothing_that_is_over(self) -> None:
        mine, over = a_matter_now("ASKED"), a_matter_now("COMPLAINT_REPLY")
        actions.keep_commitment(commitment=over, by=greta(), at=clock.now())
        for matter in (mine, over):
            with pytest.raises(Refused):
                actions.chase(commitment=matter, by=lin(), at=clock.now())
        assert signed_in(mira()).post(f"/matters/{mine.number}/chase/").status_code == 404
        assert not Chase.objects.exists()

    def test_says_when_nobody_was_there_to_be_told(self) -> None:
        matter = a_matter_now("FIRST_RESPONSE", role=Role.PARTNER)
        said = signed_in(lin()).post(f"/matters/{matter.number}/chase/", follow=True)
        assert "nobody was there to be told" in text_of(said)

    def test_begins_anew_when_it_is_owed_again(self) -> None:
        matter, at = a_matter_now("COMPLAINT_REPLY"), clock.now()
        actions.chase(commitment=matter, by=lin(), at=at)
        actions.keep_commitment(commitment=matter, by=greta(), at=at)
        actions.reopen_commitment(commitment=matter, by=greta(), at=at)
        assert actions.chase(commitment=fresh(matter), by=lin(), at=at).number == 1
        scan(at)
