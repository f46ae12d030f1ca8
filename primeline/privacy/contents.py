"""Whole contents of files, sealed for one person: what is stored and backed up says nothing."""

import os
from typing import Final

from cryptography.exceptions import InvalidTag

from primeline.kit.errors import Refused
from primeline.privacy import keyring
from primeline.privacy.ciphers import NONCE, Tampered
from primeline.privacy.opening import NOBODY

MARK: Final = b"primeline sealed 1\n"


def sealed(content: bytes, *, subject: int) -> bytes:
    """Return a content encrypted under a person's key; it never looks the same twice.

    :raises Refused: if the person's data were erased
    """
    key = keyring.writing_key(subject)
    if key is None:
        raise Refused(NOBODY)
    nonce = os.urandom(NONCE)
    return MARK + nonce + key.cipher.encrypt(nonce, content, _bound_to(subject))


def opened(content: bytes, *, subject: int) -> bytes | None:
    """Return a content as it was before it was sealed; None if nobody may read it any more.

    :raises Tampered: if it was sealed for somebody else, or was changed
    """
    key = keyring.reading_key(subject)
    if key is None or key.is_restricted:
        return None
    start = len(MARK) + NONCE
    if not content.startswith(MARK):
        raise Tampered("A content that belongs to a person is not sealed.")
    nonce, body = content[len(MARK) : start], content[start:]
    try:
        return key.cipher.decrypt(nonce, body, _bound_to(subject))
    except InvalidTag as wrong:
        raise Tampered("A content was not sealed for the person it belongs to.") from wrong


def _bound_to(subject: int) -> bytes:
    return b"content|%x" % subject
