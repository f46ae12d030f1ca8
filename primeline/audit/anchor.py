"""The anchor: every seal once more, in a file that lies elsewhere than the database.

Whoever can rewrite the database can make a chain that fits; they cannot make it fit the anchor.
One line of JSON a seal. Several archives and several sealers may share one file.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import BufferedRandom
from pathlib import Path

from django.conf import settings

from primeline.audit.models import Epoch, Seal

# Where the last line of an archive is looked for first.
TAIL = 65536


@dataclass(frozen=True, kw_only=True)
class AnchoredSeal:
    """One line of the anchor."""

    archive: str
    seal: int
    epoch: int
    to_position: int
    hash: str
    sealed_at: str


def path() -> Path:
    """Return where the anchor of this installation lies."""
    return Path(settings.PRIMELINE_ANCHOR_FILE)


def catch_up() -> int:
    """Write the seals that the anchor does not hold yet; return how many those were."""
    archive = Epoch.objects.order_by("number").values_list("archive", flat=True)[0]
    if not Seal.objects.exists():
        return 0
    with _opened_alone(path()) as file:
        last = _last_of(archive, file)
        missing = Seal.objects.filter(id__gt=last).order_by("id")
        count = 0
        for seal in missing.iterator(chunk_size=1000):
            file.write(json.dumps(asdict(_anchored(seal, archive))).encode() + b"\n")
            count += 1
        if count:
            file.flush()
            os.fsync(file.fileno())
    return count


def size_now() -> int:
    """Return how many bytes the anchor holds now."""
    return path().stat().st_size if path().exists() else 0


def seals_of(archive: str, *, up_to: int | None = None) -> Iterator[AnchoredSeal]:
    """Return the anchored seals of an archive, in the order they were written.

    Of what was added beyond the first `up_to` bytes nothing is told.
    A line that cannot be read, torn by a crash, is left out: its seal was written again after it.
    """
    if not path().exists():
        return
    read = 0
    with path().open("rb") as file:
        for line in file:
            read += len(line)
            if up_to is not None and read > up_to:
                return
            anchored = _read(line)
            if anchored is not None and anchored.archive == archive:
                yield anchored


def _anchored(seal: Seal, archive: str) -> AnchoredSeal:
    return AnchoredSeal(
        archive=archive,
        seal=seal.pk,
        epoch=seal.epoch,
        to_position=seal.to_position,
        hash=seal.hash,
        sealed_at=seal.sealed_at.isoformat(),
    )


@contextmanager
def _opened_alone(file: Path) -> Iterator[BufferedRandom]:
    """Open the anchor to be added to, at the start of a new line."""
    file.parent.mkdir(parents=True, exist_ok=True)
    is_new = not file.exists()
    with file.open("a+b") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        if is_new:
            _keep_entry_of(file)
        if opened.seek(0, os.SEEK_END) and not _ends_its_line(opened):
            opened.write(b"\n")
        yield opened


def _ends_its_line(opened: BufferedRandom) -> bool:
    opened.seek(-1, os.SEEK_END)
    return opened.read(1) == b"\n"


def _keep_entry_of(file: Path) -> None:
    """Make sure that the new file itself survives a power cut, not only what is in it."""
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _last_of(archive: str, opened: BufferedRandom) -> int:
    """Return the id of the last seal of an archive in the file; 0 if there is none."""
    end = opened.seek(0, os.SEEK_END)
    for start in (max(0, end - TAIL), 0):
        opened.seek(start)
        found = [read.seal for line in opened if (read := _read(line)) and read.archive == archive]
        if found:
            opened.seek(0, os.SEEK_END)
            return max(found)
    return 0


def _read(line: bytes) -> AnchoredSeal | None:
    try:
        return AnchoredSeal(**json.loads(line))
    except (ValueError, TypeError):
        return None
