"""Keyed hashes of facts, by which equal ones are found without any of them being readable."""

import hashlib
import hmac
import unicodedata

from primeline.privacy import master
from primeline.privacy.choices import PersonalKind


def digest(kind: PersonalKind, text: str) -> str:
    """Return the keyed hash of a fact; what differs in width, case or blanks only is equal."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    compact = "".join(character for character in plain if not character.isspace())
    message = f"{kind.value}|{compact}".encode()
    return hmac.new(master.keys().index, message, hashlib.sha256).hexdigest()[:32]
