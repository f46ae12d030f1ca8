"""Where contents lie: on Django's default storage, a folder here or a bucket elsewhere."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage, storages

from primeline.files.models import place_of

BLOCK = 1 << 20


def put(content: BinaryIO, *, sha256: str) -> None:
    """Put a content into its place, for good before this returns. What is there stays."""
    place = place_of(sha256)
    if default_storage.exists(place) and digest_at(place) == sha256:
        return
    stored = default_storage.save(place, File(content))
    if stored != place:
        # Something that is not this content lay there, or somebody else was as fast.
        _put_right(stored, place, sha256)
    _settle(place)


def blocks_of(place: str) -> Iterator[bytes]:
    """Yield what lies in a place.

    :raises FileNotFoundError: if nothing does
    """
    with default_storage.open(place) as opened:
        yield from _blocks(opened)


def digest_at(place: str) -> str | None:
    """Return the SHA-256 of what lies in a place, or None if nothing does."""
    digest = hashlib.sha256()
    try:
        for block in blocks_of(place):
            digest.update(block)
    except FileNotFoundError:
        return None
    return digest.hexdigest()


def digest_of(content: BinaryIO) -> str:
    """Return the SHA-256 of a content."""
    content.seek(0)
    digest = hashlib.sha256()
    for block in _blocks(content):
        digest.update(block)
    content.seek(0)
    return digest.hexdigest()


def is_folder() -> bool:
    """Test whether contents lie in a folder of this machine, so that backups hold them."""
    return isinstance(storages["default"], FileSystemStorage)


def _blocks(opened: IO[Any]) -> Iterator[bytes]:
    while block := opened.read(BLOCK):
        yield block


def _put_right(stored: str, place: str, sha256: str) -> None:
    if digest_at(place) != sha256:
        default_storage.delete(place)
        with default_storage.open(stored) as again:
            default_storage.save(place, File(again))
    default_storage.delete(stored)


def _settle(place: str) -> None:
    """Have a file and its folder on the disk before anybody is told that it is kept."""
    if not is_folder():
        return
    path = Path(default_storage.path(place))
    for each in (path, path.parent, path.parent.parent):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
