"""The sealer: hashes what was committed into a chain, and anchors the chain elsewhere.

It follows the writers at a short distance, so that they never wait for it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from primeline.audit import anchor
from primeline.audit.batches import acts_of, next_batch, rows_of
from primeline.audit.models import Epoch, Seal
from primeline.audit.rules import Batch, Digest, digest, origin_of

ACTS_PER_SEAL = 2000
# Any number; it only has to be the same for every sealer of an archive.
SEALER_LOCK = 7_202_605


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """What one call sealed."""

    seals_count: int
    acts_count: int
    rows_count: int


def seal(
    *, at: datetime, acts_per_seal: int = ACTS_PER_SEAL, most_seals: int | None = None
) -> Sealed:
    """Seal what is committed, all of it unless told when to stop, and anchor the new seals.

    Any number of sealers may run: where another one is faster, this one stops.

    :raises OSError: if the anchor cannot be written; the next call catches up
    """
    made: list[Seal] = []
    while most_seals is None or len(made) < most_seals:
        latest = _seal_next(at=at, limit=acts_per_seal)
        if latest is None:
            break
        made.append(latest)
    anchor.catch_up()
    return Sealed(
        seals_count=len(made),
        acts_count=sum(each.acts_count for each in made),
        rows_count=sum(each.rows_count for each in made),
    )


def latest_seal() -> Seal | None:
    """Return the seal that the next one follows."""
    return Seal.objects.order_by("-id").first()


def archive_name() -> str:
    """Return the name that this archive keeps through all restores."""
    name: str = Epoch.objects.order_by("number").values_list("archive", flat=True)[0]
    return name


def _seal_next(*, at: datetime, limit: int) -> Seal | None:
    if connection.vendor != "postgresql":
        # What SQLite shows is there for good; hashing must not keep writers waiting.
        return _seal_batch(at=at, limit=limit)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        return _seal_batch(at=at, limit=limit) if cursor.fetchone()[0] else None


def _seal_batch(*, at: datetime, limit: int) -> Seal | None:
    latest = latest_seal()
    batch = next_batch(latest, limit=limit)
    if batch is None:
        return None
    previous_hash = origin_of(archive_name()) if latest is None else latest.hash
    found = digest(
        previous_hash=previous_hash,
        batch=batch,
        sealed_at=at,
        acts=acts_of(batch),
        rows=rows_of(batch),
    )
    try:
        with transaction.atomic():
            return _write(batch, found, previous_hash=previous_hash, at=at)
    except IntegrityError:
        if Seal.objects.filter(previous_hash=previous_hash).exists():
            return None  # Another sealer was faster.
        raise


def _write(batch: Batch, found: Digest, *, previous_hash: str, at: datetime) -> Seal:
    return Seal.objects.create(
        epoch=batch.epoch,
        from_position=batch.from_position,
        to_position=batch.to_position,
        acts_count=found.acts_count,
        rows_count=found.rows_count,
        previous_hash=previous_hash,
        hash=found.hash,
        sealed_at=at,
    )
