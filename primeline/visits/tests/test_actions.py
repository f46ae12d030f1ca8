"""Planning, moving, recording: with the tables, on both databases."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.approaches.events import PersonReached
from primeline.audit.models import Act
from primeline.commitments import actions as commitments
from primeline.commitments.choices import CommitmentStatus
from primeline.commitments.events import CommitmentKept
from primeline.commitments.models import Commitment
from primeline.commitments.values import Owed, Subject
from primeline.customers import actions as customers
from primeline.customers.choices import CustomerStatus, Tier
from primeline.customers.models import Customer
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.kit.jobs import Job
from primeline.kit.models import JobRow
from primeline.staff import actions as staff
from primeline.staff.choices import Role
from primeline.staff.events import PostingEnded, UnitMoved
from primeline.staff.models import Person, Posting
from primeline.staff.values import Period
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM
from primeline.visits import actions, listeners, planning, sources
from primeline.visits.choices import ActionStatus, CountedKind, Manner
from primeline.visits.models import Counted, DayLimit, Feed, ServiceAction
from primeline.visits.queries.facts import managers_to_ask
from primeline.visits.tests.planned import TEST, install, level, plan
from primeline.visits.values import Changes, Facts, Outcome

DAY = timedelta(days=1)
DUE_SOON = (
    "VISIT", "CALL", "BUSINESS_REVIEW", "SERVICE_REPORT", "ACCOUNT_PLAN", "PLAN_REVIEW",
    "WELCOME_CALL",
)  # fmt: skip
pytestmark = [pytest.mark.django_db]


def standing() -> list[ServiceAction]:
    found = ServiceAction.objects.standing().select_related("commitment", "standard__step")
    return list(found.order_by("period_from", "standard", "pk"))


@pytest.fixture
def bank() -> Customer:
    """Harbor Bank, a diamond that is looked after by a cadence."""
    install()
    return cast.harbor_bank(tier=Tier.DIAMOND)


class TestPlanning:
    @pytest.mark.engine("sqlite")
    def test_drops_nothing_that_is_done_while_it_plans(
        self, bank: Customer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plan()
        one = next(row for row in standing() if row.period_from > TUESDAY_10AM.date())
        level(bank, Tier.STANDARD, is_key=False)
        work_out = planning.work_out

        def meanwhile(facts: Facts) -> Changes:
            changes = work_out(facts)
            assert one.pk in {gone.id for gone in changes.drop}
            assert one.commitment is not None
            commitments.keep_commitment(commitment=one.commitment, by=TEST, at=TUESDAY_10AM)
            return changes

        monkeypatch.setattr(planning, "work_out", meanwhile)
        actions.plan_accounts(
            manager_id=cast.lin().pk, customer_ids=[bank.pk], by=TEST, at=TUESDAY_10AM
        )

        one.refresh_from_db()
        assert one.status == ActionStatus.PLANNED

    def test_plans_the_days_to_come_once_and_follows_level_manager_and_absence(
        self, bank: Customer
    ) -> None:
        outcome = plan()

        first = standing()
        assert outcome.added == len(first) == Commitment.objects.count()
        codes = {one.standard.step.code for one in first}
        # The next executive visit begins with July, which lies beyond sixty days.
        assert codes == set(DUE_SOON)
        assert {one.person_id for one in first} == {cast.lin().pk}
        assert all(one.planned_date.weekday() < 5 for one in first if one.planned_date)
        may_day = {date(2026, 5, n) for n in range(1, 6)}
        assert not may_day & {one.planned_date for one in first}
        acts = Act.objects.count()
        assert plan() == type(outcome)()
        assert Act.objects.count() == acts, "a plan that changes nothing left an act"

        level(bank, Tier.SILVER)
        plan()
        now = standing()
        ahead = {(one.standard.step.code, str(one.period_from)) for one in now}
        assert ("CALL", "2026-06-01") in ahead
        assert ("VISIT", "2026-05-01") not in ahead
        cancelled = Commitment.objects.filter(status=CommitmentStatus.CANCELLED).count()
        assert cancelled == ServiceAction.objects.filter(status=ActionStatus.DROPPED).count() > 0

        level(bank, Tier.DIAMOND)
        plan()
        back = {(one.standard_id, one.period_from) for one in standing()}
        assert {(one.standard_id, one.period_from) for one in first} <= back
        assert not Commitment.objects.filter(
            status=CommitmentStatus.CANCELLED, pk__in=[one.commitment_id for one in standing()]
        )

    def test_what_a_manager_has_no_room_for_is_unstaffed_and_owed_by_nobody(
        self, bank: Customer
    ) -> None:
        limit = DayLimit.objects.get(manner=Manner.VISIT)
        actions.set_day_limit(
            manner=Manner.VISIT, version=limit.version, most=0, by=TEST, at=TUESDAY_10AM
        )
        plan()

        visits = [one for one in standing() if one.standard.step.code == "VISIT"]
        assert visits
        assert {(one.status, one.commitment_id, one.person_id) for one in visits} == {
            (ActionStatus.UNSTAFFED, None, None)
        }
        assert not Commitment.objects.filter(step__code="VISIT").exists()
        actions.set_day_limit(
            manner=Manner.VISIT, version=limit.version + 1, most=3, by=TEST, at=TUESDAY_10AM
        )
        plan()
        assert all(one.commitment for one in standing())

    def test_an_absence_moves_days_and_whoever_stands_in_takes_them(self, bank: Customer) -> None:
        plan()
        staff.set_cover(
            absent=cast.lin(),
            covered_by=cast.nora(),
            period=Period(date(2026, 5, 1), date(2026, 6, 1)),
            by=cast.greta(),
            at=TUESDAY_10AM,
        )
        plan()

        may = [one for one in standing() if one.planned_date and one.planned_date.month == 5]
        assert may
        assert {one.person_id for one in may} == {cast.nora().pk}

    def test_gone_accounts_are_owed_nothing(self, bank: Customer) -> None:
        plan()
        bank.refresh_from_db()
        customers.change_status(
            customer=bank, version=bank.version, status=CustomerStatus.CLOSED,
            by=TEST, at=TUESDAY_10AM, reason="gone",
        )  # fmt: skip
        plan()

        assert not standing()
        assert not Commitment.objects.open().exists()

    def test_another_manager_takes_over_what_is_planned(self, bank: Customer) -> None:
        plan()
        bank.refresh_from_db()
        customers.name_managers(
            customer=bank, version=bank.version, account_manager=cast.nora(), deputy=None,
            by=cast.greta(), at=TUESDAY_10AM,
        )  # fmt: skip
        before = Commitment.objects.count()
        plan()

        assert {one.person_id for one in standing()} == {cast.nora().pk}
        assert Commitment.objects.count() == before

    def test_costs_no_more_queries_for_more_accounts(self, bank: Customer) -> None:
        with CaptureQueriesContext(connection) as one:
            plan()
        for number in range(4):
            cast.an_account(
                f"Quay Works {number}", unit=cast.harbor_branch, manager=cast.nora,
                tier=Tier.DIAMOND,
            )  # fmt: skip
        with CaptureQueriesContext(connection) as four:
            list(sources.plan_for([cast.nora().pk], by=TEST, at=TUESDAY_10AM))
        assert ServiceAction.objects.count() >= 40
        assert len(four) <= len(one)


class TestPeople:
    @pytest.fixture(autouse=True)
    def planned(self, bank: Customer) -> None:
        plan()

    def call(self) -> ServiceAction:
        """The call of the week of Tuesday 28 April."""
        return next(
            one
            for one in standing()
            if one.standard.step.code == "CALL" and one.period_from == date(2026, 4, 27)
        )

    def move(self, day: date) -> ServiceAction:
        one = self.call()
        return actions.move_action(
            action=one, version=one.version, day=day, by=cast.lin(), at=TUESDAY_10AM
        )

    def test_moves_within_its_stretch_and_stays_there(self, bank: Customer) -> None:
        moved = self.move(date(2026, 4, 30))
        plan()

        assert self.call().planned_date == date(2026, 4, 30)
        assert self.call().is_moved
        assert Act.objects.filter(kind="visits.move").count() == 1
        with pytest.raises(ChangedMeanwhile):
            actions.move_action(
                action=moved, version=moved.version - 1, day=date(2026, 4, 29),
                by=cast.lin(), at=TUESDAY_10AM,
            )  # fmt: skip

    def test_refuses_days_outside_the_past_and_those_on_which_nobody_works(
        self, bank: Customer
    ) -> None:
        for day in (date(2026, 5, 4), date(2026, 4, 27), date(2026, 5, 1)):
            with pytest.raises(Refused) as refused:
                self.move(day)
            assert refused.value.field == "day"

    def test_done_keeps_what_is_owed_and_another_visit_counts_too(self, bank: Customer) -> None:
        actions.record_action(action=self.call(), by=cast.lin(), at=TUESDAY_10AM, reason="fine")
        kept = self.call().commitment
        assert kept is not None
        assert (kept.status, kept.note) == (CommitmentStatus.DONE, "fine")
        with pytest.raises(Refused):
            actions.record_action(action=self.call(), by=cast.lin(), at=TUESDAY_10AM)
        ahead = standing()[-1]
        with pytest.raises(Refused):
            actions.record_action(action=ahead, by=cast.lin(), at=TUESDAY_10AM)

        in_may = TUESDAY_10AM + 8 * DAY
        plan(in_may)
        hand_over = Owed(step="MANAGER_VISIT", subject=Subject("test", 1), customer_id=bank.pk)
        matter = commitments.open_commitment(owed=hand_over, by=TEST, at=in_may)
        commitments.keep_commitment(commitment=matter, by=cast.lin(), at=in_may)
        event = CommitmentKept(
            happened_at=in_may, commitment_id=matter.pk, step="MANAGER_VISIT",
            subject_kind="test", subject_id=1, customer_id=bank.pk, is_late=False,
        )  # fmt: skip
        listeners.count_after_keeping(event)
        listeners.count_after_keeping(event)
        visit = next(
            one
            for one in standing()
            if one.standard.step.code == "VISIT" and one.period_from == date(2026, 5, 1)
        )
        assert visit.commitment is not None
        assert visit.commitment.status == CommitmentStatus.DONE
        assert visit.counted.get().source_id == matter.pk

    def test_a_call_through_the_product_counts_once_and_says_why(self, bank: Customer) -> None:
        reached = PersonReached(
            happened_at=TUESDAY_10AM, approach_id=7, customer_id=bank.pk,
            channel="CALL", purpose="CONTRACT", asked_by_id=cast.lin().pk,
        )  # fmt: skip
        for other in (
            {"channel": "EMAIL"},
            {"purpose": "EMERGENCY"},
            {"asked_by_id": cast.mira().pk},
            {"happened_at": TUESDAY_10AM + timedelta(days=900)},
        ):
            listeners.count_after_reaching(replace(reached, **other))
        assert not Counted.objects.exists()

        listeners.count_after_reaching(reached)
        acts = Act.objects.count()
        listeners.count_after_reaching(reached)
        assert Act.objects.count() == acts
        # What ends first is done first: the welcome call, then that of the week, then nothing.
        for approach_id in (8, 9):
            listeners.count_after_reaching(replace(reached, approach_id=approach_id))

        counted = list(Counted.objects.order_by("pk"))
        assert [(one.source_kind, one.source_id) for one in counted] == [
            (CountedKind.APPROACH, 7),
            (CountedKind.APPROACH, 8),
        ]
        assert [one.action.standard.step.code for one in counted] == ["WELCOME_CALL", "CALL"]
        assert counted[1].action_id == self.call().pk
        kept = self.call().commitment
        assert kept is not None
        assert kept.status == CommitmentStatus.DONE

    def test_what_is_unstaffed_goes_to_somebody_with_room_and_stays_there(
        self, bank: Customer
    ) -> None:
        away = Period(date(2026, 4, 29), date(2026, 9, 1))
        staff.set_cover(
            absent=cast.lin(), covered_by=None, period=away, by=cast.greta(), at=TUESDAY_10AM
        )
        plan()
        call = next(one for one in standing() if str(one.period_from) == "2026-05-11")
        assert call.status == ActionStatus.UNSTAFFED

        def give(person: Person, monday: date, version: int) -> ServiceAction:
            return actions.staff_action(
                action=call, version=version, person=person, monday=monday,
                by=cast.greta(), at=TUESDAY_10AM,
            )  # fmt: skip

        monday = date(2026, 5, 11)
        for person, week, field in (
            (cast.mira(), monday, "person"),
            (cast.lin(), monday, "monday"),
            (cast.greta(), monday + 7 * DAY, "monday"),
        ):
            with pytest.raises(Refused) as refused:
                give(person, week, call.version)
            assert refused.value.field == field
        given = give(cast.greta(), monday, call.version)
        with pytest.raises(ChangedMeanwhile):
            give(cast.greta(), monday, call.version)

        assert given.commitment is not None
        assert (given.person_id, given.commitment.person_id) == (cast.greta().pk,) * 2
        assert given.planned_date == monday
        plan()
        given.refresh_from_db()
        assert (given.status, given.person_id) == (ActionStatus.PLANNED, cast.greta().pk)

    def test_what_was_given_in_vain_goes_back_to_the_manager_who_has_room(
        self, bank: Customer
    ) -> None:
        call = self.call()

        @deed("test.give")
        def give(*, by: Actor, at: datetime) -> None:
            ServiceAction.objects.filter(pk=call.pk).update(is_given=True, person=cast.mira())

        give(by=TEST, at=TUESDAY_10AM)
        moved = UnitMoved(
            happened_at=TUESDAY_10AM, unit_id=bank.owner_unit_id, from_path="/1/", to_path="/2/"
        )
        listeners.take_back_after_change_of_units(moved)
        assert JobRow.objects.get(kind="visits.plan").payload == {"managers": [cast.lin().pk]}

        listeners.take_back(Job(job_id=1, kind="", payload={}, at=TUESDAY_10AM))

        back = self.call()
        assert (back.pk, back.person_id, back.is_given) == (call.pk, cast.lin().pk, False)
        assert back.commitment is not None
        assert back.commitment.is_open
        assert managers_to_ask(at=TUESDAY_10AM) == set()

    def test_who_loses_the_role_loses_what_was_given_and_where_nobody_has_room_a_lead_sees_it(
        self, bank: Customer
    ) -> None:
        away = Period(date(2026, 4, 29), date(2026, 9, 1))
        staff.set_cover(
            absent=cast.lin(), covered_by=None, period=away, by=cast.greta(), at=TUESDAY_10AM
        )
        plan()
        call = next(one for one in standing() if str(one.period_from) == "2026-05-11")
        given = actions.staff_action(
            action=call, version=call.version, person=cast.greta(), monday=date(2026, 5, 11),
            by=cast.greta(), at=TUESDAY_10AM,
        )  # fmt: skip
        posting = Posting.objects.get(person=cast.greta())
        staff.end_posting(
            posting=posting, version=posting.version, by=cast.CASTING, at=TUESDAY_10AM
        )
        ended = PostingEnded(
            happened_at=TUESDAY_10AM, posting_id=posting.pk, person_id=posting.person_id,
            unit_id=posting.unit_id, role=Role(posting.role),
        )  # fmt: skip
        listeners.take_back_after_end_of_posting(ended)
        queued = JobRow.objects.get(kind="visits.plan")
        assert queued.payload == {"managers": [cast.lin().pk]}
        job = Job(job_id=1, kind="visits.take_back", payload={}, at=TUESDAY_10AM)
        listeners.take_back(job)
        given.refresh_from_db()
        assert (given.status, given.is_given) == (ActionStatus.UNSTAFFED, False)
        assert not Commitment.objects.open().filter(person=posting.person_id).exists()
        assert plan() == Outcome()


class TestFeed:
    def test_a_feed_is_kept_as_a_hash_and_the_next_one_ends_the_first(self, bank: Customer) -> None:
        first = actions.make_feed(person=cast.lin(), by=cast.lin(), at=TUESDAY_10AM)
        second = actions.make_feed(person=cast.lin(), by=cast.lin(), at=TUESDAY_10AM)

        assert first != second
        assert Feed.objects.filter(revoked_at=None).count() == 1
        assert not Feed.objects.filter(token_hash__in=[first, second]).exists()
        assert actions.revoke_feed(person=cast.lin(), by=cast.lin(), at=TUESDAY_10AM)
        assert not actions.revoke_feed(person=cast.lin(), by=cast.lin(), at=TUESDAY_10AM)
