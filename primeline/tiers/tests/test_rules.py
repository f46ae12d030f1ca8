"""The rules say the same whoever asks: exact at thresholds, one scheme each, never flapping."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from primeline.customers.choices import BusinessKind, CustomerKind
from primeline.tiers import rules
from primeline.tiers.choices import GRADES, CountOf, Grade, KeyRuleKind, OrganizationKind, Scheme
from primeline.tiers.tests.builders import (
    BOOK,
    CLOUD,
    DIALLER,
    FAX,
    INTERNET,
    IOT,
    MONTHS,
    PATIENT,
    YUAN,
    an_individual,
    an_organization,
)
from primeline.tiers.values import AccountFacts, GradeRule, HeldLine, KeyRule, Ruled, Sales

pytestmark = pytest.mark.row("C1")

AT_2000 = 2000 * YUAN * MONTHS
CENTS = st.integers(min_value=0, max_value=200_000 * YUAN * MONTHS)


class TestKeyAccountRules:
    def test_an_internet_line_is_enough_whatever_it_costs(self) -> None:
        term = rules.first_key_rule(an_organization(holds=(INTERNET,)), BOOK, staying=False)

        assert term is not None
        assert (term.rule_id, term.line_id) == (1, INTERNET)

    @pytest.mark.parametrize("line", [DIALLER, FAX])
    def test_exactly_two_thousand_counts_and_a_cent_less_does_not(self, line: int) -> None:
        at_it = an_organization(cents={line: AT_2000})
        below = an_organization(cents={line: AT_2000 - 1})

        assert rules.first_key_rule(at_it, BOOK, staying=False) is not None
        assert rules.first_key_rule(below, BOOK, staying=False) is None

    def test_lines_are_never_summed(self) -> None:
        much_in_all = an_organization(cents={FAX: AT_2000 - 1, CLOUD: AT_2000 - 1})

        assert rules.first_key_rule(much_in_all, BOOK, staying=False) is None

    def test_the_rule_for_other_lines_leaves_named_lines_alone(self) -> None:
        dialler_rule_is_stricter = replace(
            BOOK,
            key_rules=(replace(BOOK.key_rules[1], threshold_cents=9000 * YUAN), BOOK.key_rules[2]),
        )

        facts = an_organization(cents={DIALLER: AT_2000})

        assert rules.first_key_rule(facts, dialler_rule_is_stricter, staying=False) is None

    def test_agents_are_key_accounts(self) -> None:
        term = rules.first_key_rule(an_organization(is_agent=True), BOOK, staying=False)

        assert term is not None
        assert term.rule_id == 4

    def test_the_strategic_list_counts_where_a_policy_asks_it(self) -> None:
        book = replace(BOOK, key_rules=(KeyRule(id=1, kind=KeyRuleKind.LISTED),))

        assert rules.first_key_rule(replace(an_organization(), is_listed=True), book, staying=False)
        assert not rules.first_key_rule(an_organization(), book, staying=False)

    def test_quantity_is_counted_by_line(self) -> None:
        rule = KeyRule(
            id=1, kind=KeyRuleKind.QUANTITY, line_id=IOT, threshold_count=2000, leave_count=1800
        )
        book = replace(BOOK, key_rules=(rule,))
        cards = [
            replace(an_organization(), held={IOT: HeldLine(3, quantity, 0)})
            for quantity in (1799, 1800, 1999, 2000)
        ]

        enters = [bool(rules.first_key_rule(facts, book, staying=False)) for facts in cards]
        stays = [bool(rules.first_key_rule(facts, book, staying=True)) for facts in cards]

        assert enters == [False, False, False, True]
        assert stays == [False, True, True, True]

    def test_an_assurance_level_is_a_least_one(self) -> None:
        rule = KeyRule(id=1, kind=KeyRuleKind.ASSURED, line_id=INTERNET, assurance="AA")
        book = replace(BOOK, key_rules=(rule,))
        fits = {
            level: bool(
                rules.first_key_rule(
                    replace(
                        an_organization(),
                        held={INTERNET: HeldLine(1, 1, rules.ASSURANCE_RANK[level])},
                    ),
                    book,
                    staying=False,
                )
            )
            for level in ("NORMAL", "A", "AA", "AAA")
        }

        assert fits == {"NORMAL": False, "A": False, "AA": True, "AAA": True}

    def test_an_assurance_level_needs_the_line_itself(self) -> None:
        rule = KeyRule(id=1, kind=KeyRuleKind.ASSURED, line_id=INTERNET, assurance="NORMAL")

        found = rules.first_key_rule(
            an_organization(), replace(BOOK, key_rules=(rule,)), staying=False
        )

        assert found is None

    def test_a_yearly_threshold_is_on_the_sum(self) -> None:
        rule = KeyRule(
            id=1,
            kind=KeyRuleKind.TOTAL_SALES,
            line_id=CLOUD,
            threshold_cents=500_000 * YUAN,
            leave_cents=450_000 * YUAN,
            window_months=12,
        )
        book = replace(BOOK, key_rules=(rule,))

        def billed(cents: int) -> AccountFacts:
            return replace(an_organization(), sales={12: Sales(12, {CLOUD: cents}, cents)})

        assert rules.first_key_rule(billed(500_000 * YUAN), book, staying=False)
        assert not rules.first_key_rule(billed(500_000 * YUAN - 1), book, staying=False)

    @given(st.dictionaries(st.sampled_from([DIALLER, FAX, CLOUD]), CENTS), CENTS)
    def test_more_sales_never_cost_the_status(self, cents: dict[int, int], more: int) -> None:
        richer = {line: amount + more for line, amount in cents.items()}

        before = rules.first_key_rule(an_organization(cents=cents), BOOK, staying=False)
        after = rules.first_key_rule(an_organization(cents=richer), BOOK, staying=False)

        assert before is None or after is not None

    @given(st.dictionaries(st.sampled_from([DIALLER, FAX, CLOUD]), CENTS))
    def test_whoever_may_enter_may_stay(self, cents: dict[int, int]) -> None:
        facts = an_organization(cents=cents)

        if rules.first_key_rule(facts, BOOK, staying=False):
            assert rules.first_key_rule(facts, BOOK, staying=True)


class TestWhatMatters:
    @given(
        st.lists(
            st.fixed_dictionaries({DIALLER: CENTS, FAX: CENTS}), min_size=MONTHS, max_size=MONTHS
        )
    )
    def test_no_month_below_it_ever_adds_up_to_a_key_account(
        self, bills: list[dict[int, int]]
    ) -> None:
        by_line = {line: sum(bill[line] for bill in bills) for line in (DIALLER, FAX)}

        found = rules.first_key_rule(an_organization(cents=by_line), BOOK, staying=True)

        if found:
            most = max(cents for bill in bills for cents in bill.values())
            assert most >= rules.least_that_matters(BOOK)

    def test_a_total_may_come_from_equal_months(self) -> None:
        rule = KeyRule(
            id=1, kind=KeyRuleKind.TOTAL_SALES, line_id=FAX, leave_cents=1200, window_months=12
        )

        assert rules.least_that_matters(replace(BOOK, key_rules=(rule,))) == 100

    def test_a_policy_may_ask_for_any_line(self) -> None:
        any_line = KeyRule(id=1, kind=KeyRuleKind.ALWAYS)

        assert rules.asks_for_any_line(replace(BOOK, key_rules=(any_line,)))
        assert not rules.asks_for_any_line(BOOK)


@pytest.mark.row("C3")
class TestGrades:
    @pytest.mark.parametrize(
        ("yuan", "grade", "apart"),
        [
            (499.99, Grade.A, False),
            (500, Grade.A, True),
            (200, Grade.A, False),
            (199.99, Grade.B, False),
            (120, Grade.B, False),
            (119.99, Grade.C, False),
            (0, Grade.C, False),
        ],
    )
    def test_of_individuals_without_a_card_go_by_arpu(
        self, yuan: float, grade: Grade, apart: bool
    ) -> None:
        rule = rules.best_grade_rule(an_individual(cents=round(yuan * YUAN * MONTHS)), BOOK)

        assert rule is not None
        assert (rule.grade, rule.is_reported_apart) == (grade, apart)

    def test_of_card_holders_are_those_of_their_card(self) -> None:
        poor_but_gold = an_individual(cents=0, card=Grade.GOLD)

        rule = rules.best_grade_rule(poor_but_gold, BOOK)

        assert rule is not None
        assert (rule.scheme, rule.grade) == (Scheme.CARD, Grade.GOLD)

    def test_of_organizations_are_the_highest_that_applies(self) -> None:
        by_size = GradeRule(
            id=99,
            scheme=Scheme.ORGANIZATION,
            grade=Grade.DIAMOND,
            business_kind=BusinessKind.MOBILE,
            organization_kind=OrganizationKind.INDUSTRY,
            count_of=CountOf.USERS,
            threshold_count=2000,
            leave_count=1500,
        )
        book = replace(
            BOOK,
            grade_rules=(*BOOK.grade_rules, by_size),
            key_industries=frozenset({"HEALTH"}),
        )
        hospital = replace(
            an_organization(), industry="HEALTH", business_kind="MOBILE", users_count=2000
        )

        def grade(facts: AccountFacts) -> str:
            rule = rules.best_grade_rule(facts, book)
            return rule.grade if rule else ""

        assert grade(hospital) == Grade.DIAMOND
        assert grade(replace(hospital, users_count=1999)) == Grade.STANDARD
        assert grade(replace(hospital, industry="RETAIL")) == Grade.STANDARD
        assert grade(replace(hospital, business_kind="MIXED")) == Grade.STANDARD

    @given(
        st.sampled_from(list(CustomerKind)),
        st.sampled_from(["", *GRADES[Scheme.CARD]]),
        CENTS,
    )
    def test_never_mix_schemes(self, kind: CustomerKind, card: str, cents: int) -> None:
        facts = replace(an_individual(cents=cents, card=card), kind=kind)
        facts.held[INTERNET] = HeldLine(1, 1, 0)

        verdict = rules.judge(facts, BOOK, None)

        wanted = (
            Scheme.ORGANIZATION
            if kind is CustomerKind.ORGANIZATION
            else (Scheme.CARD if card else Scheme.NON_CARD)
        )
        assert verdict.ruled.scheme == wanted
        assert verdict.ruled.grade in {"", *GRADES[wanted]}

    @given(CENTS, CENTS)
    def test_more_money_never_lowers_a_grade(self, cents: int, more: int) -> None:
        less, richer = an_individual(cents=cents), an_individual(cents=cents + more)
        for kind in CustomerKind:
            found = [
                rules.best_grade_rule(replace(facts, kind=kind), BOOK) for facts in (less, richer)
            ]
            ranks = [rules.rank(rule.scheme, rule.grade) for rule in found if rule]
            assert ranks == sorted(ranks)


class TestJudge:
    def test_organizations_have_a_level_only_while_they_are_key_accounts(self) -> None:
        # Much money in all, but no single line of it reaches the threshold.
        lines = {100 + number: AT_2000 - 1 for number in range(60)}

        verdict = rules.judge(an_organization(cents=lines), BOOK, None)

        assert not verdict.ruled.is_key
        assert (verdict.ruled.grade, verdict.tier) == ("", "")

    def test_names_the_rule_and_its_figures(self) -> None:
        verdict = rules.judge(an_organization(cents={FAX: AT_2000 + 5}), BOOK, None)

        assert verdict.term is not None
        assert verdict.term.rule_id == 3
        assert (verdict.term.measured, verdict.term.needed) == (AT_2000 + 5, AT_2000)
        assert (verdict.term.months, verdict.term.line_id) == (MONTHS, FAX)

    def test_in_between_an_account_keeps_what_it_has(self) -> None:
        in_between = an_organization(cents={FAX: 1900 * YUAN * MONTHS})

        was_key = rules.judge(in_between, BOOK, Ruled(True, Grade.STANDARD, Scheme.ORGANIZATION))
        was_not = rules.judge(in_between, BOOK, Ruled(False, "", Scheme.ORGANIZATION))

        assert was_key.ruled.is_key
        assert not was_not.ruled.is_key

    def test_a_fall_waits_for_its_months_and_starts_anew_after_a_good_one(self) -> None:
        good, poor = an_organization(cents={FAX: AT_2000}), an_organization()
        seen = []
        ruled: Ruled | None = None
        for facts in (good, good, poor, poor, good, poor, poor, poor, poor):
            ruled = rules.judge(facts, PATIENT, ruled).ruled
            seen.append(ruled.is_key)

        assert seen == [False, True, True, True, True, True, True, False, False]

    def test_the_first_time_of_all_waits_for_nothing(self) -> None:
        good = an_organization(cents={FAX: AT_2000})

        assert rules.judge(good, PATIENT, None, at_once=True).ruled.is_key

    def test_a_kept_grade_keeps_its_tier(self) -> None:
        sunk = an_organization(holds=(INTERNET,), cents={INTERNET: 1000 * YUAN * MONTHS})

        verdict = rules.judge(sunk, PATIENT, Ruled(True, Grade.DIAMOND, Scheme.ORGANIZATION))

        assert (verdict.ruled.grade, verdict.tier) == (Grade.DIAMOND, "T0")

    def test_a_card_starts_its_own_scheme(self) -> None:
        had_no_card = rules.judge(an_individual(cents=0), PATIENT, None).ruled

        verdict = rules.judge(an_individual(cents=0, card=Grade.SILVER), PATIENT, had_no_card)

        assert (verdict.ruled.scheme, verdict.ruled.grade) == (Scheme.CARD, Grade.SILVER)


YUANS = st.lists(st.integers(min_value=0, max_value=100_000), min_size=1, max_size=40)


def months_of(yuans: list[int]) -> list[Ruled]:
    ruled: Ruled | None = None
    seen = []
    for yuan in yuans:
        facts = an_organization(holds=(INTERNET,), cents={INTERNET: yuan * YUAN * MONTHS})
        ruled = rules.judge(facts, PATIENT, ruled).ruled
        seen.append(ruled)
    return seen


class TestHysteresis:
    @given(st.lists(st.integers(min_value=14_400, max_value=15_999), max_size=30), st.booleans())
    def test_nothing_moves_inside_the_band(self, yuans: list[int], starts_high: bool) -> None:
        start = [16_000] * 4 if starts_high else [14_000] * 4

        grades = [ruled.grade for ruled in months_of([*start, *yuans])][3:]

        assert len(set(grades)) == 1

    @given(YUANS)
    def test_never_flaps(self, yuans: list[int]) -> None:
        ranks = [rules.rank(Scheme.ORGANIZATION, ruled.grade) for ruled in months_of(yuans)]
        moves = [
            (month, after > before)
            for month, (before, after) in enumerate(itertools.pairwise(ranks), start=1)
            # The first grade an account gets is no move between grades.
            if before and before != after
        ]

        for (month, _), (later, rises) in itertools.pairwise(moves):
            waited = PATIENT.rise_after_months if rises else PATIENT.fall_after_months
            assert later - month >= waited

    @given(YUANS, st.integers(min_value=0, max_value=100_000))
    def test_comes_to_rest_when_nothing_changes(self, yuans: list[int], last: int) -> None:
        longest = max(PATIENT.rise_after_months, PATIENT.fall_after_months)

        seen = months_of([*yuans, *[last] * (longest + 5)])

        assert len({(r.is_key, r.grade) for r in seen[len(yuans) + longest :]}) == 1
        assert seen[-1].key_waits == seen[-1].grade_waits == 0

    @given(st.builds(Ruled, st.booleans(), st.sampled_from(["", *GRADES[Scheme.ORGANIZATION]]),
                     st.just(Scheme.ORGANIZATION)), CENTS, CENTS)  # fmt: skip
    def test_more_money_never_ends_lower(self, before: Ruled, cents: int, more: int) -> None:
        less = rules.judge(an_organization(cents={FAX: cents}), BOOK, before).ruled
        rich = rules.judge(an_organization(cents={FAX: cents + more}), BOOK, before).ruled

        assert rich.is_key >= less.is_key
        ranks = [rules.rank(Scheme.ORGANIZATION, ruled.grade) for ruled in (less, rich)]
        assert ranks == sorted(ranks)
