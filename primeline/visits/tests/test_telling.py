"""What was told of a visit or call: done, promised, on the timeline, corrected, sealed."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from primeline.commitments import actions as commitments
from primeline.commitments.choices import CommitmentStatus
from primeline.commitments.models import Commitment, Gap
from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind, Tier, TimelineKind
from primeline.customers.models import Contact, Customer, TimelineLine
from primeline.customers.values import ContactDetails, Identity
from primeline.kit.deeds import act
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.rights.queries import everything_on
from primeline.standards.models import PolicyRow, PolicyVersion
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM
from primeline.visits import actions, queries
from primeline.visits.choices import ConversationKind
from primeline.visits.models import Conversation, Participant, ServiceAction
from primeline.visits.tests.planned import install, plan
from primeline.visits.values import Promised, Told

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CALLED = Told(
    kind=ConversationKind.CALL, held_at=TUESDAY_10AM - timedelta(hours=1), outcome="All well 𠮷."
)
pytestmark = [pytest.mark.django_db, pytest.mark.row("B6", "G1")]


@pytest.fixture
def bank() -> Customer:
    """Harbor Bank, a diamond that is planned for, with one person who can be met."""
    install()
    found = cast.harbor_bank(tier=Tier.DIAMOND)
    plan()
    return found


def running(step: str) -> ServiceAction:
    rows = ServiceAction.objects.filter(standard__step__code=step, period_from__lte=TUESDAY_10AM)
    return rows.select_related("standard", "commitment").order_by("period_from")[0]


def a_contact(customer: Customer) -> Contact:
    details = ContactDetails(name="王小明")
    return customers.add_contact(
        customer=customer, details=details, by=cast.CASTING, at=TUESDAY_10AM
    )


@pytest.mark.row("B2")
def test_the_copy_of_a_person_tells_in_which_they_took_part(bank: Customer) -> None:
    met, other = a_contact(bank), a_contact(bank)
    told = replace(CALLED, contact_ids=frozenset({met.pk}))
    actions.record_conversation(customer=bank, told=told, by=cast.lin(), at=TUESDAY_10AM)

    assert everything_on(met)["at_them"] == [
        {"table": "visits_conversation", "held_at": CALLED.held_at, "kind": "CALL"}
    ]
    assert everything_on(other)["at_them"] == []


class TestWrittenLater:
    """What took place in its stretch is in time, if it is written down when the matrix says."""

    def tell(self, bank: Customer, held_at: datetime, at: datetime) -> Conversation:
        told = replace(CALLED, held_at=held_at)
        return actions.record_conversation(
            customer=bank, told=told, action=running("CALL"), by=cast.lin(), at=at
        )

    def test_goes_by_when_it_took_place_also_after_a_scan_had_it_broken(
        self, bank: Customer
    ) -> None:
        call = running("CALL")
        assert call.commitment is not None
        held_at, at = call.commitment.due_at - 12 * HOUR, call.commitment.due_at + DAY
        commitments.fire_due(by=cast.CASTING, at=at)
        call.commitment.refresh_from_db()
        assert call.commitment.broken_at is not None

        told = self.tell(bank, held_at, at)

        kept = Commitment.objects.get(pk=call.commitment.pk)
        assert (kept.ended_at, kept.broken_at) == (held_at, None)
        assert not told.is_written_late
        broken = TimelineLine.objects.get(
            kind=TimelineKind.MATTER_BROKEN, subject_id=call.commitment.pk
        )
        assert broken.words["untrue"], "the timeline still says that it was not done in time"

    def test_later_than_the_matrix_allows_it_counts_as_late(self, bank: Customer) -> None:
        # Five working days from Tuesday on; the first days of May are holidays.
        visit = ServiceAction.objects.get(standard__step__code="VISIT", period_from="2026-05-01")
        held_at = TUESDAY_10AM + 14 * DAY
        told = Told(kind=ConversationKind.VISIT, held_at=held_at, outcome="All well.")
        at = held_at + 8 * DAY

        row = actions.record_conversation(
            customer=bank, told=told, action=visit, by=cast.lin(), at=at
        )

        assert row.record_due_at == held_at + 7 * DAY
        assert row.is_written_late
        assert visit.commitment is not None
        matter = Commitment.objects.get(pk=visit.commitment.pk)
        assert (matter.ended_at, matter.broken_at) == (at, row.record_due_at)
        assert matter.due_at > at

    def test_without_a_rule_it_is_in_time_and_the_gap_is_noted_once(self, bank: Customer) -> None:
        with act(kind="test.forget_rule", by=cast.CASTING, at=TUESDAY_10AM):
            PolicyRow.objects.filter(step__code="VISIT_RECORD").update(is_active=False)
            PolicyVersion.objects.update(digest="without VISIT_RECORD")
        for _twice in range(2):
            told = actions.record_conversation(
                customer=bank, told=CALLED, by=cast.lin(), at=TUESDAY_10AM
            )
            assert (told.record_due_at, told.is_written_late) == (None, False)
        (gap,) = Gap.objects.all()
        assert (gap.step.code, gap.customer, gap.is_owed) == ("VISIT_RECORD", bank, False)

    def test_a_corrected_moment_is_counted_anew(self, bank: Customer) -> None:
        call = running("CALL")
        assert call.commitment is not None
        due = call.commitment.due_at
        row = self.tell(bank, due + HOUR, due + 2 * HOUR)
        call.commitment.refresh_from_db()
        assert call.commitment.broken_at is not None
        told = replace(CALLED, held_at=due - 14 * HOUR)

        actions.correct_conversation(
            conversation=row, version=1, told=told, by=cast.lin(), at=due + DAY, reason="slip"
        )

        right = Commitment.objects.get(pk=call.commitment.pk)
        assert (right.ended_at, right.broken_at) == (told.held_at, None)
        kept = TimelineLine.objects.get(kind=TimelineKind.MATTER_KEPT)
        assert kept.words["late"] is False


class TestTelling:
    def test_does_what_was_planned_owes_what_was_promised_and_stands_on_the_timeline(
        self, bank: Customer
    ) -> None:
        call, person = running("CALL"), a_contact(bank)
        promised = Promised(what="New offer", due_date=date(2026, 5, 8), person_id=cast.lin().pk)

        told = actions.record_conversation(
            customer=bank, told=replace(CALLED, contact_ids=frozenset({person.pk})),
            promises=[promised], action=call, by=cast.lin(), at=TUESDAY_10AM,
        )  # fmt: skip

        call.refresh_from_db()
        assert call.commitment is not None
        assert call.commitment.status == CommitmentStatus.DONE
        owed = queries.promises_of(told).get()
        assert (owed.what, owed.person_id, owed.is_open) == ("New offer", cast.lin().pk, True)
        assert str(owed.due_at) == "2026-05-08 15:59:00+00:00", "by the end of the day in Shanghai"
        line = TimelineLine.objects.get(kind=TimelineKind.CONVERSATION)
        assert line.words == {"conversation": told.pk, "kind": "CALL", "people": 1, "promises": 1}
        with pytest.raises(Refused):
            actions.record_conversation(
                customer=bank, told=CALLED, action=call, by=cast.lin(), at=TUESDAY_10AM
            )
        assert Conversation.objects.count() == 1

    def test_the_next_one_is_planned_for_the_day_that_was_proposed_and_never_twice(
        self, bank: Customer
    ) -> None:
        soon, far = date(2026, 5, 14), date(2026, 7, 1)

        def tell(day: date, action: ServiceAction | None = None) -> Conversation:
            return actions.record_conversation(
                customer=bank, told=replace(CALLED, next_date=day), action=action,
                by=cast.lin(), at=TUESDAY_10AM,
            )  # fmt: skip

        with pytest.raises(Refused) as refused:
            tell(date(2026, 5, 1))
        assert refused.value.field == "next_date", "nobody works on the first of May"
        told, count = tell(soon, running("CALL")), ServiceAction.objects.count()
        tell(soon)
        tell(far)

        found = queries.meant_by(told, at=TUESDAY_10AM)
        assert found is not None
        assert (found.planned_date, found.is_moved) == (soon, True)
        assert ServiceAction.objects.count() == count
        plan()
        found.refresh_from_db()
        assert found.planned_date == soon
        # What lies beyond the plan takes its day once it is planned.
        plan(TUESDAY_10AM + 10 * DAY)
        week = ServiceAction.objects.get(standard__step__code="CALL", period_from=date(2026, 6, 29))
        assert (week.planned_date, week.is_moved) == (far, True)

    def test_refuses_what_lies_ahead_does_not_fit_or_cannot_be_owed(self, bank: Customer) -> None:
        call = running("CALL")
        stranger = cast.an_account("Elsewhere", unit=cast.harbor_branch, manager=cast.nora)
        late = Promised(what="x", due_date=TUESDAY_10AM.date() - DAY, person_id=cast.lin().pk)
        nobody = Promised(what="x", due_date=TUESDAY_10AM.date(), person_id=cast.mira().pk)
        for told, promises, action, field in (
            (replace(CALLED, held_at=TUESDAY_10AM + DAY), (), None, "held_at"),
            (replace(CALLED, outcome="  "), (), None, "outcome"),
            (replace(CALLED, next_date=TUESDAY_10AM.date()), (), None, "next_date"),
            (replace(CALLED, kind=ConversationKind.VISIT), (), call, "kind"),
            (replace(CALLED, held_at=TUESDAY_10AM - 9 * DAY), (), call, "held_at"),
            (replace(CALLED, contact_ids=frozenset({0})), (), None, "people"),
            (CALLED, (late,), None, "due"),
            (CALLED, (nobody,), None, "person"),
        ):
            with pytest.raises(Refused) as refused:
                actions.record_conversation(
                    customer=bank, told=told, promises=promises, action=action,
                    by=cast.lin(), at=TUESDAY_10AM,
                )  # fmt: skip
            assert refused.value.field == field
        assert stranger.pk != bank.pk
        assert not Conversation.objects.exists()
        assert running("CALL").commitment.is_open  # type: ignore[union-attr]

    def test_a_correction_is_a_new_version_and_tells_the_timeline_anew(
        self, bank: Customer
    ) -> None:
        person = a_contact(bank)
        with_them = replace(CALLED, contact_ids=frozenset({person.pk}))
        row = actions.record_conversation(
            customer=bank, told=with_them, by=cast.lin(), at=TUESDAY_10AM
        )
        right = replace(CALLED, outcome="They want more.", kind=ConversationKind.REMOTE)

        def correct(told: Told, version: int) -> None:
            actions.correct_conversation(
                conversation=row, version=version, told=told,
                by=cast.lin(), at=TUESDAY_10AM, reason="slip",
            )  # fmt: skip

        correct(right, 1)
        with pytest.raises(ChangedMeanwhile):
            correct(replace(right, outcome="Somebody else's."), 1)

        row.refresh_from_db()
        assert (row.version, row.outcome, row.kind) == (2, "They want more.", "REMOTE")
        assert list(Participant.objects.values_list("is_active", flat=True)) == [False]
        line = TimelineLine.objects.get(kind=TimelineKind.CONVERSATION)
        assert (line.words["kind"], line.words["people"]) == ("REMOTE", 0)
        with pytest.raises(Refused):
            correct(replace(right, contact_ids=frozenset({0})), 2)

    def test_what_an_individual_said_lies_sealed(self) -> None:
        install()
        someone = customers.open_customer(
            identity=Identity(kind=CustomerKind.INDIVIDUAL, name="李雷"),
            owner_unit=cast.harbor_branch(), account_manager=cast.lin(),
            by=cast.CASTING, at=TUESDAY_10AM,
        )  # fmt: skip
        row = actions.record_conversation(
            customer=someone, told=replace(CALLED, place="At home"), by=cast.lin(), at=TUESDAY_10AM
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT outcome, place FROM visits_conversation WHERE id = %s", [row.pk])
            stored = cursor.fetchone()
        assert not any(text in "".join(stored) for text in ("well", "home"))
        assert Conversation.objects.get(pk=row.pk).outcome == "All well 𠮷."
