"""What happens at the rights desk that others have to hear of."""

from dataclasses import dataclass

from primeline.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonErased(Event):
    """The key of a person was destroyed. Whoever holds copies of what files said drops them."""

    request_id: int
    customer_id: int
