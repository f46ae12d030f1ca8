"""A lead reads what came due, what became of it, and opens every number down to its rows."""

import itertools
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from primeline.commitments import actions
from primeline.commitments.choices import Outcome
from primeline.commitments.models import Commitment
from primeline.commitments.queries.tallies import Tally, sum_of
from primeline.commitments.tests.owing import TEST, a_matter, install, reason
from primeline.commitments.values import Circumstances
from primeline.kpi.measures import RANKED_FROM
from primeline.testing.cast import east_province, greta, harbor_branch, hugo, lake_mills, lin, sara
from primeline.testing.doors import signed_in
from primeline.web.matters.stretches import asked, lately, tens_of
from primeline.web.matters.tests.owing import text_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.row("J1"),
    pytest.mark.usefixtures("_on_that_day"),
]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# A Monday at ten, and a day of the ten days before it.
NOW = datetime(2026, 5, 18, 2, 0, tzinfo=UTC)
EARLY = datetime(2026, 5, 5, 2, 0, tzinfo=UTC)
PAGE = "/matters/unit/kept/"


@pytest.fixture(scope="module")
def _on_that_day(held_transaction: None) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        install()
        yield


def due(step: str = "ASKED", *, at: datetime = EARLY, after: timedelta | None = None) -> Commitment:
    """Owe Harbor Bank something due at a moment; done so long after that, or never."""
    one = a_matter(step, at=at - DAY, due_at=at, person_id=lin().pk)
    if after is not None:
        actions.keep_commitment(commitment=one, by=lin(), at=at + after)
    return one


def rows_of(client: Client, query: str) -> int:
    """Return how many rows the page says that it shows, having counted them."""
    shown = text_of(client.get(f"{PAGE}{query}"))
    found = re.search(r'id="rows-head">[^<]*<span class="tab-count">([\d,]+)', shown)
    assert found is not None
    count = int(found.group(1).replace(",", ""))
    table = shown.split('id="rows"')[1]
    assert len(re.findall(r"<tr data-row", table)) == min(count, 100)
    return count


def links_of(page: str) -> list[tuple[str, int]]:
    """Return the numbers on the page that open rows, each with where it leads."""
    found = re.findall(r'href="(\?[^"]*)#rows">([\d,]+)</a>', page)
    return [(query.replace("&amp;", "&"), int(n.replace(",", ""))) for query, n in found]


@pytest.fixture
def month() -> None:
    """A month in which all that can become of a matter became of one."""
    due(after=-HOUR)
    due(after=HOUR)
    due()
    due("COMPLAINT_REPLY", at=EARLY + 8 * DAY, after=-HOUR)
    due("COMPLAINT_REPLY", at=EARLY - 30 * DAY, after=-HOUR)
    # Done long before it is due; waits for the customer; not owed any more; let off.
    due("PROMISE", at=NOW + DAY, after=-3 * DAY)
    paused = due("PROMISE", at=NOW - HOUR)
    actions.pause_commitment(
        commitment=paused, pause_reason=reason(), evidence="letter", by=lin(), at=NOW - 2 * HOUR
    )
    actions.cancel_commitments(commitment_ids=[due().pk], by=TEST, at=EARLY - HOUR)
    waiver = actions.ask_waiver(commitment=due(), by=lin(), at=NOW, reason="asked")
    actions.approve_waiver(waiver=waiver, by=greta(), at=NOW)
    # Of another branch.
    a_matter("ASKED", at=EARLY - DAY, due_at=EARLY, customer_id=lake_mills().pk)


@pytest.mark.usefixtures("month")
def test_what_was_broken_before_it_was_withdrawn_stays_missed_on_every_list() -> None:
    withdrawn = due("COMPLAINT_REPLY")
    client = signed_in(greta())
    before = rows_of(client, "?outcome=MISSED")
    actions.cancel_commitments(commitment_ids=[withdrawn.pk], by=TEST, at=NOW)

    assert rows_of(client, "?outcome=MISSED") == before
    assert withdrawn.number in text_of(client.get(f"{PAGE}?figure=answers&outcome=MISSED"))
    board = text_of(client.get("/matters/unit/?state=MISSED"))
    assert withdrawn.number in board
    assert "Withdrawn after its time" in board
    assert "Withdrawn after its time" in text_of(client.get(f"/matters/{withdrawn.number}/"))


@pytest.mark.usefixtures("month")
class TestOutcomes:
    def test_counts_what_came_due_and_every_number_opens_as_many_rows(self) -> None:
        client = signed_in(greta())

        page = text_of(client.get(PAGE))

        assert "2 of 4 matters that came due were kept in time: 50.0%" in page
        assert rows_of(client, "") == 4
        assert rows_of(client, "?outcome=WAIVED") == 1
        assert rows_of(client, "?period=2026-05-11") == 1
        assert rows_of(client, "?period=2026-04") == 1
        assert rows_of(client, "?figure=complaints") == 1
        assert rows_of(client, f"?person={lin().pk}&outcome=LATE") == 1
        links = links_of(page)
        assert len(links) > 20
        # One of each kind: they differ in the names of what they ask for.
        kinds = {tuple(sorted(parse_qs(query))): (query, number) for query, number in links}
        assert len(kinds) > 5
        for query, number in kinds.values():
            assert rows_of(client, query) == number, query

    def test_the_file_holds_the_same_rows(self) -> None:
        client = signed_in(greta())

        file = client.post(f"{PAGE}exports/csv/?outcome=LATE")

        lines = b"".join(file).decode("utf-8-sig").splitlines()
        assert len(lines) == 1 + 2
        assert "Done late" in lines[-1]

    def test_parts_of_the_organization_add_up_to_the_whole(self) -> None:
        a_matter("ASKED", at=EARLY - DAY, due_at=EARLY, unit_id=east_province().pk)

        page = text_of(signed_in(sara()).get(f"{PAGE}?unit={east_province().pk}"))

        table = page.split('id="by-unit"')[1].split("</section>")[0]
        owed = re.findall(r'class="num"><a href="[^"]*unit=(\d+)[^"]*">(\d+)</a>', table)
        assert {key for key, _count in owed} == {str(east_province().pk), str(harbor_branch().pk)}
        assert "alone=1" in table
        assert "2 of 5 matters that came due" in page

    @pytest.mark.engine("sqlite")
    def test_shows_none_of_other_branches_and_nothing_to_who_leads_nobody(self) -> None:
        assert "Nothing came due" in text_of(signed_in(hugo()).get(PAGE))
        assert signed_in(hugo()).get(f"{PAGE}?unit={harbor_branch().pk}").status_code == 404
        assert signed_in(lin()).get(PAGE).status_code == 403

    @pytest.mark.engine("sqlite")
    def test_ranks_nobody_with_fewer_than_thirty(self) -> None:
        few = text_of(signed_in(greta()).get(PAGE))
        for _one in range(RANKED_FROM - 4):
            due(after=-HOUR)

        many = text_of(signed_in(greta()).get(PAGE))

        assert ranks_of(few) == []
        # Whoever owed all of it, and no unit: there is one alone.
        assert ranks_of(many) == ["1"]

    @pytest.mark.engine("sqlite")
    def test_costs_no_more_for_more_matters(self) -> None:
        client = signed_in(greta())
        client.get(PAGE)
        with CaptureQueriesContext(connection) as few:
            client.get(PAGE)
        for _one in range(6):
            due(after=-HOUR)

        with CaptureQueriesContext(connection) as many:
            client.get(PAGE)

        assert len(many) == len(few) <= 40


@pytest.mark.engine("sqlite")
class TestTaken:
    def test_leaves_pauses_out_and_names_what_the_rules_want_on_average(self) -> None:
        best = Circumstances(assurance="AAA")
        one = a_matter("RESTORATION", at=EARLY, person_id=lin().pk, circumstances=best)
        actions.pause_commitment(
            commitment=one, pause_reason=reason(), evidence="letter", by=lin(), at=EARLY + HOUR
        )
        actions.resume_commitment(commitment=one, by=lin(), at=EARLY + 3 * HOUR)
        actions.keep_commitment(commitment=one, by=lin(), at=EARLY + 4 * HOUR)

        page = text_of(signed_in(greta()).get(PAGE))

        steps = page.split('id="by-step"')[1].split("</section>")[0]
        assert one.policy_row is not None
        assert one.policy_row.average_seconds == 2 * HOUR.seconds
        assert re.search(r'Taken on average" class="num"><span[^>]*>2 h 0 min<', steps)
        assert re.search(r'On average" class="num">2 hours<', steps)


def answered(count: int, *, late: int = 0) -> None:
    """Owe so many first responses by a rule of our own that wants 95 % of them in time."""
    for place in range(count):
        one = a_matter("FIRST_RESPONSE", at=EARLY, person_id=lin().pk)
        after = 30 * HOUR if place < late else HOUR
        actions.keep_commitment(commitment=one, by=lin(), at=EARLY + after)


class TestTarget:
    def test_is_shown_beside_the_share_with_whether_it_is_reached(self) -> None:
        answered(3, late=2)
        due(after=HOUR)

        page = text_of(signed_in(greta()).get(PAGE))

        # What has no rule with a target is no part of it.
        for part in ("by-step", "by-unit"):
            told = page.split(f'id="{part}"')[1].split("</section>")[0]
            assert re.search(
                r'Target" class="num"><span class="nowrap">95%; 1 ÷ 3 = 33.3%</span>', told
            )
            assert '<span class="state state-bad">61.7 points below</span>' in told, part
            assert ">reached<" not in told

    def test_reached_is_said_so_of_units_and_figures_too(self) -> None:
        answered(1)
        page = text_of(signed_in(greta()).get(PAGE))

        for part in ("by-step", "by-unit"):
            told = page.split(f'id="{part}"')[1].split("</section>")[0]
            assert '<span class="state state-good">reached</span>' in told, part
        assert "Target 95%; 1 ÷ 1 = 100.0%" in re.sub(r"<[^>]+>", "", page)

    @pytest.mark.engine("sqlite")
    def test_of_several_rules_each_counts_for_its_own(self) -> None:
        one = Tally(counts={Outcome.KEPT: 9, Outcome.LATE: 1}, aims={90: (9, 10)})
        other = Tally(counts={Outcome.KEPT: 1}, aims={100: (1, 1)})
        plain = Tally(counts={Outcome.MISSED: 5})

        both = sum_of([one, other, plain])

        assert both.counts == {Outcome.KEPT: 10, Outcome.LATE: 1, Outcome.MISSED: 5}
        aim = both.aim
        assert aim is not None
        assert (aim.lowest, aim.highest, aim.owed_count) == (90, 100, 11)
        # Exactly as much as wanted is enough, and one less is not.
        assert (aim.is_reached, aim.points) == (True, 0)
        less = sum_of([both, Tally(counts={Outcome.LATE: 1}, aims={90: (0, 1)})]).aim
        assert less is not None
        assert not less.is_reached
        assert less.points == -7.5
        assert plain.aim is None


@pytest.mark.engine("sqlite")
class TestStretches:
    def test_refuses_what_is_no_stretch_or_yet_to_begin(self) -> None:
        client = signed_in(greta())
        for text in ("2026", "2026-13", "2026-05-12", "2026-06", "1899-01", "x"):
            assert client.get(f"{PAGE}?period={text}").status_code == 404, text

    def test_counts_back_without_a_gap(self) -> None:
        found = lately(tens_of(NOW.date()))

        assert [one.key for one in found[-3:]] == ["2026-04-21", "2026-05-01", "2026-05-11"]
        assert all(one.end == later.first for one, later in itertools.pairwise(found))
        assert asked("2026-05", NOW).moments(NOW)[1] == NOW


def ranks_of(page: str) -> list[str]:
    """Return the ranks on the page."""
    return re.findall(r'data-label="Rank" class="num">(\d+)<', page)
