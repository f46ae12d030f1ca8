"""AES-GCM as this room uses it: texts under a person's key, that key under a master key."""

import base64
import binascii
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from primeline.privacy.values import MARK, Place, Sealed

NONCE: Final = 12
KEY_BYTES: Final = 32


class Tampered(Exception):
    """A sealed text or key does not belong where it was found, or was changed."""


def new_key() -> bytes:
    """Return a key for one person."""
    return os.urandom(KEY_BYTES)


def wrap(key: bytes, *, subject: int, master: AESGCM) -> bytes:
    """Return a person's key encrypted under a master key, for this person only."""
    nonce = os.urandom(NONCE)
    return nonce + master.encrypt(nonce, key, b"%x" % subject)


def unwrap(wrapped: bytes, *, subject: int, master: AESGCM) -> bytes:
    """Return a person's key.

    :raises Tampered: if it was not wrapped for this person under this master key
    """
    try:
        return master.decrypt(wrapped[:NONCE], wrapped[NONCE:], b"%x" % subject)
    except InvalidTag as wrong:
        raise Tampered("The key of a person does not fit the person or the master key.") from wrong


def seal(text: str, *, subject: int, place: Place, cipher: AESGCM) -> Sealed:
    """Return a text encrypted for one person and one column; it never looks the same twice."""
    nonce = os.urandom(NONCE)
    body = nonce + cipher.encrypt(nonce, text.encode(), _bound_to(subject, place))
    return Sealed(f"{MARK}{subject:x}.{base64.urlsafe_b64encode(body).decode()}")


def unseal(sealed: Sealed, *, place: Place, cipher: AESGCM) -> str:
    """Return the text that was sealed.

    :raises Tampered: if it was moved here from another column or person, or was changed
    """
    try:
        body = base64.urlsafe_b64decode(sealed.rpartition(".")[2])
        bound = _bound_to(sealed.subject, place)
        return cipher.decrypt(body[:NONCE], body[NONCE:], bound).decode()
    except (InvalidTag, binascii.Error, ValueError) as wrong:
        raise Tampered(
            f"What lies in {place.table}.{place.column} was not sealed there."
        ) from wrong


def _bound_to(subject: int, place: Place) -> bytes:
    return f"{place.table}.{place.column}|{subject:x}".encode()
