"""Why a drawing cannot be read, or a case cannot move. What to say about it is up to the door."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum


class Wrong(Enum):
    """What can be wrong with a drawing. What each names stands beside it."""

    # The file
    TOO_LARGE = "TOO_LARGE"  # limit
    TOO_DEEP = "TOO_DEEP"  # limit
    TOO_MANY_ELEMENTS = "TOO_MANY_ELEMENTS"  # limit
    NOT_XML = "NOT_XML"  # reason
    FORBIDDEN_XML = "FORBIDDEN_XML"  # what: a document type or an entity
    NOT_BPMN = "NOT_BPMN"  # name
    # The profile
    NO_PROCESS = "NO_PROCESS"
    SECOND_PROCESS = "SECOND_PROCESS"
    OUTSIDE_PROFILE = "OUTSIDE_PROFILE"  # name, within
    ATTRIBUTE_OUTSIDE_PROFILE = "ATTRIBUTE_OUTSIDE_PROFILE"  # name, attribute, value
    ATTRIBUTE_MISSING = "ATTRIBUTE_MISSING"  # name, attribute
    BAD_VALUE = "BAD_VALUE"  # name, attribute, value
    TWICE = "TWICE"  # name, attribute, value
    TEXT_OUTSIDE_PROFILE = "TEXT_OUTSIDE_PROFILE"  # name, text
    UNKNOWN_REFERENCE = "UNKNOWN_REFERENCE"  # name, attribute, value
    # The shape
    NO_START = "NO_START"
    SECOND_START = "SECOND_START"
    NO_END = "NO_END"
    FLOW_LEAVES_SCOPE = "FLOW_LEAVES_SCOPE"
    FLOW_INTO_START = "FLOW_INTO_START"
    FLOW_OUT_OF_END = "FLOW_OUT_OF_END"
    FLOW_NOT_LISTED = "FLOW_NOT_LISTED"  # flow
    SPLIT_WITHOUT_GATEWAY = "SPLIT_WITHOUT_GATEWAY"
    CONDITION_MISPLACED = "CONDITION_MISPLACED"
    # Conditions
    CONDITION_UNREADABLE = "CONDITION_UNREADABLE"  # position, found
    CONDITION_TOO_LONG = "CONDITION_TOO_LONG"  # limit
    UNKNOWN_FIELD = "UNKNOWN_FIELD"  # field, position
    TYPES_DIFFER = "TYPES_DIFFER"  # position, left, right
    NOT_ORDERED = "NOT_ORDERED"  # position, type
    NOT_A_QUESTION = "NOT_A_QUESTION"  # field, position
    UNKNOWN_CHOICE = "UNKNOWN_CHOICE"  # field, value, position
    # What is checked of a drawing that can be read
    NOT_DRAWN = "NOT_DRAWN"
    NO_WAY_OUT = "NO_WAY_OUT"
    UNREACHABLE = "UNREACHABLE"
    CONDITION_MISSING = "CONDITION_MISSING"
    NO_DEFAULT = "NO_DEFAULT"
    UNKNOWN_NAME = "UNKNOWN_NAME"  # attribute, value
    NAME_MISSING = "NAME_MISSING"  # attribute
    WAITS_FOREVER = "WAITS_FOREVER"
    COMES_TWICE = "COMES_TWICE"
    NEVER_ENDS = "NEVER_ENDS"
    NEVER_REACHED = "NEVER_REACHED"
    RUNS_IN_CIRCLES = "RUNS_IN_CIRCLES"
    TOO_MANY_STATES = "TOO_MANY_STATES"  # limit


@dataclass(frozen=True)
class Problem:
    """What is wrong, at which element and line; 0 is no line. Parameters are for the words."""

    wrong: Wrong
    element: str = ""
    line: int = 0
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def is_warning(self) -> bool:
        """Test whether a drawing may be put in force all the same."""
        return self.wrong is Wrong.TOO_MANY_STATES


class UnreadableDrawing(ValueError):
    """The file is no drawing within the profile; here is everything that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.line}: {p.wrong.value} {p.element}" for p in self.problems))


class CannotMove(ValueError):
    """The case cannot go on in this way."""


class NobodyWaits(CannotMove):
    """No such token waits here: somebody else was faster, or the case has ended."""


class NoWayOut(CannotMove):
    """No condition holds at a gateway, and it has no default."""

    def __init__(self, node: str) -> None:
        self.node = node
        super().__init__(node)


class RunsInCircles(CannotMove):
    """The drawing goes on and on without ever waiting for anybody."""

    def __init__(self, node: str) -> None:
        self.node = node
        super().__init__(node)
