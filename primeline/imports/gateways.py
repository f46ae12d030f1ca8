"""Where the bytes of a file come from: kept with the batch, or lying on this machine."""

import hashlib
import io
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from primeline.imports.mapping.suggestion import words_in
from primeline.imports.models import BatchFile
from primeline.imports.reading.limits import MIB
from primeline.kit.errors import NotFound

SHOWN_ROWS: Final = 5


class Content(Protocol):
    """A file that can be read from its beginning again and again."""

    def __call__(self) -> BinaryIO: ...


@dataclass(frozen=True)
class KeptContent:
    """The packed file of a batch. Unpacked once, held while the batch is worked on."""

    content: bytes

    def __call__(self) -> BinaryIO:
        return io.BytesIO(self.content)


@dataclass(frozen=True)
class FileContent:
    """A file on this machine, for the command line. It is read where it lies."""

    path: Path

    def __call__(self) -> BinaryIO:
        return self.path.open("rb")


def keep(batch_id: int, content: bytes, *, first_rows: list[list[str]]) -> None:
    """Keep a file with its batch, and its first rows where they are quickly read."""
    width = max(map(len, first_rows), default=0)
    samples = {"rows": first_rows[:SHOWN_ROWS], "words": words_in(first_rows, width)}
    packed = zlib.compress(content, 1)
    BatchFile.objects.create(batch_id=batch_id, content=packed, samples=samples)


def kept(batch_id: int) -> KeptContent:
    """Return the file that is kept with a batch.

    :raises NotFound: if it is gone, because the batch is done with
    """
    row = BatchFile.objects.filter(pk=batch_id).first()
    if row is None:
        raise NotFound
    return KeptContent(zlib.decompress(bytes(row.content)))


def fingerprint(content: Content) -> tuple[int, str]:
    """Return how many bytes a file has, and their SHA-256."""
    digest, count = hashlib.sha256(), 0
    with content() as stream:
        while piece := stream.read(MIB):
            digest.update(piece)
            count += len(piece)
    return count, digest.hexdigest()
