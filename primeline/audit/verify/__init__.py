"""Checking the whole record: the chain of seals, the anchor, and every live row.

Everything is read in one stream and in one snapshot; memory does not grow with the archive.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from primeline.audit import anchor
from primeline.audit.batches import unsealed_count
from primeline.audit.models import Seal
from primeline.audit.sealing import latest_seal
from primeline.audit.verify.chain import check_chain
from primeline.audit.verify.findings import Finding
from primeline.audit.verify.history import check_histories
from primeline.audit.verify.rows import check_rows
from primeline.audit.walls import open_for_system
from primeline.audit.walls.metadata import archive_tables

__all__ = ["Finding", "Verified", "verify"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What a check of the whole record came to."""

    findings: tuple[Finding, ...]
    findings_count: int
    seals_count: int
    acts_count: int
    rows_count: int
    unsealed_count: int

    @property
    def is_sound(self) -> bool:
        return not self.findings_count


def verify(*, progress: Progress | None = None, most_findings: int = 1000) -> Verified:
    """Check the record and return what is wrong with it.

    `progress` is called with (steps done, steps in all). Of more than `most_findings` findings
    only the number is kept.
    """
    kept: list[Finding] = []
    count = 0
    # Before the snapshot: a seal that is anchored by now is in it, one of later need not be.
    anchored_bytes = anchor.size_now()
    with open_for_system(), _snapshot():
        tally = Tally()
        for finding in _findings(tally, progress or _nobody, anchored_bytes):
            count += 1
            if len(kept) < most_findings:
                kept.append(finding)
        return Verified(
            findings=tuple(kept),
            findings_count=count,
            seals_count=tally.seals,
            acts_count=tally.acts,
            rows_count=tally.rows,
            unsealed_count=unsealed_count(latest_seal()),
        )


@dataclass
class Tally:
    """How much was looked at."""

    seals: int = 0
    acts: int = 0
    rows: int = 0


def _findings(tally: Tally, progress: Progress, anchored_bytes: int) -> Iterator[Finding]:
    tables = archive_tables()
    steps = Seal.objects.count() + 2 * len(tables)
    for seal, findings in check_chain(anchored_bytes=anchored_bytes):
        yield from findings
        if seal is not None:
            tally.seals += 1
            tally.acts += seal.acts_count
            tally.rows += seal.rows_count
            progress(tally.seals, steps)
    done = tally.seals
    for table in tables:
        yield from check_histories(table)
        progress(done + 1, steps)
        yield from check_rows(table)
        done += 2
        progress(done, steps)


@contextmanager
def _snapshot() -> Iterator[None]:
    """Show the record as it is at this moment, without keeping anybody from writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        # Django begins transactions on SQLite as a writer would.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def _nobody(done: int, steps: int) -> None:
    """Watch the progress for those who do not."""
