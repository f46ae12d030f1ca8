"""The numbers of the policy on records: one in force a day, none lost, and what follows them."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from primeline.kit.errors import Refused
from primeline.quality import actions, queries
from primeline.quality.choices import Evidence, LimitKind, RecordPart
from primeline.quality.models import Limit
from primeline.quality.rules.likeness import likeness
from primeline.quality.tests.test_rules import facts
from primeline.testing.cast import CASTING, TUESDAY_10AM, greta, sara
from primeline.testing.doors import signed_in

TODAY = TUESDAY_10AM.date()
DAY = timedelta(days=1)
GOLD = {"kind": LimitKind.STALE_DAYS, "scope": "T1"}
DECISIONS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 999)), max_size=6)


def decide(value: int, *, on: date = TODAY, **more: Any) -> Limit:
    named: dict[str, Any] = {**GOLD, "reason": "tried", "by": sara(), "at": TUESDAY_10AM} | more
    return actions.set_number(value=value, from_date=on, **named)


class TestSetNumber(TestCase):
    @given(DECISIONS)
    @settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    def test_the_latest_word_about_a_day_holds(self, decisions: list[tuple[int, int]]) -> None:
        for later, value in decisions:
            decide(value, on=TODAY + later * DAY, by=CASTING)

        # A decision puts aside all that were to begin with it or after it.
        standing: list[tuple[int, int]] = []
        for later, value in decisions:
            standing = [*(one for one in standing if one[0] < later), (later, value)]
        for days in range(0, 32, 3):
            told = [value for later, value in standing if later <= days]
            found = queries.stale_days(today=TODAY + days * DAY)["T1"]
            assert found == (told[-1] if told else 120)
        assert Limit.objects.count() == len(decisions)


@pytest.mark.django_db
@pytest.mark.row("B10")
class TestPolicy:
    def test_refuses_what_cannot_be(self) -> None:
        wrong: list[dict[str, Any]] = [
            {"value": 0},
            {"value": 4000},
            {"value": 90, "on": TODAY - DAY},
            {"value": 90, "reason": " "},
            {"value": 90, "scope": "PLATINUM"},
        ]
        for refused in wrong:
            with pytest.raises(Refused):
                decide(**refused)
        assert not Limit.objects.exists()

    def test_weights_and_shares_count_from_their_day(self) -> None:
        names = facts("恒隆商贸有限公司"), facts("恒隆商贸股份有限公司")
        decide(0, kind=LimitKind.PART_WEIGHT, scope="DEPUTY")
        decide(50, kind=LimitKind.EVIDENCE_SHARE, scope="SAME_NAME", on=TODAY + DAY)

        weights = queries.weights(today=TODAY)
        now = likeness(*names, queries.evidence_shares(today=TODAY))
        tomorrow = likeness(*names, queries.evidence_shares(today=TODAY + DAY))

        assert weights[RecordPart.DEPUTY] == 0
        assert weights[RecordPart.MANAGER] == 15
        assert now == likeness(*names)
        points = {one.evidence: one.points for one in now.because}
        halved = {one.evidence: one.points for one in tomorrow.because}
        assert halved[Evidence.SAME_NAME] == round(points[Evidence.SAME_NAME] / 2)

    def test_the_service_center_sets_them_and_others_read(
        self, django_assert_num_queries: Any
    ) -> None:
        browser, lead = signed_in(sara()), signed_in(greta())
        address = "/quality/policy/STALE_DAYS/T1/"
        sent = {"value": 90, "from_date": "2099-01-01", "reason": "twice a year is too rare"}

        assert browser.post(address, {**sent, "value": 0}).status_code == 422
        assert browser.post(address, sent).status_code == 302
        lead.get("/quality/policy/")
        with django_assert_num_queries(7):
            page = lead.get("/quality/policy/").content.decode()

        assert "1 Jan 2099" in page
        assert address not in page
        assert lead.get(address).status_code == 403
        assert browser.get("/quality/policy/STALE_DAYS/NONE/").status_code == 404
