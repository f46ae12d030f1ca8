"""Two accounts become one, and two again: what the cadence owes them follows at once."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from primeline.commitments.models import Commitment
from primeline.customers.choices import Tier
from primeline.customers.models import Customer
from primeline.kit import delivery
from primeline.kit.jobs import Job
from primeline.kit.models import JobRow
from primeline.quality import actions as quality
from primeline.quality.actions import Wish
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM
from primeline.visits import listeners
from primeline.visits.models import ServiceAction
from primeline.visits.tests.planned import install, plan
from primeline.visits.values import Outcome

HOUR = timedelta(hours=1)
NOON = TUESDAY_10AM + 2 * HOUR
pytestmark = [pytest.mark.django_db, pytest.mark.row("F15", "D3")]


def work_off(at: datetime) -> None:
    """Deliver what has happened, and plan whom that asks for, as the worker does."""
    delivery.deliver_due(at=at)
    for row in JobRow.objects.filter(kind="visits.plan", enqueued_at=at):
        listeners.plan(Job(job_id=row.pk, kind=row.kind, payload=row.payload, at=at))


def owed_to(customer: Customer) -> Counter[tuple[str, str]]:
    """What of the cadence is owed to an account, and how often."""
    rows = Commitment.objects.open().filter(customer=customer, subject_kind="visits.account")
    return Counter(rows.values_list("step__code", "what"))


def test_both_are_owed_once_at_the_merge_and_each_its_own_after_the_undo() -> None:
    install()
    survivor = cast.an_account("东海银行甲", unit=cast.harbor_branch(), manager=cast.lin(),
                               tier=Tier.DIAMOND)  # fmt: skip
    absorbed = cast.an_account("东海银行乙", unit=cast.harbor_branch(), manager=cast.mira(),
                               tier=Tier.DIAMOND)  # fmt: skip
    plan()
    before = owed_to(absorbed)
    assert before == owed_to(survivor)
    wish = Wish(survivor=survivor, absorbed=absorbed, versions=(survivor.version, absorbed.version))

    merge = quality.merge_accounts(wish=wish, by=cast.greta(), at=NOON, reason="one company")
    assert max(owed_to(survivor).values()) == 2, "a merge alone leaves both owed"
    work_off(NOON)

    assert set(owed_to(survivor).values()) == {1}
    assert not owed_to(absorbed)
    assert plan(NOON) == Outcome(), "something was left for the daily plan"

    quality.undo_merge(
        merge=merge, version=merge.version, by=cast.greta(), at=NOON + HOUR, reason="two after all"
    )
    work_off(NOON + HOUR)

    assert owed_to(survivor) == before
    assert owed_to(absorbed) == before
    assert set(ServiceAction.objects.standing().filter(customer=absorbed).values_list(
        "person", flat=True
    )) == {cast.mira().pk}  # fmt: skip
    assert plan(NOON + HOUR) == Outcome(), "something was left for the daily plan"
