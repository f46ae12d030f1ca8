"""Values that callers hand to the actions of this room, and that queries give."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class PartnerFacts:
    """What a partner is, as a form gives it."""

    kind: str
    status: str
    since_date: date
    contact_id: int | None = None
    is_international: bool = False
    provinces: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Server:
    """Who serves an account, as much of them as the reader may see."""

    name: str
    kind: str
    since: date
    partner_id: int | None
    """Their page, for whoever reaches it."""
