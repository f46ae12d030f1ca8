"""What went wrong elsewhere, and what people do at the same time: each has its test."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction

from primeline.audit import walls
from primeline.calendars.errors import ImpossibleCalendar
from primeline.commitments import actions, alerting, listeners, queries, rules
from primeline.commitments.choices import Because, CommitmentStatus, OfferStatus, State
from primeline.commitments.models import Alert, Commitment, Offer, RungFired
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
from primeline.customers.choices import Tier
from primeline.customers.models import Clearance, Customer
from primeline.customers.queries import reach_now
from primeline.kit import delivery
from primeline.kit.deeds import act
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.kit.jobs import Job
from primeline.kit.models import JobRow
from primeline.staff import actions as staff
from primeline.staff.models import Person, Posting
from primeline.staff.values import Period
from primeline.standards.choices import Tells
from primeline.testing import cast
from primeline.testing.cast import (
    TUESDAY_10AM,
    ada,
    greta,
    harbor_bank,
    lin,
    nora,
    paul,
    sara,
    walt,
)

pytestmark = [pytest.mark.django_db]

SATURDAY = datetime(2026, 6, 13, 4, tzinfo=UTC)
SPLIT_SECOND = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()


def with_mail(person: Person) -> Person:
    with act(kind="test.mail", by=TEST, at=TUESDAY_10AM):
        Person.objects.filter(pk=person.pk).update(email=f"{person.username}@example.test")
    return person


def told() -> set[str]:
    return set(Alert.objects.values_list("person__username", flat=True))


def hear() -> None:
    while delivery.deliver_due(at=TUESDAY_10AM + 999 * DAY):
        pass


def restrict(*cleared: Person) -> None:
    """Hide Harbor Bank from all but these."""
    with act(kind="test.restrict", by=TEST, at=TUESDAY_10AM):
        Customer.objects.filter(pk=harbor_bank().pk).update(is_restricted=True, cover_name="Rowan")
        for person in cleared:
            Clearance.objects.create(
                customer=harbor_bank(), person=person, active_from=TUESDAY_10AM - DAY
            )


@pytest.mark.row("F7")
class TestClockBugsOfOthers:
    def test_what_is_opened_out_of_hours_begins_when_work_does(self) -> None:
        """GLPI 687: solved at once, because no time could be counted."""
        matter = a_matter("ACCESS_DECISION", at=SATURDAY)
        monday = datetime(2026, 6, 15, 0, 30, tzinfo=UTC)
        # Three and a half hours until lunch, and half an hour after it.
        assert matter.due_at == monday + timedelta(hours=5, minutes=30)
        later = monday + HOUR
        lengths = queries.durations_of([matter], at=later)[matter.pk]
        assert (lengths.gross, lengths.net) == (HOUR, HOUR)

    def test_nothing_is_told_at_night_or_on_days_off(self) -> None:
        """Zammad 4432: reminders at midnight and on Sundays."""
        a_matter("ACCESS_DECISION", at=SATURDAY)
        for hours in range(44):
            assert scan(SATURDAY + hours * HOUR) == 0

    def test_nothing_has_escalated_when_it_is_opened(self) -> None:
        """GLPI 15429: after a change of the time zone, all that was opened had escalated."""
        for step in ("ACCESS_DECISION", "COMPLAINT_REPLY", "CONTRACT_FILING"):
            matter = a_matter(step, at=TUESDAY_10AM.astimezone())
            scan(TUESDAY_10AM + SPLIT_SECOND)
            assert not RungFired.objects.filter(commitment=matter).exists()

    def test_a_clock_that_jumps_ahead_and_back_fires_nothing_twice_and_breaks_nothing(self) -> None:
        """F8: an hour ahead, an hour back, a day ahead."""
        matter = a_matter("RESTORATION_ESTIMATE")
        for hours in (1, 0, -1, 24, 0):
            scan(TUESDAY_10AM + hours * HOUR)
        fired = RungFired.objects.filter(commitment=matter)
        assert len({one.percent for one in fired}) == fired.count() == 5
        # It really was done in time: that a clock had it broken before does not stand.
        kept = actions.keep_commitment(
            commitment=matter, by=lin(), at=TUESDAY_10AM + timedelta(minutes=20)
        )
        assert fresh(kept).state(TUESDAY_10AM) is State.KEPT

    def test_ends_no_earlier_than_it_began(self) -> None:
        matter = a_matter()
        actions.keep_commitment(commitment=matter, by=lin(), at=TUESDAY_10AM - HOUR)
        assert fresh(matter).ended_at == TUESDAY_10AM

    def test_one_that_cannot_be_worked_out_does_not_stop_the_others(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        broken, well = a_matter(), a_matter()
        climb, seen = rules.climb, list[int]()

        def fails(course: Any, *given: Any, **named: Any) -> Any:
            if not seen:
                seen.append(1)
                raise ImpossibleCalendar("no open time")
            return climb(course, *given, **named)

        monkeypatch.setattr(rules, "climb", fails)
        at = well.due_at + HOUR
        actions.fire_due(by=TEST, at=at)
        assert set(RungFired.objects.values_list("commitment", flat=True)) in (
            {well.pk},
            {broken.pk},
        )
        assert Commitment.objects.filter(next_rung_at=at + HOUR).count() == 1


@pytest.mark.row("F6")
class TestPauses:
    def test_never_stop_the_clock_of_a_law_nor_of_what_cannot_wait(self) -> None:
        a_level(Tier.STANDARD)
        for matter in (a_matter("COMPLAINT_REPLY"), a_matter("CONTRACT_FILING")):
            with pytest.raises(Refused):
                actions.pause_commitment(
                    commitment=matter,
                    pause_reason=reason(),
                    evidence="mail",
                    by=lin(),
                    at=TUESDAY_10AM,
                )

    def test_move_a_tighter_promise_no_further_than_the_law_behind_it(self) -> None:
        a_level(Tier.DIAMOND)
        matter, law = a_matter("COMPLAINT_REPLY"), TUESDAY_10AM + 15 * DAY
        stop: dict[str, Any] = {"evidence": "x", "by": lin(), "pause_reason": reason("PERMIT")}
        assert matter.due_at < law
        actions.pause_commitment(commitment=matter, at=TUESDAY_10AM, **stop)
        scan(TUESDAY_10AM + 100 * DAY)
        assert law - DAY < fresh(matter).due_at <= law

    def test_end_and_count_for_nothing_once_a_law_says_by_when(self) -> None:
        a_level(Tier.DIAMOND)
        matter, law = a_matter("COMPLAINT_REPLY"), TUESDAY_10AM + 15 * DAY
        stop: dict[str, Any] = {"evidence": "x", "by": lin(), "pause_reason": reason("PERMIT")}
        actions.pause_commitment(commitment=matter, at=TUESDAY_10AM, **stop)
        a_level(Tier.STANDARD)
        later: dict[str, Any] = {"by": TEST, "at": TUESDAY_10AM + 2 * DAY}
        for _twice in range(2):
            actions.reprice_commitments(commitment_ids=[matter.pk], because=Because.TIER, **later)
            assert (fresh(matter).status, fresh(matter).due_at) == (CommitmentStatus.RUNNING, law)
        left = queries.left_of([fresh(matter)], at=later["at"])[matter.pk]
        assert left.time == 13 * DAY

    def test_need_evidence_and_use_up_what_their_reason_allows(self) -> None:
        matter, at = a_matter("VISIT"), TUESDAY_10AM
        with pytest.raises(Refused):
            actions.pause_commitment(
                commitment=matter, pause_reason=reason(), by=lin(), at=TUESDAY_10AM
            )
        for _ in range(2):
            actions.pause_commitment(
                commitment=matter, pause_reason=reason(), evidence="x", by=lin(), at=at
            )
            actions.resume_commitment(commitment=matter, by=lin(), at=at + 5 * DAY)
            at += 6 * DAY
        with pytest.raises(Refused):
            actions.pause_commitment(
                commitment=matter, pause_reason=reason(), evidence="x", by=lin(), at=at
            )

    def test_forgotten_ones_end_at_their_bound_however_late_somebody_looks(self) -> None:
        matter = a_matter("VISIT")
        actions.pause_commitment(
            commitment=matter, pause_reason=reason(), evidence="x", by=lin(), at=TUESDAY_10AM
        )
        actions.keep_commitment(commitment=matter, by=lin(), at=TUESDAY_10AM + 300 * DAY)
        assert fresh(matter).due_at == matter.due_at + 10 * DAY
        assert fresh(matter).broken_at == fresh(matter).due_at


@pytest.mark.row("E5")
class TestTwoAtOnce:
    def test_two_who_hand_over_at_once_make_one_offer(self) -> None:
        matter = a_matter("VISIT")
        offer = actions.offer_matter(
            commitment=matter, to_person=greta(), by=lin(), at=TUESDAY_10AM, reason="away"
        )
        race = act(kind="test.race", by=TEST, at=TUESDAY_10AM)
        with pytest.raises(IntegrityError), transaction.atomic(), race:
            Offer.objects.create(
                commitment=matter,
                to_person=paul(),
                offered_by=lin(),
                offered_at=TUESDAY_10AM,
                reason="x",
            )
        actions.withdraw_offer(offer=offer, by=lin(), at=TUESDAY_10AM)
        with pytest.raises(ChangedMeanwhile):
            actions.accept_offer(offer=offer, by=greta(), at=TUESDAY_10AM)
        assert queries.owner_id_of(fresh(matter)) == lin().pk

    def test_reassigning_leaves_alone_what_somebody_changed_meanwhile(self) -> None:
        one, other, over = a_matter("VISIT"), a_matter("CALL"), a_matter()
        versions = {matter.pk: matter.version for matter in (one, other, over)}
        actions.pause_commitment(
            commitment=other, pause_reason=reason(), evidence="x", by=lin(), at=TUESDAY_10AM
        )
        actions.keep_commitment(commitment=over, by=lin(), at=TUESDAY_10AM)
        done = actions.reassign_matters(
            versions=versions,
            to_person=greta(),
            reach=reach_now(greta(), at=TUESDAY_10AM),
            by=greta(),
            at=TUESDAY_10AM,
        )
        assert (done.count, done.left_out) == (1, tuple(sorted((other.pk, over.pk))))
        nobody = actions.reassign_matters(
            versions={one.pk: fresh(one).version},
            to_person=ada(),
            reach=reach_now(greta(), at=TUESDAY_10AM),
            by=greta(),
            at=TUESDAY_10AM,
        )
        assert nobody.count == 0

    def test_ending_takes_back_what_waits_for_an_answer(self) -> None:
        matter = a_matter("VISIT")
        actions.offer_matter(
            commitment=matter, to_person=greta(), by=lin(), at=TUESDAY_10AM, reason="x"
        )
        waiver = actions.ask_waiver(
            commitment=matter, by=lin(), at=TUESDAY_10AM, reason="Closed for repairs"
        )
        assert waiver in queries.waivers_for(reach_now(greta(), at=TUESDAY_10AM))
        with pytest.raises(Refused):
            actions.approve_waiver(waiver=waiver, by=lin(), at=TUESDAY_10AM)
        hers = a_matter("VISIT", person_id=greta().pk)
        asked = actions.ask_waiver(commitment=hers, by=lin(), at=TUESDAY_10AM, reason="For her")
        with pytest.raises(Refused, match="owe this yourself"):
            actions.approve_waiver(waiver=asked, by=greta(), at=TUESDAY_10AM)
        actions.refuse_waiver(waiver=asked, by=greta(), at=TUESDAY_10AM, reason="Mine to do")
        actions.approve_waiver(waiver=waiver, by=greta(), at=TUESDAY_10AM)
        assert fresh(matter).status == CommitmentStatus.WAIVED
        assert Offer.objects.get().status == OfferStatus.WITHDRAWN
        waiver.refresh_from_db()
        assert waiver.decided_by == greta()
        with pytest.raises(Refused):
            actions.keep_commitment(commitment=matter, by=lin(), at=TUESDAY_10AM)


@pytest.mark.row("F15")
class TestWhileClocksRun:
    def test_a_higher_level_can_break_it_only_from_now_on(self) -> None:
        a_level(Tier.STANDARD)
        matter, at = a_matter("COMPLAINT_REPLY"), TUESDAY_10AM + 14 * DAY
        a_level(Tier.DIAMOND)
        actions.reprice_commitments(
            commitment_ids=[matter.pk], because=Because.TIER, by=TEST, at=at
        )
        scan(at + SPLIT_SECOND)
        assert fresh(matter).due_at < at
        assert fresh(matter).broken_at == at

    def test_opened_again_it_has_its_whole_time_and_its_rungs_once_more(self) -> None:
        matter = a_matter("RESTORATION_ESTIMATE")
        scan(TUESDAY_10AM + DAY)
        actions.keep_commitment(commitment=matter, by=lin(), at=TUESDAY_10AM + DAY)
        again = actions.reopen_commitment(commitment=matter, by=lin(), at=TUESDAY_10AM + 2 * DAY)
        assert fresh(again).due_at == TUESDAY_10AM + 2 * DAY + timedelta(minutes=30)
        scan(TUESDAY_10AM + 3 * DAY)
        assert RungFired.objects.count() == 10


@pytest.mark.row("F7")
class TestTelling:
    def test_tells_the_owner_or_who_stands_in_and_then_who_leads(self) -> None:
        people = [with_mail(one) for one in (lin(), greta(), paul(), sara())]
        assert people
        matter = a_matter("VISIT")
        scan(matter.due_at - DAY)
        hear()
        assert told() == {"lin"}
        staff.set_cover(
            absent=lin(),
            covered_by=nora(),
            period=Period(matter.due_at.date(), matter.due_at.date() + timedelta(days=9)),
            by=greta(),
            at=TUESDAY_10AM,
        )
        scan(matter.due_at + SPLIT_SECOND)
        hear()
        assert told() == {"lin", "nora", "greta"}

    def test_passes_the_word_up_where_nobody_holds_a_level(self) -> None:
        matter, led = a_matter("VISIT"), Posting.objects.get(person=greta())
        # Harbor branch has no teams.
        levels = [[Tells.TEAM_LEAD], [Tells.BRANCH_LEAD], [Tells.PROVINCE]]
        told = [queries.told_by(matter, level, at=TUESDAY_10AM) for level in levels]
        assert told == [[greta()], [greta()], [paul()]]

        staff.end_posting(posting=led, version=led.version, by=walt(), at=TUESDAY_10AM)

        for level in levels:
            assert queries.told_by(matter, level, at=TUESDAY_10AM) == [paul()]

    def test_tells_of_a_restricted_account_only_people_cleared_for_it(self) -> None:
        for person in (lin(), greta(), paul(), sara()):
            with_mail(person)
        matter = a_matter("FIRST_RESPONSE", role="BRANCH_LEAD")
        restrict(greta())
        scan(TUESDAY_10AM + 9 * DAY)
        hear()
        assert told() == {"greta"}
        for person in (lin(), paul(), sara()):
            with pytest.raises(NotFound):
                queries.get_commitment(reach_now(person, at=TUESDAY_10AM), matter.pk)

    def test_a_worker_killed_after_sending_sends_the_same_message_again(self) -> None:
        """F2, F12: an e-mail goes out at least once, always under the same name."""
        with_mail(lin())
        matter = a_matter("VISIT")
        scan(matter.due_at - DAY)
        hear()
        hear()
        job = JobRow.objects.get(kind=alerting.MAIL)
        alerting.mail(job.payload["alert"], at=TUESDAY_10AM)
        # What it had noted is lost with it.
        Alert.objects.update(mailed_at=None)
        alerting.mail(job.payload["alert"], at=TUESDAY_10AM)
        alerting.mail(job.payload["alert"], at=TUESDAY_10AM)
        names = [one.extra_headers["Message-ID"] for one in outbox.outbox]
        assert len(names) == 2
        assert len(set(names)) == 1
        assert Alert.objects.count() == 1


@pytest.mark.engine("postgres")
def test_the_wall_lets_through_what_hangs_on_no_account_and_hides_accounts_of_others() -> None:
    matter = a_matter("VISIT")
    between = a_matter("INSTRUCTION", customer_id=None, unit_id=cast.lake_branch().pk)
    for person, shown in ((lin(), {matter.pk, between.pk}), (walt(), {between.pk})):
        with walls.open_for(reach_now(person, at=TUESDAY_10AM)):
            assert set(Commitment.objects.values_list("pk", flat=True)) == shown
    # The wall leaves what units owe each other to the queries.
    assert not queries.visible_to(reach_now(lin(), at=TUESDAY_10AM)).filter(pk=between.pk).exists()
    assert queries.visible_to(reach_now(walt(), at=TUESDAY_10AM)).get() == between


def test_the_worker_works_all_out_anew_when_another_calendar_holds() -> None:
    """F10: a year is published while clocks run."""
    matter = a_matter("CONTRACT_FILING")
    with act(kind="test.calendar", by=TEST, at=TUESDAY_10AM):
        Commitment.objects.filter(pk=matter.pk).update(due_at=TUESDAY_10AM, is_provisional=True)
    listeners.ask_to_reprice(Because.CALENDAR, key="2027", at=TUESDAY_10AM)
    listeners.ask_to_reprice(Because.CALENDAR, key="2027", at=TUESDAY_10AM)
    job = JobRow.objects.get(kind=listeners.REPRICE)
    listeners.reprice(Job(job_id=job.pk, kind=job.kind, payload=job.payload, at=TUESDAY_10AM))
    assert fresh(matter).due_at == matter.due_at
    assert queries.repricings_of(matter).get().new_due_at == matter.due_at
