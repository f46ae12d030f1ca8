"""Under which keys an account is looked for among others, so that not all pairs are compared."""

import hashlib
from collections.abc import Iterator

from primeline.quality.values import Facts
from primeline.search.rules import spellings

# Shorter ones are shared by too many who have nothing to do with each other.
SHORTEST_NAME = 2
SHORTEST_INITIALS = 4
SHORTEST_ADDRESS = 8
START = 3
END = 4


def keys_of(facts: Facts) -> set[int]:
    """Return the keys of an account, each a number of 63 bits."""
    return {_number(kind, text) for kind, text in _texts(facts)}


def sound_of(core: str) -> str:
    """Return how the own part of a name is spelled in pinyin."""
    forms = spellings(core)
    return forms[1] if len(forms) > 1 else core


def _texts(facts: Facts) -> Iterator[tuple[str, str]]:
    if facts.identifier:
        yield "identifier", facts.identifier
    for phone in facts.phones:
        yield "phone", phone
    if facts.is_organization:
        # Keys are kept, and a person's name or home could be found out of them by trying.
        yield from _open_texts(facts)


def _open_texts(facts: Facts) -> Iterator[tuple[str, str]]:
    if len(facts.address) >= SHORTEST_ADDRESS:
        yield "address", facts.address
    if facts.english:
        yield "english", facts.english
    core = facts.name.core
    if len(core) < SHORTEST_NAME:
        return
    yield "name", core
    initials = spellings(core)[-1]
    if len(initials) >= SHORTEST_INITIALS:
        yield "initials", initials
    if len(core) > END:
        yield "start", core[:START]
        yield "end", core[-END:]


def _number(kind: str, text: str) -> int:
    digest = hashlib.blake2b(f"{kind}|{text}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1
