"""What a personal fact can be: sealed, erased, withheld, or text in clear."""

from dataclasses import dataclass
from typing import Final

MARK: Final = "~1."
"""How every sealed text begins. Nothing that people type is stored like this."""


class Sealed(str):
    """Ciphertext that names the person under whose key it lies: `~1.<person>.<text>`.

    It is what tables and history hold. Nothing shows it; whoever may see it has it opened.
    """

    __slots__ = ()

    @property
    def subject(self) -> int:
        """The person whose key opens it."""
        return int(self.split(".", 2)[1], 16)


class Gone(str):
    """What stands in the place of a personal fact that cannot be shown to anybody."""

    __slots__ = ()


class Erased(Gone):
    """The person's key was destroyed: nobody will ever read this again."""

    __slots__ = ()


class Withheld(Gone):
    """The person's data are stored, but must not be used."""

    __slots__ = ()


@dataclass(frozen=True)
class Place:
    """The column that a sealed text lies in. It cannot be opened as if it lay in another."""

    table: str
    column: str


def is_sealed(text: object) -> bool:
    """Test whether something is a sealed text, also one that came out of history."""
    return isinstance(text, str) and text.startswith(MARK)
