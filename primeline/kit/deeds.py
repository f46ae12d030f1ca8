"""A deed is one action in one transaction, written under one act.

The act itself (who, when, what, why) is a row of the audit room, which lies above this one:
the recorder is handed in by the wiring.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from django.db import connection, transaction

P = ParamSpec("P")
R = TypeVar("R")


class Actor(Protocol):
    """Whoever does a deed: a person, or a named part of the system."""

    @property
    def actor_id(self) -> int | None: ...

    @property
    def actor_name(self) -> str: ...


@dataclass(frozen=True)
class System:
    """A part of the system that acts by itself, for example `System("import")`."""

    name: str

    @property
    def actor_id(self) -> int | None:
        return None

    @property
    def actor_name(self) -> str:
        return f"system:{self.name}"


@dataclass(frozen=True, kw_only=True)
class ActRequest:
    """What is known of an act when it is opened."""

    kind: str
    by: Actor
    at: datetime
    reason: str
    request_id: str


class Recorder(Protocol):
    """Writes acts. `open` returns the id that the history rows of this transaction will carry."""

    def open(self, request: ActRequest) -> int: ...

    def close(self) -> None: ...

    def note(self, *, act_id: int, kind: str, line: dict[str, Any]) -> None: ...


_recorder: Recorder | None = None
request_id: ContextVar[str] = ContextVar("request_id", default="")


class NoDeedOpen(Exception):
    """Something tried to write a line of an act outside any deed."""


def record_with(recorder: Recorder) -> None:
    """Set who writes the acts. Called once, when the process starts."""
    global _recorder
    _recorder = recorder


def current_act() -> int | None:
    """Return the id of the act that is open on this connection, if one is."""
    act: int | None = getattr(connection, "primeline_act", None)
    return act


@contextmanager
def act(*, kind: str, by: Actor, at: datetime, reason: str = "") -> Iterator[int]:
    """Run a transaction under one act; inside another act, join that one."""
    with transaction.atomic():
        joined = current_act()
        if joined is not None:
            yield joined
            return
        if _recorder is None:
            raise NoDeedOpen("No recorder of acts is wired.")
        opened = _recorder.open(
            ActRequest(kind=kind, by=by, at=at, reason=reason, request_id=request_id.get())
        )
        connection.primeline_act = opened  # type: ignore[attr-defined]
        try:
            yield opened
            _recorder.close()
        finally:
            connection.primeline_act = None  # type: ignore[attr-defined]


def note(kind: str, **line: Any) -> None:
    """Add a line to the act that is open: what was done to what, beyond the row changes.

    :raises NoDeedOpen: if no deed is open
    """
    opened = current_act()
    if opened is None or _recorder is None:
        raise NoDeedOpen("A line of an act needs an open act.")
    _recorder.note(act_id=opened, kind=kind, line=line)


def deed(kind: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function one deed: one transaction under one act.

    The function is called by keyword and takes at least `by` and `at`; a `reason`, where it has
    one, is kept with the act.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
            by: Any = kwargs["by"]
            at: Any = kwargs["at"]
            reason = str(kwargs.get("reason") or "")
            with act(kind=kind, by=by, at=at, reason=reason):
                return function(*args, **kwargs)

        return wrapper

    return decorate
