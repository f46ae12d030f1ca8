"""Key and ordinary accounts: how many, of what kind, where, and what they pay."""

from bisect import bisect
from collections import Counter, defaultdict
from statistics import mean

import pytest

from primeline.customers.rules import clean_identifier
from primeline.demo.plan import figures as f
from primeline.demo.plan.places import BRANCH, PROVINCE_OF, PROVINCES
from primeline.demo.tests import built

pytestmark = pytest.mark.row("M2")

INDUSTRY_SHARES = {
    # Accounts in %, income in %.
    f.GOVERNMENT: (14, 15),
    f.FINANCE: (7, 21),
    f.MANUFACTURING: (19, 15),
    f.EDUCATION: (9, 8),
    f.HEALTH: (7, 7),
    f.LOGISTICS: (8, 7),
    f.ENERGY: (5, 7),
    f.RETAIL: (12, 6),
    f.IT: (8, 8),
    f.CONSTRUCTION: (5, 2),
    f.MEDIA: (3, 2),
    f.AGENTS: (3, 2),
}


def test_twenty_thousand_accounts_are_served() -> None:
    living = [c for c in built.plan().customers if c.closed is None]

    assert len(living) == 20_000
    assert len(built.living_key()) == 2_000


def test_tiers_have_their_numbers_and_mean_fees() -> None:
    fees = defaultdict(list)
    for place, customer in enumerate(built.plan().customers):
        if customer.closed is None:
            fees[customer.tier].append(built.monthly_fees()[place])

    for tier, figures in f.TIERS.items():
        assert len(fees[tier]) == figures.accounts
        assert mean(fees[tier]) == pytest.approx(figures.mean_fee, rel=0.02), tier


def test_a_month_brings_in_thirty_four_million() -> None:
    by_kind = Counter[bool]()
    for place, fee in built.monthly_fees().items():
        by_kind[bool(built.plan().customers[place].tier)] += round(fee)

    assert by_kind[True] == pytest.approx(27_000_000, rel=0.01)
    assert by_kind.total() == pytest.approx(33_900_000, rel=0.01)


def test_accounts_are_key_for_the_reasons_of_the_page() -> None:
    whys = Counter(c.why for c in built.living_key())

    assert whys == {why: sum(row) for why, row in f.WHY_KEY.items()}
    assert whys["internet"] == 1372


def test_provinces_have_their_key_accounts() -> None:
    places = Counter(PROVINCE_OF[c.unit].code for c in built.living_key())

    assert places == {p.code: p.key_accounts for p in PROVINCES}


def test_industries_have_their_share_of_accounts_and_income() -> None:
    accounts, income = Counter[str](), Counter[str]()
    for place, customer in enumerate(built.plan().customers):
        if customer.tier and customer.closed is None:
            accounts[customer.industry] += 1
            income[customer.industry] += round(built.monthly_fees()[place])

    for industry, (of_accounts, of_income) in INDUSTRY_SHARES.items():
        assert built.shares(accounts)[industry] == pytest.approx(of_accounts, abs=0.01)
        assert built.shares(income)[industry] == pytest.approx(of_income, abs=1.6), industry


def test_few_accounts_bring_most_of_the_income() -> None:
    living = [i for i, c in enumerate(built.plan().customers) if c.closed is None]
    fees = sorted((built.monthly_fees()[i] for i in living), reverse=True)

    assert sum(fees[:200]) / sum(fees) == pytest.approx(0.46, abs=0.03)
    assert sum(fees[:2000]) / sum(fees) == pytest.approx(0.80, abs=0.03)


def test_accounts_left_at_the_rates_of_their_tiers() -> None:
    gone = Counter(c.tier for c in built.plan().customers if c.closed is not None)

    for tier in (f.GOLD, f.SILVER, f.STANDARD, f.ORDINARY):
        figures = f.TIERS[tier]
        yearly = gone[tier] / 2 / figures.accounts
        assert yearly == pytest.approx(figures.annual_loss, rel=0.35), tier


def test_names_are_of_believable_length_and_not_repeated() -> None:
    identities = [c.identity for c in built.plan().customers if not c.identity.is_person]
    told = {c.identity.name for c in built.plan().customers if c.story}
    names = [identity.name for identity in identities]

    assert len(set(names)) == len(names)
    assert all(8 <= len(name) <= 34 for name in names if name not in told)
    assert all(2 <= len(i.short_name) <= 7 for i in identities)
    assert max(map(len, names)) >= 28


def test_a_few_accounts_are_persons_of_each_grade() -> None:
    persons = [p for p, c in enumerate(built.plan().customers) if c.identity.is_person]
    cards = {built.plan().customers[place].identity.identifier for place in persons}
    bands = Counter(bisect((120, 200, 500), built.monthly_fees()[place]) for place in persons)

    assert 30 <= len(persons) == len(cards) <= 40
    assert all(clean_identifier("IDENTITY_CARD", card) == card for card in cards)
    assert set(bands) >= {0, 1, 2}
    assert {built.plan().customers[place].unit for place in persons} == set(BRANCH)
    themselves = {c.account: c.name for c in built.plan().contacts if c.is_primary}
    assert all(themselves[p] == built.plan().customers[p].identity.name for p in persons)


def test_twelve_accounts_of_the_government_are_restricted() -> None:
    restricted = [c for c in built.plan().customers if c.identity.cover_name]
    cleared = Counter(clearance.customer for clearance in built.plan().clearances)

    assert len(restricted) == 12
    assert {c.industry for c in restricted} == {f.GOVERNMENT}
    assert set(cleared.values()) == {3}
    assert len({c.identity.cover_name for c in restricted}) == 12


def test_two_and_a_half_in_a_hundred_look_like_duplicates() -> None:
    # The second entry of a pair has no identifier and nearly the name of the first.
    seconds = [c for c in built.plan().customers if not c.identity.identifier]

    assert 2 * len(seconds) / 20_000 == pytest.approx(0.024, abs=0.002)


def test_levels_set_by_hand_leave_the_numbers_alone() -> None:
    overrides = built.plan().overrides
    was = Counter(built.plan().customers[o.account].tier for o in overrides)
    expiring = sum((o.ends - built.REFERENCE_DAY).days <= 30 for o in overrides)

    assert len(overrides) / 2000 == pytest.approx(0.035, abs=0.001)
    assert Counter(o.tier for o in overrides) == was
    assert expiring == pytest.approx(len(overrides) / 5, abs=1)
