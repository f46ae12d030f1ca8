"""A lead puts something off beyond its stretch: recorded, counted as policy says, owed once."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from primeline.commitments import actions as commitments
from primeline.commitments.choices import Because
from primeline.commitments.models import Commitment, Gap, Repricing
from primeline.commitments.queries.contracts import morning_of
from primeline.customers.choices import Tier
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.standards.models import PolicyRow, PolicyVersion
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM
from primeline.visits import actions
from primeline.visits.choices import ActionState
from primeline.visits.models import Postponement, ServiceAction
from primeline.visits.queries import CoverageFilter, coverage_of, days_beyond, in_time_until
from primeline.visits.tests.planned import TEST, install, plan
from primeline.visits.values import Outcome

DAY = timedelta(days=1)
pytestmark = [pytest.mark.django_db, pytest.mark.row("D3")]


@pytest.fixture
def bank() -> Customer:
    """Harbor Bank, a diamond: its visit of May is owed."""
    install()
    found = cast.harbor_bank(tier=Tier.DIAMOND)
    plan()
    return found


def visit() -> ServiceAction:
    """Its visit of May, the first one that it gets whole."""
    rows = ServiceAction.objects.standing().filter(standard__step__code="VISIT")
    found = rows.select_related("customer__owner_unit", "commitment", "standard").earliest(
        "period_from"
    )
    assert found.commitment is not None
    return found


def put_off(one: ServiceAction, day: date, *, at: datetime = TUESDAY_10AM) -> Postponement:
    return actions.postpone_action(
        action=one, version=one.version, day=day, by=cast.sara(), at=at, reason="customer moves"
    )


def states(month: date, at: datetime) -> dict[ActionState, int]:
    reach = reach_now(cast.sara(), at=at)
    return coverage_of(reach, CoverageFilter(month=month), at=at).whole.counts


@deed("test.forget_rule")
def forget_rule(*, by: Actor, at: datetime) -> None:
    """Let no rule of the matrix speak of what is put off."""
    PolicyRow.objects.filter(step__code="REPLANNED").update(is_active=False)
    PolicyVersion.objects.update(digest="without REPLANNED")


@deed("test.set_day")
def set_day(*, changes: dict[str, date], by: Actor, at: datetime) -> None:
    """Write a day past all rules."""
    ServiceAction.objects.filter(pk=visit().pk).update(**changes)


class TestPuttingOff:
    def test_a_few_days_beyond_are_in_time_by_the_rule_and_the_old_due_moment_stays_on_record(
        self, bank: Customer
    ) -> None:
        one = visit()
        assert one.commitment is not None
        due, count = one.commitment.due_at, Commitment.objects.count()
        day = days_beyond(one, at=TUESDAY_10AM)[0]

        row = put_off(one, day)

        one = visit()
        assert one.commitment is not None
        assert (one.planned_date, one.period_to) == (day, due.date() + DAY)
        assert (row.counts_late, row.policy_row) == (
            False, PolicyRow.objects.get(step__code="REPLANNED"),
        )  # fmt: skip
        moved = Repricing.objects.get(commitment=one.commitment)
        assert (moved.because, moved.old_due_at, moved.new_due_at) == (
            Because.PUT_OFF, due, morning_of(day + DAY),
        )  # fmt: skip
        assert one.commitment.due_at == moved.new_due_at
        assert plan() == Outcome(), "what was put off is planned again"
        assert Commitment.objects.count() == count, "it is owed twice"
        later = morning_of(day) + timedelta(hours=10)
        plan(later)
        assert visit().planned_date == day, "the planner moved what a lead put off"
        actions.record_action(action=one, by=cast.lin(), at=later)
        one.commitment.refresh_from_db()
        assert one.commitment.broken_at is None

    def test_further_than_the_rule_allows_it_is_due_when_it_was_and_counts_as_late(
        self, bank: Customer
    ) -> None:
        one = visit()
        assert one.commitment is not None
        due = one.commitment.due_at
        days = days_beyond(one, at=TUESDAY_10AM)
        until = in_time_until(one, at=TUESDAY_10AM).until
        assert until is not None
        late = next(day for day in days if morning_of(day + DAY) > until)

        row = put_off(one, late)

        one = visit()
        assert one.commitment is not None
        assert (row.counts_late, row.new_due_at, one.commitment.due_at) == (True, due, due)
        held = morning_of(late) + timedelta(hours=10)
        commitments.fire_due(by=TEST, at=held)
        plan(held)
        assert visit().planned_date == late
        actions.record_action(action=visit(), by=cast.lin(), at=held)
        assert states(one.period_from, held)[ActionState.LATE] == 1

    def test_without_a_rule_every_day_beyond_counts_as_late(self, bank: Customer) -> None:
        forget_rule(by=TEST, at=TUESDAY_10AM)
        one = visit()

        row = put_off(one, days_beyond(one, at=TUESDAY_10AM)[0])

        assert (row.counts_late, row.policy_row) == (True, None)
        assert [one.step.code for one in Gap.objects.all()] == ["REPLANNED"]

    def test_what_is_late_already_stays_late(self, bank: Customer) -> None:
        one = visit()
        assert one.commitment is not None
        at = one.commitment.due_at + timedelta(hours=10)

        row = put_off(one, days_beyond(one, at=at)[0], at=at)

        assert row.counts_late
        assert visit().commitment.due_at == row.old_due_at  # type: ignore[union-attr]

    def test_says_why_not(self, bank: Customer) -> None:
        one = visit()
        days = days_beyond(one, at=TUESDAY_10AM)
        with pytest.raises(Refused) as within:
            put_off(one, one.period.last)
        with pytest.raises(Refused) as far:
            put_off(one, days[-1] + 31 * DAY)
        with pytest.raises(Refused) as mute:
            actions.postpone_action(
                action=one, version=one.version, day=days[0], by=cast.sara(),
                at=TUESDAY_10AM, reason=" ",
            )  # fmt: skip
        assert [one.value.field for one in (within, far, mute)] == ["day", "day", "reason"]
        put_off(one, days[0])
        with pytest.raises(ChangedMeanwhile):
            put_off(one, days[1])
        assert Postponement.objects.count() == 1

    def test_the_database_takes_no_day_beyond_unless_it_was_put_off(self, bank: Customer) -> None:
        beyond = visit().period_to
        with pytest.raises(IntegrityError, match="stretch"), transaction.atomic():
            set_day(changes={"planned_date": beyond}, by=TEST, at=TUESDAY_10AM)
        changes = {"planned_date": beyond, "extended_to": beyond + DAY}
        set_day(changes=changes, by=TEST, at=TUESDAY_10AM)
        with pytest.raises(IntegrityError, match="stretch"), transaction.atomic():
            set_day(changes={"planned_date": beyond + DAY}, by=TEST, at=TUESDAY_10AM)
