"""Who is on file at an account, opened, so that texts about the account can be looked through."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from primeline.privacy import ciphers, keyring, passing
from primeline.privacy.choices import PersonalKind
from primeline.privacy.mentions import People
from primeline.privacy.values import Place, Sealed, is_sealed

ACCOUNTS_AT_ONCE: Final = 2000
NOBODY: Final = People()


@dataclass(frozen=True, slots=True, kw_only=True)
class OnFile:
    """A fact by which a person at an account can be met, as it is stored."""

    account_id: int
    subject: int
    kind: PersonalKind
    sealed: str
    place: Place


# The account that a text is about, several of them, or none.
Where = int | Collection[int] | None
Asked = Callable[[Collection[int]], Iterable[OnFile]]
_ask: list[Asked] = []
_ask_of: list[Asked] = []


@dataclass
class _Known(passing.Passing):
    people: dict[int, People] = field(default_factory=dict)
    announced: set[int] = field(default_factory=set)

    def clear(self) -> None:
        self.people.clear()


class _Sealed(dict[str, str], passing.Passing):
    """What a transaction has sealed, in clear: it need not be opened again there."""


def ask(people: Asked, *, of: Asked) -> None:
    """Set who knows the people on file at accounts. Called once, when the process starts.

    `of` knows of people by what they can be met, and could be before, at all their accounts.
    """
    _ask[:], _ask_of[:] = [people], [of]


def forget() -> None:
    """Forget who is on file: somebody comes, or is called otherwise from now on."""
    passing.forget(_Known)


def remember_sealed(said: Mapping[str, str]) -> None:
    """Keep what facts say that were sealed just now: somebody is about to ask for them."""
    passing.here(_Sealed).update(said)


def forget_sealed() -> None:
    """Forget what was sealed: who asks for it from now on has to open it."""
    passing.here(_Sealed).clear()


def announce(account_ids: Iterable[int]) -> None:
    """Let the next question ask for the people of these accounts too: one for a whole batch."""
    passing.here(_Known).announced.update(account_ids)


def people_at(account: Where) -> People:
    """Return who is on file at an account, or at several, the erased left out."""
    if account is None or not _ask:
        return NOBODY
    if isinstance(account, int):
        return _people_at_one(account)
    announce(account)
    people = People()
    for one in account:
        people.include(_people_at_one(one))
    return people


def _people_at_one(account_id: int) -> People:
    known = passing.here(_Known)
    if account_id not in known.people:
        known.announced.discard(account_id)
        wanted = {account_id, *islice(known.announced, ACCOUNTS_AT_ONCE - 1)}
        known.announced -= wanted
        if len(known.people) > ACCOUNTS_AT_ONCE:
            known.people.clear()
        known.people |= _opened(wanted)
    return known.people[account_id]


def known_of(subjects: Collection[int]) -> dict[int, People]:
    """Return by what these people can be met at the accounts where they are, or were, on file."""
    facts = list(_ask_of[0](subjects)) if _ask_of else []
    return _met_by(facts, {one.account_id for one in facts})


def _opened(account_ids: Collection[int]) -> dict[int, People]:
    return _met_by(_ask[0](account_ids), account_ids)


def _met_by(stored: Iterable[OnFile], account_ids: Collection[int]) -> dict[int, People]:
    facts = [one for one in stored if is_sealed(one.sealed)]
    said = passing.here(_Sealed)
    keys = keyring.writing_keys({one.subject for one in facts if one.sealed not in said})
    found = {account_id: People() for account_id in account_ids}
    for one in facts:
        if (text := said.get(one.sealed)) is None and (key := keys.get(one.subject)) is not None:
            text = ciphers.unseal(Sealed(one.sealed), place=one.place, cipher=key.cipher)
        if text is not None:
            found[one.account_id].add(one.subject, one.kind, text)
    return found
