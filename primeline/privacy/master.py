"""The keys above all keys. They lie in a file or a setting, never in the database.

One key a line: `wrap <name> <key>` opens the keys of people; the last one also wraps new ones, the
others are former ones that backups may still need. `index <name> <key>` is for blind indexes.
"""

import base64
import binascii
import fcntl
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from primeline.kit.errors import UnsafeSettings
from primeline.privacy.ciphers import KEY_BYTES

WRAP: Final = "wrap"
INDEX: Final = "index"


class MasterKeyMissing(Exception):
    """People's keys were wrapped under a master key that this installation does not have."""


@dataclass(frozen=True)
class MasterKeys:
    """All master keys of this installation."""

    wrapping: dict[str, AESGCM]
    index: bytes

    @property
    def current(self) -> str:
        """The name of the key that new keys are wrapped under."""
        return next(reversed(self.wrapping))

    def cipher(self, name: str) -> AESGCM:
        """Return the master key of this name.

        :raises MasterKeyMissing: if it is not here
        """
        try:
            return self.wrapping[name]
        except KeyError:
            raise MasterKeyMissing(
                f"Master key {name} is not in {place()}. Put it back from where you keep it."
            ) from None


@dataclass(frozen=True)
class _Read:
    seen: tuple[str, int, int]
    keys: MasterKeys


_read: _Read | None = None


def place() -> str:
    """Return where the master keys are, for messages."""
    return "PRIMELINE_MASTER_KEYS" if settings.PRIMELINE_MASTER_KEYS else str(_file())


def keys() -> MasterKeys:
    """Return the master keys, anew when the file changes: they rotate while people work.

    :raises MasterKeyMissing: if there are none
    """
    global _read
    if given := settings.PRIMELINE_MASTER_KEYS:
        return _keys_in(given.replace(";", "\n"))
    file = _file()
    try:
        status = file.stat()
    except FileNotFoundError:
        raise MasterKeyMissing(f"There are no master keys in {place()}. Put them back.") from None
    seen = (str(file), status.st_mtime_ns, status.st_size)
    if _read is None or _read.seen != seen:
        _read = _Read(seen, _keys_in(file.read_text()))
    return _read.keys


def is_given_by_setting() -> bool:
    """Test whether the keys come from a setting, so that we cannot change them."""
    return bool(settings.PRIMELINE_MASTER_KEYS)


def is_there() -> bool:
    """Test whether there are master keys already."""
    return is_given_by_setting() or _file().exists()


def file_if_open_to_others() -> Path | None:
    """Return the file of the keys if others than its owner can read it."""
    file = _file()
    if is_given_by_setting() or not file.exists():
        return None
    return file if stat.S_IMODE(file.stat().st_mode) & 0o077 else None


def make_first() -> None:
    """Make the master keys of a new installation, unless they are there."""
    _file().parent.mkdir(parents=True, exist_ok=True)
    with _alone() as file:
        if not file.exists():
            _write(file, _new_line(INDEX)[1] + _new_line(WRAP)[1])


def add_key() -> str:
    """Put a new master key into the file, to wrap from now on; return its name."""
    keys()
    with _alone() as file:
        name, line = _new_line(WRAP)
        _write(file, file.read_text().rstrip("\n") + "\n" + line)
    return name


def drop_keys(names: set[str]) -> None:
    """Take former master keys out of the file: what only they open is lost."""
    with _alone() as file:
        kept = [line for line in file.read_text().splitlines() if line.split()[1] not in names]
        _write(file, "\n".join(kept) + "\n")


def _file() -> Path:
    return Path(settings.PRIMELINE_MASTER_KEY_FILE)


def _new_line(kind: str) -> tuple[str, str]:
    key = os.urandom(KEY_BYTES)
    name = hashlib.sha256(key).hexdigest()[:8]
    return name, f"{kind} {name} {base64.urlsafe_b64encode(key).decode()}\n"


def _keys_in(text: str) -> MasterKeys:
    found: dict[str, dict[str, bytes]] = {WRAP: {}, INDEX: {}}
    for line in {line.strip(): None for line in text.splitlines() if line.strip()}:
        kind, name, key = _parts(line)
        if name in found[kind] or any(key in keys.values() for keys in found.values()):
            raise UnsafeSettings(f"A key or a name stands twice in {place()}. Take one away.")
        found[kind][name] = key
    if not found[WRAP] or len(found[INDEX]) != 1:
        raise UnsafeSettings(f"{place()} must hold one index key and at least one wrap key.")
    return MasterKeys(
        wrapping={name: AESGCM(key) for name, key in found[WRAP].items()},
        index=next(iter(found[INDEX].values())),
    )


def _parts(line: str) -> tuple[str, str, bytes]:
    try:
        kind, name, written = line.split()
        key = base64.urlsafe_b64decode(written)
    except (ValueError, binascii.Error):
        kind, name, key = "", "", b""
    if kind not in (WRAP, INDEX) or len(key) != KEY_BYTES or len(set(key)) < KEY_BYTES // 4:
        raise UnsafeSettings(
            f"A line of {place()} is no master key. Each is `wrap NAME KEY` or `index NAME KEY`; "
            f"KEY is {KEY_BYTES} random bytes in base64."
        )
    return kind, name, key


def _write(file: Path, text: str) -> None:
    """Replace the file at once: a crash leaves the old one or the new one, never half of it."""
    part = file.with_name(f"{file.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())
    part.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def _alone() -> Iterator[Path]:
    """Let one process at a time change the file."""
    file = _file()
    lock = os.open(file.with_name(f"{file.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(lock)
