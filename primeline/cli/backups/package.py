"""The file a backup is: a plain tar, so that any tool opens it, that ends with a digest of itself.

Each member has its digest in the manifest. The last member holds the digest of every byte before
it, headers and padding included; all that follows is zeros. So no bit can change unseen.
"""

import hashlib
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, cast

import msgspec

from primeline.cli.backups.manifest import DIGEST, FORMAT, MANIFEST, Manifest, Member
from primeline.cli.outcomes import Stopped
from primeline.cli.words import _

BLOCK = 1 << 20
# One line of hexadecimal digits.
DIGEST_LENGTH = 65
# The digest as text and two empty blocks, by which a tar ends.
ENDING_LENGTH = 3 * tarfile.BLOCKSIZE
TAR_MAGIC = slice(257, 262)


class Writer:
    """A backup in the making. It has its name only once it is whole and on the disk."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = _Digest(file)
        # Never closed: that would end the file before the digest is in. It only writes and tells.
        written = cast("IO[bytes]", self._file)
        self._tar = tarfile.TarFile(fileobj=written, mode="w", format=tarfile.PAX_FORMAT)
        self.members: dict[str, Member] = {}

    def add(self, name: str, source: Path) -> None:
        """Put a file in, as it is now."""
        with source.open("rb") as opened:
            size = os.fstat(opened.fileno()).st_size
            digest = _Digest(opened)
            self._tar.addfile(_header(name, size), digest)
        self.members[name] = Member(bytes=size, sha256=digest.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        """Put the manifest in and the digest of everything, which makes the backup whole."""
        written = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
        self._tar.addfile(_header(MANIFEST, len(written)), BytesIO(written))
        self._file.write(_header(DIGEST, DIGEST_LENGTH).tobuf(tarfile.PAX_FORMAT))
        self._file.write(_ending(self._file.hexdigest()))


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """Write a backup beside its place and move it there when it is whole.

    :raises Stopped: if there is a file already, or the folder cannot be written
    """
    if target.exists():
        raise Stopped(_("{file} is there already. Choose another name.").format(file=target))
    part = target.with_name(target.name + ".part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise Stopped(_cannot_write(target, error)) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield Writer(file)
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
    except OSError as error:
        raise Stopped(_cannot_write(target, error)) from error
    finally:
        part.unlink(missing_ok=True)


class Reader:
    """A backup that is read."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self._tar = tar
        self.manifest = manifest

    def extract(self, name: str, target: Path) -> None:
        """Write a member to a file that only this user can read, and verify it on the way.

        :raises Stopped: if it is damaged
        """
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            self._read(name, file)

    def verify(self, name: str) -> None:
        """Read a member through.

        :raises Stopped: if it is damaged, or its name leads out of the place it belongs to
        """
        check_name(name)
        self._read(name, None)

    def names_below(self, folder: str) -> list[str]:
        """Return the members of a folder. One that leads out of it is not let through.

        :raises Stopped: if there is such a one
        """
        names = [name for name in self.manifest.members if name.startswith(folder)]
        for name in names:
            check_name(name)
        return sorted(names)

    def _read(self, name: str, target: IO[bytes] | None) -> None:
        expected = self.manifest.members.get(name)
        if expected is None:
            raise damaged(name)
        try:
            opened = self._tar.extractfile(name)
        except (KeyError, tarfile.TarError, OSError) as error:
            raise damaged(name) from error
        if opened is None:
            raise damaged(name)
        digest = _Digest(opened)
        size = 0
        try:
            while block := digest.read(BLOCK):
                size += len(block)
                if target is not None:
                    target.write(block)
        except tarfile.TarError as error:
            raise damaged(name) from error
        if (size, digest.hexdigest()) != (expected.bytes, expected.sha256):
            raise damaged(name)


@contextmanager
def reading(source: Path) -> Iterator[Reader]:
    """Open a backup of which every bit is what was written.

    :raises Stopped: if it is none, is damaged, or is in a form that this release does not know
    """
    try:
        file = source.open("rb")
    except FileNotFoundError as error:
        raise Stopped(_("There is no file {file}.").format(file=source)) from error
    except OSError as error:
        raise Stopped(_cannot_read(source, error)) from error
    with file:
        try:
            _check_whole(file, source)
            tar = tarfile.TarFile(fileobj=file)
        except (tarfile.TarError, OSError) as error:
            raise Stopped(_cannot_read(source, error)) from error
        with tar:
            yield Reader(tar, _manifest_of(tar))


def check_name(name: str) -> None:
    """Return if a member stays in the place it belongs to.

    :raises Stopped: if its name leads out of there
    """
    if ".." in Path(name).parts or Path(name).is_absolute():
        raise damaged(name)


def damaged(name: str) -> Stopped:
    """Return the refusal of a backup of which a part is not what was written."""
    return Stopped(
        _("The backup is damaged: {part} is not what was written. Use another copy.").format(
            part=name
        )
    )


def _check_whole(file: IO[bytes], source: Path) -> None:
    """Read the whole file through and leave it at its beginning."""
    if file.read(tarfile.BLOCKSIZE)[TAR_MAGIC] != b"ustar":
        raise tarfile.ReadError("not a tar file")
    left = file.seek(0, os.SEEK_END) - ENDING_LENGTH
    file.seek(0)
    digest = hashlib.sha256()
    while left > 0 and (block := file.read(min(left, BLOCK))):
        digest.update(block)
        left -= len(block)
    if file.read() != _ending(digest.hexdigest()):
        raise damaged(source.name)
    file.seek(0)


def _ending(digest: str) -> bytes:
    return f"{digest}\n".encode().ljust(ENDING_LENGTH, b"\0")


def _manifest_of(tar: tarfile.TarFile) -> Manifest:
    try:
        opened = tar.extractfile(MANIFEST)
        assert opened is not None  # noqa: S101 - it is a plain file wherever it is one of ours
        manifest = msgspec.json.decode(opened.read(), type=Manifest)
    except (KeyError, tarfile.TarError, OSError, AssertionError, msgspec.MsgspecError) as error:
        raise damaged(MANIFEST) from error
    if manifest.format != FORMAT:
        message = _("This backup was written by release {version}. Restore it with that release.")
        raise Stopped(message.format(version=manifest.primeline))
    return manifest


class _Digest:
    """Reads or writes a file and remembers the digest of what went through."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self._digest.update(block)
        return block

    def write(self, block: bytes) -> int:
        self._digest.update(block)
        return self._file.write(block)

    def tell(self) -> int:
        return self._file.tell()

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size = size
    header.mode = 0o600
    return header


def _cannot_read(source: Path, error: Exception) -> str:
    message = _("{file} cannot be read as a backup: {reason}")
    return message.format(file=source, reason=error)


def _cannot_write(target: Path, error: OSError) -> str:
    message = _("{file} cannot be written: {reason}")
    return message.format(file=target, reason=error.strerror or error)
