"""Which rule wins, what is wrong with a set of rules, and what another set would change."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from primeline.standards import rules
from primeline.standards.choices import Clock, FindingKind, WhyLost
from primeline.standards.rules import NoRuleApplies
from primeline.standards.tests.examples import (
    DAY,
    OFFICE,
    OPENED,
    cases,
    due,
    rows,
    rule,
    speaks_of,
    tightest,
)
from primeline.standards.values import Case, PastCase, Row

HOUR = 3_600
CASE = Case(step="RESTORATION", tier="T0", assurance="AAA", unit_path="/1/2/5/", customer_id=7)


# There is always a law that applies, so that there is a winner.
LAW = rule(99, limit_seconds=15 * DAY, is_statutory=True)


class TestWinner:
    @given(rows(), cases(), st.randoms(use_true_random=False))
    @settings(max_examples=60, deadline=None)
    def test_is_the_tightest_whatever_the_order(
        self, made: list[Row], case: Case, random: Random
    ) -> None:
        made.append(LAW)
        shuffled = random.sample(made, len(made))

        ruling = rules.winner(made, case, due)

        assert ruling.due == tightest(made, case)
        assert rules.winner(shuffled, case, due) == ruling
        told = [ruling.row, *(loser.row for loser in ruling.also)]
        assert sorted(row.id for row in told) == [r.id for r in made if speaks_of(r, case)]
        assert all(loser.due >= ruling.due for loser in ruling.also)

    @given(rows(), rows(at_least=1), cases())
    @settings(max_examples=60, deadline=None)
    def test_adding_a_rule_never_makes_a_case_looser(
        self, made: list[Row], more: list[Row], case: Case
    ) -> None:
        before = rules.winner([LAW, *made], case, due)

        assert rules.winner([LAW, *made, *more], case, due).due <= before.due

    @given(rows(), cases())
    @settings(max_examples=60, deadline=None)
    def test_no_province_or_contract_loosens_a_statute(self, made: list[Row], case: Case) -> None:
        made.append(LAW)
        statutes = [row for row in made if row.is_statutory and speaks_of(row, case)]

        assert rules.winner(made, case, due).due <= min(map(due, statutes))

    def test_of_equal_deadlines_names_the_narrowest_then_the_statute(self) -> None:
        general, law = rule(1), rule(2, is_statutory=True)
        diamond, contract = rule(3, tier="T0"), rule(4, customer_id=7)

        ruling = rules.winner([general, law, diamond, contract], CASE, due)

        assert ruling.row is contract
        assert rules.winner([general, law], CASE, due).row is law
        whys = {loser.row.id: loser.why for loser in rules.winner([general, law], CASE, due).also}
        assert whys == {1: WhyLost.NOT_STATUTORY}
        assert {loser.why for loser in ruling.also} == {WhyLost.LESS_SPECIFIC}

    def test_names_what_was_later(self) -> None:
        ruling = rules.winner([rule(1), rule(2, limit_seconds=HOUR)], CASE, due)

        assert [(loser.row.id, loser.why) for loser in ruling.also] == [(1, WhyLost.LATER)]

    def test_takes_an_unknown_area_for_urban(self) -> None:
        urban, country = rule(1, area="URBAN"), rule(2, area="RURAL", limit_seconds=3 * DAY)

        assert rules.winner([urban, country], CASE, due).row is urban

    def test_of_notices_wants_the_one_that_goes_out_first(self) -> None:
        law = rule(1, limit_seconds=3 * DAY, counts_back=True, is_statutory=True)
        promise = rule(2, limit_seconds=7 * DAY, counts_back=True)

        ruling = rules.winner([law, promise], CASE, rules.due_by(OFFICE, OPENED))

        assert (ruling.row, ruling.due) == (promise, OPENED - timedelta(days=7))

    def test_refuses_a_gap(self) -> None:
        with pytest.raises(NoRuleApplies):
            rules.winner([rule(1, tier="T3")], CASE, due)


class TestClocks:
    # Friday noon before the Spring Festival of 2026; Saturday the 14th is worked to make up.
    def test_five_working_days_jump_the_festival_to_the_same_hour(self) -> None:
        row = rule(1, limit_seconds=5 * DAY, clock=Clock.WORKDAYS)
        friday = datetime(2026, 2, 13, 4, tzinfo=UTC)

        assert rules.moment_of(row, friday, OFFICE).at == datetime(2026, 2, 27, 4, tzinfo=UTC)

    @given(
        st.sampled_from([HOUR, DAY, 5 * DAY]),
        st.integers(min_value=0, max_value=60 * 24 * 30),
        st.booleans(),
    )
    @settings(max_examples=60, deadline=None)
    def test_the_natural_clock_is_never_later_than_days_nor_days_than_hours(
        self, seconds: int, minute: int, is_back: bool
    ) -> None:
        start = OPENED + timedelta(minutes=minute)
        natural, days, hours = (
            rule(1, limit_seconds=seconds, clock=clock, counts_back=is_back)
            for clock in (Clock.NATURAL, Clock.WORKDAYS, Clock.WORKING)
        )
        tighter = (hours, days, natural) if is_back else (natural, days, hours)

        moments = [rules.moment_of(row, start, OFFICE).at for row in tighter]

        assert moments == sorted(moments)
        assert rules.is_never_later(tighter[0], tighter[1])
        assert rules.is_looser(tighter[2], tighter[0])


class TestTightness:
    @given(rows(at_least=2))
    @settings(max_examples=60, deadline=None)
    def test_what_is_never_later_never_is(self, made: list[Row]) -> None:
        for row, other in pairwise(made):
            if rules.is_never_later(row, other):
                assert due(row) <= due(other)

    @given(rows(at_least=2), cases())
    @settings(max_examples=60, deadline=None)
    def test_rules_meet_where_a_case_is_found_and_cover_all_of_it(
        self, made: list[Row], case: Case
    ) -> None:
        for row, other in pairwise(made):
            if speaks_of(row, case) and speaks_of(other, case):
                assert rules.meet(row, other)
            if rules.covers(row, other) and speaks_of(other, case):
                # An area that nobody knows counts as urban; a rule for any area covers both.
                assert speaks_of(row, case)


class TestFindings:
    def kinds(self, *made: Row, before: tuple[Row, ...] = ()) -> list[tuple[FindingKind, int]]:
        return [(one.kind, one.row.id) for one in rules.findings(made, before)]

    def test_name_a_province_and_a_contract_looser_than_the_law(self) -> None:
        law = rule(1, limit_seconds=2 * DAY, is_statutory=True, area="URBAN")
        province = rule(2, limit_seconds=3 * DAY, unit_id=2)
        contract = rule(3, limit_seconds=2 * DAY, clock=Clock.WORKING, customer_id=7)
        tighter = rule(4, limit_seconds=DAY, unit_id=3)

        found = rules.findings([law, province, contract, tighter])

        assert [(one.kind, one.row.id) for one in found] == [
            (FindingKind.LOOSER, 2),
            (FindingKind.LOOSER, 3),
        ]
        assert rules.is_forbidden(found)
        assert {one.other.id for one in found if one.other} == {1}

    def test_hold_the_law_of_one_province_against_that_of_all(self) -> None:
        national = rule(1, limit_seconds=15 * DAY, is_statutory=True)
        looser = rule(2, limit_seconds=15 * DAY, clock=Clock.WORKDAYS, unit_id=2, is_statutory=True)
        tighter = rule(3, limit_seconds=5 * DAY, unit_id=3, is_statutory=True)

        assert self.kinds(national, looser, tighter) == [(FindingKind.LOOSER, 2)]

    def test_want_longer_notice_from_a_province_not_shorter(self) -> None:
        law = rule(1, limit_seconds=3 * DAY, counts_back=True, is_statutory=True)
        shorter = rule(2, limit_seconds=2 * DAY, counts_back=True, unit_id=2)
        longer = rule(3, limit_seconds=7 * DAY, counts_back=True, unit_id=3)

        assert self.kinds(law, shorter, longer) == [(FindingKind.LOOSER, 2)]

    def test_name_what_contradicts(self) -> None:
        found = self.kinds(rule(1, tier="T0"), rule(2, tier="T0", limit_seconds=HOUR), rule(3))

        assert (FindingKind.TWICE, 2) in found

    def test_allow_two_clocks_and_two_sources(self) -> None:
        days = rule(1, limit_seconds=7 * DAY)
        workdays = rule(2, limit_seconds=5 * DAY, clock=Clock.WORKDAYS)
        cited = rule(3, limit_seconds=6 * DAY, standard_id=9)

        assert FindingKind.TWICE not in dict(self.kinds(days, workdays, cited))

    def test_name_what_never_wins_but_leave_the_law_in_peace(self) -> None:
        law, promise = rule(1, limit_seconds=2 * DAY, is_statutory=True), rule(2)
        silent = rule(3, tier="T0", limit_seconds=3 * DAY)

        found = rules.findings([law, promise, silent])

        assert [(one.kind, one.row.id) for one in found] == [(FindingKind.NEVER_WINS, 3)]
        assert not rules.is_forbidden(found)

    def test_name_a_statute_that_is_gone_or_looser(self) -> None:
        law = rule(1, limit_seconds=2 * DAY, is_statutory=True)
        looser = rule(2, limit_seconds=3 * DAY, is_statutory=True)
        tighter = rule(3, limit_seconds=DAY, is_statutory=True)

        assert self.kinds(before=(law,)) == [(FindingKind.LOST_STATUTE, 1)]
        assert self.kinds(looser, before=(law,)) == [(FindingKind.LOST_STATUTE, 1)]
        assert self.kinds(tighter, before=(law,)) == []

    @given(rows())
    @settings(max_examples=60, deadline=None)
    def test_a_rule_that_never_wins_may_go_without_changing_any_deadline(
        self, made: list[Row]
    ) -> None:
        silent = {one.row.id for one in rules.findings(made) if one.kind is FindingKind.NEVER_WINS}
        left = [row for row in made if row.id not in silent]
        for row in made:
            case = Case(
                step=row.step,
                tier=row.tier,
                assurance=row.assurance,
                line=row.line,
                area=row.area,
                priority=row.priority,
                unit_path=row.unit_path or "/1/",
                customer_id=row.customer_id,
            )
            assert tightest(made, case) == tightest(left, case)


class TestCompare:
    def test_tells_what_was_added_changed_and_removed(self) -> None:
        before = [rule(1), rule(2, tier="T0", limit_seconds=HOUR), rule(3, tier="T3")]
        after = [rule(11), rule(12, tier="T0", limit_seconds=2 * HOUR), rule(13, line="VPDN")]

        changes = rules.compare(before, after)

        told = {(c.before and c.before.id, c.after and c.after.id, c.fields) for c in changes}
        assert told == {(2, 12, ("limit_seconds",)), (None, 13, ()), (3, None, ())}

    @given(rows(), rows())
    @settings(max_examples=60, deadline=None)
    def test_leads_from_one_set_to_the_other(self, before: list[Row], after: list[Row]) -> None:
        changes = rules.compare(before, after)

        gone = [c.before.id for c in changes if c.before]
        new = [c.after.id for c in changes if c.after]
        assert len(gone) == len(set(gone))
        assert len(new) == len(set(new))
        assert len(before) - len(gone) == len(after) - len(new)
        assert rules.compare(before, before) == ()


class TestCoverage:
    def test_shows_gaps(self) -> None:
        made = [rule(1, tier="T0"), rule(2, assurance="AAA", limit_seconds=HOUR)]

        table = rules.coverage(
            made, step="RESTORATION", tiers=["T0", "T3"], assurances=["AAA", "A"], due_of=due
        )

        shown = [[cell.row and cell.row.id for cell in line] for line in table]
        assert shown == [[2, 1], [2, None]]


class TestTryOut:
    def test_counts_what_would_have_been_broken_besides(self) -> None:
        at = OPENED + timedelta(days=30)
        kept = PastCase(case=CASE, opened_at=OPENED, settled_at=OPENED + timedelta(hours=3))
        close = PastCase(case=CASE, opened_at=OPENED, settled_at=OPENED + timedelta(hours=20))
        running = PastCase(case=CASE, opened_at=OPENED)

        (trial,) = rules.try_out(
            [kept, close, running],
            before=[rule(1)],
            after=[rule(2, limit_seconds=4 * HOUR)],
            due_of=lambda past: rules.due_by(OFFICE, past.opened_at),
            at=at,
        )

        assert (trial.cases_count, trial.broken_before, trial.broken_after) == (3, 1, 2)
        assert [tried.case for tried in trial.newly_broken] == [close]
        assert trial.newly_broken_count == 1
        assert (trial.tighter_count, trial.looser_count) == (3, 0)

    def test_counts_a_gap_as_looser_and_as_nothing_broken(self) -> None:
        late = PastCase(case=CASE, opened_at=OPENED, settled_at=OPENED + timedelta(hours=30))

        (gap,) = rules.try_out(
            [late],
            before=[rule(1)],
            after=[],
            due_of=lambda past: rules.due_by(OFFICE, past.opened_at),
            at=OPENED + timedelta(days=30),
        )

        assert (gap.without_rule, gap.looser_count, gap.broken_after) == (1, 1, 0)
