"""Quick capture: heard once, written once, in the room it belongs to, for whoever reaches it."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from primeline.commitments.models import Commitment, Inquiry, Letter
from primeline.customers import actions as customers
from primeline.customers.models import Attachment
from primeline.customers.values import ContactDetails
from primeline.kit import clock
from primeline.kit.deeds import act
from primeline.plans import actions as plans
from primeline.plans.models import Opportunity, Plan
from primeline.plans.values import Content
from primeline.products.actions import open_subscription
from primeline.products.models import LineOfBusiness
from primeline.products.queries.holdings import served_since
from primeline.products.values import Circuit, Terms
from primeline.testing.at_once import at_once
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    ada,
    east_province,
    harbor_bank,
    lake_mills,
    lin,
    mira,
    paul,
)
from primeline.testing.doors import signed_in
from primeline.testing.papers import PNG
from primeline.visits.models import Conversation
from primeline.web import statics
from primeline.web.capture import device
from primeline.web.capture.forms import LONGEST_WAIT
from primeline.web.edits import OnceForm
from primeline.web.matters.tests.owing import install, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.row("M1")]

HERE, MOBILE = "/capture/", "13812345678"


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()
    paul()


def facts(**more: Any) -> dict[str, Any]:
    sent = {
        "kind": "PROBLEM",
        "account": harbor_bank().number,
        "how": "PERSON",
        "text": "The line to the vault drops at noon.",
        "once": OnceForm.new_key(),
    }
    return sent | more


def photo(name: str = "IMG_1.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def by_device(client: Client, **sent: Any) -> Any:
    """Send as a device does."""
    return client.post(HERE, sent, headers={"Accept": "application/json"})


class TestOnce:
    def test_a_problem_is_a_matter_of_whoever_wrote_it_with_its_photo(self) -> None:
        client, sent = signed_in(lin()), facts()
        addresses = {client.post(HERE, sent | {"file": photo()})["Location"] for _twice in (1, 2)}
        assert Inquiry.objects.get().taken_by == lin()
        matter = Commitment.objects.get()
        assert addresses == {f"/matters/{matter.number}/"}
        assert Attachment.objects.get().name == "IMG_1.png"
        assert client.get(addresses.pop()).status_code == 200

    @time_machine.travel(TUESDAY_10AM, tick=False)
    def test_it_is_taken_also_where_the_account_is_served_only_since(self) -> None:
        written = clock.now() - timedelta(days=3)
        open_subscription(
            customer=harbor_bank(),
            line=LineOfBusiness.objects.get(code="DATA_LINE"),
            terms=Terms(fee_cents=100_000, opened_date=clock.now().date()),
            circuit=Circuit(circuit_number="C-1", assurance="NORMAL", distance="IN_CITY"),
            by=CASTING,
            at=clock.now(),
        )
        since = served_since(harbor_bank())
        assert since is not None
        assert since > written.date()
        answer = signed_in(lin()).post(HERE, facts(written_at=written.isoformat()))
        assert answer.status_code == 302
        assert Commitment.objects.get().opened_at == written

    def test_a_suggestion_goes_to_its_department(self) -> None:
        sent = facts(kind="SUGGESTION", to_unit=east_province().pk)
        address = signed_in(lin()).post(HERE, sent)["Location"]
        assert address == f"/matters/letters/{Letter.objects.get().pk}/"

    def test_a_change_is_told_as_the_talk_it_came_from_when_that_was(self) -> None:
        written = clock.now() - timedelta(days=3)
        sent = facts(kind="CHANGE", how="PHONE", written_at=written.isoformat())
        address = signed_in(lin()).post(HERE, sent)["Location"]
        row = Conversation.objects.get()
        assert address.endswith(f"/{row.pk}/")
        assert (row.kind, row.held_at, row.recorded_by) == ("CALL", written, lin())

    def test_opportunities_join_the_version_being_drawn_up_and_leave_all_else(self) -> None:
        bank = harbor_bank()
        person = ContactDetails(name="王小明", phone=MOBILE)
        customers.add_contact(customer=bank, details=person, by=CASTING, at=TUESDAY_10AM)
        plan = plans.draw_up_plan(customer=bank, by=lin(), at=clock.now())
        said = Content(
            from_date=plan.from_date, to_date=plan.to_date, situation="Ask 王小明.",
            strengths="", weaknesses="", chances="", threats="",
        )  # fmt: skip
        plans.save_plan(plan=plan, version=1, content=said, by=lin(), at=clock.now())
        before = Plan.objects.values("situation").get()
        client = signed_in(lin())
        for what in ("A second\nline", "A branch"):
            sent = client.post(HERE, facts(kind="OPPORTUNITY", text=what))
        assert sent["Location"] == f"/accounts/{bank.number}/plan/?version=1"
        assert client.get(sent["Location"]).status_code == 200
        assert set(Opportunity.objects.values_list("what", flat=True)) == {
            "A second line",
            "A branch",
        }
        assert Plan.objects.values("situation").get() == before

    def test_without_a_plan_one_is_begun_and_one_handed_in_is_left_alone(self) -> None:
        client = signed_in(lin())
        client.post(HERE, facts(kind="OPPORTUNITY", text="A branch"))
        with act(kind="test.hand_in", by=CASTING, at=clock.now()):
            Plan.objects.update(status="SUBMITTED")
        answer = client.post(HERE, facts(kind="OPPORTUNITY", text="One more"))
        assert answer.status_code == 422
        assert "waits for approval" in text_of(answer)
        assert Opportunity.objects.count() == 1

    def test_the_key_of_one_person_tells_another_nothing(self) -> None:
        sent = facts()
        mine = signed_in(lin()).post(HERE, sent)["Location"]
        answer = signed_in(mira()).post(HERE, sent | {"account": lake_mills().number})
        assert answer["Location"] != mine
        assert Inquiry.objects.count() == 2

    def test_what_is_refused_may_be_mended_and_sent_under_its_key(self) -> None:
        client, sent = signed_in(lin()), facts(account="K-0")
        assert client.post(HERE, sent).status_code == 422
        assert client.post(HERE, sent | {"account": harbor_bank().number}).status_code == 302
        assert Inquiry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_are_one() -> None:
    sent, clients = facts(), [signed_in(lin()) for _each in range(2)]
    done, raised = at_once([lambda one=one: one.post(HERE, sent) for one in clients])  # type: ignore[misc]
    assert not raised
    assert len({answer["Location"] for answer in done}) == 1
    assert Inquiry.objects.count() == 1


class TestRefusals:
    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"account": "K-0"}, "no such account within your reach"),
            ({"account": ""}, "Fill in this field."),
            ({"text": "x" * 2001}, "at most 2000 characters"),
            ({"text": " "}, "Fill in this field."),
            ({"kind": "OPPORTUNITY", "text": "x" * 201}, "200 characters at most"),
            ({"kind": "SUGGESTION"}, "Say which department is to answer."),
            ({"kind": "SUGGESTION", "to_unit": "0"}, "Select a valid choice"),
            ({"text": "Call 13912345678."}, "A mobile number does not belong in a text."),
            ({"kind": "RUMOR"}, "Select a valid choice"),
            ({"written_at": "yesterday"}, "Enter a valid date/time."),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field(self, wrong: dict[str, str], said: str) -> None:
        answer = signed_in(lin()).post(HERE, facts(**wrong))
        assert answer.status_code == 422
        assert said in text_of(answer)
        assert not Commitment.objects.exists()

    @pytest.mark.parametrize(
        ("name", "content"), [("IMG_1.png", b"no picture"), ("paper.pdf", PNG), ("empty.png", b"")]
    )
    def test_with_a_photo_that_is_none_nothing_is_written(self, name: str, content: bytes) -> None:
        answer = signed_in(lin()).post(HERE, facts(file=photo(name, content)))
        assert answer.status_code == 422
        assert 'id="id_file_error"' in text_of(answer)
        assert not Inquiry.objects.exists()
        assert not Attachment.objects.exists()

    def test_nobody_writes_for_an_account_out_of_reach(self) -> None:
        for kind in ("PROBLEM", "SUGGESTION", "CHANGE", "OPPORTUNITY"):
            sent = facts(account=lake_mills().number, kind=kind, to_unit=east_province().pk)
            answer = signed_in(lin()).post(HERE, sent)
            assert answer.status_code == 422, kind
            assert lake_mills().display_name not in text_of(answer)

    def test_what_waited_longer_than_keys_are_kept_is_looked_at_first(self) -> None:
        old = clock.now() - LONGEST_WAIT - timedelta(hours=1)
        answer = signed_in(lin()).post(HERE, facts(written_at=old.isoformat()))
        assert answer.status_code == 422
        assert "more than four weeks ago" in text_of(answer)

    def test_a_clock_that_is_ahead_tells_of_now(self) -> None:
        ahead = clock.now() + timedelta(days=1)
        signed_in(lin()).post(HERE, facts(kind="CHANGE", written_at=ahead.isoformat()))
        assert Conversation.objects.get().held_at <= clock.now()

    def test_numbers_of_people_are_sealed_where_they_are_kept(self) -> None:
        bank = harbor_bank()
        person = ContactDetails(name="王小明", phone=MOBILE)
        customers.add_contact(customer=bank, details=person, by=CASTING, at=TUESDAY_10AM)
        signed_in(lin()).post(HERE, facts(text=f"Call {MOBILE} before noon."))
        with connection.cursor() as cursor:
            cursor.execute("SELECT text FROM commitments_inquiry")
            assert MOBILE not in cursor.fetchone()[0]


class TestWhichAccount:
    def test_is_found_by_its_whole_name(self) -> None:
        signed_in(lin()).post(HERE, facts(account=harbor_bank().display_name))
        assert Inquiry.objects.get().customer == harbor_bank()

    def test_part_of_a_number_is_never_taken_for_the_whole(self) -> None:
        part = harbor_bank().number[:-1]
        answer = signed_in(lin()).post(HERE, facts(account=part))
        assert answer.status_code == 422
        assert not Inquiry.objects.exists()

    def test_is_offered_from_among_ones_own_first(self) -> None:
        client, number = signed_in(lin()), harbor_bank().number
        for typed in ("", harbor_bank().display_name):
            offered = text_of(client.get(f"{HERE}accounts/", {"account": typed}))
            assert f'data-pick="{number}"' in offered
            assert lake_mills().number not in offered


@pytest.mark.engine("sqlite")
class TestDevice:
    def test_is_told_where_it_is_seen_once(self) -> None:
        client, sent = signed_in(lin()), facts(person=lin().pk)
        answers = [by_device(client, **sent).json() for _twice in (1, 2)]
        assert answers[0] == answers[1] != {}
        assert Inquiry.objects.count() == 1

    def test_is_told_what_stands_against_it(self) -> None:
        answer = by_device(signed_in(lin()), **facts(person=lin().pk, account="K-0"))
        assert answer.status_code == 422
        (trouble,) = answer.json()["troubles"]
        assert trouble["field"] == "account"
        assert trouble["label"] == "Account"
        assert "within your reach" in trouble["text"]

    def test_what_somebody_else_wrote_on_it_is_not_taken(self) -> None:
        answer = by_device(signed_in(lin()), **facts(person=mira().pk))
        assert answer.status_code == 409
        assert not Inquiry.objects.exists()

    def test_is_told_who_is_signed_in_and_a_stranger_is_not(self) -> None:
        told = signed_in(lin()).get(f"{HERE}person/").json()
        assert told["person"] == str(lin().pk)
        assert told["token"]
        assert Client().get(f"{HERE}person/").status_code == 302
        assert signed_in(ada()).get(f"{HERE}person/").status_code == 403

    def test_keeps_nothing_of_anybody(self) -> None:
        client = signed_in(lin())
        shells = [text_of(one.get(f"{HERE}shell/")) for one in (client, Client())]
        assert shells[0] == shells[1]
        assert "csrfmiddlewaretoken" not in shells[0]
        worker = Client().get(f"{HERE}worker.js")
        assert worker["Content-Type"].startswith("text/javascript")
        first = text_of(worker).partition("\n")[0]
        kept = json.loads(first.removeprefix("const KEEP = ").removesuffix(";"))
        # All that the empty form loads is kept with it, and is there.
        for address in kept["files"]:
            assert finders.find(address.removeprefix("/static/").partition("?")[0]), address
        loaded = {part.partition('"')[0] for part in shells[0].split('="/static/')[1:]}
        assert loaded
        files = {one.removeprefix("/static/") for one in kept["files"]}
        assert {one.partition("#")[0] for one in loaded} <= files

    def test_another_release_is_another_worker(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def text() -> str:
            device._release.cache_clear()
            return text_of(Client().get(f"{HERE}worker.js"))

        now = text()
        assert text() == now
        with monkeypatch.context() as later:
            later.setattr(statics, "address", lambda name: f"/static/{name}?v=later")
            assert text().splitlines()[0] != now.splitlines()[0]
        device._release.cache_clear()

    def test_the_page_asks_as_much_whatever_is_typed(self) -> None:
        client = signed_in(lin())
        client.get(HERE)
        with CaptureQueriesContext(connection) as asked:
            client.get(HERE)
        assert len(asked) <= 14
