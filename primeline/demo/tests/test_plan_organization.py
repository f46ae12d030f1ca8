"""People and who looks after whom, held to the page."""

from collections import Counter, defaultdict
from statistics import mean, median, quantiles

import pytest

from primeline.demo.plan import figures as f
from primeline.demo.plan.care import (
    LEADS_UNIT,
    NO_DEPUTY_YET,
    WITHOUT_DEPUTY,
    WITHOUT_MANAGER,
)
from primeline.demo.tests import built

pytestmark = pytest.mark.row("A1")


class TestStaff:
    def test_counts_four_hundred_people_at_their_places(self) -> None:
        people = built.plan().staff.people
        by_unit = Counter(person.unit for person in people)

        assert len(people) == 400
        assert by_unit["HQ"] == 46
        assert {by_unit[code] for code in ("DONGYU", "LANJIANG", "XILING")} == {19}
        assert sorted(Counter(by_unit.values()).items()) == [(7, 24), (12, 6), (19, 6), (46, 1)]

    def test_has_the_duties_of_the_page(self) -> None:
        duties = Counter(person.duty for person in built.plan().staff.people)

        wanted = {"lead": 30, "field_manager": 90, "telephone_manager": 30, "technician": 60}
        assert {duty: duties[duty] for duty in wanted} == wanted
        assert duties["sales"] == 30
        assert duties["seat"] == 16

    def test_gives_everybody_a_user_name_of_their_own(self) -> None:
        staff = built.plan().staff

        names = [person.key for person in (*staff.people, *staff.former)]
        assert len(set(names)) == len(names)

    def test_keeps_six_in_a_hundred_away(self) -> None:
        assert len(built.plan().staff.absences) == 24


class TestCare:
    def test_gives_lin_twenty_four_key_accounts(self) -> None:
        key = Counter(c.manager for c in built.living_key())

        assert key["lin.zhixia"] == 24
        assert key["he.mingchuan"] == 24

    def test_leaves_gaps_that_somebody_should_see(self) -> None:
        uncovered = {a.absent for a in built.plan().staff.absences if not a.covered_by}
        key = built.living_key()

        assert sum(not c.manager for c in key) == WITHOUT_MANAGER
        assert any(c.unit == LEADS_UNIT for c in key if not c.manager)
        alone = [c for c in key if c.manager in uncovered and not c.deputy]
        assert len(alone) == WITHOUT_DEPUTY
        assert sum(bool(c.manager) and not c.deputy for c in key) == WITHOUT_DEPUTY + NO_DEPUTY_YET
        # Nobody would see a gap of a restricted account.
        assert not any(c.identity.cover_name for c in alone if not c.manager or not c.deputy)
        assert not any(c.identity.cover_name for c in key if not c.manager)

    def test_serves_42_ordinary_accounts_of_its_branch_at_the_counter(self) -> None:
        served = [built.plan().customers[place] for place in built.plan().at_counter]

        assert len(served) == 42
        assert {(c.unit, c.tier, c.closed) for c in served} == {("YUNTING", "", None)}

    def test_spreads_key_accounts_over_field_managers(self) -> None:
        managers = {p.key for p in built.plan().staff.people if p.duty == "field_manager"}
        count = Counter(c.manager for c in built.living_key() if c.manager in managers)
        tenths = quantiles([count[key] for key in managers], n=10)

        assert mean(count[key] for key in managers) == pytest.approx(22, abs=0.5)
        assert tenths[0] == pytest.approx(12, abs=2)
        assert tenths[-1] == pytest.approx(34, abs=5)

    def test_keeps_loads_under_the_limit_but_for_three_people(self) -> None:
        points: dict[str, float] = defaultdict(float)
        for customer in built.plan().customers:
            if customer.closed is None and customer.manager:
                points[customer.manager] += f.TIERS[customer.tier].points
        managers = [p.key for p in built.plan().staff.people if p.duty == "field_manager"]
        loads = [round(points[key], 1) for key in managers]

        assert median(loads) == pytest.approx(41, abs=1)
        assert sum(load > f.POINTS_LIMIT for load in loads) == 3

    def test_names_nobody_their_own_deputy(self) -> None:
        assert all(c.deputy != c.manager for c in built.plan().customers if c.deputy)

    def test_gives_the_university_two_managers(self) -> None:
        told = {c.story: c for c in built.plan().customers if c.story}

        assert told["university"].manager != told["university_twice"].manager
