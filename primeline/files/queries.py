"""Questions about contents. Who may ask for one is decided where it is attached."""

import hashlib

from django.utils.translation import gettext_lazy as _

from primeline.files import gateways
from primeline.files.models import StoredFile
from primeline.kit.errors import NotFound, Refused
from primeline.privacy import contents


def content_of(file: StoredFile, *, subject: int | None = None) -> bytes:
    """Return a content, which is what was put there to the last bit; opened if it is a person's.

    :raises NotFound: if the person whose it is was erased, or is not to be looked at
    :raises Refused: if it is missing or is not what was stored
    """
    try:
        content = b"".join(gateways.blocks_of(file.place))
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Refused(
            _("This file is not what was stored. Tell whoever runs the system: primeline doctor")
        )
    if subject is None:
        return content
    plain = contents.opened(content, subject=subject)
    if plain is None:
        raise NotFound
    return plain


def files_count() -> int:
    """Return how many contents are kept."""
    return StoredFile.objects.count()
