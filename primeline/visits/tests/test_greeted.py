"""Nobody is wished well who should be left alone, and what was done counts."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from primeline.approaches.events import PersonReached
from primeline.approaches.models import Approach
from primeline.audit.models import HistoryRow
from primeline.commitments.choices import CommitmentStatus
from primeline.commitments.models import Commitment
from primeline.customers import actions as customers
from primeline.customers.choices import Tier
from primeline.customers.models import Contact
from primeline.customers.queries import reach_now
from primeline.kit.deeds import act
from primeline.kit.errors import Refused
from primeline.rights import actions as rights
from primeline.rights.choices import Proof, RightKind
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM
from primeline.testing.processes import SECONDS_TO_END, start_python
from primeline.visits import actions, listeners
from primeline.visits.choices import (
    ActionState,
    ActionStatus,
    ConversationKind,
    WhyGone,
)
from primeline.visits.models import Counted
from primeline.visits.queries import coverage_of
from primeline.visits.queries.coverage import CoverageFilter
from primeline.visits.tests.greeted import (
    DAY,
    NAME,
    STRETCH,
    TODAY,
    birthday,
    change,
    greetings,
    key_person,
    owed,
)
from primeline.visits.tests.planned import level, plan
from primeline.visits.tests.test_merges import work_off
from primeline.visits.values import Outcome, Period, Told

pytestmark = [pytest.mark.django_db, pytest.mark.row("D3")]


def leaves(person: Contact) -> None:
    customers.retire_contact(contact=person, version=person.version, by=cast.lin(), at=TUESDAY_10AM)


def takes_back(person: Contact) -> None:
    customers.withdraw_consent(
        consent=person.consents.get(), version=1, withdrawn_date=TODAY,
        by=cast.lin(), at=TUESDAY_10AM,
    )  # fmt: skip


def goes_elsewhere(person: Contact) -> None:
    customers.move_contact(
        contact=person, version=person.version, customer=cast.lake_mills(), job_title="CEO",
        from_date=TODAY, by=cast.lin(), at=TUESDAY_10AM,
    )  # fmt: skip


def asks(person: Contact, kind: RightKind) -> None:
    facts: dict[str, Any] = {"by": cast.sara(), "at": TUESDAY_10AM}
    request = rights.receive_request(
        person=person, kind=kind, proof=next(iter(Proof)), received_date=TODAY, today=TODAY, **facts
    )
    rights.carry_out(request=request, version=request.version, reason="They asked.", **facts)


GOES: list[tuple[Callable[[Contact], None], WhyGone]] = [
    (leaves, WhyGone.LEFT),
    (goes_elsewhere, WhyGone.LEFT),
    (takes_back, WhyGone.CONSENT),
    (lambda person: asks(person, RightKind.RESTRICT), WhyGone.RESTRICTED),
    (lambda person: asks(person, RightKind.ERASE), WhyGone.ERASED),
    (lambda person: change(person, birthday=None), WhyGone.DAY),
    (lambda person: change(person, decision_role="USES"), WhyGone.CADENCE),
    (lambda _person: level(cast.harbor_bank(), Tier.STANDARD), WhyGone.CADENCE),
]


class TestGone:
    @pytest.mark.parametrize(("happens", "why"), GOES)
    def test_is_canceled_with_its_reason_and_comes_no_more(
        self, happens: Callable[[Contact], None], why: WhyGone
    ) -> None:
        person = key_person()
        plan()
        row = birthday()
        person.refresh_from_db()
        happens(person)
        if why is not WhyGone.CADENCE or person.customer.tier:
            work_off(TUESDAY_10AM)
        plan()
        row.refresh_from_db()
        assert row.commitment is not None
        assert (row.status, row.why_gone) == (ActionStatus.DROPPED, why)
        assert (row.commitment.status, bool(row.commitment.note)) == (
            CommitmentStatus.CANCELLED, True,
        )  # fmt: skip
        assert plan() == Outcome()
        assert not greetings().exists()

    def test_late_or_begun_is_not_owed_to_who_took_consent_back(self) -> None:
        person = key_person()
        plan()
        at = TUESDAY_10AM + 60 * DAY
        plan(at)
        assert owed().is_open
        takes_back(person)
        plan(at)
        assert not greetings().exists()

    def test_what_has_begun_stays_where_the_level_asks_no_more(self) -> None:
        key_person()
        plan()
        level(cast.harbor_bank(), Tier.STANDARD)
        at = TUESDAY_10AM + 20 * DAY
        assert STRETCH.holds(at.date())
        plan(at)
        assert owed().is_open

    def test_erasing_leaves_nothing_of_the_person_in_what_was_owed(self) -> None:
        person = key_person()
        plan()
        row = birthday()
        asks(Contact.objects.get(pk=person.pk), RightKind.ERASE)
        plan()
        rows = Commitment.objects.filter(subject_kind="visits.person").values()
        kept = HistoryRow.objects.filter(
            table__in=("visits_serviceaction", "commitments_commitment")
        ).values()
        said = json.dumps([*rows, *kept], default=str, ensure_ascii=False)
        for trace in (NAME, NAME[1:], "1980-05-20", "1980"):
            assert trace not in said
        row.refresh_from_db()
        assert row.period.start.weekday() == row.period.end.weekday() == 0


class TestCorrected:
    def test_before_it_is_done_the_right_day_is_planned(self) -> None:
        person = key_person()
        plan()
        wrong = birthday()
        change(person, birthday=date(1980, 5, 22))
        plan()
        assert birthday().pk == wrong.pk, "the same week is the same greeting"
        change(person, birthday=None, lunar_birthday="05-05")
        plan()
        wrong.refresh_from_db()
        assert (wrong.status, wrong.why_gone) == (ActionStatus.DROPPED, WhyGone.DAY)
        # The Dragon Boat Festival of 2026 is on 19 June.
        assert birthday().period == Period(date(2026, 6, 8), date(2026, 6, 22))
        change(person)
        plan()
        assert (birthday().period, birthday().turn) == (STRETCH, 2)

    def test_once_greeted_is_not_greeted_again_that_year(self) -> None:
        person = key_person()
        plan()
        at = TUESDAY_10AM + 20 * DAY
        actions.record_action(action=birthday(), by=cast.lin(), at=at)
        change(person, birthday=date(1980, 7, 1))
        plan(at)
        assert owed().status == CommitmentStatus.DONE
        goes_elsewhere(Contact.objects.get(pk=person.pk))
        change(person, birthday=date(1980, 7, 1))
        level(cast.lake_mills(), Tier.DIAMOND)
        plan(at)
        assert greetings().count() == 1
        # The year after they are greeted where they are, on the right day.
        later = TUESDAY_10AM.replace(year=2027, month=6)
        plan(later)
        assert greetings().filter(customer=cast.lake_mills()).get().period.holds(date(2027, 7, 1))


class TestDone:
    def greeting(self) -> tuple[Contact, datetime]:
        person = key_person(phone="13800138765")
        plan()
        return person, TUESDAY_10AM + 14 * DAY

    def test_by_a_message_through_the_product_to_greet_them(self) -> None:
        person, at = self.greeting()
        with act(kind="test.reach", by=cast.lin(), at=at):
            sent = [
                Approach.objects.create(
                    contact=person, channel="MESSAGE", purpose="GREETINGS", asked_by=cast.lin(),
                    asked_at=at,
                )
                for _twice in "12"
            ]  # fmt: skip
        reached = PersonReached(
            happened_at=at, approach_id=sent[0].pk, channel="MESSAGE", purpose="GREETINGS",
            customer_id=person.customer_id, asked_by_id=cast.mira().pk,
        )  # fmt: skip
        listeners.count_after_reaching(reached)
        assert owed().is_open, "a stranger's message is none of the manager's"
        about_a_bill: dict[str, Any] = {
            "channel": "CALL",
            "purpose": "CONTRACT",
            "asked_by_id": cast.lin().pk,
        }
        listeners.count_after_reaching(replace(reached, **about_a_bill))
        assert owed().is_open, "an ordinary call greets nobody"
        lins = replace(reached, approach_id=sent[1].pk, asked_by_id=cast.lin().pk)
        listeners.count_after_reaching(lins)
        listeners.count_after_reaching(lins)
        assert owed().status == CommitmentStatus.DONE
        assert Counted.objects.filter(action=birthday()).count() == 1

    def test_by_any_conversation_with_them_and_by_none_without(self) -> None:
        person, at = self.greeting()
        told = Told(kind=ConversationKind.VISIT, held_at=at, outcome="Greeted.")
        facts: dict[str, Any] = {"customer": person.customer, "by": cast.lin(), "at": at}
        with pytest.raises(Refused) as refused:
            actions.record_conversation(told=told, action=birthday(), **facts)
        assert refused.value.field == "people"
        met = replace(told, contact_ids=frozenset({person.pk}))
        written = actions.record_conversation(told=met, action=birthday(), **facts)
        assert owed().status == CommitmentStatus.DONE
        with pytest.raises(Refused):
            actions.correct_conversation(
                conversation=written, version=written.version, told=told, by=cast.lin(), at=at,
                reason="slip",
            )  # fmt: skip

    def test_counts_in_coverage(self) -> None:
        _person, at = self.greeting()
        step = birthday().standard.step_id
        wanted = CoverageFilter(month=date(2026, 5, 1), step_id=step)
        reach = reach_now(cast.greta(), at=at)
        before = coverage_of(reach, wanted, at=TUESDAY_10AM + 30 * DAY).whole
        actions.record_action(action=birthday(), by=cast.lin(), at=at)
        after = coverage_of(reach, wanted, at=TUESDAY_10AM + 30 * DAY).whole
        assert before.counts == {ActionState.MISSED: 1}
        assert (after.counts, after.coverage) == ({ActionState.KEPT: 1}, 1.0)


PROCESS = """
import sys
from datetime import datetime
from primeline.audit import walls
from primeline.kit.deeds import System
from primeline.visits import sources
from primeline.visits.queries.facts import managers
with walls.open_for_system():
    print("ready", flush=True)
    sys.stdin.readline()
    for _outcome in sources.plan_for(managers(), by=System("test"),
                                     at=datetime.fromisoformat(sys.argv[1])):
        pass
"""


@pytest.mark.django_db(transaction=True)
def test_four_who_plan_at_once_greet_once() -> None:
    key_person()
    four = [start_python(PROCESS, TUESDAY_10AM.isoformat()) for _each in range(4)]
    for one in four:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    told = [one.communicate("go\n", timeout=SECONDS_TO_END)[1] for one in four]
    assert [one.returncode for one in four] == [0] * 4, told
    assert birthday().turn == 1
    assert Commitment.objects.filter(subject_kind="visits.person").count() == 1
