"""A meeting: what it pins and decides, what it keeps, who reads it."""

from datetime import date
from typing import Any

import pytest

from primeline.commitments.actions import keep_commitment
from primeline.commitments.choices import CommitmentStatus, State
from primeline.commitments.models import Commitment
from primeline.commitments.queries import owed_by
from primeline.commitments.tests.owing import a_matter
from primeline.customers import actions as customers
from primeline.customers.queries import reach_now
from primeline.kit.errors import NotFound, Refused
from primeline.meetings import actions, queries
from primeline.meetings.models import Decision, Meeting
from primeline.meetings.tests.holding import (
    DAY,
    HOUR,
    begun,
    decided,
    finished,
    install,
    moments,
    who,
)
from primeline.meetings.values import DECISION
from primeline.staff.models import Person
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    an_account,
    greta,
    harbor_bank,
    harbor_branch,
    hugo,
    lin,
    mira,
    nora,
    omar,
    paul,
    tina,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_installed")]
NEXT = TUESDAY_10AM + DAY


@pytest.fixture(scope="module")
def _installed(held_transaction: None) -> None:
    install()


def restrict(*cleared: Person) -> None:
    """Hide Harbor Bank from all but these."""
    bank = harbor_bank()
    facts: dict[str, Any] = {"customer": bank, "by": CASTING, "at": TUESDAY_10AM, "reason": "x"}
    customers.restrict_customer(version=bank.version, cover_name="Rowan", **facts)
    for person in cleared:
        customers.clear_person(person=person, **facts)


def owed_for(decision: Decision) -> Commitment:
    return Commitment.objects.get(subject_kind=DECISION, subject_id=decision.pk)


def refused(field: str | None, deed: Any, **facts: Any) -> str:
    with pytest.raises(Refused) as said:
        deed(**facts)
    assert said.value.field == field
    return str(said.value.message)


class TestBeginning:
    def test_is_one_a_day_and_unit_however_often_it_is_begun(self) -> None:
        assert begun() == begun()
        assert begun(NEXT) != begun()
        assert Meeting.objects.count() == 2

    def test_is_for_whoever_leads_the_unit_itself(self) -> None:
        for person in (paul(), hugo(), lin()):
            refused(None, actions.open_meeting, unit=harbor_branch(), **who(person))
            with pytest.raises(NotFound):
                queries.get_own(reach_now(person, at=TUESDAY_10AM), begun().pk)


class TestPins:
    def test_stand_first_and_the_rule_fills_up(self) -> None:
        late = an_account("Pier Works", unit=harbor_branch, manager=nora)
        a_matter(customer_id=late.pk, due_at=TUESDAY_10AM - DAY, opened_at=TUESDAY_10AM - 2 * DAY)
        meeting = begun()
        pin = actions.pin_account(
            meeting=meeting, customer=harbor_bank(), why=" They look around ", **who(greta())
        )

        shown = queries.talks_of(harbor_branch(), meeting, who(greta())["reach"], at=TUESDAY_10AM)

        assert [(one.customer, one.pin, one.late_count) for one in shown] == [
            (harbor_bank(), pin, 0),
            (late, None, 1),
        ]
        assert shown[0].why == "They look around"
        assert shown[0].owner == lin()

    def test_count_what_is_late_as_the_rule_does_whoever_owes_it(self) -> None:
        meeting, by = begun(), who(greta())
        past: dict[str, Any] = {
            "due_at": TUESDAY_10AM - DAY,
            "opened_at": TUESDAY_10AM - 2 * DAY,
        }
        for unit in (harbor_branch(), paul().home_unit):
            a_matter(unit_id=unit.pk, **past)

        def told() -> list[tuple[int, Any]]:
            shown = queries.talks_of(harbor_branch(), meeting, by["reach"], at=TUESDAY_10AM)
            return [(one.late_count, one.next) for one in shown]

        chosen = told()
        actions.pin_account(meeting=meeting, customer=harbor_bank(), why="why", **by)

        assert chosen == told()
        assert [count for count, _next in chosen] == [2]

    def test_are_five_at_most_and_each_once(self) -> None:
        meeting, by = begun(), who(greta())
        names = [an_account(f"Works {n}", unit=harbor_branch) for n in range(6)]
        for one in names[:5]:
            pin = actions.pin_account(meeting=meeting, customer=one, why="why", **by)
        again = {"meeting": meeting, "why": "why", **by}
        refused("account", actions.pin_account, customer=names[0], **again)
        refused("account", actions.pin_account, customer=names[5], **again)
        refused("why", actions.pin_account, **{**again, "customer": names[5], "why": "  "})
        refused("why", actions.pin_account, **{**again, "customer": names[5], "why": "x" * 201})
        actions.take_out_pin(pin=pin, **by)
        refused(None, actions.take_out_pin, pin=pin, **by)
        assert actions.pin_account(customer=names[5], **again).is_active

    def test_of_restricted_accounts_are_seen_by_the_cleared_alone(self) -> None:
        meeting = begun()
        actions.pin_account(meeting=meeting, customer=harbor_bank(), why="quiet", **who(greta()))
        restrict(lin(), greta())
        after = finished(meeting)

        def seen(person: Any) -> list[Any]:
            return [one.customer for one in queries.kept_talks(after, who(person)["reach"])]

        assert seen(lin()) == [harbor_bank()]
        assert seen(greta()) == [harbor_bank()]
        assert seen(paul()) == []


class TestDecisions:
    def test_are_owed_by_their_owner_until_the_end_of_the_day(self) -> None:
        decision = decided(begun(), customer=harbor_bank())

        owed = owed_for(decision)
        assert (owed.person, owed.customer, owed.unit) == (lin(), harbor_bank(), harbor_branch())
        assert owed.due_at == (TUESDAY_10AM + DAY).replace(hour=15, minute=59)
        assert owed in owed_by(who(lin())["reach"])

    def test_stand_the_next_morning_done_or_not(self) -> None:
        done, left = decided(begun()), decided(begun(), what="Write the report")
        keep_commitment(commitment=owed_for(done), by=lin(), at=TUESDAY_10AM)
        finished(begun())
        reach = who(greta(), NEXT)["reach"]
        late = NEXT + DAY

        def standing(at: Any) -> list[tuple[Decision, State | None]]:
            found = queries.earlier_decisions(harbor_branch(), at.date(), reach, at=at)
            return [(one.decision, one.state) for one in found]

        assert standing(NEXT) == [(done, State.KEPT), (left, State.RUNNING)]
        begun(NEXT)
        # A day later only what is open of that meeting is told of, and that it is late.
        assert standing(late) == [(left, State.OVERDUE)]

    @pytest.mark.parametrize(
        ("field", "said"),
        [
            ("what", {"what": "  "}),
            ("what", {"what": "x" * 201}),
            ("due_date", {"due_date": date(2026, 4, 27)}),
            ("due_date", {"due_date": date(2027, 4, 30)}),
            ("owner", {"owner_id": 0}),
        ],
    )
    def test_that_cannot_be_name_the_field(self, field: str, said: dict[str, Any]) -> None:
        refused(field, decided, meeting=begun(), **said)
        assert not Decision.objects.exists()

    def test_are_for_people_of_the_unit_or_below(self) -> None:
        assert decided(begun(), owner_id=tina().pk).owner == tina()
        for outside in (paul(), hugo(), mira()):
            refused("owner", decided, meeting=begun(), owner_id=outside.pk)

    def test_of_an_account_open_it_to_whoever_is_to_do_it(self) -> None:
        decided(begun(), owner_id=nora().pk, customer=harbor_bank())

        assert harbor_bank().pk in reach_now(nora(), at=TUESDAY_10AM).held_ids

    def test_of_a_restricted_account_are_for_the_cleared(self) -> None:
        meeting = begun()
        restrict(lin(), greta())

        refused("owner", decided, meeting=meeting, owner_id=nora().pk, customer=harbor_bank())

        assert not Commitment.objects.filter(subject_kind=DECISION).exists()
        assert decided(meeting, customer=harbor_bank()).owner == lin()

    def test_are_made_once(self) -> None:
        first = decided(begun())

        refused("what", decided, meeting=begun(), what=" Call the bank ")

        assert decided(begun(), owner_id=nora().pk) != first

    def test_that_are_taken_back_are_owed_no_more(self) -> None:
        meeting = begun()
        decision = decided(meeting)
        actions.take_back_decision(decision=decision, **who(greta()))

        assert owed_for(decision).status == CommitmentStatus.CANCELLED
        assert queries.decisions_of(meeting, who(greta())["reach"], at=TUESDAY_10AM) == []
        refused(None, actions.take_back_decision, decision=decision, **who(greta()))


class TestFinishing:
    def test_counts_nothing_of_restricted_accounts_for_whoever_reads_it_later(self) -> None:
        past: dict[str, Any] = {"due_at": TUESDAY_10AM - HOUR, "opened_at": TUESDAY_10AM - DAY}
        a_matter(customer_id=harbor_bank().pk, **past)
        restrict(lin(), greta())
        own = queries.figures_of(who(greta())["reach"], harbor_branch(), moments())
        assert (own.night["broken"], len(own.team)) == (1, 1)

        figures = finished(begun()).figures

        assert figures["night"]["broken"] == 0
        assert figures["team"] == []

    def test_keeps_what_was_shown(self) -> None:
        past: dict[str, Any] = {"due_at": TUESDAY_10AM - DAY, "opened_at": TUESDAY_10AM - 2 * DAY}
        matter = a_matter(person_id=lin().pk, **past)
        decision = decided(begun())
        finished(begun())
        keep_commitment(commitment=matter, by=lin(), at=TUESDAY_10AM)
        reach = who(lin())["reach"]

        meeting = queries.get_minutes(reach, begun().pk)
        figures = queries.kept_figures(meeting.figures, reach, at=TUESDAY_10AM)
        (talk,) = queries.kept_talks(meeting, reach)

        assert {one.name: one.owed.overdue_count for one in figures.team}["Lin"] == 1
        assert (talk.customer, talk.late_count, talk.next, talk.owner) == (
            harbor_bank(), 1, matter, lin(),
        )  # fmt: skip
        assert [one.decision for one in queries.decisions_of(meeting, reach, at=NEXT)] == [decision]

    def test_is_done_once_and_ends_all_else(self) -> None:
        meeting = begun()
        decision = decided(meeting)
        pin = actions.pin_account(
            meeting=meeting, customer=harbor_bank(), why="why", **who(greta())
        )
        finished(meeting)
        by = who(greta())
        assert begun().is_finished
        refused(None, finished, meeting=meeting)
        refused(None, decided, meeting=meeting, what="Something else")
        refused(None, actions.take_out_pin, pin=pin, **by)
        refused(None, actions.take_back_decision, decision=decision, **by)

    def test_asks_to_look_again_where_something_came_in(self) -> None:
        meeting = begun()
        decided(meeting)
        late = {"meeting": meeting, "version": 1, "moments": moments(), **who(greta())}

        assert "Look at it" in refused(None, actions.finish_meeting, **late)

        assert not Meeting.objects.get().is_finished

    def test_tells_the_people_of_the_unit_its_teams_and_owners(self) -> None:
        finished(begun())

        told = {one.person.username for one in begun().addressees.select_related("person")}
        assert told == {"greta", "lin", "nora", "tom", "sol", "tina"}
        assert queries.unseen(who(lin())["reach"]) == [begun()]


class TestReading:
    def test_is_for_rank_and_for_those_who_were_told(self) -> None:
        finished(begun())
        read = {
            person.username
            for person in (paul(), greta(), lin(), tina(), omar(), hugo(), mira())
            if queries.minutes_within(who(person)["reach"]).exists()
        }
        assert read == {"paul", "greta", "lin", "tina", "omar"}

    def test_shows_of_accounts_what_the_reader_reaches(self) -> None:
        decided(begun(), customer=harbor_bank())
        decided(begun(), what="Order chairs")
        meeting = finished(begun())

        def said(person: Any) -> list[str]:
            reach = who(person)["reach"]
            found = queries.decisions_of(meeting, reach, at=TUESDAY_10AM)
            return [one.decision.what for one in found]

        assert said(lin()) == ["Call the bank", "Order chairs"]
        assert said(nora()) == ["Order chairs"]

    def test_of_an_unfinished_one_nobody_has_minutes(self) -> None:
        begun()
        assert not queries.minutes_within(who(greta())["reach"]).exists()
        earlier = queries.unfinished(harbor_branch(), before=TUESDAY_10AM.date() + DAY)
        assert earlier == [begun()]
