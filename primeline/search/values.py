"""Values that callers hand to this room and get from it."""

from dataclasses import dataclass
from typing import Any, Final

from primeline.search.choices import EntryKind

# How far away what is only spelled alike is.
ALIKE: Final = 3
RANKS: Final = {kind: rank for rank, kind in enumerate(EntryKind)}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What one fact of an account can be found by. `source_id` tells facts of a kind apart."""

    customer_id: int
    kind: EntryKind
    texts: tuple[str, ...]
    source_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Rows:
    """What a room above holds about accounts, as SQL with its values; `key` is the account's id."""

    statement: str
    values: tuple[Any, ...]
    key: str = "id"


@dataclass(frozen=True, kw_only=True)
class Found:
    """An account that a search found, by which fact, and how well: 0 whole, 1 from its start on,
    2 within, 3 one edit away.
    """

    customer_id: int
    kind: EntryKind
    distance: int
    source_id: str = ""

    @property
    def closeness(self) -> tuple[int, int]:
        """What answers are sorted by, the closest first: how well, then by which fact."""
        return (self.distance, RANKS[self.kind])
