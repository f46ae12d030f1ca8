"""Secrets that have to be read again: kept encrypted under the installation's own key.

A stolen database alone does not open them. Whoever restores a backup elsewhere needs the key too.
"""

import base64
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

NONCE_LENGTH = 12


class SecretUnreadable(Exception):
    """A secret was written under a key that this installation does not have."""


def seal(text: str, *, purpose: str) -> str:
    """Return the text encrypted, with the name of the key; the same text never looks the same."""
    key = _key(settings.SECRET_KEY, purpose)
    nonce = os.urandom(NONCE_LENGTH)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), purpose.encode())
    return f"{_name(key)}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(sealed: str, *, purpose: str) -> str:
    """Return what was sealed, also under a former key that the settings still name.

    :raises SecretUnreadable: if none of the keys fits, or somebody changed what was stored
    """
    name, _, body = sealed.partition(".")
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        key = _key(secret, purpose)
        if _name(key) == name:
            return _open(key, body, purpose)
    raise SecretUnreadable("This secret was written under another secret key.")


def _open(key: bytes, body: str, purpose: str) -> str:
    try:
        raw = base64.urlsafe_b64decode(body)
        opened = AESGCM(key).decrypt(raw[:NONCE_LENGTH], raw[NONCE_LENGTH:], purpose.encode())
    except (InvalidTag, ValueError) as problem:
        raise SecretUnreadable("This secret was changed after it was written.") from problem
    return opened.decode()


def _key(secret: str | bytes, purpose: str) -> bytes:
    derivation = HKDF(
        algorithm=SHA256(), length=32, salt=None, info=f"primeline {purpose}".encode()
    )
    return derivation.derive(force_bytes(secret))


def _name(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()[:8]
