"""Why an account is what it is: every rule with its figures."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.products.actions import install_reference
from primeline.testing.cast import CASTING, TUESDAY_10AM
from primeline.tiers import actions, queries
from primeline.tiers.choices import Grade, KeyRuleKind
from primeline.tiers.tests.story import APRIL, a_line, an_account, bill

pytestmark = [pytest.mark.django_db, pytest.mark.row("C1")]


@pytest.fixture(autouse=True)
def _policies() -> None:
    install_reference(by=CASTING, at=TUESDAY_10AM)
    actions.install_policies(by=CASTING, at=TUESDAY_10AM)


class TestWhy:
    def test_tells_nothing_before_a_policy_was_applied(self) -> None:
        assert queries.why(an_account("New")) is None

    def test_tells_every_rule_with_its_figures(self) -> None:
        account = an_account("Fax Works")
        a_line(account, "INTERNET_FAX")
        bill(account, {"INTERNET_FAX": 1900, "DATA_LINE": 2400})
        actions.apply_policy(month=APRIL, by=CASTING, at=TUESDAY_10AM)

        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = queries.why(account)

        assert found is not None
        assert [weighed.fits for weighed in found.key_rules] == [False] * 4 + [True, False]
        other = found.key_rules[4]
        assert other.line is not None
        assert (other.rule.kind, other.line.code) == (KeyRuleKind.AVERAGE_SALES, "DATA_LINE")
        assert (other.term.measured, other.term.months) == (6 * 2400_00, 6)
        assert found.average_cents == 4300_00
        assert [w.rule.grade for w in found.tier_rules if w.fits] == [Grade.STANDARD]
        assert len(asked) <= 14

    def test_tells_an_ordinary_account_why_it_is_none(self) -> None:
        account = an_account("Plain")
        bill(account, {"INTERNET_FAX": 10})
        actions.apply_policy(month=APRIL, by=CASTING, at=TUESDAY_10AM)

        found = queries.why(account)

        assert found is not None
        assert found.standing is None
        assert not any(weighed.fits for weighed in found.key_rules)


class TestKeySpells:
    def test_tell_from_which_month_on_an_account_was_what(self) -> None:
        account, plain = an_account("Key"), an_account("Plain")
        a_line(account, "VPDN", opened=date(2026, 2, 10))
        actions.apply_policy(month=APRIL, since=date(2026, 1, 1), by=CASTING, at=TUESDAY_10AM)

        spells = queries.key_spells([account.pk, plain.pk])

        assert spells == {account.pk: [(date(2026, 2, 1), True, "T3")]}
        assert queries.first_month_judged() == date(2026, 1, 1)
