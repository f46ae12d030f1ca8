"""The closed language of conditions: read, checked against the fields of a case, and answered.

speed >= 100 and (way = "leased" or not is_urgent) and product in ("ip", "ddn")
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from primeline.bpmn.errors import Wrong
from primeline.bpmn.values import Condition, Field, Type, Value

MAX_LENGTH = 1000
MAX_DEPTH = 30
WORDS = frozenset({"and", "or", "not", "in", "true", "false"})
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt,
    ">=": operator.ge,
}  # fmt: skip
ORDERED = frozenset({Type.NUMBER, Type.DAY, Type.MOMENT})
TOKEN = re.compile(
    r"""\s*(?:(?P<day>\d{4}-\d{2}-\d{2}(?![\w.-]))|(?P<number>-?\d+(?:\.\d+)?(?![\w.]))"""
    r"""|(?P<text>"[^"]*"|'[^']*')|(?P<word>[A-Za-z_]\w*)|(?P<sign>!=|<=|>=|[=<>(),])|(?P<end>$))""",
    re.ASCII,
)


class BadCondition(ValueError):
    """What is wrong with a condition; the position counts characters from 1."""

    def __init__(self, wrong: Wrong, position: int, **parameters: str) -> None:
        self.wrong = wrong
        self.parameters = {"position": str(position), **parameters}
        super().__init__(f"{wrong.value} at {position}: {parameters}")


@dataclass(frozen=True)
class Operand:
    """A field, or a literal of a known type."""

    position: int
    name: str = ""
    value: Value = None
    type: Type | None = None


@dataclass(frozen=True)
class Comparison:
    """Two operands and a sign; `in` has many on its right; a field alone has none and no sign."""

    sign: str
    left: Operand
    right: tuple[Operand, ...] = ()


@dataclass(frozen=True)
class Joined:
    """Questions joined by `and` or `or`, or a single one turned round by `not`."""

    word: str
    parts: tuple["Comparison | Joined", ...]


Tree = Comparison | Joined


def read(text: str) -> Condition:
    """Return a condition as understood.

    :raises BadCondition: where it is not in the language
    """
    if len(text) > MAX_LENGTH:
        raise BadCondition(Wrong.CONDITION_TOO_LONG, MAX_LENGTH + 1, limit=str(MAX_LENGTH))
    return Condition(text, _Reader(text).whole())


class _Reader:
    """Recursive descent, one token ahead."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = self.depth = 0
        self.advance()

    def advance(self) -> None:
        found = TOKEN.match(self.text, self.at)
        if found is None:
            raise self.unreadable(len(self.text[: self.at]) + self._spaces())
        self.kind, self.word = str(found.lastgroup), found[str(found.lastgroup)]
        self.position, self.at = found.start(self.kind), found.end()

    def _spaces(self) -> int:
        rest = self.text[self.at :]
        return len(rest) - len(rest.lstrip())

    def unreadable(self, position: int | None = None) -> BadCondition:
        position = self.position if position is None else position
        found = self.text[position : position + 20]
        return BadCondition(Wrong.CONDITION_UNREADABLE, position + 1, found=found)

    def takes(self, *words: str) -> str:
        """Pass one of these words or signs if it stands here."""
        if self.kind in {"word", "sign"} and self.word in words:
            word = self.word
            self.advance()
            return word
        return ""

    def expect(self, sign: str) -> None:
        if not self.takes(sign):
            raise self.unreadable()

    def whole(self) -> Tree:
        tree = self.joined("or")
        if self.kind != "end":
            raise self.unreadable()
        return tree

    def joined(self, word: str) -> Tree:
        one = self.turned if word == "and" else lambda: self.joined("and")
        parts = [one()]
        while self.takes(word):
            parts.append(one())
        return parts[0] if len(parts) == 1 else Joined(word, tuple(parts))

    def turned(self) -> Tree:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.unreadable()
        tree: Tree
        if self.takes("not"):
            tree = Joined("not", (self.turned(),))
        elif self.takes("("):
            tree = self.joined("or")
            self.expect(")")
        else:
            tree = self.comparison()
        self.depth -= 1
        return tree

    def comparison(self) -> Comparison:
        left = self.operand()
        if sign := self.takes(*COMPARISONS):
            return Comparison(sign, left, (self.operand(),))
        if not self.takes("in"):
            return Comparison("", left)
        self.expect("(")
        options = [self.operand()]
        while self.takes(","):
            options.append(self.operand())
        self.expect(")")
        return Comparison("in", left, tuple(options))

    def operand(self) -> Operand:
        position, word = self.position + 1, self.word
        match self.kind:
            case "word" if word in {"true", "false"}:
                found = Operand(position, value=word == "true", type=Type.BOOLEAN)
            case "word" if word not in WORDS:
                found = Operand(position, name=word)
            case "text":
                found = Operand(position, value=word[1:-1], type=Type.TEXT)
            case "number":
                found = Operand(position, value=Decimal(word), type=Type.NUMBER)
            case "day":
                found = Operand(position, value=self.day(word), type=Type.DAY)
            case _:
                raise self.unreadable()
        self.advance()
        return found

    def day(self, word: str) -> date:
        try:
            return date.fromisoformat(word)
        except ValueError as error:
            raise self.unreadable() from error


def check(condition: Condition, fields: Mapping[str, Field]) -> None:
    """Check that every field is there and only like is compared with like.

    :raises BadCondition: at the first that does not fit
    """
    for comparison in _comparisons(condition.tree):
        left = _type_of(comparison.left, fields)
        if not comparison.sign and left is not Type.BOOLEAN:
            name = comparison.left.name or str(comparison.left.value)
            raise BadCondition(Wrong.NOT_A_QUESTION, comparison.left.position, field=name)
        if comparison.sign in {"<", "<=", ">", ">="} and left not in ORDERED:
            raise BadCondition(Wrong.NOT_ORDERED, comparison.left.position, type=left.value)
        for right in comparison.right:
            if (other := _type_of(right, fields)) is not left:
                names = {"left": left.value, "right": other.value}
                raise BadCondition(Wrong.TYPES_DIFFER, right.position, **names)
            _check_choice(comparison.left, right, fields)
            _check_choice(right, comparison.left, fields)


def holds(condition: Condition, values: Mapping[str, Value]) -> bool:
    """Answer a checked condition. What is not known yet equals nothing and lies in no order."""
    return _answer(condition.tree, values)


def _answer(tree: object, values: Mapping[str, Value]) -> bool:
    if isinstance(tree, Joined):
        if tree.word == "not":
            return not _answer(tree.parts[0], values)
        answers = (_answer(part, values) for part in tree.parts)
        return all(answers) if tree.word == "and" else any(answers)
    assert isinstance(tree, Comparison)  # noqa: S101 - for the type alone
    left = _value(tree.left, values)
    if not tree.sign:
        return left is True
    rights = [_value(right, values) for right in tree.right]
    if tree.sign == "in":
        return left is not None and left in rights
    if left is None or rights[0] is None:
        return tree.sign == "!="
    return COMPARISONS[tree.sign](left, rights[0])


def _value(operand: Operand, values: Mapping[str, Value]) -> Value:
    return values.get(operand.name) if operand.name else operand.value


def _comparisons(tree: object) -> list[Comparison]:
    if isinstance(tree, Joined):
        return [found for part in tree.parts for found in _comparisons(part)]
    assert isinstance(tree, Comparison)  # noqa: S101 - for the type alone
    return [tree]


def _type_of(operand: Operand, fields: Mapping[str, Field]) -> Type:
    if operand.type is not None:
        return operand.type
    if operand.name not in fields:
        raise BadCondition(Wrong.UNKNOWN_FIELD, operand.position, field=operand.name)
    return fields[operand.name].type


def _check_choice(asked: Operand, said: Operand, fields: Mapping[str, Field]) -> None:
    field = fields.get(asked.name)
    if field and field.codes and said.type is Type.TEXT and said.value not in field.codes:
        named = {"field": field.name, "value": str(said.value)}
        raise BadCondition(Wrong.UNKNOWN_CHOICE, said.position, **named)
