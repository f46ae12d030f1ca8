"""A deed is one action in one transaction, written under one act.

The act itself (who, when, what, why) is a row of the audit room, which lies above this one:
the recorder is handed in by that room when the process starts.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, transaction

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
    """Writes acts into the database called `using`."""

    def open(self, request: ActRequest, *, using: str) -> int:
        """Write the act and return its id, which the history of this transaction will carry."""

    def close(self, *, using: str) -> None:
        """Let nothing more be written under the act, though its transaction goes on."""

    def note(self, *, act_id: int, kind: str, line: dict[str, Any], using: str) -> None:
        """Add a line to the act."""


# (why, what the deed was given) -> why, as the act keeps it
Reasons = Callable[[str, Mapping[str, Any]], str]

_recorder: Recorder | None = None
_reasons: Reasons | None = None
request_id: ContextVar[str] = ContextVar("request_id", default="")


class NoDeedOpen(Exception):
    """Something tried to write a line of an act outside any deed."""


def record_with(recorder: Recorder) -> None:
    """Set who writes the acts. Called once, when the process starts."""
    global _recorder
    _recorder = recorder


def keep_reasons_with(reasons: Reasons) -> None:
    """Set who looks reasons through before acts keep them. Called once, as the process starts."""
    global _reasons
    _reasons = reasons


def current_act(using: str = DEFAULT_DB_ALIAS) -> int | None:
    """Return the id of the act that is open on this thread's connection, if one is."""
    act: int | None = getattr(connections[using], "primeline_act", None)
    return act


@contextmanager
def act(
    *, kind: str, by: Actor, at: datetime, reason: str = "", using: str = DEFAULT_DB_ALIAS
) -> Iterator[int]:
    """Run a transaction under one act; inside another act, join that one with a line of its own."""
    with transaction.atomic(using=using):
        joined = current_act(using)
        if joined is None:
            with _opened(
                ActRequest(kind=kind, by=by, at=at, reason=reason, request_id=request_id.get()),
                using,
            ) as opened:
                yield opened
        else:
            line = {"by": by.actor_name} | ({"reason": reason} if reason else {})
            _the_recorder().note(act_id=joined, kind=kind, line=line, using=using)
            yield joined


def note(kind: str, *, using: str = DEFAULT_DB_ALIAS, **line: Any) -> None:
    """Add a line to the act that is open: what was done to what, beyond the row changes.

    :raises NoDeedOpen: if no deed is open
    """
    opened = current_act(using)
    if opened is None:
        raise NoDeedOpen("A line of an act needs an open act.")
    _the_recorder().note(act_id=opened, kind=kind, line=line, using=using)


def at_last(work: Callable[[], None], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Do something when all of the act is done, in its transaction: closing a door behind it, say.

    It is done also where the part that asked for it was taken back: it looks for itself.

    :raises NoDeedOpen: if no deed is open
    """
    if current_act(using) is None:
        raise NoDeedOpen("Only an act that is open has an end.")
    connection: Any = connections[using]
    connection.primeline_at_last.append(work)


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
            if reason and _reasons is not None:
                reason = _reasons(reason, kwargs)
            with act(kind=kind, by=by, at=at, reason=reason):
                return function(*args, **kwargs)

        return wrapper

    return decorate


@contextmanager
def _opened(request: ActRequest, using: str) -> Iterator[int]:
    connection: Any = connections[using]
    connection.primeline_act = _the_recorder().open(request, using=using)
    connection.primeline_at_last = []
    try:
        yield connection.primeline_act
        while connection.primeline_at_last:
            connection.primeline_at_last.pop(0)()
        # Where the transaction ends with the deed, the database forgets the act by itself.
        if connection.savepoint_ids:
            _the_recorder().close(using=using)
    finally:
        connection.primeline_act = None


def _the_recorder() -> Recorder:
    if _recorder is None:
        raise NoDeedOpen("No recorder of acts is wired.")
    return _recorder
