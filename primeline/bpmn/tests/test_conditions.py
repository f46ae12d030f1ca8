"""Conditions against Python itself, their errors in place; fields to JSON and back."""

import contextlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from primeline.bpmn import conditions
from primeline.bpmn.conditions import BadCondition
from primeline.bpmn.fields import BadField, as_json, read_values
from primeline.bpmn.tests.pythonic import says
from primeline.bpmn.values import Choice, Field, Type, Value

pytestmark = pytest.mark.engine("sqlite")

FIELDS = {
    field.name: field
    for field in (
        Field("a", Type.NUMBER),
        Field("b", Type.BOOLEAN),
        Field("d", Type.DAY),
        Field("t", Type.TEXT),
        Field("way", Type.TEXT, choices=(Choice("own"), Choice("leased"))),
    )
}
KNOWN: dict[str, Value] = {"a": Decimal("1.5"), "b": True, "d": date(2026, 11, 23), "t": "it's"}


def answer(text: str, values: dict[str, Value] = KNOWN) -> bool:
    condition = conditions.read(text)
    conditions.check(condition, FIELDS)
    return conditions.holds(condition, values)


@pytest.mark.parametrize(
    "text",
    [
        "a = 1.5", "a=1.50", "a > -1 and a < 2", "not a < 1", "b", "b = true", "not not b",
        "d = 2026-11-23", "d < 2026-11-24 and d >= 2026-11-23", 't = "it\'s"',
        "t in ('x', \"it's\")",
        "a in (1, 1.5)", "a = 2 or b and d != 2020-01-01", "(a = 2 or b) and not (a = 2)",
        "1 < a", "way != 'own'", "d in (2026-11-23)", "a = a",
    ],
)  # fmt: skip
def test_true(text: str) -> None:
    assert answer(text)


@pytest.mark.parametrize(
    "text",
    ["a = 2", "a < 1.5", "b = false", "not b", "way = 'own'", "way in ('own', 'leased')",
     "b and a = 2 or a = 3", "not b or a = 2", "d > 2026-11-23"],
)  # fmt: skip
def test_false(text: str) -> None:
    assert not answer(text)


def test_what_is_not_known_equals_nothing_and_lies_in_no_order() -> None:
    for text in ("a = 1", "a < 1", "a >= 1", "a in (1, 2)", "b", "b = false", "a = a"):
        assert not answer(text, {})
    assert answer("a != 1", {})
    assert answer("not a = 1", {})


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 1), ("a", 1), ("a =", 4), ("a = 1 and", 10), ("a == 1", 4), ("a = 1 b", 7),
        ("(a = 1", 7), ("a = 1)", 6), ("a in ()", 7), ("a in 1", 6), ("a = 1 && b", 7),
        ("a = 1; b", 6), ("a = 2026-13-01", 5), ("a = 1.2.3", 5), ("__import__('os')", 11),
        ("a.b = 1", 2), ("t = 'x", 5), ("and", 1), ("a not in (1)", 3), ("t = 名", 5),
        ("a = c", 5), ("a = 'x'", 5), ("d = 1", 5), ("t < 'x'", 1), ("b < true", 1),
        ("way in ('own', 'lent')", 16), ("'lent' = way", 1), ("a = 1 or t", 10),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_place(text: str, position: int) -> None:
    with pytest.raises(BadCondition) as caught:
        answer(text)
    assert caught.value.parameters["position"] == str(position)


def test_depth_and_length_have_an_end() -> None:
    for text in ("(" * 500 + "b" + ")" * 400, "not " * 200 + "b", "b or " * 300 + "b"):
        with pytest.raises(BadCondition):
            answer(text)
    assert answer("(" * 29 + "b" + ")" * 29)


ATOMS = st.one_of(
    st.tuples(
        st.sampled_from(["a", "2", "-0.5"]),
        st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
        st.sampled_from(["a", "1.5", "7"]),
    ).map(" ".join),
    st.sampled_from(["b", "true", "b = false", 't = "x"', "a in (1, 2.5)"]),
)
TEXTS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        inner.map("not ({})".format),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda p: f"({' '.join(p)})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda p: f"not {p[0]} {p[1]} {p[2]}" if p[0][0] == "(" else " ".join(p)
        ),
    ),
    max_leaves=8,
)


@settings(max_examples=60)
@given(TEXTS, st.sampled_from(["1", "1.5", "2.5", "7"]), st.booleans(), st.sampled_from("xy"))
def test_answers_are_those_of_python(text: str, a: str, b: bool, t: str) -> None:
    python = text.replace(" = ", " == ").replace("true", "True").replace("false", "False")
    python = python.replace("(1, 2.5)", "(1.0, 2.5)")
    wanted = says(python, {"a": float(a), "b": b, "t": t})
    assert answer(text, {"a": Decimal(a), "b": b, "t": t}) == wanted


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_no_text_does_harm(text: str) -> None:
    with contextlib.suppress(BadCondition):
        assert answer(text) in {True, False}


def test_values_go_to_json_and_back() -> None:
    given_ = {"a": "1.50", "b": False, "d": "2026-11-23", "t": "", "way": "own"}
    values = read_values(FIELDS, given_)
    assert values == {
        "a": Decimal("1.5"), "b": False, "d": date(2026, 11, 23), "t": None, "way": "own",
    }  # fmt: skip
    assert read_values(FIELDS, as_json(values)) == values


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("a", "NaN"), ("a", "1e400"), ("a", True), ("a", "x"), ("a", "0.0000000001"), ("b", "true"),
        ("b", 1), ("d", "23.11.2026"), ("d", 20261123.0), ("t", 1), ("t", "x" * 10_001),
        ("way", "lent"), ("other", "x"), ("a", [1]), ("a", "Infinity"),
    ],
)  # fmt: skip
def test_fields_that_hold_something_else_are_named(name: str, value: object) -> None:
    with pytest.raises(BadField) as caught:
        read_values(FIELDS, {"t": "fine", name: value})
    assert caught.value.given == {name: value}
