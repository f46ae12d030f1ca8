"""A case runs as it was drawn: begun, taken, done, sent back, cancelled; two at once, and twice."""

from datetime import timedelta

import pytest

from primeline.audit import walls
from primeline.audit.models import Act
from primeline.commitments import actions as owing
from primeline.commitments.choices import CommitmentStatus
from primeline.commitments.models import Commitment
from primeline.customers.choices import TimelineKind
from primeline.customers.models import TimelineLine
from primeline.customers.queries import reach_now
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.processes import actions, queries
from primeline.processes.choices import CaseStatus, ItemStatus
from primeline.processes.models import CaseFact, ServiceRun, Token, WorkItem
from primeline.processes.tests.drawn import (
    begun,
    done,
    drawing,
    end,
    field,
    fresh,
    gateway,
    in_force,
    install,
    item,
    nodes,
    service,
    start,
    task,
)
from primeline.processes.values import Wish
from primeline.staff.choices import Role
from primeline.testing.cast import (
    TUESDAY_10AM,
    a_person,
    greta,
    harbor_bank,
    harbor_branch,
    lin,
    mira,
    nora,
    sara,
    sol,
    tom,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("F2")]
LATER = TUESDAY_10AM + timedelta(hours=1)
BOTH = drawing(
    start(), gateway("split", "parallel"), task("line", "TECHNICIAN"), task("box", "SALES"),
    gateway("join", "parallel"), task("accept", "ACCOUNT_MANAGER"), end(),
    "start->split", "split->line", "split->box", "line->join", "box->join", "join->accept",
    "accept->end",
)  # fmt: skip
CHOICE = drawing(
    start(), task("price", "SALES", asks="price! own"), gateway("big", default="f4"),
    task("lead", "BRANCH_LEAD"), task("manager", "ACCOUNT_MANAGER"), end(),
    "start->price", "price->big", "big->lead:price &gt; 1000", "big->manager", "lead->end",
    "manager->end", fields=field("price", "number") + field("own", "boolean"),
)  # fmt: skip
TOLD = drawing(
    start(), task("ask", "SALES"), service("tell", "tell_customer"),
    service("plan", "plan_follow_up"), task("survey", "TECHNICIAN"), end(),
    "start->ask", "ask->tell", "tell->plan", "plan->survey", "survey->end",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()


def test_each_step_is_owed_by_its_role_and_the_next_one_opens_as_it_is_done() -> None:
    case = begun()
    first = item(case, "ask")
    assert (first.role, first.unit.code) == ("ACCOUNT_MANAGER", "HARBOR")
    assert first.commitment.step.code == "CASE_STEP"
    assert first.commitment.due_at > TUESDAY_10AM
    done(case, "ask", lin())
    assert nodes(case) == {"survey"}
    assert Commitment.objects.get(pk=first.commitment_id).status == CommitmentStatus.DONE
    done(case, "survey", tom(), LATER)
    ended = fresh(case)
    assert (ended.status, ended.ended_by, ended.ended_at) == (CaseStatus.DONE, tom(), LATER)
    assert not Token.objects.filter(case=case, left_at=None).exists()
    told = TimelineLine.objects.filter(customer=harbor_bank(), kind=TimelineKind.CASE)
    assert [one.words["how"] for one in told.order_by("pk")] == ["STARTED", "DONE"]
    assert Act.objects.filter(kind="processes.finish").count() == 2


def test_parallel_ways_both_have_to_be_done_before_what_follows() -> None:
    case = begun(BOTH)
    assert nodes(case) == {"line", "box"}
    done(case, "line", tom())
    assert nodes(case) == {"box"}
    done(case, "box", sol())
    assert nodes(case) == {"accept"}


@pytest.mark.parametrize(("price", "way"), [("1000.5", "lead"), ("1000", "manager")])
def test_what_was_answered_decides_which_way_it_goes(price: str, way: str) -> None:
    case = begun(CHOICE)
    done(case, "price", sol(), price=price, own="true")
    assert nodes(case) == {way}
    assert queries.facts_of(case) == {"price": price, "own": "true"}


@pytest.mark.parametrize(
    ("answers", "field_name"), [({}, "price"), ({"price": "many"}, "price"),
                                ({"price": "1", "own": "perhaps"}, "own")],
)  # fmt: skip
def test_an_answer_that_is_missing_or_wrong_is_refused_at_its_field(
    answers: dict[str, str], field_name: str
) -> None:
    case = begun(CHOICE)
    with pytest.raises(Refused) as refused:
        done(case, "price", sol(), **answers)
    assert refused.value.field == field_name
    assert nodes(case) == {"price"}
    assert not CaseFact.objects.exists()


def test_two_finish_the_same_step_and_the_slower_one_is_told_who_was_faster() -> None:
    case = begun()
    done(case, "ask", lin())
    step = item(case, "survey")
    other = a_person("tam", "谭", "Tam", harbor_branch, Role.TECHNICIAN)
    done(case, "survey", tom())
    with pytest.raises(ChangedMeanwhile, match="Tom has done this already"):
        actions.finish_item(
            item=step, reach=reach_now(other, at=LATER), answers={}, by=other, at=LATER
        )
    assert fresh(case).ended_by == tom()


def test_what_one_has_taken_nobody_else_takes_or_finishes_until_it_is_put_back() -> None:
    case = begun()
    done(case, "ask", lin())
    other = a_person("tam", "谭", "Tam", harbor_branch, Role.TECHNICIAN)
    step = item(case, "survey")
    actions.claim_item(item=step, reach=reach_now(tom(), at=LATER), by=tom(), at=LATER)
    reach = reach_now(other, at=LATER)
    assert not queries.work_of(reach).exists()
    for deed in (
        lambda: actions.claim_item(item=step, reach=reach, by=other, at=LATER),
        lambda: actions.finish_item(item=step, reach=reach, answers={}, by=other, at=LATER),
    ):
        with pytest.raises(ChangedMeanwhile, match="Tom has taken this already"):
            deed()
    with pytest.raises(Refused, match="Only who has it"):
        actions.put_back_item(item=step, by=other, at=LATER, reason="mine")
    actions.put_back_item(item=step, by=tom(), at=LATER, reason="ill")
    assert list(queries.work_of(reach)) == [step]
    done(case, "survey", other, LATER)
    assert fresh(case).status == CaseStatus.DONE


def test_another_role_or_another_unit_does_not_do_it() -> None:
    case = begun()
    step = item(case, "ask")
    for somebody in (tom(), greta(), nora()):
        with pytest.raises(Refused, match="another role"):
            actions.finish_item(
                item=step, reach=reach_now(somebody, at=LATER), answers={}, by=somebody, at=LATER
            )


def test_nobody_sees_a_case_of_an_account_out_of_reach() -> None:
    case = begun()
    assert queries.get_case(reach_now(greta(), at=LATER), case.number) == case
    for somebody in (mira(), nora()):
        reach = reach_now(somebody, at=LATER)
        with walls.open_for(reach), pytest.raises(NotFound):
            queries.get_case(reach, case.number)
        assert not queries.visible_to(reach).exists()


def test_it_goes_back_to_who_did_the_step_before_with_a_reason_and_a_count() -> None:
    case = begun()
    done(case, "ask", lin())
    step = item(case, "survey")
    with pytest.raises(Refused) as refused:
        send_back(step, "  ")
    assert refused.value.field == "reason"
    send_back(step, "no floor plan")
    again = item(case, "ask")
    assert (again.returns_count, again.sent_back_from) == (1, step)
    assert again.commitment.person == lin()
    assert WorkItem.objects.get(pk=step.pk).status == ItemStatus.SENT_BACK
    done(case, "ask", lin(), LATER)
    second = item(case, "survey")
    # Whoever sent it back gets it again.
    assert second.commitment.person == tom()
    send_back(second, "still none")
    assert item(case, "ask").returns_count == 2
    told = TimelineLine.objects.filter(kind=TimelineKind.CASE, words__how="SENT_BACK")
    assert [one.words["count"] for one in told.order_by("pk")] == [1, 2]
    assert all(one.words["step_en"] != one.words["step"] for one in told)


def send_back(step: WorkItem, reason: str) -> None:
    reach = reach_now(tom(), at=LATER)
    actions.send_back_item(item=step, reach=reach, by=tom(), at=LATER, reason=reason)


def test_what_two_ways_led_to_is_not_sent_back_to_one_of_them() -> None:
    case = begun(BOTH)
    done(case, "line", tom())
    done(case, "box", sol())
    with pytest.raises(Refused, match="No single step"):
        actions.send_back_item(
            item=item(case, "accept"), reach=reach_now(lin(), at=LATER), by=lin(), at=LATER,
            reason="no",
        )  # fmt: skip


def test_services_run_once_with_the_step_and_going_back_undoes_them() -> None:
    case = begun(TOLD)
    done(case, "ask", sol())
    assert list(ServiceRun.objects.order_by("pk").values_list("service", flat=True)) == [
        "tell_customer", "plan_follow_up",
    ]  # fmt: skip
    planned = Commitment.objects.get(step__code="ONBOARDING_FOLLOW_UP")
    assert planned.is_open
    send_back(item(case, "survey"), "wrong site")
    planned.refresh_from_db()
    assert planned.status == CommitmentStatus.CANCELLED
    assert not ServiceRun.objects.filter(undone_at=None).exists()


def test_a_service_that_fails_leaves_the_step_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    case = begun(TOLD)

    def fails(**_: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(owing, "open_commitment", fails)
    with pytest.raises(RuntimeError):
        done(case, "ask", sol())
    assert nodes(case) == {"ask"}
    assert not ServiceRun.objects.exists()
    assert not TimelineLine.objects.filter(words__how="TOLD").exists()


def test_cancelling_asks_nobody_any_more_and_undoes_what_was_done_by_itself() -> None:
    case = begun(TOLD)
    done(case, "ask", sol())
    stale, step = case.version, item(case, "survey")
    with pytest.raises(ChangedMeanwhile):
        actions.cancel_case(case=case, version=stale, by=greta(), at=LATER, reason="withdrawn")
    now = fresh(case)
    actions.cancel_case(case=now, version=now.version, by=greta(), at=LATER, reason="withdrawn")
    ended = fresh(case)
    assert (ended.status, str(ended.reason)) == (CaseStatus.CANCELLED, "withdrawn")
    assert not Commitment.objects.open().exists()
    assert WorkItem.objects.get(pk=step.pk).status == ItemStatus.DROPPED
    with pytest.raises(ChangedMeanwhile, match="not needed any more"):
        actions.finish_item(
            item=step, reach=reach_now(tom(), at=LATER), answers={}, by=tom(), at=LATER
        )
    with pytest.raises(Refused, match="was cancelled"):
        actions.cancel_case(case=ended, version=ended.version, by=greta(), at=LATER, reason="x")


def test_what_is_owed_for_a_step_ends_with_the_step_and_not_by_itself() -> None:
    step = item(begun(), "ask")
    with pytest.raises(Refused, match="step of a case"):
        owing.keep_commitment(commitment=step.commitment, by=lin(), at=LATER)
    with pytest.raises(Refused, match="not waived"):
        owing.ask_waiver(commitment=step.commitment, by=lin(), at=LATER, reason="no")


def test_a_step_given_to_a_colleague_is_theirs_to_finish() -> None:
    case = begun()
    done(case, "ask", lin())
    other = a_person("tam", "谭", "Tam", harbor_branch, Role.TECHNICIAN)
    matter = item(case, "survey").commitment
    done_by = owing.reassign_matters(
        versions={matter.pk: matter.version}, to_person=other,
        reach=reach_now(greta(), at=LATER), by=greta(), at=LATER, reason="near",
    )  # fmt: skip
    assert done_by.count == 1
    assert queries.is_mine(reach_now(other, at=LATER), item(case, "survey"))
    assert not queries.is_mine(reach_now(tom(), at=LATER), item(case, "survey"))


def test_where_nobody_holds_the_role_at_the_unit_the_nearest_above_is_asked() -> None:
    case = begun(drawing(start(), task("ask", "SERVICE_CENTER"), end(), "start->ask", "ask->end"))
    step = item(case, "ask")
    assert step.unit.code == "HQ"
    assert queries.is_mine(reach_now(sara(), at=LATER), step)


def test_a_person_at_the_customer_stands_sealed_in_what_was_said() -> None:
    from primeline.customers import actions as customers
    from primeline.customers.values import ContactDetails

    details = ContactDetails(name="王海燕")
    customers.add_contact(customer=harbor_bank(), details=details, by=lin(), at=TUESDAY_10AM)
    xml = drawing(
        start(), task("ask", "ACCOUNT_MANAGER", asks="who"), end(), "start->ask", "ask->end",
        fields=field("who"),
    )  # fmt: skip
    case = begun(xml)
    done(case, "ask", lin(), who="王海燕 opens the door")
    stored = CaseFact.objects.get(case=case).__dict__["text"]
    assert "王海燕" not in str.__str__(stored)
    assert str(queries.facts_of(case)["who"]) == "王** opens the door"


def test_nothing_begins_without_a_version_in_force_a_title_or_for_a_closed_account() -> None:
    process = in_force()
    for wish, wrong in ((Wish(title=" "), "title"),):
        with pytest.raises(Refused) as refused:
            actions.start_case(
                process=process, customer=harbor_bank(), wish=wish, by=lin(), at=TUESDAY_10AM
            )
        assert refused.value.field == wrong
    with pytest.raises(Refused, match="No version"):
        actions.start_case(
            process=process, customer=harbor_bank(), wish=Wish(title="x"), by=lin(),
            at=TUESDAY_10AM - timedelta(days=1),
        )  # fmt: skip
