"""Lin sees and moves her week, her lead sees coverage, a calendar program reads what it may."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from primeline.customers import actions as customers
from primeline.customers.choices import Tier
from primeline.customers.models import Customer
from primeline.kit import clock, jobs
from primeline.kit.models import JobRow
from primeline.staff import actions as staff
from primeline.staff.rules import day_of
from primeline.staff.values import Period
from primeline.standards.models import Step
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    an_account,
    greta,
    harbor_bank,
    harbor_branch,
    lin,
    mira,
    nora,
    sara,
)
from primeline.testing.doors import signed_in
from primeline.visits import actions, listeners
from primeline.visits.choices import PLAN, Manner
from primeline.visits.models import DayLimit, ServiceAction, StandardAction
from primeline.visits.tests.planned import install, plan

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite"), pytest.mark.row("D3")]
DAY = timedelta(days=1)


@pytest.fixture
def bank() -> Customer:
    """Harbor Bank, planned as of now."""
    install()
    found = harbor_bank(tier=Tier.DIAMOND)
    plan(clock.now() - 60 * DAY)
    plan(clock.now())
    return found


def next_call() -> ServiceAction:
    """The first call of a week to come."""
    today = day_of(clock.now())
    ahead = ServiceAction.objects.filter(standard__step__code="CALL", period_from__gt=today)
    return ahead.order_by("period_from")[0]


class TestWeek:
    def test_moves_within_the_stretch_and_says_why_not_beyond(self, bank: Customer) -> None:
        call, client = next_call(), signed_in(lin())
        week = f"/visits/?week={call.period_from}"
        shown = client.get(week).content.decode()
        assert "Harbor Bank" in shown
        days = re.findall(r'<option value="([\d-]+)"', shown)
        other = next(d for d in days if d != str(call.planned_date) and d < str(call.period_to))
        address = f"/visits/actions/{call.pk}/day/?week={call.period_from}"

        moved = client.post(address, {"day": other, "version": call.version})
        beyond = client.post(address, {"day": call.period_to, "version": call.version + 1})
        stale = client.post(address, {"day": other, "version": call.version})

        call.refresh_from_db()
        assert (moved.status_code, moved["Location"]) == (302, week)
        assert (str(call.planned_date), call.is_moved) == (other, True)
        assert beyond.status_code == 422
        assert "Choose a day between them" in beyond.content.decode()
        assert stale.status_code == 409

    def test_a_lead_puts_off_beyond_the_stretch_with_a_reason_and_a_manager_does_not(
        self, bank: Customer
    ) -> None:
        call, client = next_call(), signed_in(sara())
        address = f"/visits/actions/{call.pk}/postponement/"
        asked = client.get(address).content.decode()
        day = re.findall(r'<option value="([\d-]+)"', asked)[0]
        assert "counts as in time when done by the end of that day" in asked
        mute = client.post(address, {"day": day, "version": call.version, "reason": ""})
        done = client.post(address, {"day": day, "version": call.version, "reason": "they move"})
        again = client.post(address, {"day": day, "version": call.version, "reason": "they move"})

        call.refresh_from_db()
        assert (mute.status_code, done.status_code, str(call.planned_date)) == (422, 302, day)
        assert again.status_code in (409, 422)
        rows = client.get(f"/visits/unit/?month={call.period.last:%Y-%m}-01").content.decode()
        assert "they move" in rows
        shown = signed_in(lin()).get(f"/visits/?week={day}").content.decode()
        assert "they move" in shown
        assert signed_in(lin()).get(address).status_code == 403

    def test_records_what_is_done_and_shows_it_so(self, bank: Customer) -> None:
        today = day_of(clock.now())
        running = ServiceAction.objects.filter(period_from__lte=today, period_to__gt=today)
        one = running.exclude(planned_date=None)[0]
        client = signed_in(lin())

        answer = client.post(f"/visits/actions/{one.pk}/done/", {"note": "all well"})

        assert answer.status_code == 302
        one.refresh_from_db()
        assert one.commitment is not None
        assert (one.commitment.status, one.commitment.note) == ("DONE", "all well")
        again = client.post(f"/visits/actions/{one.pk}/done/", {"note": ""})
        assert again.status_code == 422

    def test_is_nobody_elses_and_costs_no_more_for_more_rows(self, bank: Customer) -> None:
        call = next_call()
        for stranger in (mira(), nora()):
            client = signed_in(stranger)
            assert (
                "Harbor Bank"
                not in client.get(f"/visits/?week={call.period_from}").content.decode()
            )
            sent = client.post(
                f"/visits/actions/{call.pk}/day/", {"day": call.period_from, "version": 1}
            )
            assert sent.status_code == 404
        client = signed_in(lin())
        address = f"/visits/?week={call.period_from}"
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for number in range(4):
            an_account(f"Quay {number}", unit=harbor_branch, manager=lin, tier=Tier.DIAMOND)
        plan(clock.now())
        with CaptureQueriesContext(connection) as many:
            shown = client.get(address)
        assert "Quay 3" in shown.content.decode()
        assert len(many) <= len(few)


def counted(client: Client, address: str) -> int:
    """Return how many rows the page of coverage says that it shows."""
    shown = client.get(address).content.decode()
    found = re.search(r'id="rows-head">[^<]*<span class="tab-count">(\d+)', shown)
    assert found is not None
    return int(found.group(1))


class TestCoverage:
    def test_counts_open_to_their_rows_and_the_file_says_the_same(self, bank: Customer) -> None:
        client = signed_in(greta())
        month = day_of(clock.now() - 30 * DAY).replace(day=1)
        address = f"/visits/unit/?month={month}"
        shown = client.get(address)

        rows = counted(client, address)
        chips = re.findall(r"state=(\w+)#rows\"[^>]*>[^<]*<strong>(\d+)", shown.content.decode())
        assert rows > 0
        assert sum(int(count) for _state, count in chips) == rows
        for state, count in chips:
            assert counted(client, f"{address}&state={state}") == int(count)
        file = client.post(f"/visits/unit/exports/csv/?month={month}")
        lines = b"".join(file).decode("utf-8-sig").splitlines()
        assert len(lines) == rows + 2
        assert signed_in(lin()).get("/visits/unit/").status_code == 403

    def test_what_nobody_has_room_for_is_counted_whole_and_opens_to_its_rows(
        self, bank: Customer
    ) -> None:
        for number in range(4):
            an_account(f"Quay {number}", unit=harbor_branch, manager=lin, tier=Tier.DIAMOND)
        for manner in (Manner.VISIT, Manner.CALL):
            actions.set_day_limit(manner=manner, version=1, most=0, by=sara(), at=clock.now())
        plan(clock.now())
        today, client = day_of(clock.now()), signed_in(greta())
        count = ServiceAction.objects.filter(status="UNSTAFFED", period_to__gt=today).count()

        week = client.get("/visits/").content.decode()

        said = re.search(r"(\d+) visits and calls of your units have nobody", week)
        assert said is not None
        assert int(said.group(1)) == count > 20
        assert counted(client, "/visits/unit/?ahead=1") == count


class TestStaffing:
    def test_a_lead_gives_what_is_unstaffed_to_somebody_with_room(self, bank: Customer) -> None:
        today = day_of(clock.now())
        away = Period(today, today + 400 * DAY)
        staff.set_cover(absent=lin(), covered_by=None, period=away, by=greta(), at=clock.now())
        plan(clock.now())
        left = ServiceAction.objects.filter(status="UNSTAFFED", period_from__gt=today)
        one = left.filter(standard__step__code="SERVICE_REPORT").order_by("period_from")[0]
        client, address = signed_in(greta()), f"/visits/actions/{one.pk}/staffing/"

        shown = client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        weeks = re.findall(r'<option value="(\d{4}-[\d-]+)"', shown.content.decode())
        sent = {"person": greta().pk, "monday": weeks[1], "version": one.version}
        wrong = client.post(address, sent | {"monday": "2001-01-01"})
        given = client.post(address, sent)
        again = client.post(address, sent)

        one.refresh_from_db()
        assert len(asked) <= 40
        assert (wrong.status_code, given.status_code, again.status_code) == (422, 302, 404)
        assert one.person_id == greta().pk
        assert str(one.planned_date) >= weeks[1]
        week = client.get(f"/visits/?week={one.planned_date}").content.decode()
        assert "Harbor Bank" in week

    def test_says_why_where_nobody_has_room(self, bank: Customer) -> None:
        for limit in DayLimit.objects.all():
            actions.set_day_limit(
                manner=Manner(limit.manner), version=1, most=0, by=CASTING, at=clock.now()
            )
        plan(clock.now())
        one = ServiceAction.objects.filter(status="UNSTAFFED").order_by("-period_to")[0]
        client, address = signed_in(greta()), f"/visits/actions/{one.pk}/staffing/"
        assert "Nobody has room" in client.get(address).content.decode()
        sent = {"person": greta().pk, "monday": one.period_from, "version": one.version}
        assert client.post(address, sent).status_code == 422


def _said_of(code: str, client: Client) -> str:
    """Return the row of a standard action on the page that lists them; empty if there is none."""
    shown = client.get("/visits/cadence/").content.decode()
    rows = [row for row in shown.split("<tr ") if f"/visits/cadence/{code}/" in row]
    return rows[0] if rows else ""


class TestCadence:
    def test_a_business_role_changes_it_and_the_plan_is_asked_for(self, bank: Customer) -> None:
        visit = StandardAction.objects.get(step__code="VISIT")
        client = signed_in(sara())
        assert client.get("/visits/cadence/VISIT/").status_code == 200
        sent = {
            "T0": "WEEKLY", "T1": "MONTHLY", "T2": "", "T3": "",
            "version": visit.version, "active_from": str(day_of(clock.now())),
        }  # fmt: skip

        def save(address: str, facts: dict[str, object]) -> int:
            """Send a form twice: first its effect is shown, then it is saved."""
            shown = client.post(address, facts).content.decode()
            assert "What it means" in shown
            digest = re.search(r'name="shown" value="(\w+)"', shown)
            assert digest is not None
            return client.post(address, facts | {"shown": digest[1]}).status_code

        saved = save("/visits/cadence/VISIT/", sent)
        slower = save("/visits/cadence/VISIT/", sent | {"T0": "MONTHLY"})

        visit.refresh_from_db()
        assert saved == 302
        assert visit.editions.get().rhythms == {"T0": "WEEKLY", "T1": "MONTHLY"}
        assert slower in (409, 422)
        new = {
            "step": Step.objects.get(code="MANAGER_VISIT").pk, "manner": "VISIT", "T0": "MONTHLY",
            "active_from": sent["active_from"], "is_for_postpaid": "on",
        }  # fmt: skip
        assert "whoever pays for anything after use" not in _said_of("MANAGER_VISIT", client)
        assert save("/visits/cadence/new/", new) == 302
        assert client.post("/visits/cadence/new/", new).status_code == 422
        assert "whoever pays for anything after use" in _said_of("MANAGER_VISIT", client)
        ended = {"version": visit.version, "active_from": "2199-12-31"}
        assert save("/visits/cadence/VISIT/", ended) == 302
        shown = client.get("/visits/cadence/").content.decode()
        assert "ends on 31 Dec 2199" in shown
        past = sent | {"version": visit.version + 1, "active_from": "2001-01-01"}
        assert save("/visits/cadence/VISIT/", past) == 422
        assert client.post("/visits/limits/VISIT/", {"most": 51, "version": 1}).status_code == 422
        assert client.post("/visits/limits/VISIT/", {"most": 5, "version": 1}).status_code == 302
        assert signed_in(lin()).get("/visits/cadence/VISIT/").status_code == 403

    def test_tells_how_far_the_plan_has_followed(self, bank: Customer) -> None:
        client, part = signed_in(lin()), {"HX-Request": "true", "HX-Target": "planning"}

        def said() -> str:
            page = client.get("/visits/cadence/").content.decode()
            answer = client.get("/visits/cadence/", headers=part).content.decode()
            assert "<html" not in answer
            assert answer.strip() in page
            return answer

        # One manager's accounts alone are no plan of the whole.
        jobs.enqueue(kind=PLAN, payload={"managers": [lin().pk]}, at=clock.now())
        assert "The plan" not in client.get("/visits/cadence/").content.decode()
        asked_at = clock.now()
        job_id = jobs.enqueue(kind=PLAN, at=asked_at)
        assert "The plan waits for its turn." in said()
        reports: list[dict[str, int]] = []
        job = jobs.Job(job_id=job_id, kind=PLAN, payload={}, at=asked_at)
        job.on_report = lambda: reports.append(job.progress)
        listeners.plan(job)
        # Every manager counts, also one for whom nothing is to be done, and who has none.
        total = reports[0]["total"]
        assert [one["done"] for one in reports] == list(range(1, total + 1))
        assert total >= 2

        row = JobRow.objects.filter(pk=job_id)
        row.update(leased_until=asked_at + DAY, progress={"done": 3, "total": 7})
        assert "Managers · 3 / 7" in said()
        assert "every 3s" in said()
        row.update(done_at=asked_at, progress=reports[-1])
        assert "Planned on" in said()
        assert "every 3s" not in said()
        row.update(done_at=None, failed_at=asked_at)
        assert "it was given up" in said()


class TestFeed:
    def test_tells_no_more_than_it_should_and_only_while_it_is_in_use(self, bank: Customer) -> None:
        cache.clear()
        client, program = signed_in(lin()), Client()
        made = client.post("/visits/feed/new/").content.decode()
        address = re.search(r"/visits/feed/[\w-]+\.ics", made)
        assert address is not None
        assert address.group() not in client.get("/visits/feed/").content.decode()

        read = program.get(address.group())
        events = Calendar.from_ical(read.content).walk("VEVENT")
        assert read["Content-Type"] == "text/calendar; charset=utf-8"
        assert {str(event["SUMMARY"]).split(" · ")[1] for event in events} == {"Harbor Bank"}
        assert not read.cookies
        assert program.get("/visits/").status_code == 302, "a feed is no way in"

        bank.refresh_from_db()
        customers.restrict_customer(
            customer=bank, version=bank.version, cover_name="Cover 7",
            by=CASTING, at=TUESDAY_10AM, reason="secret",
        )  # fmt: skip
        assert not Calendar.from_ical(program.get(address.group()).content).walk("VEVENT")
        customers.clear_person(
            customer=bank, person=lin(), by=CASTING, at=TUESDAY_10AM, reason="secret"
        )
        covered = program.get(address.group()).content.decode()
        assert "Harbor Bank" not in covered
        assert "Cover 7" not in covered, "restricted accounts leave the house in no file"
        assert "Cover 7" in client.get(f"/visits/?week={next_call().planned_date}").content.decode()

        second = client.post("/visits/feed/new/").content.decode()
        assert program.get(address.group()).status_code == 404
        new = re.search(r"/visits/feed/[\w-]+\.ics", second)
        assert new is not None
        assert program.get(new.group()).status_code == 200
        client.post("/visits/feed/revocation/")
        assert program.get(new.group()).status_code == 404
        codes = {program.get("/visits/feed/guess.ics").status_code for _try in range(40)}
        assert codes == {404, 429}
