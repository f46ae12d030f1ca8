"""Whom the one who reads sees in clear, asked once for all who stand in the texts of a page."""

from collections.abc import Callable, Collection
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from primeline.privacy import readers

ASKED_AT_ONCE: Final = 5000
MOST_REMEMBERED: Final = 20_000

# (people whose work the reader sees, accounts they hold work on, people at customers) -> those of
# the last whom the reader sees in clear
Seen = Callable[[Collection[int], Collection[int], Collection[int]], Collection[int]]
Reader = tuple[frozenset[int], frozenset[int]]


@dataclass
class _Sight:
    known: dict[tuple[Reader, int], bool] = field(default_factory=dict)
    announced: set[int] = field(default_factory=set)


_sight: ContextVar[_Sight | None] = ContextVar("privacy_sight", default=None)
_ask: list[Seen] = []


def ask(seen: Seen) -> None:
    """Set who knows whom somebody sees in clear. Called once, when the process starts."""
    _ask[:] = [seen]


def forget() -> None:
    """Forget who was seen: what is read from now on asks again."""
    _sight.set(None)


def announce(subject: int) -> None:
    """Let the next question ask for this person too."""
    _current().announced.add(subject)


def is_clear(subject: int) -> bool:
    """Test whether the one who reads sees this person in clear. Nobody does who is not named."""
    reader = frozenset(readers.named()), frozenset(readers.held())
    if not any(reader) or not _ask:
        return False
    sight = _current()
    if (reader, subject) not in sight.known:
        sight.announced.discard(subject)
        wanted = {subject, *islice(sight.announced, ASKED_AT_ONCE - 1)}
        sight.announced -= wanted
        if len(sight.known) + len(wanted) > MOST_REMEMBERED:
            sight.known.clear()
        clear = set(_ask[0](*reader, wanted))
        sight.known |= {(reader, one): one in clear for one in wanted}
    return sight.known[reader, subject]


def _current() -> _Sight:
    sight = _sight.get()
    if sight is None:
        sight = _Sight()
        _sight.set(sight)
    return sight
