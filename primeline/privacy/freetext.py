"""Free texts as they are stored and read: whoever is named in one stands there sealed.

A reference is `⟦N~1.<person>.<sealed>⟧`: the text that was typed in its place, sealed under the
person's key, after a letter for its kind; a small one where nobody is to learn that it is theirs.
`⟦` that somebody typed is stored as `⟦⟧`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import escape

from primeline.privacy import keyring, masks, opening, sight
from primeline.privacy.choices import PersonalKind
from primeline.privacy.ciphers import Tampered
from primeline.privacy.values import MARK, Erased, Gone, Place, Sealed

OPEN: Final = "⟦"
LITERAL: Final = "⟦⟧"
# Wherever a free text is carried on to, what is sealed in it opens there too.
PLACE: Final = Place("free_text", "mention")
KINDS: Final = {
    "N": PersonalKind.NAME,
    "P": PersonalKind.PHONE,
    "E": PersonalKind.EMAIL,
    "I": PersonalKind.IDENTIFIER,
    # What somebody says in their own words, whole.
    "W": PersonalKind.NOTE,
}
LETTERS: Final = {kind: letter for letter, kind in KINDS.items()}
_TOKEN: Final = re.compile(r"⟦(?:([NPEIWpeiw])(~1\.[0-9a-f]+\.[A-Za-z0-9_=-]+))?⟧")


@dataclass(frozen=True, slots=True)
class Reference:
    """Somebody who stands in a text."""

    kind: PersonalKind
    sealed: Sealed
    # Typed by somebody who does not see it in clear: shown as any number, or it would tell them.
    is_open: bool = False

    @property
    def subject(self) -> int:
        """Who it is."""
        return self.sealed.subject

    @property
    def stored(self) -> str:
        """How it stands in the stored text."""
        letter = LETTERS[self.kind]
        return f"{OPEN}{letter.lower() if self.is_open else letter}{self.sealed}⟧"

    @property
    def typed(self) -> str:
        """What was typed there, or what stands in its place now."""
        try:
            return opening.opened(self.sealed, PLACE)
        except Tampered:
            # It only looks like a reference: typed into a column that is no free text.
            return Gone(masks.HIDDEN)

    @property
    def masked(self) -> str:
        """What everybody may see of it."""
        return masks.shown(self.kind, self.typed, is_clear=self.is_open)

    @property
    def hidden(self) -> str:
        """What stands for it where it stays for good, also once they are erased: nothing of it."""
        return masks.HIDDEN

    @property
    def seen(self) -> str:
        """What whoever reads may see of it."""
        is_clear = self.is_open or sight.is_clear(self.subject)
        return masks.shown(self.kind, self.typed, is_clear=is_clear)


Piece = str | Reference


class Outline(str):
    """A free text as everybody may read it. It remembers what is stored; pages show it as `seen`.

    Whatever it is copied into, logged or sent with holds no more than the outline.
    """

    stored: "Kept"

    def __html__(self) -> str:
        return str(escape(seen(self.stored)))

    def strip(self, chars: str | None = None) -> str:
        """Return it without what stands around it, people in it kept."""
        return Kept(str.__str__(self.stored).strip(chars)).outline


class Kept(str):
    """A free text as it is stored. Said as a text, in a file for example, it is an outline."""

    __slots__ = ()

    @property
    def says_of_people(self) -> bool:
        """Whether it differs from what was typed."""
        return OPEN in self

    @property
    def outline(self) -> str:
        """The text as everybody may read it."""
        if not self.says_of_people:
            return str.__str__(self)
        outline = Outline(outlined(self))
        outline.stored = self
        return outline

    def __str__(self) -> str:
        return self.outline

    def __format__(self, spec: str) -> str:
        return format(self.outline, spec)

    def __html__(self) -> str:
        return str(escape(seen(self)))


def pieces_of(text: str) -> list[Piece]:
    """Return a stored text as what was typed and who stands between."""
    found: list[Piece] = []
    end = 0
    for token in _TOKEN.finditer(text):
        found.append(text[end : token.start()])
        kind, sealed = token.groups()
        found.append(OPEN if kind is None else _reference(kind, Sealed(sealed)))
        end = token.end()
    found.append(text[end:])
    return list(joined(found))


def stored(pieces: Sequence[Piece]) -> Kept:
    """Return a text as it is stored."""
    return Kept(
        "".join(
            one.replace(OPEN, LITERAL) if isinstance(one, str) else one.stored for one in pieces
        )
    )


def gone(subject: int, kind: PersonalKind) -> str:
    """Return what stands in a stored text for somebody who is erased: nothing to be opened."""
    return f"{OPEN}{LETTERS[kind]}{MARK}{subject:x}.gone⟧"


def typed_stretches(text: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where a stored text is as it was typed, between who is sealed in it."""
    end = 0
    for token in _TOKEN.finditer(text):
        yield end, token.start()
        end = token.end()
    yield end, len(text)


def outlined(text: str) -> str:
    """Return a stored text as everybody may read it."""
    return _said(text, "masked")


def hidden(text: str) -> str:
    """Return a stored or outlined text with nothing of people in it, to be kept for good."""
    return _said(getattr(text, "stored", text), "hidden")


def typed(text: str) -> str:
    """Return a stored or outlined text as it was typed, for whoever typed it."""
    return _said(getattr(text, "stored", text), "typed")


def seen(text: str) -> str:
    """Return a stored or outlined text as whoever reads may see it."""
    return _said(getattr(text, "stored", text), "seen")


def seen_values(values: dict[str, Any]) -> dict[str, Any]:
    """Return values for a form, texts in them as whoever reads may see them."""
    return {
        name: seen(value) if isinstance(value, (Outline, Kept)) else value
        for name, value in values.items()
    }


def plain(value: Any) -> str:
    """Return the text of a value as it is stored."""
    if isinstance(value, Outline):
        value = value.stored
    return str.__str__(value) if isinstance(value, str) else str(value)


def together(texts: Iterable[str]) -> str:
    """Return texts with spaces between them, whoever stands in one still told by who reads."""
    found = list(texts)
    if not any(isinstance(text, Outline) for text in found):
        return " ".join(found)
    said = (
        plain(text) if isinstance(text, Outline) else text.replace(OPEN, LITERAL) for text in found
    )
    return Kept(" ".join(said)).outline


def as_stored(outline: Outline) -> str:
    """Return what is stored, for a place that holds texts together with other things."""
    return str.__str__(outline.stored)


def as_read(text: str) -> str:
    """Return such a text as rows give it."""
    announce(text)
    return Kept(text).outline


def announce(text: str) -> None:
    """Let what is needed to read a text be fetched together with what its neighbors need."""
    if OPEN in text:
        for token in _TOKEN.finditer(text):
            if token[2]:
                subject = Sealed(token[2]).subject
                keyring.announce(subject)
                sight.announce(subject)


def is_gone(reference: Reference) -> bool:
    """Test whether the person was erased."""
    return isinstance(reference.typed, Erased)


def _reference(letter: str, sealed: Sealed) -> Reference:
    return Reference(KINDS[letter.upper()], sealed, is_open=letter.islower())


def _said(text: str, how: str) -> str:
    if OPEN not in text:
        return str.__str__(text)
    announce(text)
    pieces = _told_once(pieces_of(text))
    return "".join(one if isinstance(one, str) else getattr(one, how) for one in pieces)


def _told_once(pieces: list[Piece]) -> list[Piece]:
    """Return pieces without somebody's own words that are gone, where another one says so."""
    own = [one for one in pieces if isinstance(one, Reference) and one.kind is PersonalKind.NOTE]
    gone = [one for one in own if is_gone(one)]
    others = (one for one in pieces if isinstance(one, Reference) and one not in own)
    spare = gone if any(map(is_gone, others)) else gone[1:]
    return [one for one in pieces if one not in spare] if spare else pieces


def joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces with texts that follow each other made one."""
    waiting = ""
    for one in pieces:
        if isinstance(one, str):
            waiting += one
            continue
        if waiting:
            yield waiting
        waiting = ""
        yield one
    if waiting:
        yield waiting
