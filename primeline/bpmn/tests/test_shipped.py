"""The drawings that come with the product: sound, named in both languages, going as they say."""

from datetime import date
from pathlib import Path

import pytest

from primeline.bpmn.checks import problems_of
from primeline.bpmn.moving import begin, finish
from primeline.bpmn.reading import read
from primeline.bpmn.state import FINISHED_BY_CALLERS, Move
from primeline.bpmn.values import Choice, Drawing, Field, Flow, Node, Value

pytestmark = pytest.mark.engine("sqlite")

DRAWINGS = sorted(Path(__file__).parents[2].glob("processes/drawings/*.bpmn"))
Values = dict[str, Value]


def drawn(code: str) -> Drawing:
    return read(next(file for file in DRAWINGS if file.stem == code).read_bytes())


def walk(code: str, values: Values, *answers: tuple[str, Values]) -> list[str]:
    """Finish what waits longest until nothing waits, and return the nodes in their order.

    An answer is given the next time its node is finished, and stands from then on.
    """
    drawing, open_ = drawn(code), list(answers)
    move = begin(drawing, values)
    done: list[str] = []
    while not move.is_ended:
        token = next(t for t in move.state.tokens if t.waits in FINISHED_BY_CALLERS)
        if (answer := next((a for a in open_ if a[0] == token.node), None)) is not None:
            values |= answer[1]
            open_.remove(answer)
        done.append(token.node)
        move = finish(drawing, move.state, token.number, values)
    assert not open_, "these were never asked"
    return [*done, _end(drawing, move)]


def _end(drawing: Drawing, move: Move) -> str:
    return next(known for known in reversed(move.passed) if known in drawing.by_id)


@pytest.mark.parametrize("file", DRAWINGS, ids=lambda file: file.stem)
def test_shipped_drawings_are_sound_and_named_in_both_languages(file: Path) -> None:
    drawing = read(file.read_bytes())
    assert drawing.key == file.stem
    assert problems_of(drawing) == []
    things: list[Drawing | Node | Flow] = [drawing, *drawing.nodes, *drawing.flows]
    assert not [thing for thing in things if bool(thing.name) != bool(thing.name_en)]
    fields = list(drawing.fields.values())
    words: list[Field | Choice] = [
        *fields,
        *(choice for field in fields for choice in field.choices),
    ]
    assert not [word for word in words if not (word.name_zh and word.name_en)]
    asked = {asked.field for node in drawing.nodes for asked in node.form}
    assert asked == set(drawing.fields), "a field that nobody fills in"


WON: Values = {"line": "own", "equipment": "branch", "outcome": "won"}
GOOD: Values = {"test_passed": True, "is_accepted": True}
BEFORE = ["need_taken", "precheck", "solution", "agreement", "contract", "register", "upload"]
AFTER = ["reserve_ips", "addresses", "settle_ips", "prepare", "build", "test", "acceptance",
         "billing", "explain", "told", "hand_over", "follow_up", "opened"]  # fmt: skip


def test_an_opening_goes_from_the_need_to_the_first_follow_up() -> None:
    assert walk("OPENING", WON | GOOD) == [*BEFORE, "own_line", "branch_stock", *AFTER]


def test_an_opening_waits_for_line_and_equipment_from_elsewhere() -> None:
    elsewhere = WON | GOOD | {"line": "leased", "equipment": "headquarters"}
    assert walk("OPENING", elsewhere) == [
        *BEFORE, "lease_order", "dispatch_ask", "lease_confirm", "dispatch_send", "dispatch_check",
        *AFTER,
    ]  # fmt: skip


def test_an_opening_is_lost_or_has_no_line() -> None:
    assert walk("OPENING", {"line": "none"})[-1] == "no_line"
    again = walk("OPENING", {"line": "own", "outcome": "again"}, ("solution", {}),
                 ("solution", {"outcome": "lost"}))  # fmt: skip
    assert again[-3:] == ["solution", "agreement", "lost"]


def test_an_opening_is_built_again_until_it_works_and_is_signed() -> None:
    done = walk(
        "OPENING", {**WON}, ("test", {"test_passed": False}), ("test", {"test_passed": True}),
        ("acceptance", {"is_accepted": False}), ("acceptance", {"is_accepted": True}),
    )  # fmt: skip
    assert (done.count("build"), done.count("test"), done.count("acceptance")) == (3, 3, 2)
    assert done[-1] == "opened"


TOLD: Values = {"first_day": date(2026, 11, 2), "first_way": "call"}
CLOSING = ["reply_given", "closed_told", "recover", "end"]


def test_a_complaint_goes_up_and_its_answer_comes_back_through_the_desk() -> None:
    answered: Values = TOLD | {"answer": "confirmed"}
    assert walk("COMPLAINT", answered | {"solved_by_desk": True}) == [
        "accept", "accepted_told", "desk", "reply", *CLOSING,
    ]  # fmt: skip
    technicians = walk("COMPLAINT", answered | {"solved_by_technicians": True})
    assert technicians[2:-4] == ["desk", "sent_told", "technicians", "reply"]
    assert walk("COMPLAINT", {**answered})[2:-4] == [
        "desk", "sent_told", "technicians", "up_told", "headquarters", "reply",
    ]  # fmt: skip


def test_three_attempts_count_on_different_days_and_by_different_ways_alone() -> None:
    silent: Values = TOLD | {"answer": "silent", "solved_by_desk": True}
    same_day: Values = {"second_day": date(2026, 11, 2), "second_way": "link"}
    same_way: Values = {"second_day": date(2026, 11, 3), "second_way": "call"}
    second: Values = {"second_day": date(2026, 11, 3), "second_way": "link"}
    first_way: Values = {"third_day": date(2026, 11, 4), "third_way": "call"}
    third: Values = {"third_day": date(2026, 11, 4), "third_way": "visit"}
    done = walk(
        "COMPLAINT", silent, ("second", same_day), ("second", same_way), ("second", second),
        ("third", first_way), ("third", third),
    )  # fmt: skip
    assert done[3:] == ["reply", "second", "second", "second", "third", "third", *CLOSING]
    reached = walk(
        "COMPLAINT", {**TOLD, "solved_by_desk": True}, ("reply", {"answer": "silent"}),
        ("second", second | {"answer": "confirmed"}),
    )  # fmt: skip
    assert reached[3:] == ["reply", "second", *CLOSING]


def test_without_agreement_the_head_of_the_branch_closes_and_names_the_regulator() -> None:
    refused: Values = TOLD | {"answer": "refused", "solved_by_desk": True, "is_approved": True}
    done = walk(
        "COMPLAINT", refused, ("approve", {"regulator_named": False}),
        ("approve", {"regulator_named": True}),
    )  # fmt: skip
    assert done[2:] == ["desk", "reply", "approve", "desk", "reply", "approve", *CLOSING]


def test_who_wants_more_is_looked_after_again() -> None:
    done = walk(
        "COMPLAINT", {**TOLD, "solved_by_desk": True}, ("reply", {"answer": "more"}),
        ("reply", {"answer": "confirmed"}),
    )  # fmt: skip
    assert done[2:] == ["desk", "reply", "desk", "reply", *CLOSING]


def test_a_fault_is_repaired_until_test_and_customer_say_so() -> None:
    done = walk(
        "FAULT", {"is_green": True}, ("test", {"test_passed": False}),
        ("test", {"test_passed": True}), ("confirm", {"is_restored": False}),
        ("confirm", {"is_restored": True}),
    )  # fmt: skip
    assert done == [
        "accept", "green", "locate", "estimate_given", "repair", "test", "repair", "test",
        "confirm", "locate", "estimate_given", "repair", "test", "confirm", "restoration_given",
        "end",
    ]  # fmt: skip


def test_a_fault_that_comes_again_raises_a_problem_beside_the_report() -> None:
    good: Values = {"test_passed": True, "is_restored": True}
    assert walk("FAULT", good | {"is_recurrent": True, "needs_report": True})[-4:] == [
        "restoration_given", "report", "raise_problem", "end",
    ]  # fmt: skip
    assert walk("FAULT", good | {"is_recurrent": True})[-3:] == [
        "restoration_given", "raise_problem", "end",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "between"),
    [
        ({"kind": "move", "is_feasible": True}, ["precheck", "work", "test"]),
        ({"kind": "change", "is_feasible": True}, ["precheck", "work", "test"]),
        ({"kind": "suspend"}, ["suspend"]),
        ({"kind": "resume"}, ["resume"]),
        ({"kind": "terminate"}, ["retain", "settle", "dismantle"]),
    ],
)
def test_every_kind_of_change_ends_with_billing_and_the_customers_word(
    values: Values, between: list[str]
) -> None:
    done = walk("CHANGE", values | {"is_confirmed": True, "test_passed": True})
    assert done == ["accept", *between, "billing", "confirm", "told", "end"]


def test_a_termination_begins_with_trying_to_keep_the_customer() -> None:
    assert walk("CHANGE", {"kind": "terminate", "is_retained": True}) == [
        "accept",
        "retain",
        "kept",
    ]
    assert walk("CHANGE", {"kind": "move", "is_feasible": False})[-1] == "not_possible"
