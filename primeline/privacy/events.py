"""What becomes of people's keys that others have to hear of."""

from dataclasses import dataclass

from primeline.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class ErasedAgain(Event):
    """A restored backup had brought erased people back; their keys were destroyed once more.

    Whoever holds copies of what files said has got those back as well, and drops them.
    """

    people_count: int
