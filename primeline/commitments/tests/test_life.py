"""From owing to done: due moments, pauses, rungs, hand-over, waivers."""

from datetime import timedelta

import pytest

from primeline.commitments import actions, queries
from primeline.commitments.choices import Because, CommitmentStatus, State
from primeline.commitments.models import Commitment, Repricing, RungFired
from primeline.commitments.tests.owing import (
    DAY,
    HOUR,
    TEST,
    a_level,
    a_matter,
    fresh,
    install,
    reason,
    scan,
)
from primeline.commitments.values import Subject
from primeline.customers.choices import Tier
from primeline.customers.queries import reach_now
from primeline.kit.errors import Refused
from primeline.standards.choices import Clock
from primeline.testing.cast import TUESDAY_10AM, greta, lin

pytestmark = [pytest.mark.row("F7"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()


class TestOpening:
    def test_names_the_rule_that_set_the_due_moment(self) -> None:
        matter = a_matter("ACCESS_DECISION")
        # Four hours of work from ten: two before lunch, two after it.
        assert matter.due_at == TUESDAY_10AM + timedelta(hours=5, minutes=30)
        assert matter.policy_row is not None
        assert matter.clock == Clock.WORKING
        assert matter.debtor_role == "BRANCH_LEAD"

    def test_owes_the_same_only_once(self) -> None:
        one = a_matter()
        other = a_matter(subject=Subject(one.subject_kind, one.subject_id))
        assert other.pk == one.pk
        assert Commitment.objects.count() == 1


class TestKeeping:
    def test_in_time_is_kept_and_later_is_late_whether_a_scan_came_by_or_not(self) -> None:
        kept, late = a_matter(), a_matter()
        actions.keep_commitment(commitment=kept, by=lin(), at=kept.due_at, reason="ok")
        after = late.due_at + timedelta(microseconds=1)
        actions.keep_commitment(commitment=late, by=lin(), at=after, reason="ok")
        assert fresh(kept).state(after) is State.KEPT
        assert fresh(late).state(after) is State.LATE
        assert fresh(late).broken_at == late.due_at

    def test_twice_is_refused_kindly(self) -> None:
        matter = a_matter()
        actions.keep_commitment(commitment=matter, by=lin(), at=TUESDAY_10AM + HOUR)
        with pytest.raises(Refused, match=lin().name):
            actions.keep_commitment(commitment=matter, by=greta(), at=TUESDAY_10AM + HOUR)


class TestPausing:
    def test_moves_the_due_moment_by_what_was_lost(self) -> None:
        matter = a_matter()
        assert matter.clock == Clock.WORKDAYS
        actions.pause_commitment(
            commitment=matter,
            pause_reason=reason(),
            evidence="mail",
            by=lin(),
            at=TUESDAY_10AM + HOUR,
        )
        assert fresh(matter).next_rung_at is None
        actions.resume_commitment(commitment=matter, by=lin(), at=TUESDAY_10AM + 25 * HOUR)
        assert fresh(matter).due_at == matter.due_at + DAY
        lengths = queries.durations_of([fresh(matter)], at=TUESDAY_10AM + 26 * HOUR)[matter.pk]
        assert (lengths.gross, lengths.net) == (26 * HOUR, 2 * HOUR)

    def test_ends_at_its_bound(self) -> None:
        matter = a_matter()
        until = TUESDAY_10AM + 2 * HOUR
        actions.pause_commitment(
            commitment=matter,
            pause_reason=reason(),
            evidence="mail",
            until=until,
            by=lin(),
            at=TUESDAY_10AM,
        )
        scan(TUESDAY_10AM + 3 * HOUR)
        assert fresh(matter).status == CommitmentStatus.RUNNING
        assert fresh(matter).due_at == matter.due_at + 2 * HOUR


class TestRungs:
    def test_fire_once_each(self) -> None:
        matter = a_matter()
        scan(TUESDAY_10AM + 300 * DAY)
        scan(TUESDAY_10AM + 300 * DAY)
        fired = RungFired.objects.order_by("percent").values_list("percent", flat=True)
        assert list(fired) == [50, 75, 90, 100, 150]
        assert fresh(matter).broken_at == matter.due_at

    def test_of_another_level_stay_silent_if_they_have_fired(self) -> None:
        matter = a_matter("VISIT")
        scan(matter.due_at - HOUR)
        assert RungFired.objects.count() == 1
        a_level(Tier.STANDARD)
        moved = actions.reprice_commitments(
            commitment_ids=[matter.pk], because=Because.TIER, by=TEST, at=matter.due_at - HOUR
        )
        assert moved == 1
        assert Repricing.objects.get().old_due_at == matter.due_at
        scan(fresh(matter).due_at - HOUR)
        assert RungFired.objects.count() == 1


class TestHandingOver:
    def test_leaves_it_with_its_owner_until_it_is_accepted(self) -> None:
        matter = a_matter("VISIT")
        at = TUESDAY_10AM + HOUR
        offer = actions.offer_matter(
            commitment=matter, to_person=greta(), by=lin(), at=at, reason="away"
        )
        assert queries.owner_id_of(fresh(matter)) == lin().pk
        with pytest.raises(Refused, match=greta().name):
            actions.offer_matter(commitment=matter, to_person=greta(), by=lin(), at=at, reason="x")
        actions.accept_offer(offer=offer, by=greta(), at=at)
        assert queries.owner_id_of(fresh(matter)) == greta().pk
        assert matter in queries.owed_by(reach_now(greta(), at=at))


@pytest.mark.row("F6")
def test_what_may_not_be_put_off_is_not_by_any_door() -> None:
    """The form does not offer it; a deed asked for by hand refuses it."""
    with pytest.raises(Refused, match="not put off"):
        actions.pause_commitment(
            commitment=a_matter("INSTALLATION"),
            pause_reason=reason("SNOOZED"),
            by=lin(),
            at=TUESDAY_10AM,
        )
