"""How the record is written down for hashing, and how one seal follows another. No database."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

ORIGIN = "primeline archive"


@dataclass(frozen=True, kw_only=True)
class Batch:
    """A stretch of acts: those after `from_position` up to and with `to_position`."""

    epoch: int
    from_position: int
    to_position: int


@dataclass(frozen=True, kw_only=True)
class Digest:
    """What the hash of a batch came to, and how much went into it."""

    hash: str
    acts_count: int
    rows_count: int


def canonical(value: Any) -> bytes:
    """Return the one way to write a value down: JSON with sorted names and no spaces."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_spelled
    ).encode()


def origin_of(archive: str) -> str:
    """Return what the first seal of an archive follows."""
    return hashlib.sha256(canonical([ORIGIN, archive])).hexdigest()


def digest(
    *,
    previous_hash: str,
    batch: Batch,
    sealed_at: datetime,
    acts: Iterable[list[Any]],
    rows: Iterable[list[Any]],
) -> Digest:
    """Return the hash over a batch and everything before it, reading each record once."""
    head = [batch.epoch, batch.from_position, batch.to_position, sealed_at]
    running = hashlib.sha256(canonical([previous_hash, *head]) + b"\n")
    counts = []
    for records in (acts, rows):
        count = 0
        for record in records:
            running.update(canonical(record) + b"\n")
            count += 1
        counts.append(count)
    running.update(canonical(counts))
    return Digest(hash=running.hexdigest(), acts_count=counts[0], rows_count=counts[1])


def _spelled(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(f"The record holds no {type(value).__name__}.")
