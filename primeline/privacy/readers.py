"""Who is reading: in their own work they see people in clear, wherever a name stands."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Nobody until somebody is named: then everything personal is masked.
_named: ContextVar[Collection[int]] = ContextVar("privacy_reader", default=())
_held: ContextVar[Collection[int]] = ContextVar("privacy_held", default=())


@contextmanager
def reading_as(named_ids: Collection[int], held_ids: Collection[int] = ()) -> Iterator[None]:
    """Let these people see their own work in clear, for as long as this lasts.

    `held_ids` are accounts on which they hold work that somebody else gave them.
    """
    named, held = _named.set(named_ids), _held.set(held_ids)
    try:
        yield
    finally:
        _named.reset(named)
        _held.reset(held)


def is_among(*person_ids: int | None) -> bool:
    """Test whether the one who reads is one of these people, or stands in for one."""
    named = _named.get()
    return any(one in named for one in person_ids if one is not None)


def named() -> Collection[int]:
    """Return the people whose own work the one who reads sees in clear."""
    return _named.get()


def held() -> Collection[int]:
    """Return the accounts on which the one who reads holds work that somebody else gave them."""
    return _held.get()


def holds(account_id: int) -> bool:
    """Test whether the one who reads holds work on an account that somebody else gave them."""
    return account_id in _held.get()
