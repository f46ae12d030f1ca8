"""Keeping contents. They are never changed and never taken away."""

from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from primeline.files import gateways, rules
from primeline.files.models import StoredFile
from primeline.kit.deeds import Actor, deed
from primeline.privacy import contents


@deed("files.keep_file")
def keep_file(
    *, name: str, content: BinaryIO, subject: int | None = None, by: Actor, at: datetime
) -> StoredFile:
    """Look a content through and keep it under its hash; the same content is kept once.

    What belongs to a person is kept sealed for that `subject`: nobody else's file is ever the same,
    and destroying the key leaves bytes that say nothing, in all backups too.

    :raises Refused: if it is of no kind that is kept, broken, too large or not what it claims
    """
    kind = rules.kind_of(name, content)
    if subject is not None:
        content.seek(0)
        content = BytesIO(contents.sealed(content.read(), subject=subject))
    size = content.seek(0, 2)
    sha256 = gateways.digest_of(content)
    gateways.put(content, sha256=sha256)
    facts = {"size_bytes": size, "kind": kind, "stored_at": at}
    return StoredFile.objects.get_or_create(sha256=sha256, defaults=facts)[0]
