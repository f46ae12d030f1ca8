"""Running cases go on by another version: previewed, proposed, approved, one act for each case."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from primeline.audit.models import Act
from primeline.commitments.models import Commitment
from primeline.customers.choices import TimelineKind
from primeline.customers.models import TimelineLine
from primeline.customers.queries import reach_now
from primeline.kit.deeds import act
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.kit.jobs import Interrupted, Job
from primeline.kit.models import JobRow
from primeline.processes import actions, listeners, queries
from primeline.processes.actions.library import keep_drawing
from primeline.processes.choices import CaseStatus, EditionStatus, SwitchStatus
from primeline.processes.models import Case, Edition, Switch, SwitchedCase, Token, WorkItem
from primeline.processes.queries import Crossing
from primeline.processes.tests.drawn import (
    LINE,
    TEST,
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
    start,
    task,
)
from primeline.processes.values import Wish
from primeline.staff.choices import Role
from primeline.staff.models import Person
from primeline.testing.cast import (
    TUESDAY_10AM,
    a_person,
    harbor_bank,
    headquarters,
    lin,
    sara,
    sol,
    tom,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("F1")]
LATER = TUESDAY_10AM + timedelta(hours=1)
LONGER = drawing(
    start(), task("ask", "ACCOUNT_MANAGER"), task("survey", "TECHNICIAN"), task("check", "SALES"),
    end(), "start->ask", "ask->survey", "survey->check", "check->end",
)  # fmt: skip
RENAMED = drawing(
    start(), task("ask", "ACCOUNT_MANAGER"), task("visit", "TECHNICIAN"), end(),
    "start->ask", "ask->visit", "visit->end",
)  # fmt: skip
BESIDE = drawing(
    start(), gateway("split", "parallel"), task("ask", "ACCOUNT_MANAGER"),
    task("survey", "TECHNICIAN"), gateway("join", "parallel"), end(),
    "start->split", "split->ask", "split->survey", "ask->join", "survey->join", "join->end",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()


def other() -> Person:
    return a_person("stella", "史黛", "Stella", headquarters, Role.SERVICE_CENTER)


def another(case: Case) -> Case:
    """Begin one more case by the version in force."""
    return actions.start_case(
        process=case.edition.process, customer=harbor_bank(), wish=Wish(title="Third line"),
        by=lin(), at=TUESDAY_10AM,
    )  # fmt: skip


def next_version(xml: bytes) -> tuple[Edition, Edition]:
    """Put a further version in force, and return the one before and this one."""
    process = in_force(xml)
    newest = list(process.editions.order_by("-number")[:2])
    return newest[1], newest[0]


def proposed(xml: bytes, mapping: Mapping[str, str] | None = None) -> Switch:
    source, target = next_version(xml)
    return actions.propose_switch(
        source=source, target=target, mapping=mapping or {}, by=sara(), at=LATER, reason="better"
    )


def approved(xml: bytes, mapping: Mapping[str, str] | None = None) -> Switch:
    switch = proposed(xml, mapping)
    return actions.approve_switch(switch=switch, version=switch.version, by=other(), at=LATER)


def carry_out(switch: Switch, at: datetime = LATER, **more: Any) -> Switch:
    listeners.switch_cases(
        Job(job_id=1, kind="processes.switch", payload={"switch": switch.pk}, at=at, **more)
    )
    return Switch.objects.get(pk=switch.pk)


def plan(xml: bytes, mapping: Mapping[str, str] | None = None) -> queries.Plan:
    source, target = next_version(xml)
    crossing = Crossing(source, target, mapping or {})
    return queries.plan_of(reach_now(sara(), at=LATER), crossing)


def test_a_case_goes_on_by_the_other_version_with_what_is_owed_as_it_was() -> None:
    case = begun()
    done(case, "ask", lin())
    actions.claim_item(item=item(case, "survey"), reach=reach_now(tom(), at=LATER), by=tom(),
                       at=LATER)  # fmt: skip
    before = item(case, "survey")
    matter = Commitment.objects.get(pk=before.commitment_id)

    switch = carry_out(approved(LONGER))

    assert (switch.status, switch.moved_count, switch.stayed_count) == (SwitchStatus.DONE, 1, 0)
    after = item(case, "survey")
    owed = Commitment.objects.get(pk=after.commitment_id)
    assert after.pk == before.pk
    kept = ("due_at", "opened_at", "limit_microseconds", "person_id", "policy_row_id", "version")
    assert [getattr(owed, one) for one in kept] == [getattr(matter, one) for one in kept]
    done(case, "survey", tom(), LATER)
    assert nodes(case) == {"check"}
    done(case, "check", sol(), LATER)
    assert fresh(case).status == CaseStatus.DONE


def test_history_and_timeline_tell_each_case_that_went_over() -> None:
    case = begun()
    switch = carry_out(approved(LONGER))
    told = TimelineLine.objects.get(kind=TimelineKind.CASE, words__how="MOVED")
    assert (told.subject_id, told.words["from_version"], told.words["to_version"]) == (
        case.pk,
        1,
        2,
    )
    kinds = Counter(Act.objects.values_list("kind", flat=True))
    assert kinds["processes.switch_case"] == 1
    assert kinds["processes.end_switch"] == 1
    assert queries.earlier_drawings(fresh(case)) == [(LATER, switch.source)]


def test_carried_out_twice_it_does_nothing_more() -> None:
    begun()
    switch = carry_out(approved(LONGER))
    acts = Act.objects.count()
    carry_out(switch)
    assert Act.objects.count() == acts
    assert SwitchedCase.objects.count() == 1


def test_killed_half_way_it_goes_on_with_those_that_are_left() -> None:
    first = begun()
    another(first), another(first)
    switch = approved(LONGER)
    seen: list[int] = []

    def stops() -> None:
        seen.append(1)
        if len(seen) == 2:
            raise Interrupted

    with pytest.raises(Interrupted):
        carry_out(switch, on_report=stops)
    assert SwitchedCase.objects.count() == 2
    ended = carry_out(switch)
    assert (ended.status, ended.moved_count, ended.stayed_count) == (SwitchStatus.DONE, 3, 0)
    assert TimelineLine.objects.filter(words__how="MOVED").count() == 3


def test_what_is_not_drawn_any_more_stays_or_goes_where_somebody_says() -> None:
    case = begun()
    done(case, "ask", lin())
    shown = plan(RENAMED)
    assert (shown.total, shown.going) == (1, 0)
    assert [(one.why, one.at, one.numbers) for one in shown.left] == [
        ("GONE", "survey", (case.number,))
    ]
    (stop,) = shown.stops
    assert {one.id for one in stop.choices} == {"ask", "visit"}
    source, target = case.edition, Edition.objects.get(number=2)
    with pytest.raises(Refused) as refused:
        actions.propose_switch(
            source=source, target=target, mapping={"survey": "end"}, by=sara(), at=LATER, reason="x"
        )
    assert refused.value.field == "at-survey"
    switch = actions.propose_switch(
        source=source, target=target, mapping={"survey": "visit"}, by=sara(), at=LATER, reason="x"
    )
    carry_out(actions.approve_switch(switch=switch, version=1, by=other(), at=LATER))
    assert nodes(case) == {"visit"}
    # Nothing before it is drawn that leads to it alone under this name: it is sent back as drawn.
    step = item(case, "visit")
    actions.send_back_item(
        item=step_of_tom(step), reach=reach_now(tom(), at=LATER), by=tom(), at=LATER, reason="why"
    )
    assert nodes(case) == {"ask"}


def step_of_tom(step: WorkItem) -> WorkItem:
    actions.claim_item(item=step, reach=reach_now(tom(), at=LATER), by=tom(), at=LATER)
    return WorkItem.objects.in_full().get(pk=step.pk)


def test_what_led_to_a_step_by_the_old_drawing_alone_is_not_sent_back_to() -> None:
    case = begun()
    done(case, "ask", lin())
    between = drawing(
        start(), task("ask", "ACCOUNT_MANAGER"), task("new", "SALES"), task("survey", "TECHNICIAN"),
        end(), "start->ask", "ask->new", "new->survey", "survey->end",
    )  # fmt: skip
    carry_out(approved(between))
    step = item(case, "survey")
    assert step.sender_id is None
    with pytest.raises(Refused, match="No single step"):
        actions.send_back_item(
            item=step, reach=reach_now(tom(), at=LATER), by=tom(), at=LATER, reason="why"
        )


def test_a_join_that_would_never_complete_keeps_the_case_with_its_version() -> None:
    case = begun()
    shown = plan(BESIDE)
    assert [(one.why, one.at) for one in shown.left] == [("NEVER_ENDS", "ask")]
    switch = actions.propose_switch(
        source=case.edition, target=Edition.objects.get(number=2), mapping={}, by=sara(), at=LATER,
        reason="x",
    )  # fmt: skip
    switch = carry_out(actions.approve_switch(switch=switch, version=1, by=other(), at=LATER))
    assert (switch.moved_count, switch.stayed_count) == (0, 1)
    assert fresh(case).edition_id == switch.source_id


def test_a_join_that_waits_for_nobody_any_more_goes_on_with_the_move() -> None:
    case = begun(BESIDE)
    done(case, "survey", tom())
    done(case, "ask", lin())
    assert fresh(case).status == CaseStatus.DONE
    waiting = begun(BESIDE)
    done(waiting, "survey", tom())
    shorter = drawing(
        start(), task("survey", "TECHNICIAN"), gateway("join", "parallel"),
        task("ask", "ACCOUNT_MANAGER"), end(),
        "start->survey", "survey->join", "join->ask", "ask->end",
    )  # fmt: skip
    carry_out(approved(shorter, {"ask": "ask"}))
    # One stood at the join and one before it, which the new drawing cannot bring together.
    assert fresh(waiting).edition.number == 2
    assert nodes(waiting) == {"ask"}


@pytest.mark.parametrize(("kind", "goes"), [("text", True), ("number", False)])
def test_what_was_said_has_to_fit_the_new_version(kind: str, goes: bool) -> None:
    def asking(kind: str) -> bytes:
        return drawing(
            start(), task("ask", "ACCOUNT_MANAGER", asks="size"), task("survey", "TECHNICIAN"),
            end(), "start->ask", "ask->survey", "survey->end", fields=field("size", kind),
        )  # fmt: skip

    case = begun(asking("text"))
    done(case, "ask", lin(), size="large")
    shown = plan(asking(kind) + b"\n")
    assert shown.going == goes
    assert [(one.why, one.at) for one in shown.left] == ([] if goes else [("OTHER_ANSWER", "size")])
    assert shown.fields_changed == (() if goes else ("size",))


def test_who_proposes_does_not_approve_and_nobody_proposes_it_twice() -> None:
    case = begun()
    switch = proposed(LONGER)
    with pytest.raises(Refused, match="Somebody else"):
        actions.approve_switch(switch=switch, version=1, by=sara(), at=LATER)
    with pytest.raises(Refused, match="proposed already"):
        actions.propose_switch(
            source=case.edition, target=switch.target, mapping={}, by=other(), at=LATER, reason="x"
        )
    actions.refuse_switch(switch=switch, version=1, by=other(), at=LATER, reason="not now")
    with pytest.raises(ChangedMeanwhile):
        actions.approve_switch(switch=switch, version=1, by=other(), at=LATER)
    assert not JobRow.objects.filter(kind="processes.switch").exists()
    again = actions.propose_switch(
        source=case.edition, target=switch.target, mapping={}, by=sara(), at=LATER, reason="x"
    )
    actions.take_back_switch(switch=again, version=1, by=sara(), at=LATER)
    assert again.status == SwitchStatus.WITHDRAWN


@pytest.mark.parametrize("wrong", ["same", "draft", "to_come", "no_case", "no_reason"])
def test_a_version_that_cannot_be_gone_on_by_is_refused_with_the_way_out(wrong: str) -> None:
    case = begun()
    source, target = next_version(LONGER)
    if wrong == "draft":
        target = actions.draft_edition(process=source.process, xml=RENAMED, by=sara(), at=LATER)
    if wrong == "no_case":
        done(case, "ask", lin())
        done(case, "survey", tom())
    if wrong == "to_come":
        xml = LONGER + b"\n"
        with act(kind="processes.install", by=TEST, at=LATER):
            target = Edition.objects.create(
                process=source.process, number=9, status=EditionStatus.APPROVED,
                drawing=keep_drawing(xml), drafted_at=LATER, decided_at=LATER,
                effective_from=LATER + timedelta(days=1),
            )  # fmt: skip
    with pytest.raises(Refused) as refused:
        actions.propose_switch(
            source=source, target=source if wrong == "same" else target, mapping={}, by=sara(),
            at=LATER, reason="  " if wrong == "no_reason" else "x",
        )  # fmt: skip
    assert refused.value.field == ("reason" if wrong == "no_reason" else "to")


def test_a_case_that_went_on_meanwhile_goes_over_from_where_it_stands_by_then() -> None:
    case = begun()
    gone = another(case)
    source, target = case.edition, next_version(RENAMED)[1]
    switch = actions.propose_switch(
        source=source, target=target, mapping={}, by=sara(), at=LATER, reason="x"
    )
    switch = actions.approve_switch(switch=switch, version=1, by=other(), at=LATER)
    crossing = Crossing(source, target, {})
    done(case, "ask", lin())
    with pytest.raises(Refused, match="stands now"):
        actions.switch_case(case=case, switch=switch, crossing=crossing, by=sara(), at=LATER)
    done(gone, "ask", lin())
    done(gone, "survey", tom())
    with pytest.raises(ChangedMeanwhile):
        actions.switch_case(case=gone, switch=switch, crossing=crossing, by=sara(), at=LATER)


def test_a_case_that_waits_for_another_one_hears_of_its_end_by_the_new_version() -> None:
    in_force(LINE, "LEASE")

    def calls(*more: str) -> bytes:
        return drawing(
            start(), '<bpmn:callActivity id="call" calledElement="LEASE" />',
            task("build", "TECHNICIAN"), end(), "start->call", *more,
        )  # fmt: skip

    case = begun(calls("call->build", "build->end"))
    called = Token.objects.get(case=case, left_at=None).called_case
    carry_out(approved(calls(task("check", "SALES"), "call->build", "build->check", "check->end")))
    done(called, "ask", lin(), LATER)
    done(called, "survey", tom(), LATER)
    assert nodes(case) == {"build"}
    done(case, "build", tom(), LATER)
    assert nodes(case) == {"check"}


def versions(random: Random) -> bytes:
    """Return a drawing of three steps in a row or side by side, in some order, with one more."""
    steps = ["ask", "survey", "check"]
    random.shuffle(steps)
    drawn = [task(one, "TECHNICIAN") for one in steps]
    if random.random() < 0.5:
        return drawing(
            start(), *drawn, end(), f"start->{steps[0]}", f"{steps[0]}->{steps[1]}",
            f"{steps[1]}->{steps[2]}", f"{steps[2]}->end",
        )  # fmt: skip
    return drawing(
        start(), gateway("split", "parallel"), *drawn, gateway("join", "parallel"), end(),
        "start->split", f"split->{steps[0]}", f"split->{steps[1]}", f"{steps[0]}->join",
        f"{steps[1]}->join", f"join->{steps[2]}", f"{steps[2]}->end",
    )  # fmt: skip


def test_whichever_way_it_is_drawn_anew_every_case_ends_and_nothing_is_owed_twice() -> None:
    outcomes: Counter[bool] = Counter()
    for seed in range(14):
        random = Random(seed)  # noqa: S311 - the same each time
        case = begun(versions(random))
        for _ in range(random.randint(0, 2)):
            done(case, min(nodes(case)), tom())
        owed = Commitment.objects.open().count()
        before = case.edition_id
        carry_out(approved(versions(random)))
        outcomes[fresh(case).edition_id != before] += 1
        assert Commitment.objects.open().count() == len(nodes(case)) <= max(owed, 1)
        while here := nodes(case):
            done(case, random.choice(sorted(here)), tom(), LATER)
        assert fresh(case).status == CaseStatus.DONE
        assert not Commitment.objects.open().exists()
        assert not Token.objects.filter(case=case, left_at=None).exists()
    assert min(outcomes[True], outcomes[False]) >= 2
