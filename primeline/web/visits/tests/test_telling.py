"""Lin writes down what was said; who reaches the account reads it, masked as everywhere."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from primeline.customers import actions as customers
from primeline.customers.choices import Tier
from primeline.customers.models import Contact, Customer
from primeline.customers.values import ContactDetails
from primeline.kit import clock
from primeline.staff.rules import day_of
from primeline.testing.cast import CASTING, TUESDAY_10AM, greta, harbor_bank, lin, mira, nora
from primeline.testing.doors import signed_in
from primeline.visits.models import Conversation, ServiceAction
from primeline.visits.tests.planned import install, plan

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite"), pytest.mark.row("B6", "G1")]
DAY = timedelta(days=1)


@pytest.fixture
def bank() -> Customer:
    """Harbor Bank, planned as of now."""
    install()
    found = harbor_bank(tier=Tier.DIAMOND)
    plan(clock.now() - 60 * DAY)
    plan(clock.now())
    return found


class TestTelling:
    def form(self, client: Client, address: str, **facts: str) -> dict[str, str]:
        """Return what is sent: the key of the form that was shown, and these facts."""
        once = re.search(r'name="once" value="([^"]+)"', client.get(address).content.decode())
        assert once is not None
        held_at = clock.now().astimezone(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%dT%H:%M")
        return {
            "once": once[1],
            "kind": "CALL",
            "held_at": held_at,
            "outcome": "All well 𠮷",
        } | facts

    def test_is_written_once_read_by_those_who_reach_it_and_corrected_by_few(
        self, bank: Customer
    ) -> None:
        client = signed_in(lin())
        today = day_of(clock.now())
        running = ServiceAction.objects.filter(period_from__lte=today, period_to__gt=today)
        call = running.filter(standard__step__code="CALL").order_by("-period_to")[0]
        person = customers.add_contact(
            customer=bank, details=ContactDetails(name="王小明"), by=CASTING, at=TUESDAY_10AM
        )
        address = f"/visits/accounts/{bank.number}/records/new/?action={call.pk}"
        shown = client.get(address).content.decode()
        assert f'<option value="{call.pk}" selected>' in shown
        sent = self.form(
            client, address, action=str(call.pk), people=str(person.pk),
            what_1="New offer", due_1=str(today + DAY),
        )  # fmt: skip

        answers = [client.post(address, sent) for _twice in range(2)]

        told = Conversation.objects.get()
        assert [one["Location"] for one in answers] == [f"/visits/records/{told.pk}/"] * 2
        call.refresh_from_db()
        assert call.commitment is not None
        assert not call.commitment.is_open
        page = client.get(f"/visits/records/{told.pk}/").content.decode()
        for text in ("All well 𠮷", "王小明", "New offer"):
            assert text in page
        masked = signed_in(greta()).get(f"/visits/records/{told.pk}/").content.decode()
        assert "All well 𠮷" in masked
        assert "王小明" not in masked
        line = client.get(f"/accounts/{bank.number}/timeline/").content.decode()
        assert f"/visits/records/{told.pk}/" in line
        for stranger in (mira(), nora()):
            assert signed_in(stranger).get(f"/visits/records/{told.pk}/").status_code == 404
            assert signed_in(stranger).get(address).status_code == 404

        correction = f"/visits/records/{told.pk}/correction/"
        right = sent | {"version": "1", "outcome": "They want more.", "reason": "slip"}
        assert client.get(correction).status_code == 200
        assert client.post(correction, right).status_code == 302
        stale = client.post(correction, right | {"outcome": "Something else."})
        assert stale.status_code == 409
        page = client.get(f"/visits/records/{told.pk}/").content.decode()
        assert "They want more." in page
        assert "<del>All well 𠮷</del>" in page

    def test_says_what_is_wrong_and_keeps_what_was_typed(self, bank: Customer) -> None:
        client = signed_in(lin())
        address = f"/visits/accounts/{bank.number}/records/new/"
        sent = self.form(client, address)
        for wrong in (
            {"outcome": "x" * 100_000},
            {"outcome": ""},
            {"held_at": "9999-12-31T00:00"},
            {"held_at": "2190-12-31T00:00"},
            {"what_1": "no day"},
            {"due_2": "2190-12-31"},
            {"what_3": "x", "due_3": "2190-12-31"},
            {"people": "0"},
            {"action": "0"},
        ):
            answer = client.post(address, sent | wrong)
            assert answer.status_code == 422, wrong
        assert not Conversation.objects.exists()

    def test_costs_no_more_queries_for_more_that_was_told(self, bank: Customer) -> None:
        client = signed_in(lin())
        address = f"/visits/accounts/{bank.number}/records/new/"
        counts = []
        for number in range(2):
            for _more in range(3 * number + 1):
                customers.add_contact(
                    customer=bank,
                    details=ContactDetails(name="王小明"),
                    by=CASTING,
                    at=TUESDAY_10AM,
                )
            met = Contact.objects.filter(customer=bank).values_list("pk", flat=True)
            sent: dict[str, object] = dict(self.form(client, address))
            sent |= {"people": list(met)}
            for row in (1, 2, 3)[: 3 * number + 1]:
                sent |= {f"what_{row}": "offer", f"due_{row}": str(day_of(clock.now()) + DAY)}
            assert client.post(address, sent).status_code == 302
            told = Conversation.objects.latest("pk")
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
                client.get(f"/visits/records/{told.pk}/")
            counts.append(len(asked))
        assert counts[1] <= counts[0]
