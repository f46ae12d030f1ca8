"""The drawings that come with the product: sound, named in both languages, going as they say."""

from pathlib import Path

import pytest

from primeline.bpmn.checks import problems_of
from primeline.bpmn.moving import begin, finish
from primeline.bpmn.reading import read
from primeline.bpmn.state import FINISHED_BY_CALLERS, Move
from primeline.bpmn.values import Choice, Drawing, Field, Flow, Node, Value

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
AFTER = ["addresses", "prepare", "build", "test", "acceptance", "billing", "explain", "told",
         "hand_over", "follow_up", "opened"]  # fmt: skip


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
