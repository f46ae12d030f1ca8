"""The keys of people, opened: for reading as long as one request, for writing one transaction.

Reading a list asks for all keys of its rows at once: every sealed value that comes out of the
database announces its person here, and the first one that is opened fetches the keys of all.
"""

from collections.abc import Collection, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from primeline.privacy import ciphers, master, passing
from primeline.privacy.models import PersonKey

MOST_REMEMBERED: Final = 20_000
FETCHED_AT_ONCE: Final = 5000


@dataclass(frozen=True, slots=True)
class PersonCipher:
    """What opens the facts of one person."""

    cipher: AESGCM
    is_restricted: bool = False


@dataclass
class _Ring:
    known: dict[int, PersonCipher | None] = field(default_factory=dict)
    announced: set[int] = field(default_factory=set)


_ring: ContextVar[_Ring | None] = ContextVar("privacy_keyring", default=None)


def forget() -> None:
    """Forget all keys: what is read from now on asks the database again."""
    _ring.set(None)


def announce(subject: int) -> None:
    """Let the next question for keys ask for this person's too."""
    ring = _current()
    if subject not in ring.known:
        ring.announced.add(subject)


def reading_key(subject: int) -> PersonCipher | None:
    """Return what opens a person's facts; None if it was destroyed."""
    ring = _current()
    if subject not in ring.known:
        ring.announced.discard(subject)
        wanted = {subject, *islice(ring.announced, FETCHED_AT_ONCE - 1)}
        ring.announced -= wanted
        if len(ring.known) + len(wanted) > MOST_REMEMBERED:
            ring.known.clear()
        ring.known |= dict.fromkeys(wanted) | fetch(wanted)
    return ring.known[subject]


def fetch(subjects: Iterable[int]) -> dict[int, PersonCipher]:
    """Return the keys of these people as they stand in the database now."""
    rows = list(
        PersonKey.objects.filter(subject__in=list(subjects)).values_list(
            "subject", "wrapped", "master", "restricted_at"
        )
    )
    if not rows:
        return {}
    masters = master.keys()
    return {
        subject: PersonCipher(
            AESGCM(ciphers.unwrap(bytes(wrapped), subject=subject, master=masters.cipher(name))),
            restricted_at is not None,
        )
        for subject, wrapped, name, restricted_at in rows
    }


def writing_key(subject: int) -> PersonCipher | None:
    """Return what seals a person's facts, made in this transaction or asked for just now."""
    made = _made_here().get(subject)
    return made or fetch([subject]).get(subject)


def writing_keys(subjects: Collection[int]) -> dict[int, PersonCipher]:
    """Return what seals the facts of many people, as far as they have keys."""
    made = _made_here()
    others = [subject for subject in subjects if subject not in made]
    found = {subject: made[subject] for subject in subjects if subject in made}
    for start in range(0, len(others), FETCHED_AT_ONCE):
        found |= fetch(others[start : start + FETCHED_AT_ONCE])
    return found


def remember_made(made: dict[int, PersonCipher]) -> None:
    """Keep keys that this transaction has just stored for the facts it is about to write."""
    _made_here().update(made)


def forget_made() -> None:
    """Forget the keys that this transaction has stored: whoever needs one again asks for it.

    A key that is ready for use takes kilobytes, and a long transaction makes very many.
    """
    _made_here().clear()


class _Made(dict[int, PersonCipher], passing.Passing):
    """Keys made by a transaction. It hangs on the transaction, and is gone when that is undone."""


def _made_here() -> _Made:
    return passing.here(_Made)


def _current() -> _Ring:
    ring = _ring.get()
    if ring is None:
        ring = _Ring()
        _ring.set(ring)
    return ring
