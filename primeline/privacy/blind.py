"""Keyed hashes of facts, by which equal ones are found without any of them being readable."""

import hmac
import unicodedata
from collections.abc import Callable

from primeline.privacy import master
from primeline.privacy.choices import EXTENSION, PersonalKind


def digest(kind: PersonalKind, text: str) -> str:
    """Return the keyed hash of a fact; what differs in width, case or blanks only is equal."""
    return digester()(kind, text)


def forms(kind: PersonalKind, text: str) -> tuple[str, ...]:
    """Return what a fact is looked up by: a number with an extension also without it."""
    number, extension, _digits = text.partition(EXTENSION)
    return (text, number) if kind is PersonalKind.PHONE and extension else (text,)


def digester() -> Callable[[PersonalKind, str], str]:
    """Return what makes keyed hashes of many facts, for which the key is looked up once."""
    keyed = hmac.new(master.keys().index, digestmod="sha256")

    def made(kind: PersonalKind, text: str) -> str:
        compact = "".join(unicodedata.normalize("NFKC", text).casefold().split())
        # A copy is ready sooner than the key is taken in anew.
        one = keyed.copy()
        one.update(f"{kind.value}|{compact}".encode())
        return one.hexdigest()[:32]

    return made
