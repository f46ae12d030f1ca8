"""Completeness over time on pages: by unit and by manager, within reach, at a constant cost."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from primeline.kit import months
from primeline.kit.deeds import act
from primeline.quality.models import ConditionMonth
from primeline.staff.models import Person, Unit
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    greta,
    harbor_branch,
    hill_branch,
    hugo,
    lake_branch,
    lin,
    mira,
    nora,
    paul,
    quay_team,
)
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.row("B10"), pytest.mark.mainly("sqlite")]

TRENDS = "/quality/trends/"


def read(person: Person, address: str) -> str:
    answer = signed_in(person).get(address)
    assert answer.status_code == 200
    page = re.sub(r"<script.*?</script>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return html.unescape(re.sub(r"\s+", " ", page))


def kept(back: int, points: dict[tuple[Unit, Person | None], tuple[int, int]]) -> None:
    """Keep how whole records were so many months ago: by unit and manager, count and points."""
    month = months.shift(months.first_of(timezone.localdate()), -back)
    with act(kind="test.month", by=CASTING, at=TUESDAY_10AM):
        ConditionMonth.objects.bulk_create(
            ConditionMonth(
                month=month, unit=unit, manager=manager, accounts_count=count, points_sum=whole
            )
            for (unit, manager), (count, whole) in points.items()
        )


class TestTrends:
    def test_are_told_by_unit_and_manager_as_far_as_a_reader_goes(self) -> None:
        harbor, hill, quay = harbor_branch(), hill_branch(), quay_team()
        kept(2, {(harbor, lin()): (2, 100), (hill, hugo()): (1, 90), (quay, None): (1, 0)})
        kept(0, {(harbor, lin()): (2, 140), (hill, hugo()): (1, 80), (quay, None): (1, 20)})
        kept(0, {(lake_branch(), mira()): (1, 7)})

        province = read(paul(), TRENDS)
        # Harbor branch with its team: 100 of 3 accounts, then 160; the whole: 190 of 4, then 240.
        assert "Whole to 60 of 100: 12 more than in" in province
        assert "Harbor branch 53 / 100 +20 3 Hill branch 80 / 100 −10 1" in province
        assert "nobody 20 / 100 +20 1 Lin 70 / 100 +20 2 Hugo 80 / 100 −10 1" in province
        assert "Mira" not in province
        # One unit further down: its own, and its team.
        branch = read(greta(), f"{TRENDS}?unit=HARBOR")
        assert "Quay team 20 / 100 +20 1 Harbor branch itself 70 / 100 +20 2" in branch
        assert "Hugo" not in branch
        own = read(lin(), TRENDS)
        assert "Whole to 70 of 100: 20 more than in" in own
        assert "nobody" not in own
        one = read(paul(), f"{TRENDS}?manager={hugo().pk}")
        assert "Whole to 80 of 100: 10 less than in" in one
        for person, asked in (
            (greta(), "unit=HILL"),
            (lin(), "unit=HARBOR"),
            (greta(), f"manager={hugo().pk}"),
            (greta(), f"unit={'%F0%A0%80%80' * 9999}"),
            (greta(), "start=-1"),
        ):
            assert signed_in(person).get(f"{TRENDS}?{asked}").status_code == 404, asked[:20]

    def test_cost_the_same_however_much_there_is(self) -> None:
        client = signed_in(greta())

        def cost() -> int:
            # Whoever has not asked for a while is noted as being there.
            client.get(TRENDS)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(TRENDS).status_code == 200
            return len([q for q in asked if "set_config" not in q["sql"]])

        kept(1, {(harbor_branch(), lin()): (1, 1)})
        little = cost()
        kept(2, {(harbor_branch(), one): (1, 1) for one in (lin(), nora(), None)})
        kept(0, {(quay_team(), one): (1, 1) for one in (lin(), nora(), None)})

        assert cost() == little <= 12
