"""Call chains: one after the other, nobody left out, nobody twice, whoever scans or is killed."""

from typing import Any

import pytest

from primeline.approaches.choices import ApproachPurpose, ApproachStatus
from primeline.approaches.listeners import carry_out
from primeline.commitments import queries as commitments
from primeline.commitments.models import Commitment
from primeline.commitments.tests.owing import a_matter, install
from primeline.customers import actions as customers
from primeline.customers.models import Contact
from primeline.customers.values import ContactDetails
from primeline.kit.errors import NotFound, Refused
from primeline.kit.jobs import Job
from primeline.rosters import actions, listeners, queries
from primeline.rosters.actions import drills
from primeline.rosters.choices import NotReached, Outcome, RunStatus, Speciality
from primeline.rosters.models import CallAttempt, CallRun
from primeline.rosters.tests.calling import Switchboard, start, work
from primeline.rosters.tests.duties import (
    DAY,
    HOUR,
    TEST,
    a_chain,
    a_roster,
    a_technician,
    reach,
    taking_turns,
    with_phone,
)
from primeline.rosters.values import ChainDraft, Link
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM

pytestmark = pytest.mark.django_db
MINUTE = HOUR / 60
DUTY = Link(speciality=Speciality.TECHNICIAN, wait_minutes=10)


@pytest.fixture
def switchboard(monkeypatch: pytest.MonkeyPatch) -> Switchboard:
    board = Switchboard()
    monkeypatch.setattr(listeners, "gateway_for", lambda _channel: board)
    return board


def log(run: CallRun) -> list[tuple[int | None, str]]:
    return [(one.person_id, one.outcome) for one in queries.attempts_of(run)]


def a_contact(name: str) -> Contact:
    """Put somebody of Harbor Bank on file, with a number."""
    details = ContactDetails(name=name, phone="+8613800001234")
    return customers.add_contact(
        customer=cast.harbor_bank(), details=details, by=cast.lin(), at=TUESDAY_10AM
    )


@pytest.mark.row("A7")
class TestARun:
    def test_calls_one_after_the_other_and_tells_whom_it_could_not(
        self, switchboard: Switchboard
    ) -> None:
        tom, greta, lin = with_phone(cast.tom()), with_phone(cast.greta()), cast.lin()
        taking_turns(a_roster(), tom)
        chain = a_chain(
            Link(person_id=lin.pk, wait_minutes=5),
            DUTY,
            Link(speciality=Speciality.FAULT_DESK, wait_minutes=5),
            Link(person_id=tom.pk, wait_minutes=5),
            Link(person_id=greta.pk, wait_minutes=5),
        )

        run = start(chain, greta)
        work(TUESDAY_10AM)
        work(TUESDAY_10AM + MINUTE)
        work(TUESDAY_10AM + 9 * MINUTE)
        assert log(run) == [(lin.pk, Outcome.NO_NUMBER), (tom.pk, Outcome.WAITING)]
        # However late somebody looks, and whoever looks besides, it is one step.
        work(TUESDAY_10AM + 24 * HOUR)
        work(TUESDAY_10AM + 24 * HOUR)

        assert log(run) == [
            (lin.pk, Outcome.NO_NUMBER),
            (tom.pk, Outcome.TIMED_OUT),
            (None, Outcome.NOBODY),
            (tom.pk, Outcome.CALLED_BEFORE),
            (greta.pk, Outcome.WAITING),
        ]
        assert switchboard.called == [tom.phone, greta.phone]
        last = queries.attempts_of(run)[-1]
        done = actions.note_outcome(
            attempt=last,
            is_reached=True,
            reach=reach(greta),
            by=greta,
            at=TUESDAY_10AM + 24 * HOUR,
            reason="",
        )
        assert (done.status, done.next_at) == (RunStatus.REACHED, None)
        work(TUESDAY_10AM + 48 * HOUR)
        assert len(switchboard.called) == 2

    def test_goes_on_at_once_when_somebody_says_no_and_ends_when_nobody_is_left(
        self, switchboard: Switchboard
    ) -> None:
        tom, bo, greta = with_phone(cast.tom()), with_phone(a_technician("bo")), cast.greta()
        chain = a_chain(*(Link(person_id=one.pk, wait_minutes=5) for one in (tom, bo)))
        asked: dict[str, Any] = {
            "is_reached": False,
            "why": NotReached.BUSY,
            "at": TUESDAY_10AM,
            "reason": "busy",
        }

        with pytest.raises(Refused, match="own telephone"):
            start(chain, greta)
        run = start(chain, with_phone(greta))
        first = queries.attempts_of(run)[0]
        with pytest.raises(Refused, match="Only who is called"):
            actions.note_outcome(attempt=first, reach=reach(cast.mira()), by=cast.mira(), **asked)
        with pytest.raises(Refused, match="Choose why"):
            actions.note_outcome(attempt=first, reach=reach(tom), by=tom, **(asked | {"why": None}))
        unsaid = asked | {"why": NotReached.OTHER, "reason": " "}
        with pytest.raises(Refused, match="in a few words"):
            actions.note_outcome(attempt=first, reach=reach(tom), by=tom, **unsaid)
        actions.note_outcome(attempt=first, reach=reach(tom), by=tom, **asked)
        noted = queries.attempts_of(run)[0]
        assert (noted.why, noted.note) == (NotReached.BUSY, "busy")
        with pytest.raises(Refused, match="settled already"):
            actions.note_outcome(attempt=first, reach=reach(tom), by=tom, **asked)
        # Of the first one the worker knew too late: he is not called any more.
        work(TUESDAY_10AM)
        work(TUESDAY_10AM + 6 * MINUTE)

        assert log(run) == [(tom.pk, Outcome.NOT_REACHED), (bo.pk, Outcome.TIMED_OUT)]
        assert switchboard.called == [bo.phone]
        assert CallRun.objects.get(pk=run.pk).status == RunStatus.EXHAUSTED
        with pytest.raises(Refused, match="This run is over"):
            actions.stop_run(run=run, reach=reach(greta), by=greta, at=TUESDAY_10AM, reason="x")

    def test_killed_after_the_call_it_calls_nobody_twice_and_leaves_nobody_out(
        self, switchboard: Switchboard
    ) -> None:
        tom, bo, greta = with_phone(cast.tom()), with_phone(a_technician("bo")), cast.greta()
        chain = a_chain(*(Link(person_id=one.pk, wait_minutes=5) for one in (tom, bo)))
        run = start(chain, with_phone(greta))
        # The worker was away all the time: nobody was called, so nobody is passed over.
        listeners.scan(Job(job_id=0, kind="", payload={}, at=TUESDAY_10AM + 30 * MINUTE))
        assert log(run) == [(tom.pk, Outcome.WAITING)]
        switchboard.is_killed = True
        with pytest.raises(SystemExit):
            work(TUESDAY_10AM + 30 * MINUTE)
        switchboard.is_killed = False

        work(TUESDAY_10AM + 32 * MINUTE)
        work(TUESDAY_10AM + 36 * MINUTE)

        assert switchboard.called == [tom.phone, bo.phone]
        statuses = [one.call_status for one in queries.attempts_of(run)]
        assert statuses == [ApproachStatus.UNKNOWN, ApproachStatus.HANDED_OVER]

    def test_is_there_once_for_a_matter_and_only_for_who_sees_it(self) -> None:
        install()
        tom, greta = with_phone(cast.tom()), with_phone(cast.greta())
        chain = a_chain(Link(person_id=tom.pk, wait_minutes=5))
        matter = a_matter()

        run = start(chain, greta, commitment=matter)
        with pytest.raises(Refused, match="running for it already"):
            start(chain, greta, commitment=matter)
        with pytest.raises(Refused, match="do not let you"):
            start(chain, with_phone(cast.adam()))
        with pytest.raises(Refused, match="do not let you"):
            start(chain, with_phone(cast.hugo()), commitment=matter)
        with pytest.raises(NotFound):
            queries.get_run(reach(cast.mira()), run.pk)
        assert queries.runs_for(reach(greta), matter.pk) == [run]
        actions.stop_run(run=run, reach=reach(greta), by=greta, at=TUESDAY_10AM, reason="found")
        assert log(run) == [(tom.pk, Outcome.STOPPED)]
        assert not queries.has_due_run(TUESDAY_10AM + HOUR)
        drill = start(chain, greta, is_drill=True)
        assert drill.is_drill
        assert queries.is_tested(TUESDAY_10AM, at=TUESDAY_10AM)


@pytest.mark.row("A7")
class TestDrills:
    def test_are_owed_a_week_before_the_month_is_over_by_who_leads_and_kept_by_a_run(
        self, switchboard: Switchboard
    ) -> None:
        install()
        tom, greta = with_phone(cast.tom()), with_phone(cast.greta())
        chain = a_chain(Link(person_id=tom.pk, wait_minutes=5))
        subject = drills.subject_of(chain.pk)

        def owed() -> list[str]:
            found = Commitment.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
            return list(found.order_by("pk").values_list("status", flat=True))

        assert [drills.owe_drills(by=TEST, at=TUESDAY_10AM) for _twice in "12"] == [1, 0]
        drill = Commitment.objects.get(subject_kind=subject.kind)
        assert (drill.due_at - TUESDAY_10AM, drill.what) == (7 * DAY, "Line down")
        assert commitments.owed_by(reach(greta)).get() == drill
        assert not commitments.owed_by(reach(tom)).exists()
        # What was stopped shows nothing; whether somebody was reached, does.
        stopped = start(chain, greta, is_drill=True)
        actions.stop_run(run=stopped, reach=reach(greta), by=greta, at=TUESDAY_10AM, reason="x")
        assert owed() == ["RUNNING"]
        run = start(chain, greta, is_drill=True)
        work(TUESDAY_10AM)
        work(TUESDAY_10AM + HOUR)
        assert (run.chain, owed()) == (chain, ["DONE"])
        tested = queries.chains_of(reach(greta)).get().tested_at
        assert tested == TUESDAY_10AM

        assert [drills.owe_drills(by=TEST, at=TUESDAY_10AM + n * DAY) for n in (23, 25)] == [0, 1]
        actions.close_chain(chain=chain, version=1, reach=reach(greta), by=greta, at=TUESDAY_10AM)
        assert owed() == ["DONE", "CANCELLED"]
        assert drills.owe_drills(by=TEST, at=TUESDAY_10AM + 90 * DAY) == 0


@pytest.mark.row("A7")
class TestTheSideOfTheCustomer:
    def test_is_called_in_its_turn_with_the_rights_of_who_started_and_never_shown(
        self, switchboard: Switchboard
    ) -> None:
        tom, lin = with_phone(cast.tom()), with_phone(cast.lin())
        bank, boss, deputy = cast.harbor_bank(), a_contact("王敏"), a_contact("李雷")
        chain = a_chain(
            Link(contact_id=boss.pk, wait_minutes=5),
            Link(person_id=tom.pk, wait_minutes=5),
            Link(contact_id=deputy.pk, wait_minutes=5),
            customer=bank,
        )
        run = start(chain, lin)
        first = queries.attempts_of(run)[0]
        assert (first.contact, first.outcome, first.call_status) == (
            boss,
            Outcome.WAITING,
            ApproachStatus.WAITING,
        )
        assert first.approach is not None
        assert (first.approach.asked_by, first.approach.purpose) == (lin, ApproachPurpose.FAULT)
        # Whoever was not called yet is not passed over; from the call on the minutes count.
        work(TUESDAY_10AM + 6 * MINUTE)
        assert len(queries.attempts_of(run)) == 1
        carry_out(Job(job_id=1, kind="", payload={"approach": first.approach.pk}, at=TUESDAY_10AM))
        work(TUESDAY_10AM + 8 * MINUTE)
        work(TUESDAY_10AM + 8 * MINUTE)
        assert switchboard.called == [tom.phone]
        customers.retire_contact(contact=deputy, version=1, by=lin, at=TUESDAY_10AM)
        work(TUESDAY_10AM + 30 * MINUTE)

        outcomes = [one.outcome for one in queries.attempts_of(run)]
        assert outcomes == [Outcome.TIMED_OUT, Outcome.TIMED_OUT, Outcome.FORBIDDEN]
        assert CallRun.objects.get(pk=run.pk).status == RunStatus.EXHAUSTED
        # Nobody calls by a list that is not of their account.
        with pytest.raises(Refused, match="do not let you"):
            start(chain, with_phone(cast.hugo()))


class TestAChain:
    def test_keeps_the_steps_of_what_runs(self, switchboard: Switchboard) -> None:
        tom, bo, greta = with_phone(cast.tom()), with_phone(a_technician("bo")), cast.greta()
        chain = a_chain(*(Link(person_id=one.pk, wait_minutes=5) for one in (tom, bo)))
        run = start(chain, with_phone(greta))
        draft = ChainDraft(unit=chain.unit, name="Line down", links=(DUTY,))

        actions.change_chain(
            chain=chain, version=1, draft=draft, reach=reach(greta), by=greta, at=TUESDAY_10AM
        )
        work(TUESDAY_10AM)
        work(TUESDAY_10AM + 6 * MINUTE)

        assert [one.person_id for one in queries.attempts_of(run)] == [tom.pk, bo.pk]
        assert [one.speciality for one in queries.steps_of(chain)] == [Speciality.TECHNICIAN]
        assert CallAttempt.objects.filter(run=run).count() == 2

    def test_cannot_be_of_nobody_or_of_somebody_twice(self) -> None:
        greta, tom = cast.greta(), cast.tom()
        one = Link(person_id=tom.pk, wait_minutes=5)

        for links, said in (
            ((), "at least one step"),
            ((Link(wait_minutes=5),), "exactly one"),
            ((Link(person_id=tom.pk, speciality="TECHNICIAN", wait_minutes=5),), "exactly one"),
            ((Link(person_id=tom.pk, wait_minutes=0),), "between a minute and a day"),
            ((one, one), "Nobody is called twice"),
            ((Link(contact_id=1, wait_minutes=5),), "Only people at the account"),
        ):
            with pytest.raises(Refused, match=said):
                a_chain(*links)
        with pytest.raises(Refused, match="Only whoever leads"):
            a_chain(one, by=cast.hugo())
        a_chain(one, by=greta)
        with pytest.raises(Refused, match="of this name"):
            a_chain(one)
