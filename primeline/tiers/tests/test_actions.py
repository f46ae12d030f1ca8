"""Applying policies, deciding on exceptions: what is written, what is refused."""

from datetime import date, timedelta

import pytest

from primeline.audit.models import HistoryRow
from primeline.customers.choices import CustomerKind, Tier
from primeline.customers.models import Customer, TimelineLine
from primeline.kit import months
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.kit.models import EventRow
from primeline.products.actions import install_reference, terminate_subscription
from primeline.products.models import TerminationReason
from primeline.testing.cast import CASTING, TUESDAY_10AM, lin, sara
from primeline.tiers import actions
from primeline.tiers.choices import Grade, OverrideStatus, PolicyStatus, Scheme
from primeline.tiers.models import Policy, PolicyRun, Standing, TierOverride
from primeline.tiers.tests.story import APRIL, MARCH, a_line, an_account, bill
from primeline.tiers.values import Outcome

pytestmark = [pytest.mark.django_db, pytest.mark.row("C1")]

MAY = date(2026, 5, 1)


@pytest.fixture(autouse=True)
def _policies() -> None:
    install_reference(by=CASTING, at=TUESDAY_10AM)
    actions.install_policies(by=CASTING, at=TUESDAY_10AM)


def judge(month: date = APRIL, since: date | None = None) -> Outcome:
    return actions.apply_policy(month=month, since=since, by=CASTING, at=TUESDAY_10AM)


def level_of(customer: Customer) -> tuple[bool, str]:
    customer.refresh_from_db()
    return customer.is_key_account, customer.tier


class TestInstallPolicies:
    def test_puts_2001_in_force_and_leaves_the_other_a_draft(self) -> None:
        found = dict(Policy.objects.values_list("code", "status"))

        assert found == {"2001": PolicyStatus.IN_FORCE, "2026-default": PolicyStatus.DRAFT}

    def test_adds_nothing_the_second_time(self) -> None:
        assert actions.install_policies(by=CASTING, at=TUESDAY_10AM) == 0


class TestApplyPolicy:
    def test_makes_key_accounts_and_gives_them_their_level(self) -> None:
        small = an_account("Small Line")
        a_line(small, "INTERNET_LINE")
        rich = an_account("Rich Data")
        bill(rich, {"DATA_LINE": 90_000})
        plain = an_account("Plain Fax")
        bill(plain, {"INTERNET_FAX": 1999})

        outcome = judge()

        assert level_of(small) == (True, Tier.STANDARD)
        assert level_of(rich) == (True, Tier.DIAMOND)
        assert level_of(plain) == (False, "")
        assert (outcome.customers_count, outcome.key_accounts_count) == (3, 2)
        assert outcome.entered_count == 2

    def test_counts_exactly_at_the_threshold(self) -> None:
        at_it = an_account("At It")
        bill(at_it, {"INTERNET_FAX": 1000, "DIALLER": 2000})

        judge()

        assert level_of(at_it) == (True, Tier.STANDARD)

    def test_writes_standings_for_changes_only(self) -> None:
        key, plain = an_account("Key"), an_account("Plain")
        a_line(key, "VPDN")

        judge(since=months.shift(APRIL, -3))

        assert list(Standing.objects.values_list("customer", "month", "grade")) == [
            (key.pk, months.shift(APRIL, -3), Grade.STANDARD)
        ]
        assert plain.standings.count() == 0

    def test_writes_nothing_when_run_again(self) -> None:
        a_line(an_account("Key"), "VPDN")
        judge()
        written = HistoryRow.objects.filter(table="tiers_standing").count()

        outcome = judge()

        assert HistoryRow.objects.filter(table="tiers_standing").count() == written
        assert (outcome.entered_count, outcome.key_accounts_count) == (0, 1)

    def test_tells_the_timeline_and_whoever_listens(self) -> None:
        key = an_account("Key")
        a_line(key, "VPDN")

        judge()

        assert TimelineLine.objects.filter(customer=key, kind="LEVEL_CHANGED").count() == 1
        event = EventRow.objects.get(name="tiers.TierChanged")
        assert (event.payload["customer_id"], event.payload["is_key"]) == (key.pk, True)

    def test_keeps_the_account_until_the_fall_has_waited(self) -> None:
        leaving = an_account("Leaving")
        line = a_line(leaving, "INTERNET_LINE")
        terminate_subscription(
            subscription=line,
            version=line.version,
            terminated_date=date(2026, 1, 20),
            reason_recorded=TerminationReason.objects.get(code="PRICE"),
            by=CASTING,
            at=TUESDAY_10AM,
        )

        judge(since=date(2025, 12, 1))

        seen = list(leaving.standings.order_by("month").values_list("month", "is_key_account"))
        # Held in January; February speaks against it, March settles it.
        assert seen == [
            (date(2025, 12, 1), True),
            (date(2026, 2, 1), True),
            (date(2026, 3, 1), False),
        ]
        assert level_of(leaving) == (False, "")

    def test_replaying_comes_to_the_same_as_judging_month_by_month(self) -> None:
        for number, yuan in enumerate((1500, 1900, 2100, 5200, 17_000)):
            account = an_account(f"Account {number}")
            bill(account, {"INTERNET_FAX": yuan}, last=date(2025, 12, 1), count=5)
            bill(account, {"INTERNET_FAX": yuan // 2}, last=MARCH, count=3)
        columns = ("customer", "month", "is_key_account", "grade", "key_waits", "grade_waits")
        for month in months.span(date(2025, 10, 1), APRIL):
            judge(month)
        step_by_step = list(Standing.objects.order_by("customer", "month").values_list(*columns))
        judge(since=date(2025, 10, 1))

        assert list(Standing.objects.order_by("customer", "month").values_list(*columns)) == (
            step_by_step
        )

    def test_does_not_take_months_that_nobody_billed_for_zero(self) -> None:
        account = an_account("New Installation")
        bill(account, {"INTERNET_FAX": 2000}, count=2)

        judge()

        assert level_of(account) == (True, Tier.STANDARD)

    def test_takes_a_month_without_a_bill_of_this_account_for_zero(self) -> None:
        bill(an_account("Somebody Else"), {"INTERNET_FAX": 10})
        account = an_account("Two Months Only")
        bill(account, {"INTERNET_FAX": 5000}, count=2)

        judge()

        assert level_of(account) == (False, "")

    def test_judges_some_accounts_without_touching_the_others(self) -> None:
        one, other = an_account("One"), an_account("Other")
        a_line(one, "VPDN")
        a_line(other, "VPDN")

        actions.apply_policy(month=APRIL, customers=[one.pk], by=CASTING, at=TUESDAY_10AM)

        assert level_of(one) == (True, Tier.STANDARD)
        assert level_of(other) == (False, "")
        assert not PolicyRun.objects.exists()

    def test_refuses_to_go_back_behind_what_has_been_judged(self) -> None:
        a_line(an_account("Key"), "VPDN")
        judge()

        with pytest.raises(Refused, match="later month"):
            judge(MARCH)

    def test_needs_a_policy_that_was_in_force(self) -> None:
        with pytest.raises(NotFound):
            judge(date(1999, 1, 1))

    @pytest.mark.row("C3")
    def test_never_mixes_the_schemes(self) -> None:
        person = an_account("Person", kind=CustomerKind.INDIVIDUAL)
        bill(person, {"MOBILE_PERSONAL": 560})
        holder = an_account("Holder", kind=CustomerKind.INDIVIDUAL)
        actions.record_card(
            customer=holder,
            grade=Grade.GOLD,
            active_from=date(2025, 1, 1),
            by=CASTING,
            at=TUESDAY_10AM,
        )

        judge()

        assert (person.standings.get().scheme, person.standings.get().grade) == (
            Scheme.NON_CARD,
            Grade.A,
        )
        assert person.standings.get().is_reported_apart
        assert (holder.standings.get().scheme, holder.standings.get().grade) == (
            Scheme.CARD,
            Grade.GOLD,
        )
        assert level_of(person) == level_of(holder) == (False, "")


class TestOverrides:
    def ask(self, customer: Customer, days: int = 90) -> TierOverride:
        return actions.request_override(
            customer=customer,
            grade=Grade.GOLD,
            tier=Tier.GOLD,
            active_from=TUESDAY_10AM.date(),
            active_to=TUESDAY_10AM.date() + timedelta(days=days),
            by=lin(),
            at=TUESDAY_10AM,
            reason="Reference customer",
        )

    def approve(self, override: TierOverride) -> TierOverride:
        return actions.decide_override(
            override=override, status=OverrideStatus.APPROVED, by=sara(), at=TUESDAY_10AM
        )

    def test_count_once_somebody_else_has_approved(self) -> None:
        customer = an_account("Reference")
        override = self.ask(customer)
        judge()
        assert level_of(customer) == (False, "")

        self.approve(override)

        assert level_of(customer) == (True, Tier.GOLD)
        assert customer.standings.get().override == override
        assert not customer.standings.get().ruled_is_key

    def test_expire(self) -> None:
        customer = an_account("Reference")
        self.approve(self.ask(customer, days=2))
        later = TUESDAY_10AM + timedelta(days=20)

        actions.apply_policy(month=MAY, by=CASTING, at=later)

        assert level_of(customer) == (False, "")

    def test_are_not_approved_by_who_asked(self) -> None:
        override = self.ask(an_account("Reference"))

        with pytest.raises(Refused, match="Somebody else"):
            actions.decide_override(
                override=override, status=OverrideStatus.APPROVED, by=lin(), at=TUESDAY_10AM
            )

    def test_are_decided_once(self) -> None:
        override = self.approve(self.ask(an_account("Reference")))

        with pytest.raises(ChangedMeanwhile):
            self.approve(override)

    def test_stay_within_the_scheme(self) -> None:
        person = an_account("Person", kind=CustomerKind.INDIVIDUAL)

        with pytest.raises(Refused, match="another kind"):
            self.ask(person)

    def test_must_end(self) -> None:
        with pytest.raises(Refused, match="must end"):
            self.ask(an_account("Reference"), days=0)


class TestStrategicList:
    def put(self, customer: Customer, *, days: int = 365) -> None:
        actions.list_strategic(
            customer=customer,
            active_from=TUESDAY_10AM.date(),
            active_to=TUESDAY_10AM.date() + timedelta(days=days),
            requested_by=lin(),
            by=sara(),
            at=TUESDAY_10AM,
            reason="Flagship of the port",
        )

    def test_counts_only_where_the_policy_asks_for_it(self) -> None:
        customer = an_account("Flagship")
        self.put(customer)
        assert level_of(customer) == (False, "")
        draft = Policy.objects.get(code="2026-default")

        actions.adopt_policy(
            policy=draft,
            version=1,
            from_month=MAY,
            by=sara(),
            at=TUESDAY_10AM,
            reason="New year",
        )
        judge(MAY)

        assert level_of(customer) == (True, Tier.STANDARD)

    def test_needs_an_end(self) -> None:
        with pytest.raises(Refused, match="must end"):
            self.put(an_account("Flagship"), days=0)


class TestRecordCard:
    def test_refuses_organizations(self) -> None:
        with pytest.raises(Refused, match="no cards"):
            actions.record_card(
                customer=an_account("Company"),
                grade=Grade.GOLD,
                active_from=APRIL,
                by=CASTING,
                at=TUESDAY_10AM,
            )

    def test_refuses_grades_that_cards_do_not_have(self) -> None:
        with pytest.raises(Refused, match="no such grade"):
            actions.record_card(
                customer=an_account("Person", kind=CustomerKind.INDIVIDUAL),
                grade=Grade.B,
                active_from=APRIL,
                by=CASTING,
                at=TUESDAY_10AM,
            )


class TestAdoptPolicy:
    def adopt(self, policy: Policy, from_month: date = MAY, reason: str = "Decided") -> Policy:
        return actions.adopt_policy(
            policy=policy,
            version=policy.version,
            from_month=from_month,
            by=sara(),
            at=TUESDAY_10AM,
            reason=reason,
        )

    def test_ends_the_one_in_force_where_the_new_one_begins(self) -> None:
        adopted = self.adopt(Policy.objects.get(code="2026-default"))

        before = Policy.objects.get(code="2001")
        assert (before.status, before.active_to_month) == (PolicyStatus.SUPERSEDED, MAY)
        assert (adopted.status, adopted.approved_by) == (PolicyStatus.IN_FORCE, sara())

    def test_refuses_what_is_no_draft(self) -> None:
        with pytest.raises(Refused, match="Only a draft"):
            self.adopt(Policy.objects.get(code="2001"))

    @pytest.mark.parametrize("from_month", [MARCH, date(2026, 5, 2)])
    def test_refuses_the_past_and_the_middle_of_a_month(self, from_month: date) -> None:
        with pytest.raises(Refused, match="begins with a month"):
            self.adopt(Policy.objects.get(code="2026-default"), from_month)

    def test_wants_a_reason(self) -> None:
        with pytest.raises(Refused, match="Say why"):
            self.adopt(Policy.objects.get(code="2026-default"), reason=" ")
