"""What becomes of people's keys that others have to hear of."""

from dataclasses import dataclass, field

from primeline.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class ErasedAgain(Event):
    """A restored backup had brought erased people back; their keys were destroyed once more.

    Whoever holds copies of what files said has got those back as well, and drops them.
    """

    people_count: int
    # Where they were taken out of what had been typed: what these are found by is written anew.
    customer_ids: list[int] = field(default_factory=list)
