"""How a morning begins: who does what, what has come up the ladder, what customers wait for."""

import html
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from primeline.commitments import actions
from primeline.commitments.choices import LetterKind
from primeline.commitments.tests.owing import a_matter
from primeline.commitments.values import Draft
from primeline.customers.choices import Tier
from primeline.customers.queries import reach_now
from primeline.kit import months
from primeline.staff.actions import set_cover
from primeline.staff.models import Person
from primeline.staff.values import Period
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    east_province,
    greta,
    harbor_bank,
    harbor_branch,
    hugo,
    lake_mills,
    lin,
    nora,
    paul,
    tina,
)
from primeline.testing.doors import signed_in
from primeline.visits.models import ServiceAction
from primeline.visits.tests.planned import install, level, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_shipped")]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TODAY = TUESDAY_10AM.date()


@pytest.fixture(scope="module")
def _shipped(held_transaction: None) -> Iterator[None]:
    with time_machine.travel(TUESDAY_10AM):
        install()
        yield


def block(person: Person, name: str, client: Client | None = None) -> str:
    """Return the words of one section of somebody's first page; nothing if it is not there."""
    answer = (client or signed_in(person)).get("/")
    assert answer.status_code == 200
    found = re.search(
        rf'<section[^>]*aria-labelledby="{name}".*?</section>', answer.content.decode(), re.DOTALL
    )
    text = re.sub(r"<[^>]+>", " ", found.group()) if found else ""
    return html.unescape(re.sub(r"\s+", " ", text)).strip()


def rows_of(person: Person) -> dict[str, str]:
    """Return the rows of the team by the name that each begins with."""
    page = signed_in(person).get("/").content.decode()
    section = page.split('aria-labelledby="team"')[1].split("</section>")[0]
    rows = re.findall(r"<tr data-row.*?</tr>", section, re.DOTALL)
    texts = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in rows]
    return {text.split(" ")[0]: text for text in texts}


def an_instruction(title: str = "Call all banks", *, due_in: timedelta = DAY) -> None:
    draft = Draft(
        kind=LetterKind.INSTRUCTION,
        from_unit=east_province(),
        to_unit=harbor_branch(),
        title=title,
        text="Before Friday.",
        due_at=TUESDAY_10AM + due_in,
    )
    at = TUESDAY_10AM - 2 * HOUR
    actions.write_letter(draft=draft, reach=reach_now(paul(), at=at), by=paul(), at=at)


def planned_days(*manners: str) -> list[date]:
    """Return on which days something is planned for Lin, in these manners, the first one first."""
    found = ServiceAction.objects.filter(person=lin(), planned_date__isnull=False)
    if manners:
        found = found.filter(standard__manner__in=manners)
    days = found.order_by("planned_date").values_list("planned_date", flat=True)
    return [day for day in days if day is not None]


def stay_away(absent: Person, instead: Person | None) -> None:
    set_cover(
        absent=absent,
        covered_by=instead,
        period=Period(TODAY, TODAY + 3 * DAY),
        by=CASTING,
        at=TUESDAY_10AM,
    )


class TestLead:
    def test_reads_who_owes_what_today_and_who_is_away(self) -> None:
        for hours in (-1, 1, 5, 30):
            a_matter("ASKED", at=TUESDAY_10AM - 2 * HOUR, person_id=lin().pk,
                     due_at=TUESDAY_10AM + hours * HOUR)  # fmt: skip
        stay_away(tina(), nora())

        rows = rows_of(greta())

        # Overdue, due by noon, due today, open, visits: 11:00 is before noon, 15:00 is today.
        assert re.search(r" 1 1 2 4 0 –$", rows[lin().name.split(" ")[0]])
        assert "stands in" in rows[tina().name.split(" ")[0]]
        # What waits for the role counts to nobody by name, and stands last.
        assert list(rows)[-1] == "nobody" or "nobody" not in rows

    def test_counts_the_visits_of_the_day(self) -> None:
        level(harbor_bank(), Tier.DIAMOND)
        plan()
        days = Counter(planned_days())
        first, count = min(days.items())

        with time_machine.travel(TUESDAY_10AM + (first - TODAY)):
            row = rows_of(greta())[lin().name.split(" ")[0]]

        assert row.endswith(f" {count} –")

    def test_reads_instructions_until_they_are_answered(self) -> None:
        assert "No instruction and no report waits" in block(greta(), "reached")
        an_instruction()
        an_instruction("Bring the files", due_in=-HOUR)

        told = block(greta(), "reached")

        assert told.index("Bring the files") < told.index("Call all banks")
        assert "answer overdue since" in told
        assert "answer owed by" in told
        assert "Call all banks" in block(paul(), "reached")
        # The lead of another branch is told nothing of it.
        assert "Call all banks" not in block(hugo(), "reached")

    def test_reads_what_happened_overnight_and_opens_its_rows(self) -> None:
        assert re.search(r"overnight 0 .*overnight 0 .*overnight 0", block(greta(), "night"))
        night = TUESDAY_10AM - 12 * HOUR
        a_matter("COMPLAINT_REPLY", at=night, what="Bill is wrong")
        a_matter("COMPLAINT_REPLY", at=TUESDAY_10AM - 2 * DAY, what="Long known")
        a_matter("RESTORATION", at=night, what="Line is dead")
        a_matter("ASKED", at=night, due_at=night + HOUR, what="Word not kept")
        a_matter("ASKED", at=night - DAY, due_at=night - DAY + HOUR, what="Long broken")
        client = signed_in(greta())

        page = client.get("/").content.decode()

        numbers = re.findall(r'href="(/matters/unit/\?night=\w+)">(\d+)</a>', page)
        assert {(way.split("=")[1], count) for way, count in numbers} == {
            ("broken", "1"), ("complaint", "1"), ("fault", "1"),
        }  # fmt: skip
        for way, told, not_told in (
            ("broken", "Word not kept", "Long broken"),
            ("complaint", "Bill is wrong", "Long known"),
            ("fault", "Line is dead", "Bill is wrong"),
        ):
            rows = client.get(f"/matters/unit/?night={way}").content.decode()
            assert told in rows
            assert not_told not in rows
        assert client.get("/matters/unit/?night=noon").status_code == 404
        # Of another branch nothing is counted.
        assert "overnight 1" not in block(hugo(), "night")

    def test_reads_which_accounts_to_talk_about_and_why(self) -> None:
        assert "No account has anything late." in block(greta(), "pressing")
        for place in range(3):
            a_matter("ASKED", at=TUESDAY_10AM - DAY, due_at=TUESDAY_10AM - (place + 1) * HOUR)
        a_matter(
            "ASKED", at=TUESDAY_10AM - DAY, due_at=TUESDAY_10AM - HOUR,
            customer_id=lake_mills().pk, what="Of another bank",
        )  # fmt: skip
        # What the province owes to an account of the branch counts as what the branch owes.
        late = {"due_at": TUESDAY_10AM - HOUR, "unit_id": paul().home_unit_id}
        a_matter("COMPLAINT_REPLY", at=TUESDAY_10AM - DAY, what="At the desk above", **late)
        client = signed_in(greta())

        told = block(greta(), "pressing", client)

        assert f"{harbor_bank().display_name}" in told
        assert "4 matters late" in told
        assert lake_mills().display_name not in told
        rows = client.get(f"/accounts/{harbor_bank().number}/matters/").content.decode()
        assert rows.count("data-open-row") == 4
        assert "At the desk above" in rows

    def test_reads_of_each_manager_what_was_kept_in_these_ten_days(self) -> None:
        due = TUESDAY_10AM - HOUR
        kept = a_matter("ASKED", at=TUESDAY_10AM - DAY, due_at=due, person_id=lin().pk)
        actions.keep_commitment(commitment=kept, by=lin(), at=due - HOUR)
        a_matter("ASKED", at=TUESDAY_10AM - DAY, due_at=due, person_id=lin().pk)

        page = signed_in(greta()).get("/").content.decode()

        way = f"/matters/unit/kept/?period=2026-04-21&amp;person={lin().pk}"
        assert f'<a href="{way}&amp;outcome=KEPT">1</a> / <a href="{way}">2</a>' in page

    def test_reads_what_has_come_up_the_ladder(self) -> None:
        assert "Nothing has come up the ladder." in block(greta(), "reached")

    def test_asks_as_much_for_many_as_for_few(self) -> None:
        client = signed_in(greta())
        a_matter("ASKED", person_id=lin().pk, due_at=TUESDAY_10AM + HOUR)
        an_instruction()
        few = _asked(client)
        for place in range(8):
            a_matter("ASKED", person_id=lin().pk, due_at=TUESDAY_10AM + place * HOUR + HOUR)
            an_instruction(f"Letter {place}")

        assert _asked(client) == few


class TestManager:
    def test_sees_what_customers_wait_for_from_others(self) -> None:
        assert block(lin(), "burning") == ""
        a_matter("COMPLAINT_REPLY", what="Invoice is wrong", person_id=greta().pk)
        a_matter("COMPLAINT_REPLY", what="Of another bank", customer_id=lake_mills().pk)
        a_matter("ASKED", what="Mine to answer", person_id=lin().pk, due_at=TUESDAY_10AM + HOUR)

        told = block(lin(), "burning")

        assert "Invoice is wrong" in told
        assert "Of another bank" not in told
        assert "Mine to answer" not in told
        # Nor does whoever is no manager of the account read it there.
        assert block(nora(), "burning") == ""

    def test_opens_all_that_they_wait_for(self) -> None:
        for place in range(5):
            a_matter("COMPLAINT_REPLY", what=f"Invoice {place}", person_id=greta().pk)
        client = signed_in(lin())

        page = client.get("/").content.decode()

        assert page.count("Invoice") == 3
        link = re.search(r'href="(\?waiting=all)#burning"', page)
        assert link
        page = client.get(f"/{link[1]}").content.decode()
        assert page.count("Invoice") == 5
        assert '#burning"' not in page

    def test_sees_the_visits_of_the_day_and_how_the_ten_days_go(self) -> None:
        assert "Nothing is planned for today." in block(lin(), "visits-today")
        level(harbor_bank(), Tier.DIAMOND)
        plan()
        # A call of a week that ends within the same ten days.
        day = next(
            day
            for day in planned_days("CALL")
            if months.ten_days(day) == months.ten_days(day + 6 * DAY)
        )

        with time_machine.travel(TUESDAY_10AM + (day - TODAY)):
            told = block(lin(), "visits-today")

        assert harbor_bank().display_name in told
        assert "done of what is owed" in told
        assert re.search(r"By telephone 0 / [1-9]", told)

    @pytest.mark.engine("sqlite")
    def test_counts_stretches_of_ten_days(self) -> None:
        assert months.ten_days(date(2026, 2, 10)) == (date(2026, 2, 1), date(2026, 2, 11))
        assert months.ten_days(date(2026, 2, 11)) == (date(2026, 2, 11), date(2026, 2, 21))
        assert months.ten_days(date(2026, 12, 31)) == (date(2026, 12, 21), date(2027, 1, 1))


class TestSupervisor:
    def test_reads_how_many_answers_were_in_time_and_opens_them(self) -> None:
        due = TUESDAY_10AM - HOUR
        kept = a_matter("COMPLAINT_REPLY", at=due - DAY, due_at=due, person_id=lin().pk)
        actions.keep_commitment(commitment=kept, by=lin(), at=due - HOUR)
        a_matter("ASKED", at=due - DAY, due_at=due)
        a_matter("CONTRACT_FILING", at=due - DAY, due_at=due)
        client = signed_in(paul())

        page = client.get("/").content.decode()

        told = page.split('id="answers"')[1].split("</div>")[0]
        ways = [way.replace("&amp;", "&") for way in re.findall(r'href="([^"]+)#rows"', told)]
        assert "50.0%" in told
        counts = [client.get(way).content.decode().count("data-open-row") for way in ways]
        assert counts == [1, 2]


def _asked(client: Client) -> int:
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/")
    return len([q for q in asked if "set_config" not in q["sql"]])
