"""Facts that have happened, kept as rows until every listener has heard them.

Publishing happens here; handing over is the worker's, in `delivery.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import msgspec
from django.db import connection

from primeline.kit.models import EventRow


@dataclass(frozen=True, kw_only=True)
class Event:
    """Named in the past tense, carries ids and values, never model instances."""

    happened_at: datetime

    @property
    def stream(self) -> str:
        """What the order matters for, say `"customer:17"`; empty where it does not matter.

        Events of one stream are heard one after the other, in the order of their rows. That is
        the order in which they happened as long as the publisher holds the row it is about.
        """
        return ""


Listener = Callable[[Any], None]
Listeners = Mapping[type[Event], tuple[Listener, ...]]

_listeners: dict[str, tuple[Listener, ...]] = {}
_types: dict[str, type[Event]] = {}


class PublishedOutsideTransaction(Exception):
    """A fact was published that no transaction holds together with what it tells of."""


def wire(listeners: Listeners) -> None:
    """Set who listens to what. Called once, when the process starts.

    :raises TypeError: if an event has a field that cannot be written as JSON and read back
    """
    for kind in listeners:
        msgspec.json.schema(kind, schema_hook=_schema_of_choices)
    _types.clear()
    _types.update({name_of(kind): kind for kind in listeners})
    _listeners.clear()
    _listeners.update({name_of(kind): heard_by for kind, heard_by in listeners.items()})


def publish(*events: Event) -> None:
    """Write the facts down with what they tell of, to be heard once this has committed.

    :raises PublishedOutsideTransaction: if no transaction is open
    """
    if not connection.in_atomic_block:
        raise PublishedOutsideTransaction(
            "Publish inside the transaction that makes it a fact, otherwise one may stay without "
            "the other."
        )
    EventRow.objects.bulk_create([_row(event) for event in events])


def name_of(kind: type[Event]) -> str:
    """Return the name under which events of a class are kept: room and class."""
    return f"{_room(kind.__module__)}.{kind.__name__}"


def name_of_listener(listener: Listener) -> str:
    """Return the name under which an event remembers who has heard it: room and function."""
    return f"{_room(listener.__module__)}.{getattr(listener, '__qualname__', repr(listener))}"


def listeners_of(name: str) -> tuple[Listener, ...]:
    """Return who listens to events of this name."""
    return _listeners.get(name, ())


def event_from(row: EventRow) -> Event:
    """Return the event that a row keeps.

    :raises msgspec.ValidationError: if the class has changed in a way that the row does not fit
    """
    event: Event = msgspec.convert(row.payload, _types[row.name], dec_hook=_choice_from)
    return event


def _row(event: Event) -> EventRow:
    name = name_of(type(event))
    return EventRow(
        name=name,
        stream=event.stream,
        payload=msgspec.to_builtins(event, enc_hook=_plain_choice),
        happened_at=event.happened_at,
        next_attempt_at=event.happened_at,
        heard_at=None if listeners_of(name) else event.happened_at,
    )


def _room(module: str) -> str:
    return module.removeprefix("primeline.").split(".")[0]


# msgspec knows Python's enums, but not the choices that Django makes of them.
def _plain_choice(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    raise NotImplementedError


def _choice_from(kind: type, value: object) -> object:
    return kind(value)


def _schema_of_choices(kind: type) -> dict[str, Any]:
    if issubclass(kind, Enum):
        return {"enum": [choice.value for choice in kind]}
    raise NotImplementedError
