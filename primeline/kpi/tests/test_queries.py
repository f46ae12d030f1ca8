"""Figures from the archive: whose they are, what they hold, and the rows behind them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.customers.actions import restrict_customer
from primeline.kpi import queries
from primeline.kpi.choices import LineChoice, MovementKind
from primeline.kpi.figures import Figures
from primeline.kpi.measures import LOST_TO_GAINED
from primeline.kpi.tests.story import APRIL, JANUARY, MARCH, TODAY, end, the_story
from primeline.kpi.values import RowFilter, Scope, Share
from primeline.products.actions import change_fee
from primeline.products.models import Subscription
from primeline.staff.models import Person
from primeline.staff.queries import reach_of
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    anna,
    greta,
    harbor_bank,
    hugo,
    lin,
    mira,
    nora,
    paul,
    sara,
    walt,
)
from primeline.tiers.actions import apply_policy
from primeline.tiers.tests.story import a_line

pytestmark = [pytest.mark.django_db, pytest.mark.row("J1")]


def ask(person: Person, **more: object) -> Figures:
    reach = reach_of(person, at=TUESDAY_10AM)
    scope = Scope(reach=reach, first_month=JANUARY, as_of=TODAY, **more)  # type: ignore[arg-type]
    return queries.figures_of(scope)


def lost_to_gained(figures: Figures) -> Share:
    return LOST_TO_GAINED.of(figures.tally(figures.months))


@pytest.fixture(scope="module", autouse=True)
def _story(held_transaction: None) -> None:
    the_story()


class TestFiguresOf:
    def test_headquarters_sees_all(self) -> None:
        assert lost_to_gained(ask(sara())) == Share(numerator=3, denominator=3)

    @pytest.mark.parametrize(
        ("who", "lost", "gained"),
        [(greta, 1, 2), (lin, 1, 2), (paul, 1, 2), (mira, 2, 1), (walt, 2, 1), (anna, 3, 3)],
    )
    def test_everybody_else_sees_their_own_reach(self, who: object, lost: int, gained: int) -> None:
        assert callable(who)
        assert lost_to_gained(ask(who())) == Share(numerator=lost, denominator=gained)

    @pytest.mark.parametrize("who", [hugo, nora])
    def test_whoever_has_no_accounts_sees_nothing(self, who: object) -> None:
        assert callable(who)
        figures = ask(who())

        assert (figures.movements, figures.bases) == ([], {})

    def test_all_lines_are_another_question(self) -> None:
        assert lost_to_gained(ask(greta(), lines=LineChoice.ALL)) == Share(
            numerator=1, denominator=3
        )
        assert lost_to_gained(ask(greta(), lines="CLOUD_HOST")) == Share(numerator=0, denominator=1)

    def test_a_unit_narrows_it_down(self) -> None:
        path = harbor_bank().owner_unit.path

        assert lost_to_gained(ask(sara(), unit_path=path)) == Share(numerator=1, denominator=2)

    def test_leaves_out_units_that_are_not_compared(self) -> None:
        figures = ask(sara())

        assert figures.by_unit(figures.months, {}) == {}

    def test_a_manager_narrows_it_down(self) -> None:
        assert lost_to_gained(ask(sara(), manager_id=mira().pk)) == Share(
            numerator=2, denominator=1
        )

    def test_counts_the_base_of_each_month(self) -> None:
        base = [tally.base_count for tally in ask(greta()).by_month().values()]

        # One line since 2025, ended in March, when another came.
        assert base == [1, 1, 1, 1]

    def test_a_month_says_the_same_whatever_came_after(self) -> None:
        opened = Subscription.objects.get(fee_cents=900_00)
        change_fee(
            subscription=opened,
            version=opened.version,
            fee_cents=opened.fee_cents - 100_00,
            changed_date=TODAY,
            by=CASTING,
            at=TUESDAY_10AM,
        )
        reach = reach_of(sara(), at=TUESDAY_10AM)
        whole = ask(sara())

        alone = queries.figures_of(
            Scope(reach=reach, first_month=MARCH, as_of=APRIL - timedelta(days=1))
        )

        assert alone.tally([MARCH]) == whole.tally([MARCH])
        held = queries.held_on(Scope(reach=reach, first_month=JANUARY, as_of=TODAY), APRIL)
        assert sum(one.cents for one in held) == whole.tally([APRIL]).base_cents

    def test_counts_price_cuts_as_fees_lost(self) -> None:
        line = Subscription.objects.get(fee_cents=900_00)
        change_fee(
            subscription=line,
            version=line.version,
            fee_cents=500_00,
            changed_date=date(2026, 4, 20),
            by=CASTING,
            at=TUESDAY_10AM,
        )

        tally = ask(greta()).tally([MARCH, APRIL])

        assert (tally.fees_gained_cents, tally.fees_lost_cents) == (1600_00, 1100_00)

    def test_nets_out_a_move(self) -> None:
        before = lost_to_gained(ask(greta()))
        old = Subscription.objects.get(opened_date=date(2026, 3, 12))
        a_line(harbor_bank(), "INTERNET_LINE", opened=TODAY)

        end(old, TODAY, "MOVE")

        assert lost_to_gained(ask(greta())) == before
        assert ask(greta()).tally([APRIL]).netted_by_kind == {"MOVE": 1}

    def test_counts_who_was_a_key_account_in_the_month(self) -> None:
        assert lost_to_gained(ask(sara())) == Share(numerator=3, denominator=3)

        apply_policy(month=APRIL, since=JANUARY, by=CASTING, at=TUESDAY_10AM)

        # Harbor Bank has internet lines; Lake Mills has nothing that makes a key account.
        assert lost_to_gained(ask(sara())) == Share(numerator=1, denominator=2)
        everybody = ask(sara(), is_key_only=False)
        assert lost_to_gained(everybody) == Share(numerator=3, denominator=3)

    def test_asks_the_same_number_of_questions_however_many_answers(self) -> None:
        person = sara()
        with CaptureQueriesContext(connection) as asked:
            ask(person)

        # Reach, accounts, lines, four kinds of facts, standings, the first run, reasons.
        assert len([q for q in asked if "set_config" not in q["sql"]]) == 10


class TestRestrictedAccounts:
    @pytest.fixture(autouse=True)
    def _restricted(self) -> None:
        bank = harbor_bank()
        restrict_customer(
            customer=bank,
            version=bank.version,
            cover_name="Hawthorn",
            by=sara(),
            at=TUESDAY_10AM,
            reason="State secrets",
        )

    def test_are_in_the_sums_of_whoever_covers_the_unit_by_rank(self) -> None:
        assert lost_to_gained(ask(greta())) == Share(numerator=1, denominator=2)

    def test_are_not_in_the_sums_of_a_manager(self) -> None:
        assert lost_to_gained(ask(lin())) == Share(numerator=0, denominator=0)

    def test_are_never_in_a_list(self) -> None:
        reach = reach_of(greta(), at=TUESDAY_10AM)
        figures = ask(greta())
        wanted = RowFilter(months=figures.months, kinds=[MovementKind.LOST])

        page = queries.rows_of(reach, figures.select(wanted))

        assert (page.rows, page.shown_count, page.total_cents) == ([], 0, 0)
        assert page.holds_restricted


class TestRowsOf:
    def test_add_up_to_the_number(self) -> None:
        reach = reach_of(sara(), at=TUESDAY_10AM)
        figures = ask(sara())
        wanted = RowFilter(months=figures.months, kinds=[MovementKind.LOST])

        page = queries.rows_of(reach, figures.select(wanted), size=2)
        rest = queries.rows_of(reach, figures.select(wanted), start=page.next_start or 0, size=2)

        assert len(page.rows) + len(rest.rows) == page.shown_count == 3
        assert rest.next_start is None
        assert {row.subscription.customer.short_name for row in page.rows + rest.rows} == {
            "Harbor Bank", "Lake Mills",
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("influence", "count"), [("PARTLY", 1), ("AVOIDABLE", 2), ("UNAVOIDABLE", 0)]
    )
    def test_follow_the_reason(self, influence: str, count: int) -> None:
        from primeline.products.choices import Influence

        figures = ask(sara())
        wanted = RowFilter(
            months=figures.months, kinds=[MovementKind.LOST], influence=Influence(influence)
        )

        assert len(figures.select(wanted)) == count
