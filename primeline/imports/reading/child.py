"""Starting a process that reads one file, and hearing what it says while it lives."""

import logging
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, Protocol

from primeline.imports.reading.limits import MIB

logger = logging.getLogger(__name__)


class Fallen(Exception):
    """The process ended, or fell silent, before it had said all."""


class Source(Protocol):
    """A file that can be read from its beginning again and again."""

    def __call__(self) -> BinaryIO: ...


class Heard:
    """What a process says, awaited for so many seconds at a time."""

    def __init__(self, stream: IO[bytes] | None, seconds: int) -> None:
        if stream is None:
            raise Fallen("mute")
        self.stream, self.seconds = stream, seconds
        self.poll = select.poll()
        self.poll.register(self.stream, select.POLLIN)

    def read(self, count: int) -> bytes:
        """Return exactly so many bytes.

        :raises Fallen: if they do not come
        """
        said = bytearray()
        while len(said) < count:
            if not self.poll.poll(self.seconds * 1000):
                raise Fallen("silent")
            piece = os.read(self.stream.fileno(), count - len(said))
            if not piece:
                raise Fallen("ended")
            said += piece
        return bytes(said)


@contextmanager
def reader(script: Path, file: BinaryIO, *options: str, patience: int) -> Iterator[Heard]:
    """Run one of our own files with a file to read; it is ended when nobody listens any more."""
    process = subprocess.Popen(  # noqa: S603 our own file; what it is told are settings
        [sys.executable, "-I", "-S", str(script), *options],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    )
    fell = False
    try:
        yield Heard(process.stdout, patience)
    except Fallen:
        fell = True
        raise
    finally:
        process.kill()
        _output, errors = process.communicate()
        if fell:
            last = errors.decode(errors="replace").strip().rpartition("\n")[2][:200]
            logger.warning("reading a file ended with %s: %s", process.returncode, last)


@contextmanager
def lying_open(source: Source) -> Iterator[BinaryIO]:
    """Give a file that another process can read: itself where it lies on disk, else a copy."""
    with source() as stream:
        if _lies_on_disk(stream):
            yield stream
            return
        with _nameless() as copy:
            while piece := stream.read(MIB):
                copy.write(piece)
            copy.seek(0)
            yield copy


def _lies_on_disk(stream: BinaryIO) -> bool:
    try:
        return stream.seekable() and stream.fileno() >= 0
    except OSError:
        return False


def _nameless() -> BinaryIO:
    """Return a file without a name: in memory where the system has such, so that no disk has it."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("import"), "w+b")
    return tempfile.TemporaryFile()
