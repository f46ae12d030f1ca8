"""A key account without a manager in office is owed one, by who leads there, and never twice."""

from datetime import date, timedelta

import pytest

from primeline.commitments import actions as commitments
from primeline.commitments.choices import CommitmentStatus
from primeline.commitments.models import Commitment
from primeline.commitments.queries import owed_by
from primeline.commitments.tests.owing import DAY, install
from primeline.customers import actions as customers
from primeline.customers.choices import Tier
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.kit import delivery
from primeline.kit.deeds import act
from primeline.kit.jobs import Job
from primeline.staff import actions as staff
from primeline.staff.choices import Role
from primeline.staff.models import Person, Posting
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    ada,
    an_account,
    greta,
    harbor_bank,
    harbor_branch,
    hill_branch,
    hugo,
    lin,
    mira,
    nora,
    quay_team,
    tina,
)
from primeline.tiers.listeners import follow_managers
from primeline.tiers.queries import gaps

pytestmark = [pytest.mark.django_db, pytest.mark.row("C5")]

OPEN, DONE, GONE = CommitmentStatus.RUNNING, CommitmentStatus.DONE, CommitmentStatus.CANCELLED


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()


def hear() -> None:
    """Let everybody hear what has happened."""
    while delivery.deliver_due(at=TUESDAY_10AM + 365 * DAY):
        pass


def look(*, days: int = 0) -> None:
    """Look at all accounts, as the worker does every hour."""
    at = TUESDAY_10AM + timedelta(days=days)
    follow_managers(Job(job_id=1, kind="tiers.follow_managers", payload={}, at=at))


def owed() -> list[Commitment]:
    return list(Commitment.objects.filter(step__code="NAME_MANAGER").order_by("pk"))


def states() -> list[str]:
    return [one.status for one in owed()]


def name(manager: Person | None, account: Customer) -> None:
    account.refresh_from_db()
    customers.name_managers(
        customer=account, version=account.version, account_manager=manager, deputy=None,
        by=greta(), at=TUESDAY_10AM,
    )  # fmt: skip


def test_is_owed_by_the_lead_from_the_moment_that_the_manager_is_gone() -> None:
    bank = harbor_bank()
    look()
    assert states() == []
    staff.deactivate_person(person=lin(), version=lin().version, by=ada(), at=TUESDAY_10AM)
    hear()
    look()
    assert states() == [OPEN]
    matter = owed()[0]
    assert (matter.customer, matter.unit, matter.debtor_role) == (
        bank, harbor_branch(), Role.BRANCH_LEAD,
    )  # fmt: skip
    # Three working days from Tuesday at ten; the first of May is none.
    assert matter.due_at.date() == date(2026, 5, 6)
    shown = [
        person.username
        for person in (greta(), hugo(), nora(), mira())
        if matter in owed_by(reach_now(person, at=TUESDAY_10AM))
    ]
    assert shown == ["greta"]
    # It is kept by itself; who is parked with, or nobody at all, is a gap again.
    name(nora(), bank)
    hear()
    assert states() == [DONE]
    posting = Posting.objects.get(person=nora())
    staff.end_posting(posting=posting, version=posting.version, by=ada(), at=TUESDAY_10AM)
    hear()
    assert states() == [DONE, OPEN]
    name(None, bank)
    hear()
    assert states() == [DONE, OPEN]


def test_follows_the_account_and_ends_with_it() -> None:
    mills = an_account("Reef Mills", unit=quay_team(), tier=Tier.GOLD)
    staff.deactivate_person(person=tina(), version=tina().version, by=ada(), at=TUESDAY_10AM)
    look()
    # Nobody leads the team any more: the branch above it does.
    assert [one.unit for one in owed()] == [harbor_branch()]
    with act(kind="test.move", by=CASTING, at=TUESDAY_10AM):
        Customer.objects.filter(pk=mills.pk).update(owner_unit=hill_branch())
    look()
    look()
    assert [(one.unit, one.status) for one in owed()] == [
        (harbor_branch(), GONE),
        (hill_branch(), OPEN),
    ]
    with act(kind="test.move", by=CASTING, at=TUESDAY_10AM):
        Customer.objects.filter(pk=mills.pk).update(is_key_account=False)
    look()
    assert states() == [GONE, GONE]


def test_of_many_gaps_the_greatest_come_first_and_done_by_word_alone_is_not_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gaps, "MOST_OF_A_UNIT", 1)
    small = an_account("Reef Mills", unit=harbor_branch(), tier=Tier.SILVER)
    great = an_account("Tide Works", unit=harbor_branch(), tier=Tier.DIAMOND)
    look()
    look()
    assert [one.customer for one in owed()] == [great]
    commitments.keep_commitment(commitment=owed()[0], by=greta(), at=TUESDAY_10AM, reason="Soon.")
    look()
    assert [(one.customer, one.status) for one in owed()] == [(great, DONE), (great, OPEN)]
    name(nora(), great)
    look()
    assert [one.customer for one in owed()] == [great, great, small]
    # Somebody let off is let off for a month.
    with act(kind="test.waive", by=CASTING, at=TUESDAY_10AM):
        Commitment.objects.filter(customer=small).update(
            status=CommitmentStatus.WAIVED, ended_at=TUESDAY_10AM, next_rung_at=None
        )
    look(days=29)
    assert len(owed()) == 3
    look(days=31)
    assert [one.status for one in owed()[3:]] == [OPEN]
