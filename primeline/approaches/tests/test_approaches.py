"""Reaching people at customers: who may, what forbids it, and what is known of how it went."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core import mail
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from primeline.approaches import actions, rules
from primeline.approaches.choices import ApproachPurpose, ApproachStatus, Channel
from primeline.approaches.gateways import gateway_for
from primeline.approaches.listeners import carry_out
from primeline.approaches.models import Approach
from primeline.approaches.rules import Agreement
from primeline.approaches.values import Order, Wish
from primeline.audit.models import HistoryRow
from primeline.customers import actions as customers
from primeline.customers.models import Contact, TimelineLine
from primeline.customers.values import Agreed, ContactDetails
from primeline.kit.deeds import act
from primeline.kit.errors import Refused
from primeline.kit.jobs import Job
from primeline.kit.models import EventRow, JobRow
from primeline.privacy import actions as privacy
from primeline.privacy.choices import LimitKind
from primeline.privacy.shipped import LIMITS
from primeline.staff.models import Person
from primeline.testing.cast import CASTING, TUESDAY_10AM, greta, harbor_bank, lin
from primeline.testing.doors import signed_in

PHONE, EMAIL = "+8613800001234", "wang@bank.example"
LAST_WEEK = TUESDAY_10AM - timedelta(days=7)


def a_contact(**details: Any) -> Contact:
    facts = {"name": "王敏", "phone": PHONE, "email": EMAIL} | details
    return customers.add_contact(
        customer=harbor_bank(), details=ContactDetails(**facts), by=lin(), at=LAST_WEEK
    )


def with_phone(person: Person) -> Person:
    with act(kind="test.write", by=CASTING, at=TUESDAY_10AM):
        Person.objects.filter(pk=person.pk).update(phone="0571 8888 1234")
    person.refresh_from_db()
    return person


def ask(contact: Contact, channel: str = "EMAIL", purpose: str = "FAULT", **more: Any) -> Approach:
    by = more.pop("by", None) or lin()
    wish = Wish(
        channel=Channel(channel),
        purpose=ApproachPurpose(purpose),
        subject="故障进展",
        text="线路已恢复。",
    )
    facts: dict[str, Any] = {"is_named": True, "at": TUESDAY_10AM} | more
    return actions.ask_approach(contact=contact, wish=wish, by=by, **facts)


def work(approach: Approach) -> ApproachStatus:
    job = Job(job_id=1, kind=actions.JOB, payload={"approach": approach.pk}, at=TUESDAY_10AM)
    carry_out(job)
    approach.refresh_from_db()
    return ApproachStatus(approach.status)


def agreed(contact: Contact, purpose: str, *, withdrawn: bool = False) -> None:
    day = LAST_WEEK.date()
    facts = Agreed(purpose=purpose, given_date=day, proof="PAPER", proof_place="Folder 7")
    consent = customers.record_consent(contact=contact, agreed=facts, by=lin(), at=LAST_WEEK)
    if withdrawn:
        customers.withdraw_consent(
            consent=consent, version=1, withdrawn_date=day, by=lin(), at=TUESDAY_10AM
        )


AGREEMENTS = st.builds(
    Agreement,
    st.sampled_from(["SERVICE", "OFFERS", "SURVEYS", "GREETINGS"]),
    st.dates(date(2026, 1, 1), date(2026, 3, 1)),
    st.none() | st.dates(date(2026, 3, 1), date(2026, 6, 1)),
)


class TestConsent:
    @given(st.sampled_from(ApproachPurpose), st.lists(AGREEMENTS, max_size=5))
    def test_allows_what_was_agreed_to_and_not_taken_back(
        self, purpose: ApproachPurpose, agreements: list[Agreement]
    ) -> None:
        day = date(2026, 4, 1)
        kind = purpose if purpose in rules.NEED_CONSENT else "SERVICE"
        of_kind = [one for one in agreements if one.purpose == kind]
        stands = any(one.withdrawn is None or one.withdrawn > day for one in of_kind)
        if purpose in rules.NEED_CONSENT:
            allowed = stands
        elif purpose in {"FAULT", "VISIT", "CONTRACT", "DRILL"}:
            allowed = stands or not of_kind
        else:
            allowed = True

        try:
            rules.check_consent(purpose, agreements, on=day)
        except Refused:
            assert not allowed
        else:
            assert allowed


@pytest.mark.django_db
class TestAskApproach:
    @pytest.mark.row("A4")
    def test_writes_to_somebody_and_tells_no_address(self) -> None:
        contact = a_contact()

        approach = ask(contact)
        status = work(approach)

        assert status == ApproachStatus.HANDED_OVER
        told = EventRow.objects.get(name__endswith="PersonReached")
        assert told.payload["customer_id"] == contact.customer_id
        assert [letter.to for letter in mail.outbox] == [[EMAIL]]
        line = TimelineLine.objects.get(kind="CONTACT_APPROACHED")
        assert line.words == {"channel": "EMAIL", "purpose": "FAULT", "status": "HANDED"}
        assert line.by_name == "lin"
        stored = json.dumps(
            [
                *HistoryRow.objects.filter(table="approaches_approach").values("after"),
                *JobRow.objects.values("payload"),
            ],
            default=str,
        )
        for secret in (EMAIL, PHONE, "线路已恢复", "王敏"):
            assert secret not in stored

    @pytest.mark.row("A4")
    def test_refuses_and_names_the_rule(self) -> None:
        quiet, restricted, gone = a_contact(), a_contact(name="李雷"), a_contact(name="韩梅")
        agreed(quiet, "SERVICE", withdrawn=True)
        privacy.restrict(subject=restricted.subject, by=lin(), at=TUESDAY_10AM, reason="asked")
        customers.retire_contact(contact=gone, version=1, by=lin(), at=TUESDAY_10AM)
        without = a_contact(name="丁一", phone="", email="")
        refused: dict[str, Callable[[], object]] = {
            "took back": lambda: ask(quiet),
            "must have agreed": lambda: ask(quiet, purpose="OFFERS"),
            "restricted or erased": lambda: ask(Contact.objects.get(pk=restricted.pk)),
            "no longer works": lambda: ask(Contact.objects.get(pk=gone.pk)),
            "No e-mail": lambda: ask(without),
            "Your own telephone": lambda: ask(a_contact(), "CALL"),
            "Only the manager": lambda: ask(a_contact(), purpose="OFFERS", is_named=False),
        }

        for words, deed in refused.items():
            with pytest.raises(Refused) as told:
                deed()
            assert words in str(told.value.message)
        assert not Approach.objects.exists()
        assert ask(quiet, purpose="ANSWER").status == ApproachStatus.WAITING

    def test_counts_those_who_are_not_named_among_the_unmasked(self) -> None:
        contact, lead = a_contact(), greta()
        for number in range(LIMITS[LimitKind.UNMASKED_AN_HOUR] - 1):
            at = TUESDAY_10AM - timedelta(minutes=number + 1)
            customers.unmask_contact(contact=contact, purpose="FAULT", by=lead, at=at)
        ask(contact, by=lead, is_named=False)

        with pytest.raises(Refused, match="in clear"):
            ask(a_contact(), by=lead, is_named=False)
        with pytest.raises(Refused, match="in clear"):
            customers.unmask_contact(contact=contact, purpose="FAULT", by=lead, at=TUESDAY_10AM)

    def test_is_carried_out_once_and_never_after_a_break(self) -> None:
        first, second = ask(a_contact()), ask(a_contact())
        with pytest.raises(Refused, match="being carried out"):
            ask(first.contact)

        work(first)
        assert work(first) == ApproachStatus.HANDED_OVER
        actions.begin_approach(approach_id=second.pk, by=lin(), at=TUESDAY_10AM)
        assert work(second) == ApproachStatus.UNKNOWN

        assert len(mail.outbox) == 1
        assert ask(first.contact).status == ApproachStatus.WAITING

    def test_stops_when_consent_is_taken_back_meanwhile(self) -> None:
        contact = a_contact()
        approach = ask(contact)
        agreed(contact, "SERVICE", withdrawn=True)

        assert work(approach) == ApproachStatus.STOPPED
        assert not mail.outbox


@contextmanager
def a_switchboard(status: int) -> Iterator[tuple[str, list[Any]]]:
    heard: list[Any] = []

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((self.headers["Authorization"], self.path, json.loads(body)))
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://us:p%40ss@127.0.0.1:{server.server_port}/dial?desk=1", heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def an_order(channel: Channel = Channel.CALL) -> Order:
    return Order(approach_id=7, channel=channel, to=PHONE, caller="8001", text="您好")


@pytest.mark.django_db
@pytest.mark.parametrize("phone", ["0571 8888 1234", "138 0000 1234 转 5"])
def test_no_text_message_goes_to_a_land_line_or_an_extension(phone: str) -> None:
    contact = a_contact(phone=phone)
    agreed(contact, "SERVICE")

    with pytest.raises(Refused, match="land line"):
        ask(contact, "MESSAGE")

    assert ask(contact, "CALL", by=with_phone(lin())).pk


class TestGateways:
    def test_a_switchboard_is_told_once_and_taken_at_its_word(self) -> None:
        meant = {
            202: ApproachStatus.HANDED_OVER,
            302: ApproachStatus.REFUSED,
            403: ApproachStatus.REFUSED,
            502: ApproachStatus.UNKNOWN,
        }
        for status, outcome in meant.items():
            with a_switchboard(status) as (address, heard):
                boards = {"CALL": address, "MESSAGE": address}
                with override_settings(PRIMELINE_SWITCHBOARDS=boards):
                    assert gateway_for("CALL").carry_out(an_order()) == outcome
                    gateway_for("MESSAGE").carry_out(an_order(Channel.MESSAGE))

            assert heard == [
                ("Basic dXM6cEBzcw==", "/dial?desk=1",
                 {"reference": 7, "to": PHONE, "from": "8001"}),
                ("Basic dXM6cEBzcw==", "/dial?desk=1",
                 {"reference": 7, "to": PHONE, "text": "您好"}),
            ]  # fmt: skip

    def test_a_switchboard_is_told_the_extension_apart(self) -> None:
        order = Order(
            approach_id=7, channel=Channel.CALL, to="+8657188881234;ext=12", caller="8001", text=""
        )
        with a_switchboard(202) as (address, heard):
            boards = override_settings(PRIMELINE_SWITCHBOARDS={"CALL": address})
            with boards:
                gateway_for("CALL").carry_out(order)

        told = {"reference": 7, "to": "+8657188881234", "extension": "12", "from": "8001"}
        assert [one[2] for one in heard] == [told]

    def test_one_that_is_away_has_done_nothing(self) -> None:
        with a_switchboard(200) as (address, _heard):
            pass
        with override_settings(PRIMELINE_SWITCHBOARDS={"CALL": address}):
            assert gateway_for("CALL").carry_out(an_order()) == ApproachStatus.FAILED

    def test_a_fresh_checkout_reaches_nobody_and_prints_no_number(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        console = "django.core.mail.backends.console.EmailBackend"
        with caplog.at_level("INFO"), override_settings(EMAIL_BACKEND=console):
            for channel in Channel:
                order = an_order(channel)
                assert gateway_for(channel).carry_out(order) == ApproachStatus.NOT_CONNECTED

        assert PHONE not in caplog.text + repr(order)


@pytest.mark.django_db
class TestPage:
    @pytest.mark.row("A4")
    def test_calls_without_showing_the_number(self, django_assert_num_queries: Any) -> None:
        contact = a_contact()
        lead = with_phone(greta())
        client = signed_in(lead)
        address = f"/accounts/{contact.customer.number}/contacts/{contact.pk}/approaches/call/"
        client.get(address)

        with django_assert_num_queries(9):
            page = client.get(address)
        once = page.content.decode().split('name="once" value="')[1].split('"')[0]
        sent = client.post(address, {"purpose": "FAULT", "once": once})
        again = client.post(address, {"purpose": "FAULT", "once": once})

        assert sent.status_code == again.status_code == 302
        assert Approach.objects.get().channel == Channel.CALL
        told = page.content.decode() + client.get(sent["Location"]).content.decode()
        assert PHONE not in told
        assert PHONE.removeprefix("+86") not in told
