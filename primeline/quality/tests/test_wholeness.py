"""How whole and how fresh records are: judged, kept month by month, confirmed, owed."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.customers.actions import add_contact, change_identity
from primeline.customers.choices import CustomerKind, Tier
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.customers.values import ContactDetails, Identity
from primeline.kit.deeds import act
from primeline.kit.jobs import Job
from primeline.kpi import queries as kpi
from primeline.kpi.dues import DueKind
from primeline.quality import actions, queries
from primeline.quality.choices import RecordPart
from primeline.quality.listeners import judge_records
from primeline.quality.models import Condition, ConditionMonth
from primeline.quality.rules.wholeness import score
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    an_account,
    greta,
    harbor_branch,
    lin,
    mira,
    paul,
    sara,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("B10")]

TODAY = TUESDAY_10AM.date()


def judged(customer: Customer) -> Condition:
    judge_records(Job(job_id=1, kind="quality.judge_records", payload={}, at=TUESDAY_10AM))
    return Condition.objects.get(customer=customer)


def an_empty_account(tier: Tier | None = None) -> Customer:
    return an_account("恒隆商贸", unit=harbor_branch(), manager=lin(), tier=tier)


class TestScore:
    def test_is_the_weight_held_over_the_weight_asked(self) -> None:
        weights = {RecordPart.IDENTIFIER: 30, RecordPart.ADDRESS: 10, RecordPart.SCALE: 60}

        assert score([RecordPart.SCALE], list(weights), weights) == 40
        # What is not asked of this kind of account weighs nothing.
        asked = [RecordPart.IDENTIFIER, RecordPart.ADDRESS]
        assert score([RecordPart.ADDRESS], asked, weights) == 75
        assert score([], [], weights) == 100


class TestJudgeRecords:
    def test_says_what_is_missing_and_rises_as_it_is_filled_in(self) -> None:
        customer = an_empty_account()
        before = judged(customer)
        assert before.score == 15
        assert set(before.missing) == set(RecordPart) - {RecordPart.MANAGER}

        change_identity(
            customer=customer,
            version=customer.version,
            identity=Identity(
                kind=CustomerKind.ORGANIZATION,
                name="恒隆商贸",
                address="海河路 9 号",
                scale="LARGE",
            ),
            by=CASTING,
            at=TUESDAY_10AM,
        )
        add_contact(
            customer=customer,
            details=ContactDetails(name="王伟", phone="13800001234", decision_role="DECIDES"),
            by=CASTING,
            at=TUESDAY_10AM,
        )

        after = judged(customer)
        # Address 8, scale 4, somebody to talk to 10, who decides 10, a telephone number 8.
        assert after.score == 15 + 8 + 4 + 10 + 10 + 8

    def test_asks_nothing_of_individuals_that_only_organizations_have(self) -> None:
        customer = an_empty_account()
        assert RecordPart.INDUSTRY in judged(customer).missing
        with act(kind="test.kind", by=CASTING, at=TUESDAY_10AM):
            Customer.objects.filter(pk=customer.pk).update(kind=CustomerKind.INDIVIDUAL)

        assert RecordPart.INDUSTRY not in judged(customer).missing

    def test_keeps_the_month_in_sums_once(self) -> None:
        customer = an_empty_account()
        for _ in range(2):
            judged(customer)

        kept = ConditionMonth.objects.get()
        assert (kept.month, kept.manager, kept.accounts_count) == (date(2026, 4, 1), lin(), 1)
        shown = {
            person.username: queries.by_month(reach_now(person, at=TUESDAY_10AM))
            for person in (sara(), paul(), greta(), lin(), mira())
        }
        seen = [(date(2026, 4, 1), 15)]
        assert shown == {"sara": seen, "paul": seen, "greta": seen, "lin": seen, "mira": []}

    def test_costs_the_same_however_many_accounts_there_are(self) -> None:
        an_empty_account()
        ids = list(queries.looked_after().values_list("pk", flat=True))

        with CaptureQueriesContext(connection) as asked:
            actions.judge_records(customer_ids=ids, by=CASTING, at=TUESDAY_10AM)

        assert len([q for q in asked if "ondition" in q["sql"]]) == 1


class TestStaleRecords:
    def test_are_owed_until_they_are_confirmed(self) -> None:
        customer = an_empty_account(Tier.GOLD)
        judged(customer)
        # A gold account is to be confirmed after 120 days.
        for days, owed in ((120, 0), (121, 1)):
            dues = kpi.dues_of(
                reach_now(lin(), at=TUESDAY_10AM),
                today=TODAY + timedelta(days=days),
                kinds=[DueKind.STALE_RECORD],
            )
            assert dues.count == owed
        assert dues.all[0].due_date == TODAY + timedelta(days=120)
        later = TUESDAY_10AM + timedelta(days=121)

        actions.confirm_record(customer=customer, by=lin(), at=later)

        left = kpi.dues_of(
            reach_now(lin(), at=later), today=later.date(), kinds=[DueKind.STALE_RECORD]
        )
        assert left.count == 0

    def test_are_owed_by_whoever_reaches_them(self) -> None:
        judged(an_empty_account(Tier.GOLD))
        late = TODAY + timedelta(days=400)

        counts = {
            person.username: kpi.dues_of(
                reach_now(person, at=TUESDAY_10AM), today=late, kinds=[DueKind.STALE_RECORD]
            ).count
            for person in (lin(), greta(), paul(), mira())
        }

        assert counts == {"lin": 1, "greta": 1, "paul": 1, "mira": 0}
