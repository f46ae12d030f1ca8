"""The page of a meeting: what it shows, what its forms say, its minutes, on paper too."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.audit.models import Look
from primeline.commitments.actions import keep_commitment
from primeline.commitments.models import Commitment
from primeline.commitments.tests.owing import TEST, a_matter
from primeline.commitments.values import Circumstances
from primeline.customers import actions as customers
from primeline.meetings.models import Decision, Meeting, Pin
from primeline.meetings.tests.holding import DAY, HOUR, begun, decided, finished, install
from primeline.meetings.values import DECISION
from primeline.processes import queries as processes
from primeline.processes.actions import install_processes, start_case
from primeline.processes.values import Wish
from primeline.staff.models import Person
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    an_account,
    greta,
    harbor_bank,
    harbor_branch,
    hugo,
    lake_mills,
    lin,
    nora,
    paul,
)
from primeline.testing.doors import signed_in
from primeline.web import paper
from primeline.web.edits import OnceForm

MOST_QUERIES = 40
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.engine("sqlite"),
    pytest.mark.row("J7"),
    pytest.mark.usefixtures("_installed"),
]


@pytest.fixture(scope="module")
def _installed(held_transaction: None) -> Iterator[None]:
    with time_machine.travel(TUESDAY_10AM):
        install()
        yield


@pytest.fixture(autouse=True)
def _tuesday() -> Iterator[None]:
    with time_machine.travel(TUESDAY_10AM, tick=False):
        yield


def words(answer: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return html.unescape(re.sub(r"\s+", " ", text))


def a_decision(**said: Any) -> dict[str, Any]:
    facts = {"what": "Call the bank", "owner": lin().pk, "due_date": "2026-04-29", "account": ""}
    once = {"once": OnceForm.new_key()}
    return {f"decision-{name}": value for name, value in {**once, **facts, **said}.items()}


def a_pin(account: str, why: str = "They look around") -> dict[str, Any]:
    return {"pin-once": OnceForm.new_key(), "pin-account": account, "pin-why": why}


def test_a_morning_from_its_beginning_to_its_minutes() -> None:
    bank, lead = harbor_bank(), signed_in(greta())
    page = words(lead.get("/meeting/"))
    assert "Begin the meeting" in page
    assert "Note a decision" not in page

    lead.post("/meeting/opening/", {"unit": harbor_branch().pk})
    meeting = Meeting.objects.get()
    place = f"/meeting/{meeting.pk}/"
    assert lead.post(f"{place}pins/", a_pin(bank.number)).status_code == 302
    sent = a_decision(account=bank.number)
    for _ in range(2):  # Sent twice it is decided once.
        assert lead.post(f"{place}decisions/", sent).status_code == 302
    shown = words(lead.get("/meeting/"))
    assert "They look around" in shown
    assert Commitment.objects.get(subject_kind=DECISION).number in lead.get(place).content.decode()

    meeting.refresh_from_db()
    ended = lead.post(f"{place}end/", {"version": meeting.version}, follow=True)

    assert ended.redirect_chain[-1][0] == f"/meeting/minutes/{meeting.pk}/"
    minutes = words(ended)
    assert all(said in minutes for said in ("Call the bank", "They look around", "Harbor Bank"))
    assert lead.post(f"{place}end/", {"version": meeting.version + 1}).status_code == 409
    after = words(lead.get("/meeting/"))
    offered = ("Finish the meeting", "Note a decision", "Pin an account", "Take out", "Take back")
    assert [one for one in offered if one in shown and one in after] == []
    late = words(lead.post(f"{place}decisions/", a_decision(what="Write to the bank")))
    assert "This meeting is finished" in late
    told = signed_in(lin())
    assert "The minutes of Harbor branch" in words(told.get("/"))
    assert "not opened yet" in words(told.get("/meeting/minutes/"))
    assert "Call the bank" in words(told.get(f"/meeting/minutes/{meeting.pk}/"))
    assert "The minutes of Harbor branch" not in words(told.get("/"))


def test_what_cannot_be_is_said_at_its_field() -> None:
    meeting, lead = begun(), signed_in(greta())
    place = f"/meeting/{meeting.pk}/"
    wrong = {
        "at most 200": ("decisions/", a_decision(what="x" * 201)),
        "This day is past": ("decisions/", a_decision(due_date="2026-04-27")),
        "Select a valid choice": ("decisions/", a_decision(owner=paul().pk)),
        "no such account": ("decisions/", a_decision(account=lake_mills().number)),
        "Write its number, its name": ("pins/", a_pin(lake_mills().number)),
        "Fill in this field": ("pins/", a_pin(harbor_bank().number, "  ")),
        "Fill in": ("decisions/", a_decision(what="\u200b\u2800")),
    }
    for said, (where, body) in wrong.items():
        answer = lead.post(f"{place}{where}", body)
        assert answer.status_code == 422, said
        assert said in words(answer), said
    assert not Decision.objects.exists()
    assert not Pin.objects.exists()
    assert "Reload the page" in words(lead.post(f"{place}end/", {"version": "x"}))


def test_an_account_is_meant_by_its_number_its_name_or_part_of_it() -> None:
    meeting, bank, lead = begun(), harbor_bank(), signed_in(greta())
    pier, other = (
        an_account(name, unit=harbor_branch, manager=nora) for name in ("Pier one", "Pier two")
    )
    place = f"/meeting/{meeting.pk}/"

    for typed in (bank.number, "Harbor Bank", " arbor ban "):
        assert lead.post(f"{place}pins/", a_pin(typed)).status_code == 302, typed
        assert Pin.objects.get(is_active=True).customer == bank
        lead.post(f"/meeting/pins/{Pin.objects.get(is_active=True).pk}/removal/")
    assert lead.post(f"{place}decisions/", a_decision(account="pier one")).status_code == 302
    assert Decision.objects.get().customer == pier

    for where, body in (("pins/", a_pin("pier")), ("decisions/", a_decision(account="pier"))):
        unsure = lead.post(f"{place}{where}", body)
        assert unsure.status_code == 422
        assert f"Pier two {other.number}" in words(unsure)


def test_a_unit_that_is_none_of_ones_own_is_not_found() -> None:
    lead = signed_in(greta())
    for unit in ("abc", "9" * 30, str(paul().home_unit_id), "-1"):
        assert lead.get("/meeting/", {"unit": unit}).status_code == 404, unit
        assert lead.get("/meeting/minutes/", {"unit": unit}).status_code == 404, unit
        assert lead.post("/meeting/opening/", {"unit": unit}).status_code == 404, unit
    assert lead.post("/meeting/opening/").status_code == 404
    assert not Meeting.objects.exists()


def test_what_is_taken_back_is_gone() -> None:
    meeting, lead = begun(), signed_in(greta())
    decision = decided(meeting)
    lead.post(f"/meeting/{meeting.pk}/pins/", a_pin(harbor_bank().number))
    lead.post(f"/meeting/pins/{Pin.objects.get().pk}/removal/")
    lead.post(f"/meeting/decisions/{decision.pk}/withdrawal/")
    page = words(lead.get("/meeting/"))
    assert "They look around" not in page
    assert "Call the bank" not in page
    assert lead.post(f"/meeting/decisions/{decision.pk}/withdrawal/").status_code == 404


def test_a_meeting_that_nobody_finished_can_be_gone_on_with() -> None:
    meeting = begun(TUESDAY_10AM - DAY)
    page = signed_in(greta()).get("/meeting/")
    assert "was not finished" in words(page)
    assert f"/meeting/{meeting.pk}/" in page.content.decode()


def test_the_province_reads_what_its_branches_wrote_and_holds_its_own() -> None:
    finished(begun())
    paul_ = signed_in(paul())
    page = words(paul_.get("/meeting/"))
    assert "Morning meeting of East province" in page
    assert "Harbor branch" in words(paul_.get("/meeting/minutes/"))
    assert "No minutes yet" in words(
        paul_.get(f"/meeting/minutes/?unit={paul().home_unit_id}&after=99")
    )
    assert "/meeting/" in paul_.get("/").content.decode()
    assert paul_.post("/meeting/opening/", {"unit": harbor_branch().pk}).status_code == 404


def test_minutes_on_paper_name_who_made_them_and_no_restricted_account(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    meeting, bank = begun(), harbor_bank()
    decided(meeting, customer=bank)
    decided(meeting, what="Order chairs")
    finished(meeting)
    hide: dict[str, Any] = {"customer": bank, "by": CASTING, "at": TUESDAY_10AM, "reason": "x"}
    customers.restrict_customer(version=bank.version, cover_name="Rowan", **hide)
    customers.clear_person(person=greta(), **hide)
    sheets: list[str] = []

    def written(sheet: str) -> bytes:
        sheets.append(sheet)
        return b"%PDF"

    monkeypatch.setattr(paper, "as_pdf", written)
    lead = signed_in(greta())

    answer = lead.post(f"/meeting/minutes/{meeting.pk}/pdf/")

    assert (answer["Content-Type"], answer.content) == ("application/pdf", b"%PDF")
    assert "Call the bank" in words(lead.get(f"/meeting/minutes/{meeting.pk}/"))
    assert "(greta)" in sheets[0]
    assert "Order chairs" in sheets[0]
    assert "Call the bank" not in sheets[0]
    assert Look.objects.get(subject_kind="minutes").rows_count == 1


def test_steps_of_cases_are_called_in_the_language_of_the_reader() -> None:
    early = TUESDAY_10AM - 9 * DAY
    install_processes(by=TEST, at=early)
    wish, opening = Wish(title="Second line"), processes.get_process("OPENING")
    start_case(process=opening, customer=harbor_bank(), wish=wish, by=lin(), at=early + DAY)
    lead = signed_in(greta())
    read = {}
    for language in ("en", "zh-hans"):
        lead.post("/language/", {"language": language})
        read[language] = [words(lead.get(place)) for place in ("/meeting/", "/")]

    english, chinese = "P0000001 Take down the need", "P0000001 登记需求"
    assert all(english in page and chinese not in page for page in read["en"])
    assert all(chinese in page and english not in page for page in read["zh-hans"])


def test_who_does_what_is_whole_on_the_wall_and_on_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    people = list(Person.objects.order_by("pk")[:14])
    for one in people:
        a_matter(person_id=one.pk)
    meeting, lead, sheets = finished(begun()), signed_in(greta()), list[str]()

    def written(sheet: str) -> bytes:
        sheets.append(sheet)
        return b"%PDF"

    monkeypatch.setattr(paper, "as_pdf", written)
    lead.post(f"/meeting/minutes/{meeting.pk}/pdf/")
    minutes = lead.get(f"/meeting/minutes/{meeting.pk}/").content.decode()

    for page in (lead.get("/meeting/").content.decode(), minutes, sheets[0]):
        assert [one.name for one in people if one.name not in page] == []
        assert "more-rows" not in page
    for page in (minutes, sheets[0]):
        assert "<h1>Minutes of Harbor branch, 28 Apr 2026</h1>" in page


def test_the_field_is_told_apart_today_tonight_and_by_assurance() -> None:
    night = TUESDAY_10AM - 12 * HOUR
    strong = Circumstances(assurance="AA")
    a_matter("RESTORATION", at=night, due_at=TUESDAY_10AM + HOUR, circumstances=strong)
    a_matter("RESTORATION", at=night, due_at=TUESDAY_10AM - HOUR)
    a_matter("SURVEY", at=night, due_at=TUESDAY_10AM + 20 * DAY)
    week_ago = TUESDAY_10AM - 9 * DAY
    for ahead in (14 * HOUR, 16 * HOUR, 3 * DAY):
        before_at = TUESDAY_10AM + ahead
        what = f"Works in {ahead}"
        given = a_matter("CUT_OVER_NOTICE", at=week_ago, before_at=before_at, what=what)
    keep_commitment(commitment=given, by=greta(), at=TUESDAY_10AM - DAY)
    told = a_matter("CUT_OVER_NOTICE", at=week_ago, before_at=TUESDAY_10AM + 15 * HOUR)
    keep_commitment(commitment=told, by=greta(), at=TUESDAY_10AM - DAY)
    lead = signed_in(greta())

    page = words(lead.get("/meeting/"))

    assert "Faults reported overnight 2 Of these on AAA or AA circuits 1" in page
    assert "Work on site due today or late 2 1 late" in page
    assert "Notices of works tonight 3 2 not given" in page
    assert f"Works in {14 * HOUR}" in page
    assert f"Works in {3 * DAY}" not in page
    assert page.count("notice not given") == 2
    assert "which customer has acknowledged it is not on file" in page
    rows = lead.get("/matters/unit/?night=assured_fault").content.decode()
    assert rows.count("data-open-row") == 1
    minutes = words(lead.get(f"/meeting/minutes/{finished(begun()).pk}/"))
    assert "Notices of works tonight 3 2 not given" in minutes
    # Another branch has nothing of it.
    assert "Notices of works tonight 0" in words(signed_in(hugo()).get("/meeting/"))


def test_more_accounts_and_decisions_cost_no_more_queries() -> None:
    def cost() -> int:
        lead = signed_in(greta())
        lead.get("/meeting/")
        with CaptureQueriesContext(
            connection,
        ) as told:
            assert lead.get("/meeting/").status_code == 200
        return len(told)

    meeting = begun()
    decided(meeting)
    a_matter(due_at=TUESDAY_10AM - DAY, opened_at=TUESDAY_10AM - 2 * DAY)
    first = cost()
    for number in range(3):
        more = an_account(f"Pier {number}", unit=harbor_branch, manager=nora)
        past: dict[str, Any] = {"due_at": TUESDAY_10AM - DAY, "opened_at": TUESDAY_10AM - 2 * DAY}
        a_matter(customer_id=more.pk, person_id=nora().pk, **past)
        decided(meeting, what=f"Write {number}", owner_id=nora().pk)
    assert cost() == first
    assert first <= MOST_QUERIES
