"""Sealing in tests, which share a PostgreSQL server with other tests and their transactions."""

from datetime import datetime
from time import monotonic, sleep

from primeline.audit.batches import next_batch
from primeline.audit.models import Act
from primeline.audit.sealing import latest_seal, seal

PATIENCE = 240.0


def settle() -> None:
    """Return when all acts can be sealed: a transaction of any database holds the sealer up."""
    ends_at = monotonic() + PATIENCE
    while not _is_settled():
        if monotonic() > ends_at:
            raise TimeoutError("somebody's transaction never ends")
        sleep(0.05)


def seal_all(*, at: datetime, acts_per_seal: int = 2000) -> None:
    """Seal all that is there."""
    settle()
    seal(at=at, acts_per_seal=acts_per_seal)


def _is_settled() -> bool:
    last = Act.objects.order_by("epoch", "position").last()
    sealed = latest_seal()
    if last is None or (
        sealed and (sealed.epoch, sealed.to_position) == (last.epoch, last.position)
    ):
        return True
    batch = next_batch(sealed, limit=Act.objects.count())
    return batch is not None and (batch.epoch, batch.to_position) == (last.epoch, last.position)
