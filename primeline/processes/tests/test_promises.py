"""What a case owes as a whole: from its start, whatever way it goes, until it is really given."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from primeline.bpmn.reading import read
from primeline.bpmn.remapping import reached_from
from primeline.commitments import actions as commitments
from primeline.commitments.choices import State
from primeline.commitments.models import Commitment, RungFired
from primeline.commitments.tests.owing import DAY, HOUR, scan
from primeline.commitments.values import COMMITMENT
from primeline.customers.choices import TimelineKind
from primeline.customers.models import TimelineLine
from primeline.customers.queries import reach_now
from primeline.kit.errors import Refused
from primeline.processes import actions, queries
from primeline.processes.actions.installing import DRAWINGS
from primeline.processes.actions.promises import ahead_of
from primeline.processes.choices import CaseStatus
from primeline.processes.models import Case
from primeline.processes.tests.drawn import (
    TEST,
    begun,
    drawing,
    end,
    install,
    item,
    service,
    start,
    task,
)
from primeline.processes.tests.test_switching import approved, carry_out
from primeline.processes.values import PROMISE, Wish
from primeline.staff.choices import Role
from primeline.staff.models import Person
from primeline.testing.cast import (
    TUESDAY_10AM,
    a_person,
    greta,
    harbor_bank,
    harbor_branch,
    lin,
    tom,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("D4", "F6", "J1")]
MINUTE = timedelta(minutes=1)
TONIGHT = (TUESDAY_10AM + 10 * HOUR).isoformat()
LATER = (TUESDAY_10AM + 80 * HOUR).isoformat()
REACHED = {"reply": "So it is", "first_day": "2026-04-28", "first_way": "call"}
LOCATED = {"part": "Port", "place": "Harbor", "cause": "Water", "is_recurrent": "false"}
TAKEN = {"symptom": "Down", "circuits": "C1", "priority": "P4", "is_green": "false"}


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()
    actions.install_processes(by=TEST, at=TUESDAY_10AM - DAY)


def dora() -> Person:
    """Sit at the desk of the branch."""
    return a_person("dora", "窦兰", "Dora", harbor_branch, Role.DEDICATED_SEAT)


def started(code: str, title: str = "Wrong bill", at: datetime = TUESDAY_10AM) -> Case:
    """Begin a case by a shipped drawing."""
    dora()
    return actions.start_case(
        process=queries.get_process(code),
        customer=harbor_bank(),
        wish=Wish(title=title),
        by=lin(),
        at=at,
    )


def does(case: Case, node: str, by: Person, at: datetime, **answers: str) -> None:
    """Finish the step of a case at a node."""
    actions.finish_item(
        item=item(case, node), reach=reach_now(by, at=at), answers=answers, by=by, at=at
    )


def whole(case: Case, step: str = "COMPLAINT_REPLY") -> Commitment:
    return Commitment.objects.get(subject_kind=PROMISE, subject_id=case.pk, step__code=step)


def to_the_reply(case: Case, at: datetime) -> None:
    does(case, "desk", dora(), at, solved_by_desk="true")


def test_a_reply_is_owed_from_the_complaint_on_whoever_has_it() -> None:
    case = started("COMPLAINT")
    owed = whole(case)
    assert (owed.opened_at, owed.debtor_role, owed.unit.code) == (
        TUESDAY_10AM, "DEDICATED_SEAT", "HARBOR",
    )  # fmt: skip
    does(case, "accept", dora(), TUESDAY_10AM + HOUR, content="Too much")
    does(case, "desk", dora(), TUESDAY_10AM + HOUR, solved_by_desk="false")
    # With the technicians for twenty days: the clock has run, and those above were told.
    scan(TUESDAY_10AM + 20 * DAY)
    late = whole(case)
    assert late.state(TUESDAY_10AM + 20 * DAY) is State.OVERDUE
    assert RungFired.objects.filter(commitment=late, percent=100).exists()
    does(case, "technicians", tom(), TUESDAY_10AM + 20 * DAY, solved_by_technicians="true")
    does(case, "reply", dora(), TUESDAY_10AM + 21 * DAY, answer="confirmed", **REACHED)
    done = whole(case)
    assert done.state(TUESDAY_10AM + 21 * DAY) is State.LATE
    assert done.ended_at == TUESDAY_10AM + 21 * DAY
    assert done.ended_by == dora()


def cancelled(case: Case, at: datetime) -> None:
    now = Case.objects.get(pk=case.pk)
    actions.cancel_case(case=now, version=now.version, by=greta(), at=at, reason="Withdrawn")


def test_a_case_given_up_takes_nothing_with_it_that_was_broken() -> None:
    """No scan has come by yet: that its time is over is seen by whoever gives it up."""
    late, early = started("COMPLAINT"), started("FAULT")
    cancelled(late, TUESDAY_10AM + 30 * DAY)
    cancelled(early, TUESDAY_10AM + MINUTE)
    missed, withdrawn = whole(late), whole(early, "RESTORATION")
    assert missed.broken_at == missed.due_at
    assert missed.state(TUESDAY_10AM + 30 * DAY) is State.MISSED
    told = TimelineLine.objects.filter(subject_id=missed.pk, subject_kind=COMMITMENT)
    assert told.filter(kind=TimelineKind.MATTER_BROKEN, happened_at=missed.due_at).count() == 1
    assert (withdrawn.broken_at, withdrawn.state(TUESDAY_10AM + DAY)) == (None, State.CANCELLED)


def test_who_wants_more_or_was_not_reached_has_no_reply_yet() -> None:
    case = started("COMPLAINT")
    does(case, "accept", dora(), TUESDAY_10AM, content="Too much")
    to_the_reply(case, TUESDAY_10AM)
    does(case, "reply", dora(), TUESDAY_10AM + HOUR, answer="more", **REACHED)
    owed = whole(case)
    assert (owed.is_open, owed.opened_at, owed.cycle) == (True, TUESDAY_10AM, 1)
    to_the_reply(case, TUESDAY_10AM + 2 * HOUR)
    does(case, "reply", dora(), TUESDAY_10AM + 3 * HOUR, answer="silent", **REACHED)
    assert whole(case).is_open
    second = {"second_day": "2026-04-29", "second_way": "link", "answer": "confirmed"}
    does(case, "second", dora(), TUESDAY_10AM + DAY, **second)
    assert whole(case).state(TUESDAY_10AM + DAY) is State.KEPT
    # Its steps keep to the limits of steps: nothing else counts as a reply.
    assert Commitment.objects.filter(step__code="COMPLAINT_REPLY").count() == 1


def to_the_test(case: Case, at: datetime) -> None:
    does(case, "accept", dora(), at, **TAKEN)
    does(case, "locate", tom(), at + MINUTE, expected_at=TONIGHT)
    does(case, "repair", tom(), at + HOUR, **LOCATED)


def test_a_line_is_restored_when_the_customer_says_so() -> None:
    case = started("FAULT")
    to_the_test(case, TUESDAY_10AM)
    assert whole(case, "RESTORATION_ESTIMATE").state(TUESDAY_10AM) is State.KEPT
    does(case, "test", tom(), TUESDAY_10AM + 2 * HOUR, test_passed="false")
    assert whole(case, "RESTORATION").opened_at == TUESDAY_10AM
    does(case, "repair", tom(), TUESDAY_10AM + 70 * HOUR, **LOCATED)
    does(case, "test", tom(), TUESDAY_10AM + 71 * HOUR, test_passed="true")
    # The customer says no: located and estimated again, nothing of it begins anew.
    no = {"is_restored": "false", "needs_report": "false"}
    does(case, "confirm", dora(), TUESDAY_10AM + 71 * HOUR, **no)
    assert whole(case, "RESTORATION").is_open
    does(case, "locate", tom(), TUESDAY_10AM + 72 * HOUR, expected_at=LATER)
    does(case, "repair", tom(), TUESDAY_10AM + 80 * HOUR, **LOCATED)
    does(case, "test", tom(), TUESDAY_10AM + 80 * HOUR, test_passed="true")
    yes = {"is_restored": "true", "needs_report": "false"}
    does(case, "confirm", dora(), TUESDAY_10AM + 81 * HOUR, **yes)
    restored = whole(case, "RESTORATION")
    assert restored.state(TUESDAY_10AM + 81 * HOUR) is State.LATE
    assert restored.ended_at == TUESDAY_10AM + 81 * HOUR
    counted = Commitment.objects.filter(step__code__in=["RESTORATION", "RESTORATION_ESTIMATE"])
    assert counted.count() == 2


def test_an_estimate_is_late_half_an_hour_after_the_report() -> None:
    case = started("FAULT")
    does(case, "accept", dora(), TUESDAY_10AM + 20 * MINUTE, **TAKEN)
    does(case, "locate", tom(), TUESDAY_10AM + 31 * MINUTE, expected_at=TONIGHT)
    assert whole(case, "RESTORATION_ESTIMATE").state(TUESDAY_10AM + HOUR) is State.LATE


def test_sent_back_past_the_reply_it_is_owed_as_if_it_had_never_been_given() -> None:
    case = started("COMPLAINT")
    does(case, "accept", dora(), TUESDAY_10AM, content="Too much")
    to_the_reply(case, TUESDAY_10AM)
    does(case, "reply", dora(), TUESDAY_10AM + HOUR, answer="confirmed", **REACHED)
    kept, at = whole(case), TUESDAY_10AM + 2 * HOUR
    assert not kept.is_open
    actions.send_back_item(
        item=item(case, "recover"), reach=reach_now(lin(), at=at), by=lin(), at=at, reason="No"
    )
    again = whole(case)
    assert (again.is_open, again.opened_at, again.due_at, again.cycle) == (
        True, kept.opened_at, kept.due_at, kept.cycle,
    )  # fmt: skip
    scan(again.due_at + HOUR)
    does(case, "reply", dora(), again.due_at + 2 * HOUR, answer="confirmed", **REACHED)
    assert whole(case).state(again.due_at + DAY) is State.LATE


def test_with_the_case_ends_what_it_owes_and_what_was_given_stays() -> None:
    case = started("FAULT")
    to_the_test(case, TUESDAY_10AM)
    fresh = Case.objects.get(pk=case.pk)
    at = TUESDAY_10AM + 2 * HOUR
    actions.cancel_case(case=fresh, version=fresh.version, by=greta(), at=at, reason="Taken back")
    assert whole(case, "RESTORATION").state(at) is State.CANCELLED
    assert whole(case, "RESTORATION_ESTIMATE").state(at) is State.KEPT


def test_it_is_ended_by_the_case_alone() -> None:
    owed = whole(started("COMPLAINT"))
    with pytest.raises(Refused, match="The case itself keeps this"):
        commitments.keep_commitment(commitment=owed, by=dora(), at=TUESDAY_10AM)


def test_a_step_of_ones_own_drawing_that_replies_counts_from_the_complaint_too() -> None:
    own = drawing(
        start(), task("look", "ACCOUNT_MANAGER"),
        task("answer", "ACCOUNT_MANAGER", more='step="COMPLAINT_REPLY"'), end(),
        "start->look", "look->answer", "answer->end",
    )  # fmt: skip
    case = begun(own)
    does(case, "look", lin(), TUESDAY_10AM + 20 * DAY)
    step = item(case, "answer").commitment
    assert (step.step.code, step.opened_at) == ("COMPLAINT_REPLY", TUESDAY_10AM)
    assert step.state(TUESDAY_10AM + 20 * DAY) is State.OVERDUE


def test_what_the_other_version_gives_is_owed_from_the_start_of_the_case() -> None:
    case = begun()
    does(case, "ask", lin(), TUESDAY_10AM)
    answering = drawing(
        start(), task("ask", "ACCOUNT_MANAGER"), task("survey", "TECHNICIAN"),
        service("said", "reply_given"), end(), "start->ask", "ask->survey", "survey->said",
        "said->end",
    )  # fmt: skip

    carry_out(approved(answering))

    owed = whole(case)
    assert (owed.opened_at, owed.is_open) == (case.started_at, True)
    does(case, "survey", tom(), TUESDAY_10AM + HOUR)
    assert whole(case).state(TUESDAY_10AM + HOUR) is State.KEPT


@pytest.mark.parametrize(
    ("code", "node", "given", "owed"),
    [
        ("COMPLAINT", "technicians", "", {"COMPLAINT_REPLY"}),
        # What replied once comes before it again: there is no end without a reply.
        ("COMPLAINT", "desk", "COMPLAINT_REPLY", {"COMPLAINT_REPLY"}),
        ("COMPLAINT", "recover", "", set()),
        ("FAULT", "locate", "", {"RESTORATION", "RESTORATION_ESTIMATE"}),
        # Estimated before; only a repair that failed leads there again.
        ("FAULT", "repair", "RESTORATION_ESTIMATE", {"RESTORATION"}),
        ("FAULT", "report", "RESTORATION", set()),
    ],
)
def test_a_case_that_goes_over_owes_what_is_ahead(
    code: str, node: str, given: str, owed: set[str]
) -> None:
    drawn = read((DRAWINGS / f"{code}.bpmn").read_bytes())
    assert {one.step for one in ahead_of(drawn, [node], {given})} == owed


def test_what_is_within_a_part_of_the_drawing_is_ahead_of_it() -> None:
    inner = start("s2") + service("given", "reply_given") + task("say", "SALES") + end("e2")
    inner += "".join(
        f'<bpmn:sequenceFlow id="{one}{two}" sourceRef="{one}" targetRef="{two}" />'
        for one, two in (("s2", "given"), ("given", "say"), ("say", "e2"))
    )
    part = f'<bpmn:subProcess id="part" name="part">{inner}</bpmn:subProcess>'
    arrows = ("start->look", "look->part", "part->after", "after->end")
    drawn = read(
        drawing(start(), task("look", "SALES"), part, task("after", "SALES"), end(), *arrows)
    )
    found = ahead_of(drawn, ["look"], {"COMPLAINT_REPLY"})
    assert [one.step for one in found] == ["COMPLAINT_REPLY"]
    # What stands within it has its own place there, beside that of the part.
    assert ahead_of(drawn, ["part", "say"], set()) == []
    assert reached_from(drawn, ["part", "say"]) == {"e2", "after", "end"}


def test_an_estimate_reaches_what_is_promised_and_each_new_one_stands_beside_the_old() -> None:
    case, at = started("FAULT"), TUESDAY_10AM + MINUTE
    does(case, "accept", dora(), at, **TAKEN)
    with pytest.raises(Refused, match="past") as no:
        does(case, "locate", tom(), at, expected_at=TUESDAY_10AM.isoformat())
    assert no.value.field == "expected_at"
    with pytest.raises(Refused, match="no moment") as no:
        does(case, "locate", tom(), at, expected_at="tonight")
    assert no.value.field == "expected_at"
    does(case, "locate", tom(), at, expected_at=TONIGHT, expected_why="A cable is cut")
    restoration = whole(case, "RESTORATION")
    commitments.give_estimate(
        commitment=restoration,
        expected_at=TUESDAY_10AM + 80 * HOUR,
        reason="The road is flooded",
        by=tom(),
        at=at + HOUR,
    )
    said = restoration.estimates.order_by("given_at").values_list("expected_at", "reason")
    assert [(moment.isoformat(), why) for moment, why in said] == [
        (TONIGHT, "A cable is cut"), (LATER, "The road is flooded"),
    ]  # fmt: skip
    assert restoration.due_at == whole(case, "RESTORATION").due_at


def test_an_estimate_without_words_is_read_in_the_language_of_its_reader() -> None:
    case = started("FAULT")
    does(case, "accept", dora(), TUESDAY_10AM, **TAKEN)
    with translation.override("zh-hans"):
        does(case, "locate", tom(), TUESDAY_10AM, expected_at=TONIGHT)
    (said,) = whole(case, "RESTORATION").estimates.all()
    for language, words in (("en", "We know where it is"), ("zh-hans", "已定位")):
        with translation.override(language):
            assert words in said.why


def test_an_estimate_that_is_past_when_it_would_be_told_holds_no_case_up() -> None:
    xml = drawing(
        start(), task("locate", "TECHNICIAN", asks="expected_at!"), task("check", "TECHNICIAN"),
        service("told", "estimate_given"), service("back", "restoration_given"), end(),
        "start->locate", "locate->check", "check->told", "told->back", "back->end",
        fields='<pl:field name="expected_at" type="moment" nameEn="Expected"/>',
    )  # fmt: skip
    case = begun(xml)
    for wrong, why in ((TUESDAY_10AM, "past"), (TUESDAY_10AM + 400 * DAY, "more than a year")):
        with pytest.raises(Refused, match=why) as no:
            does(case, "locate", tom(), TUESDAY_10AM, expected_at=wrong.isoformat())
        assert no.value.field == "expected_at"
    does(case, "locate", tom(), TUESDAY_10AM, expected_at=TONIGHT)

    does(case, "check", tom(), TUESDAY_10AM + DAY)

    assert Case.objects.get(pk=case.pk).status == CaseStatus.DONE
    assert whole(case, "RESTORATION_ESTIMATE").state(TUESDAY_10AM + DAY) is State.LATE
    assert not whole(case, "RESTORATION").estimates.exists()


def test_a_step_is_due_with_what_its_role_owes_for_the_whole_case() -> None:
    earlier = begun()
    does(earlier, "ask", lin(), TUESDAY_10AM - 2 * DAY)
    case = started("FAULT")
    does(case, "accept", dora(), TUESDAY_10AM, **TAKEN | {"priority": "P1"})
    locate = item(case, "locate")
    # The step itself may take longer than that which waits since Sunday.
    assert locate.commitment.due_at > item(earlier, "survey").commitment.due_at
    assert [one.node for one in queries.work_of(reach_now(tom(), at=TUESDAY_10AM))] == [
        "locate", "survey",
    ]  # fmt: skip
    assert queries.due_with([locate])[locate.pk].due_at == TUESDAY_10AM + 30 * MINUTE

    does(case, "locate", tom(), TUESDAY_10AM + MINUTE, expected_at=TONIGHT)

    repair = item(case, "repair")
    found = queries.due_with([repair, item(earlier, "survey")])
    assert found == {repair.pk: whole(case, "RESTORATION")}
    # What somebody else owes is not theirs to be late with.
    complaint = started("COMPLAINT")
    assert queries.due_with([item(complaint, "accept")]) == {}


def test_an_estimate_in_words_of_an_older_drawing_reads_as_it_was_written() -> None:
    xml = drawing(
        start(), task("locate", "TECHNICIAN", asks="expected_at!"),
        service("told", "estimate_given"), service("back", "restoration_given"), end(),
        "start->locate", "locate->told", "told->back", "back->end",
        fields='<pl:field name="expected_at" type="text" nameEn="Expected"/>',
    )  # fmt: skip
    case = begun(xml)
    does(case, "locate", tom(), TUESDAY_10AM + MINUTE, expected_at="tonight, 18:00")
    assert queries.facts_of(case) == {"expected_at": "tonight, 18:00"}
    assert not whole(case, "RESTORATION").estimates.exists()
