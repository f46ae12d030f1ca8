"""What a room may answer instead of doing what it was asked."""

from collections.abc import Callable, Mapping
from typing import Any


class Refused(Exception):
    """A business rule said no. The message is written for the person at the screen.

    `field` names the input that has to change, where there is one.
    """

    def __init__(self, message: object, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        # What else stands against it, where several checks are made at once.
        self.others: tuple[Refused, ...] = ()


def check_all(*checks: Callable[[], object]) -> None:
    """Make all these checks, so that whoever is refused reads at once what stands against it.

    :raises Refused: what the first of them says, and with it what the others say
    """
    said = []
    for check in checks:
        try:
            check()
        except Refused as refused:
            said.append(refused)
    if said:
        said[0].others = tuple(said[1:])
        raise said[0]


class TooOften(Refused):
    """Somebody did it more often than people allowed. Auditors see that they tried."""


class NotFound(Exception):
    """There is no such thing, or it is not this person's to see. We never say which."""


class ChangedMeanwhile(Refused):
    """Somebody else saved first.

    `differences` maps each field that differs to (what you had, what is stored now). None is left
    where what is stored now was compared and is just what was wanted.
    """

    def __init__(
        self, message: object, *, differences: Mapping[str, tuple[Any, Any]] | None = None
    ) -> None:
        super().__init__(message)
        self.differences = dict(differences or {})
        self.is_as_wanted = differences is not None and not differences


class UnsafeSettings(Exception):
    """The installation must not start like this; the message says what to change."""
