"""AES-GCM as this room uses it: texts under a person's key, that key under a master key."""

import base64
import binascii
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from primeline.privacy.values import MARK, Place, Sealed

NONCE: Final = 12
KEY_BYTES: Final = 32
PIECES_AT_ONCE: Final = 256


class Tampered(Exception):
    """A sealed text or key does not belong where it was found, or was changed."""


def new_key() -> bytes:
    """Return a key for one person."""
    return os.urandom(KEY_BYTES)


def new_keys() -> Iterator[bytes]:
    """Return keys without end, for as many people."""
    return _random_pieces(KEY_BYTES)


def wrap(key: bytes, *, subject: int, master: AESGCM) -> bytes:
    """Return a person's key encrypted under a master key, for this person only."""
    nonce = os.urandom(NONCE)
    return nonce + master.encrypt(nonce, key, b"%x" % subject)


def wrap_all(keys: Mapping[int, bytes], *, master: AESGCM) -> list[bytes]:
    """Return the keys of many people encrypted under a master key, each for its person only."""
    nonces = _random_pieces(NONCE)
    return [
        nonce + master.encrypt(nonce, key, b"%x" % subject)
        for (subject, key), nonce in zip(keys.items(), nonces, strict=False)
    ]


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


def sealing_at(place: Place) -> Callable[[str, int, AESGCM], Sealed]:
    """Return what seals very many texts for one column, each for a person under their key."""
    nonces, bound = _random_pieces(NONCE), f"{place.table}.{place.column}|"
    encode = base64.urlsafe_b64encode

    def sealed(text: str, subject: int, cipher: AESGCM) -> Sealed:
        nonce, digits = next(nonces), f"{subject:x}"
        body = nonce + cipher.encrypt(nonce, text.encode(), (bound + digits).encode())
        return Sealed(f"{MARK}{digits}.{encode(body).decode()}")

    return sealed


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


def _random_pieces(size: int) -> Iterator[bytes]:
    """Return random bytes without end, which the system is asked for many at a time."""
    while True:
        pool = os.urandom(size * PIECES_AT_ONCE)
        for start in range(0, len(pool), size):
            yield pool[start : start + size]


def _bound_to(subject: int, place: Place) -> bytes:
    return f"{place.table}.{place.column}|{subject:x}".encode()
