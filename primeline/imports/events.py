"""What other rooms may want to know of imports."""

from dataclasses import dataclass

from primeline.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class BatchCommitted(Event):
    """A batch has been written into the archive."""

    batch_id: int
