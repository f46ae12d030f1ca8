"""A plan is drawn up, handed in, approved by somebody else, and superseded by the next."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from primeline.customers.choices import TimelineKind
from primeline.customers.models import TimelineLine
from primeline.customers.queries import reach_now
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.plans import actions, queries, rules
from primeline.plans.choices import PlanStatus
from primeline.plans.models import Goal, Plan
from primeline.plans.tests.writing import (
    NEXT_WEEK,
    TODAY,
    a_person_there,
    approved,
    content,
    drawn_up,
    handed_in,
)
from primeline.plans.values import Row
from primeline.testing.cast import (
    TUESDAY_10AM,
    greta,
    harbor_bank,
    hugo,
    lake_mills,
    lin,
    mira,
    omar,
    paul,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("B11")]


class TestSaving:
    def test_keeps_what_a_form_does_not_name_and_takes_out_what_it_says(self) -> None:
        plan = drawn_up(harbor_bank())
        goal = plan.goals.get()
        more = Row(row_id=None, facts={"what": "Win the data center", "due_date": NEXT_WEEK})

        plan = actions.save_plan(
            plan=plan,
            version=2,
            content=content(goals=(more,), actions=()),
            by=lin(),
            at=TUESDAY_10AM,
        )
        out = Row(row_id=goal.pk, facts={}, is_removed=True)
        plan = actions.save_plan(
            plan=plan,
            version=3,
            content=content(goals=(out,), actions=()),
            by=lin(),
            at=TUESDAY_10AM,
        )

        said = queries.shown(plan, reach_now(lin(), at=TUESDAY_10AM))
        assert [one.what for one in said.goals] == ["Win the data center"]
        assert [one.what for one in said.actions] == ["Visit"]
        assert Goal.objects.filter(plan=plan, is_active=False).get() == goal
        assert said.swot["strengths"] == ["Two fibers", "a good name"]

    def test_refuses_a_goal_due_after_the_plan_ends(self) -> None:
        last = content().to_date
        late = Row(row_id=None, facts={"what": "Grow", "due_date": last + timedelta(days=1)})
        with pytest.raises(Refused, match="“Grow” is due after") as refusal:
            drawn_up(harbor_bank(), goals=(late,))

        assert refusal.value.field == "goals"
        on_time = Row(row_id=None, facts={"what": "Grow", "due_date": last})
        assert drawn_up(lake_mills(), goals=(on_time,), actions=()).pk

    def test_refuses_an_action_due_before_the_plan_begins_but_carries_on_what_was(self) -> None:
        bank = harbor_bank()
        early = Row(
            row_id=None,
            facts={"what": "Call", "who_id": lin().pk, "due_date": TODAY - timedelta(days=1)},
        )
        with pytest.raises(Refused, match="“Call” is due before") as refusal:
            drawn_up(bank, actions=(early,))
        assert refusal.value.field == "actions"

        plan = Plan.objects.get()
        plan = actions.save_plan(plan=plan, version=1, content=content(), by=lin(), at=TUESDAY_10AM)
        visit = plan.plannedactions.get()
        kept = Row(row_id=visit.pk, facts={"what": "Visit", "due_date": visit.due_date})
        moved = content(from_date=visit.due_date + timedelta(days=1), actions=(kept,))
        actions.save_plan(plan=plan, version=plan.version, content=moved, by=lin(), at=TUESDAY_10AM)

        assert plan.plannedactions.get().due_date == visit.due_date

    def test_refuses_the_slower_of_two_and_people_of_other_accounts(self) -> None:
        plan = drawn_up(harbor_bank())
        stranger = a_person_there(lake_mills())

        with pytest.raises(ChangedMeanwhile):
            actions.save_plan(
                plan=plan, version=1, content=content(situation="x"), by=lin(), at=TUESDAY_10AM
            )
        # Only the lists differ: nothing is thrown away, but it is to be looked at.
        with pytest.raises(Refused, match="Somebody else saved this plan"):
            actions.save_plan(plan=plan, version=1, content=content(), by=lin(), at=TUESDAY_10AM)
        with pytest.raises(Refused, match="not a contact"):
            actions.save_plan(
                plan=plan,
                version=2,
                content=content(
                    stakeholders=(Row(row_id=None, facts={"contact_id": stranger.pk}),)
                ),
                by=lin(),
                at=TUESDAY_10AM,
            )
        with pytest.raises(Refused):
            actions.save_plan(
                plan=plan,
                version=2,
                content=content(to_date=date(2020, 1, 1)),
                by=lin(),
                at=TUESDAY_10AM,
            )

    def test_shows_people_as_the_reader_may_see_them(self) -> None:
        bank = harbor_bank()
        person = a_person_there(bank)
        plan = drawn_up(bank, stakeholders=(Row(row_id=None, facts={"contact_id": person.pk}),))

        clear = queries.shown(plan, reach_now(lin(), at=TUESDAY_10AM)).stakeholders[0].card
        masked = queries.shown(plan, reach_now(omar(), at=TUESDAY_10AM)).stakeholders[0].card

        assert clear.name == "王建国"
        assert masked.name != clear.name


class TestDeciding:
    def test_is_for_another_lead_of_the_account(self) -> None:
        plan = handed_in(drawn_up(harbor_bank()), by=greta())

        with pytest.raises(Refused, match="own plan"):
            approved(plan, by=greta())
        for stranger in (hugo(), mira(), lin()):
            with pytest.raises(NotFound):
                approved(plan, by=stranger)
        assert list(queries.waiting_for(reach_now(paul(), at=TUESDAY_10AM))) == [plan]
        assert not queries.waiting_for(reach_now(greta(), at=TUESDAY_10AM)).exists()
        approved(plan, by=paul())

        assert plan.status == PlanStatus.IN_FORCE
        assert TimelineLine.objects.filter(kind=TimelineKind.PLAN_IN_FORCE).count() == 1

    def test_sends_back_with_a_reason(self) -> None:
        plan, reach = handed_in(drawn_up(harbor_bank())), reach_now(greta(), at=TUESDAY_10AM)

        facts: dict[str, Any] = {
            "plan": plan,
            "version": plan.version,
            "reach": reach,
            "by": greta(),
        }
        with pytest.raises(Refused):
            actions.return_plan(**facts, at=TUESDAY_10AM, reason="")
        actions.return_plan(**facts, at=TUESDAY_10AM, reason="Who pays?")

        assert (plan.status, plan.remark) == (PlanStatus.DRAFT, "Who pays?")

    def test_needs_a_situation_a_goal_and_an_action(self) -> None:
        with pytest.raises(Refused):
            handed_in(drawn_up(harbor_bank(), actions=()))
        for said in (
            {"situation": " ", "goals_count": 1, "actions_count": 1},
            {"situation": "x", "goals_count": 0, "actions_count": 1},
        ):
            with pytest.raises(Refused):
                rules.check_whole(**said)  # type: ignore[arg-type]


class TestVersions:
    def test_the_next_one_begins_where_the_last_one_stands_and_supersedes_it(self) -> None:
        bank = harbor_bank()
        first = approved(handed_in(drawn_up(bank)))
        done = first.plannedactions.get()
        actions.finish_action(action=done, version=1, is_done=True, by=lin(), at=TUESDAY_10AM)

        with pytest.raises(Refused, match="not being drawn up any more"):
            actions.save_plan(
                plan=first, version=first.version, content=content(), by=lin(), at=TUESDAY_10AM
            )
        second = actions.draw_up_plan(customer=bank, by=lin(), at=TUESDAY_10AM)
        with pytest.raises(Refused):
            actions.draw_up_plan(customer=bank, by=greta(), at=TUESDAY_10AM)

        # What is done is not carried on, so something is to be done anew.
        assert second.situation == first.situation
        assert second.goals.get().what == "Renew"
        assert not second.plannedactions.exists()
        second = actions.save_plan(
            plan=second, version=1, content=content(goals=()), by=lin(), at=TUESDAY_10AM
        )
        approved(handed_in(second))
        first.refresh_from_db()
        assert (first.number, first.status) == (1, PlanStatus.SUPERSEDED)
        assert (second.number, second.status) == (2, PlanStatus.IN_FORCE)

    def test_the_database_holds_one_in_force(self) -> None:
        plan = approved(handed_in(drawn_up(harbor_bank())))
        other = drawn_up(plan.customer)

        with pytest.raises(IntegrityError), transaction.atomic():
            Plan.objects.filter(pk=other.pk).update(
                status=PlanStatus.IN_FORCE, decided_by=greta(), submitted_by=lin()
            )


def test_the_weighted_value_counts_each_by_how_likely_it_is() -> None:
    assert rules.weighted_cents([]) == 0
    assert rules.weighted_cents([(100_000, 50), (10_000, 10), (99, 100)]) == 51_099
