"""Stale records are asked for, a few a day of each manager, and end when they are put right."""

from datetime import timedelta

import pytest

from primeline.commitments.choices import CommitmentStatus
from primeline.commitments.models import Commitment
from primeline.commitments.queries import owed_by
from primeline.commitments.tests.owing import DAY, install
from primeline.customers.actions import add_contact
from primeline.customers.choices import Tier
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.customers.values import ContactDetails
from primeline.kit.deeds import act
from primeline.kit.jobs import Job
from primeline.kpi import queries as kpi
from primeline.kpi.dues import DueKind
from primeline.quality import actions
from primeline.quality.choices import LimitKind
from primeline.quality.listeners import follow_records, judge_records
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    an_account,
    greta,
    harbor_branch,
    lin,
    nora,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("B10")]

OPEN, DONE, GONE = CommitmentStatus.RUNNING, CommitmentStatus.DONE, CommitmentStatus.CANCELLED
# A gold account is to be confirmed after 120 days.
LATER = TUESDAY_10AM + 121 * DAY


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()


def accounts(count: int) -> list[Customer]:
    return [
        an_account(f"Mill {n}", unit=harbor_branch(), manager=lin(), tier=Tier.GOLD)
        for n in range(count)
    ]


def judge(*, days: int = 0) -> None:
    """Judge all records so many days after they became stale, as the worker does every day."""
    at = LATER + timedelta(days=days)
    judge_records(Job(job_id=1, kind="quality.judge_records", payload={}, at=at))


def follow(*, days: int = 0) -> None:
    at = LATER + timedelta(days=days)
    follow_records(Job(job_id=1, kind="quality.follow_records", payload={}, at=at))


def owed() -> list[tuple[str, str]]:
    found = Commitment.objects.filter(step__code="CONFIRM_RECORD").order_by("pk")
    return list(found.values_list("customer__name", "status"))


def test_a_few_a_day_and_never_one_twice() -> None:
    accounts(5)
    actions.set_number(
        kind=LimitKind.CONFIRM_OPEN, scope="", value=4, from_date=TUESDAY_10AM.date(),
        reason="We are few.", by=greta(), at=TUESDAY_10AM,
    )  # fmt: skip
    for _ in range(2):
        judge()
    assert owed() == [(f"Mill {n}", OPEN) for n in range(3)]
    judge(days=1)
    judge(days=2)
    # Four at a time is what was decided.
    assert owed() == [(f"Mill {n}", OPEN) for n in range(4)]
    reach = reach_now(lin(), at=LATER)
    assert len(owed_by(reach)) == 4
    # What is a matter is no due of its own beside it.
    dues = kpi.dues_of(reach, today=LATER.date(), kinds=[DueKind.STALE_RECORD])
    assert [due.customer_name for due in dues.all] == ["Mill 4"]


def test_ends_by_confirming_by_mending_and_with_the_manager() -> None:
    confirmed, mended, _ = accounts(3)
    judge()
    actions.confirm_record(customer=confirmed, by=lin(), at=LATER)
    assert owed() == [("Mill 0", DONE), ("Mill 1", OPEN), ("Mill 2", OPEN)]
    add_contact(
        customer=mended,
        details=ContactDetails(name="王伟", phone="13800001234"),
        by=lin(),
        at=LATER,
    )
    with act(kind="test.gone", by=CASTING, at=LATER):
        Customer.objects.filter(name="Mill 2").update(account_manager=None)
    follow()
    follow()
    assert owed() == [("Mill 0", DONE), ("Mill 1", DONE), ("Mill 2", GONE)]
    reach = reach_now(greta(), at=LATER)
    dues = kpi.dues_of(reach, today=LATER.date(), kinds=[DueKind.STALE_RECORD])
    assert [due.customer_name for due in dues.all] == ["Mill 2"]
    # Whoever manages it next is asked, as it is stale still.
    with act(kind="test.back", by=CASTING, at=LATER):
        Customer.objects.filter(name="Mill 2").update(account_manager=nora())
    judge(days=1)
    assert owed()[3:] == [("Mill 2", OPEN)]
