"""Contracts, bills, payments and people at the accounts, held to the page."""

from collections import Counter, defaultdict
from datetime import timedelta
from functools import cache
from statistics import mean, median

import phonenumbers
import pytest
from stdnum.cn import uscc

from primeline.demo.plan import figures as f
from primeline.demo.plan.agreements import CLUSTERS, TERMS
from primeline.demo.plan.calendar import months_after, working_days_after
from primeline.demo.plan.contacts import PUBLIC_SECTOR
from primeline.demo.plan.shapes import Agreement, Bill, Customer
from primeline.demo.tests import built

TODAY = built.REFERENCE_DAY
LAST = months_after(TODAY.replace(day=1), -1)


def current() -> list[Agreement]:
    return [a for a in built.plan().agreements if a.status == "ACTIVE"]


def owner_of(agreement: Agreement) -> Customer:
    return built.plan().customers[agreement.customer]


def is_seen_and_used(agreement: Agreement) -> bool:
    """Whether lists show it: not of a restricted account, and something hangs on it."""
    return not owner_of(agreement).identity.cover_name and id(agreement) in used()


@cache
def used() -> frozenset[int]:
    agreements = built.plan().agreements
    return frozenset(
        id(agreements[s.agreement])
        for s in built.plan().subscriptions
        if s.agreement is not None and s.terminated is None
    )


@pytest.mark.row("B3")
class TestAgreements:
    def test_has_2900_of_the_terms_of_the_page(self) -> None:
        terms = Counter(str(a.term_months // 12) for a in current())

        assert len(current()) == 2900
        wanted = {str(years): share for years, share in TERMS.items()}
        assert built.shares(terms) == pytest.approx(wanted, abs=0.1)

    def test_lets_320_end_within_ninety_days_and_75_run_on(self) -> None:
        seen = [a for a in current() if is_seen_and_used(a)]
        soon = [a for a in seen if TODAY <= a.ends <= TODAY + timedelta(days=90)]
        large = [a for a in soon if built.plan().customers[a.customer].tier in ("T0", "T1")]

        assert len(soon) == 320
        assert len(large) == 41
        assert sum(a.ends < TODAY for a in seen) == 75

    @pytest.mark.parametrize("username", ["lin.zhixia", "he.mingchuan"])
    def test_gives_each_manager_a_morning_of_work(self, username: str) -> None:
        theirs = [
            a
            for a in current()
            if username in (owner_of(a).manager, owner_of(a).deputy) and is_seen_and_used(a)
        ]

        self._is_a_morning(theirs)

    def test_gives_the_lead_and_the_salesman_a_morning_of_work(self) -> None:
        seen = [a for a in current() if is_seen_and_used(a)]

        self._is_a_morning([a for a in seen if owner_of(a).unit == "JINTANG"])
        self._is_a_morning([a for a in seen if a.sales == "liang.jiahao"])

    def _is_a_morning(self, agreements: list[Agreement]) -> None:
        late = [a for a in agreements if a.ends < TODAY]
        late += [a for a in agreements if a.filed is None and a.ends >= TODAY]
        soon = [a for a in agreements if TODAY <= a.ends <= TODAY + timedelta(days=90)]
        assert late
        assert 4 <= len(late) + len(soon) <= 12

    def test_bunches_the_ends(self) -> None:
        days = Counter((a.ends.month, a.ends.day) for a in current())

        for day, share in CLUSTERS.items():
            assert days[day] / 2900 == pytest.approx(share, abs=0.005)

    def test_files_most_within_five_working_days(self) -> None:
        in_time = [a for a in current() if a.filed and a.filed <= working_days_after(a.signed, 5)]

        assert len(in_time) / len(current()) == pytest.approx(0.88, abs=0.015)

    def test_renews_six_in_a_hundred_below_the_old_fee(self) -> None:
        renewed = [s for s in built.plan().subscriptions if s.agreement is not None]
        ratios = [c.new_cents / c.old_cents for c in built.plan().fee_changes]

        # A quarter of the renewals changes nothing and leaves no row.
        assert len(ratios) > len(renewed) / 3
        assert 0.75 * (1 - mean(ratios)) == pytest.approx(0.06, abs=0.015)


@pytest.mark.row("B6")
class TestBills:
    def test_makes_one_for_each_account_and_month_that_add_up(self) -> None:
        seen = {(b.customer, b.month) for b in built.bills()}

        assert len(seen) == len(built.bills())
        assert 430_000 < len(seen) < 510_000

    def test_bills_what_is_held(self) -> None:
        billed = Counter[bool]()
        for bill in built.bills():
            if bill.month == LAST:
                billed[bool(built.plan().customers[bill.customer].tier)] += bill.amount_cents // 100

        assert billed[True] == pytest.approx(27_000_000, rel=0.03)
        assert billed.total() == pytest.approx(33_900_000, rel=0.03)

    def test_keeps_each_tier_between_its_borders_over_half_a_year(self) -> None:
        sums: dict[int, int] = defaultdict(int)
        for bill in built.bills():
            if months_after(LAST, -5) <= bill.month:
                sums[bill.customer] += bill.amount_cents

        for place, customer in enumerate(built.plan().customers):
            figures = f.TIERS[customer.tier]
            average = sums[place] / 600
            if customer.closed is None and customer.tier:
                low = 0 if customer.tier == f.STANDARD else figures.floor
                assert low <= average < figures.ceiling, customer

    def test_leaves_arrears_with_six_in_a_hundred_key_accounts(self) -> None:
        over = [b for b in built.bills() if b.settled is None and self._days_over(b) > 30]
        key = [b for b in over if built.plan().customers[b.customer].tier]
        long = [b for b in key if self._days_over(b) > 90]
        income = 27_000_000 * 100

        assert len({b.customer for b in key}) / 2000 == pytest.approx(0.065, abs=0.01)
        assert sum(b.amount_cents for b in key) / income == pytest.approx(0.041, abs=0.015)
        assert sum(b.amount_cents for b in long) / income == pytest.approx(0.013, abs=0.008)

    def test_lets_tiequan_owe_214_000_for_96_days(self) -> None:
        place = next(i for i, c in enumerate(built.plan().customers) if c.story == "tiequan")
        owed = [b for b in built.bills() if b.customer == place and b.status == "OVERDUE"]

        assert sum(b.amount_cents for b in owed) / 100 == pytest.approx(214_000, rel=0.02)
        assert max(self._days_over(b) for b in owed) == 96

    def test_lets_the_government_pay_late_but_in_time(self) -> None:
        issued_to_paid = [
            (b.settled - months_after(b.month, 1)).days
            for b in built.bills()
            if b.settled is not None
            and built.plan().customers[b.customer].industry == f.GOVERNMENT
            and months_after(LAST, -12) <= b.month <= months_after(LAST, -4)
            and built.plan().customers[b.customer].tier
        ]

        assert median(issued_to_paid) == pytest.approx(74, abs=12)

    def _days_over(self, bill: Bill) -> int:
        return (TODAY - bill.due).days


@pytest.mark.row("B2")
class TestContacts:
    def test_has_as_many_people_as_the_tier_asks_for(self) -> None:
        counts = Counter(built.plan().customers[c.account].tier for c in built.plan().contacts)
        accounts = Counter(c.tier for c in built.plan().customers)

        for tier, figures in f.TIERS.items():
            assert counts[tier] / accounts[tier] == pytest.approx(figures.contacts, abs=0.03)

    def test_lacks_what_archives_lack(self) -> None:
        contacts = built.plan().contacts
        accounts = {c.account for c in contacts}
        decided = {c.account for c in contacts if c.role == "DECIDES"}
        ours = {i for i, c in enumerate(built.plan().customers) if c.tier and c.closed is None}
        of_key = [c for c in contacts if c.account in ours]

        assert 1 - len(decided) / len(accounts) == pytest.approx(0.11, abs=0.01)
        assert mean(not c.email for c in contacts) == pytest.approx(0.41, abs=0.01)
        assert mean(not c.birthday for c in of_key) == pytest.approx(0.78, abs=0.01)
        assert mean(not _can_be_called(c.phone) for c in contacts[:4000]) == pytest.approx(
            0.06, abs=0.012
        )

    def test_has_27_birthdays_this_week_8_of_them_in_the_public_sector(self) -> None:
        monday = TODAY - timedelta(days=TODAY.weekday())
        week = {(monday + timedelta(days=i)).timetuple()[1:3] for i in range(7)}
        born = [
            built.plan().customers[c.account]
            for c in built.plan().contacts
            if c.birthday is not None and (c.birthday.month, c.birthday.day) in week
        ]

        assert len(born) == 27
        assert sum(c.industry in PUBLIC_SECTOR for c in born) == 8

    def test_writes_only_to_names_reserved_for_examples(self) -> None:
        mails = [c.email for c in built.plan().contacts if c.email]

        assert all(mail.rpartition("@")[2] in {"example.com", "example.cn"} for mail in mails)


def _can_be_called(phone: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(phone, "CN"))
    except phonenumbers.NumberParseException:
        return False


def test_credit_codes_are_valid_and_of_no_region() -> None:
    organizations = [c.identity for c in built.plan().customers if not c.identity.is_person]
    codes = [identity.identifier for identity in organizations if identity.identifier]

    assert len(set(codes)) == len(codes)
    assert all(uscc.is_valid(code) and code[2:4] == "99" for code in codes)


def test_shuangyi_moved_acceptances_back_into_the_month_that_had_ended() -> None:
    closing = built.calendar().closing
    moved = built.plan().backdated

    assert len(moved) == 14
    for change in moved:
        subscription = built.plan().subscriptions[change.subscription]
        assert built.owner(subscription).unit == "SHUANGYI"
        assert subscription.opened <= closing < change.day_before
