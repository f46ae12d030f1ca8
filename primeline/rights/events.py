"""What happens at the rights desk that others have to hear of."""

from dataclasses import dataclass

from primeline.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonRestricted(Event):
    """The data of a person are stored and not used from now on, or used again."""

    customer_id: int


@dataclass(frozen=True, kw_only=True)
class PersonErased(Event):
    """The key of a person was destroyed. Whoever holds copies of what files said drops them."""

    # What was asked, or the case that came up because its time was over.
    request_id: int = 0
    case_id: int = 0
    customer_id: int
