"""Where a case stands, and what a move changes. Frozen values that JSON and rows can keep."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Waits(StrEnum):
    """For what a token waits."""

    USER = "USER"
    SERVICE = "SERVICE"
    CALL = "CALL"
    MESSAGE = "MESSAGE"
    JOIN = "JOIN"
    """For others, at a parallel or inclusive gateway."""
    SCOPE = "SCOPE"
    """For everything within its sub-process to end."""


OUTSIDE = frozenset({Waits.USER, Waits.SERVICE, Waits.CALL, Waits.MESSAGE})
FINISHED_BY_CALLERS = OUTSIDE - {Waits.MESSAGE}


class Ending(StrEnum):
    """How a case has ended."""

    FINISHED = "FINISHED"
    TERMINATED = "TERMINATED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Token:
    """A place where a case stands and waits."""

    number: int
    node: str
    scope: str
    """Numbers of the sub-processes' tokens that it lies in, `3/7`; empty in the process itself."""
    via: str
    """The flow it came by; empty for a start."""
    waits: Waits

    @property
    def inner(self) -> str:
        """Return the scope of what lies in this token's sub-process."""
        return f"{self.scope}/{self.number}" if self.scope else str(self.number)


@dataclass(frozen=True)
class State:
    """All tokens of a case, in order of their numbers. A case without tokens has ended."""

    tokens: tuple[Token, ...] = ()
    next_number: int = 1

    @classmethod
    def of(cls, tokens: Iterable[Token], next_number: int) -> "State":
        """Return a state out of tokens in any order."""
        return cls(tuple(sorted(tokens, key=lambda token: token.number)), next_number)

    def as_json(self) -> dict[str, Any]:
        """Return what JSON can keep."""
        rows = [[t.number, t.node, t.scope, t.via, t.waits.value] for t in self.tokens]
        return {"tokens": rows, "next": self.next_number}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "State":
        """Return what `as_json` has kept."""
        tokens = (
            Token(number, node, scope, via, Waits(waits))
            for number, node, scope, via, waits in kept["tokens"]
        )
        return cls.of(tokens, kept["next"])

    @property
    def is_stuck(self) -> bool:
        """Test whether nothing from outside could ever move this case again."""
        return bool(self.tokens) and not any(token.waits in OUTSIDE for token in self.tokens)


@dataclass(frozen=True)
class Move:
    """What changes. A token that came and went within one move is in neither list."""

    state: State
    consumed: tuple[int, ...] = ()
    """Numbers of the tokens that went on."""
    withdrawn: tuple[int, ...] = ()
    """Numbers of those that a terminate end or a cancellation has taken away."""
    created: tuple[Token, ...] = ()
    passed: tuple[str, ...] = ()
    """Ids of nodes and flows gone through, in their order, a finished task first."""
    ending: Ending | None = None

    @property
    def is_ended(self) -> bool:
        """Test whether the case is over."""
        return self.ending is not None
