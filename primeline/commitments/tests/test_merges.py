"""F15: two accounts become one, and two again, while clocks run."""

import pytest

from primeline.access import actions as access
from primeline.access.models import AccessRequest
from primeline.access.tests.asking import just_now, opens
from primeline.audit.models import Grant
from primeline.commitments import actions, queries
from primeline.commitments.models import Commitment, Offer, RungFired
from primeline.commitments.tests.owing import DAY, HOUR, TEST, a_matter, fresh, install, scan
from primeline.commitments.tests.test_holding import given
from primeline.customers import actions as customers
from primeline.customers.choices import Tier
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.customers.values import Level
from primeline.quality import actions as quality
from primeline.quality.actions import Wish
from primeline.quality.models import Merge
from primeline.staff.models import Person
from primeline.testing.cast import (
    TUESDAY_10AM,
    an_account,
    greta,
    harbor_branch,
    hugo,
    lin,
    mira,
    nora,
    walt,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("F15")]

NOON = TUESDAY_10AM + 2 * HOUR


def at_level(customer: Customer, tier: Tier) -> Customer:
    level = Level(
        customer_id=customer.pk,
        is_key_account=True,
        tier=tier,
        since_month=TUESDAY_10AM.date().replace(day=1),
    )
    customers.set_levels(levels=[level], by=TEST, at=TUESDAY_10AM)
    customer.refresh_from_db()
    return customer


def two() -> tuple[Customer, Customer]:
    """A diamond account of Lin, and a standard one that is the same company."""
    one = an_account("东海银行甲", unit=harbor_branch(), manager=lin())
    other = an_account("东海银行乙", unit=harbor_branch(), manager=lin())
    return at_level(one, Tier.DIAMOND), at_level(other, Tier.STANDARD)


def merged(survivor: Customer, absorbed: Customer) -> Merge:
    wish = Wish(survivor=survivor, absorbed=absorbed, versions=(survivor.version, absorbed.version))
    return quality.merge_accounts(wish=wish, by=greta(), at=NOON, reason="one company")


def test_what_is_owed_follows_the_account_that_stays_and_comes_back() -> None:
    install()
    survivor, absorbed = two()
    matter = a_matter("SUGGESTION_ANSWER", customer_id=absorbed.pk)
    complaint = a_matter("COMPLAINT_REPLY", customer_id=absorbed.pk)
    offer = actions.offer_matter(
        commitment=matter, to_person=greta(), by=lin(), at=TUESDAY_10AM, reason="away"
    )
    scan(complaint.opened_at + 8 * DAY)
    fired = RungFired.objects.count()

    merge = merged(survivor, absorbed)

    # By the level of the account that stays a complaint has three working days, not fifteen.
    assert fresh(complaint).customer_id == survivor.pk
    assert fresh(complaint).due_at < complaint.due_at
    moved = queries.repricings_of(complaint).get()
    assert (moved.old_due_at, moved.new_due_at) == (complaint.due_at, fresh(complaint).due_at)
    assert Commitment.objects.count() == 2
    assert RungFired.objects.count() == fired
    # What waits for an answer about it goes on, and nothing is owed twice.
    actions.accept_offer(offer=offer, by=greta(), at=NOON)
    actions.keep_commitment(commitment=matter, by=greta(), at=NOON)
    assert matter not in queries.owed_by(reach_now(lin(), at=NOON))

    quality.undo_merge(merge=merge, version=merge.version, by=greta(), at=NOON, reason="two")

    back = fresh(complaint)
    assert (back.customer_id, back.tier, back.due_at) == (
        absorbed.pk,
        Tier.STANDARD,
        complaint.due_at,
    )
    assert fresh(matter).customer_id == absorbed.pk
    assert Offer.objects.get().to_person == greta()
    scan(back.due_at + 90 * DAY)
    assert RungFired.objects.filter(commitment=complaint).count() == 5


def fresh_request(asked: AccessRequest) -> AccessRequest:
    return AccessRequest.objects.get(pk=asked.pk)


def opened_to(person: Person) -> list[int]:
    """Return the accounts that are open to somebody for their work, at noon."""
    return sorted(reach_now(person, at=NOON).held_ids)


def test_what_is_open_to_holders_follows_their_matters_and_comes_back_with_its_old_end() -> None:
    install()
    survivor, absorbed = two()
    kept, over, passed_on = (a_matter(customer_id=absorbed.pk) for _ in range(3))
    for matter, holder in ((kept, mira()), (over, nora()), (passed_on, hugo())):
        given(matter, holder, by=greta())
    end = Grant.objects.get(person=mira()).active_to
    everybody = (mira(), nora(), hugo(), walt())
    here, there = [absorbed.pk], [survivor.pk]
    assert [opened_to(one) for one in everybody] == [here, here, here, []]

    merge = merged(survivor, absorbed)

    assert [opened_to(one) for one in everybody] == [there, there, there, []]
    assert queries.sees(mira(), [kept.pk], at=NOON)
    # While they are one, one matter ends and another one is handed on.
    actions.keep_commitment(commitment=fresh(over), by=nora(), at=NOON)
    given(passed_on, walt(), by=greta())
    assert [opened_to(one) for one in everybody] == [there, [], [], there]

    quality.undo_merge(merge=merge, version=merge.version, by=greta(), at=NOON, reason="two")

    assert [opened_to(one) for one in everybody] == [here, [], [], here]
    assert Grant.objects.get(person=mira()).active_to == end


def test_what_was_opened_on_request_follows_the_account_and_is_closed_with_it() -> None:
    survivor, absorbed = two()
    asked = opens(absorbed, mira())

    merge = merged(survivor, absorbed)

    assert reach_now(mira(), at=just_now()).granted_ids == {survivor.pk}
    quality.undo_merge(merge=merge, version=merge.version, by=greta(), at=NOON, reason="two")
    assert reach_now(mira(), at=just_now()).granted_ids == {absorbed.pk}
    access.end_access(request=fresh_request(asked), version=2, by=greta(), at=just_now())
    assert reach_now(mira(), at=just_now()).granted_ids == frozenset()
