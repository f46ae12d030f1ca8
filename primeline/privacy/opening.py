"""Sealing and opening facts. What cannot be read gives a value that says so, never an error."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from primeline.kit.errors import Refused
from primeline.privacy import ciphers, keyring
from primeline.privacy.values import Erased, Place, Sealed, Withheld, is_sealed

NOBODY = gettext_lazy("The data of this person were erased. Enter them as a new person.")


def opened(text: str, place: Place, *, even_restricted: bool = False) -> str:
    """Return a fact in clear, or what stands in its place.

    `even_restricted` is for the rights desk alone: whoever asks for their data gets them.
    """
    if not is_sealed(text):
        return text
    sealed = Sealed(text)
    key = keyring.reading_key(sealed.subject)
    if key is None:
        return Erased(_("Erased"))
    if key.is_restricted and not even_restricted:
        return Withheld(_("Restricted"))
    return ciphers.unseal(sealed, place=place, cipher=key.cipher)


def sealed(text: str, place: Place, *, subject: int) -> Sealed:
    """Return a fact sealed under a person's key.

    :raises Refused: if the person's data were erased
    """
    key = keyring.writing_key(subject)
    if key is None:
        raise Refused(NOBODY)
    return ciphers.seal(text, subject=subject, place=place, cipher=key.cipher)


def announce(rows: Iterable[dict[str, Any]]) -> None:
    """Let all sealed values of rows be opened with one question for keys."""
    for row in rows:
        for value in row.values():
            if is_sealed(value):
                keyring.announce(Sealed(value).subject)
