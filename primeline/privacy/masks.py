"""How much of a personal fact somebody sees who may not see it in clear. Pure answers.

Every output asks here: pages, lists, exports, messages, history. What is not known is hidden.
"""

import re
from collections.abc import Callable
from typing import Final

from primeline.privacy.choices import PersonalKind
from primeline.privacy.values import Gone, is_sealed

HIDDEN: Final = "***"
_DISTRICT = re.compile(r"^.*?(?:区|县|旗|市(?!.{0,12}?[区县旗]))")


def shown(kind: PersonalKind, text: str, *, is_clear: bool) -> str:
    """Return a personal fact as this reader may see it."""
    if isinstance(text, Gone):
        return text
    if is_sealed(text):
        return HIDDEN
    return text if is_clear else masked(kind, text)


def masked(kind: PersonalKind, text: str) -> str:
    """Return so much of a personal fact that those who know it recognize it."""
    if not text or isinstance(text, Gone):
        return text
    return _MASKS[kind](text)


def _phone(phone: str) -> str:
    """`138****1234`, without the country; of an extension only that there is one."""
    number, *extension = re.split(r"[^\d+ ()-]", phone, maxsplit=1)
    national = number.removeprefix("+86")
    ending = f"-{HIDDEN}" if extension else ""
    if len(national) < 8:
        return "*" * len(national) + ending
    return f"{national[:3]}****{national[-4:]}{ending}"


def _email(email: str) -> str:
    """`z***@example.com`."""
    local, at, domain = email.partition("@")
    return f"{local[:1]}***{at}{domain}" if at else HIDDEN


def _name(name: str) -> str:
    """`张*`: how long a long name is says something too, so there are two stars at most."""
    return f"{name[:1]}{'*' * min(max(len(name) - 1, 1), 2)}"


def _identifier(identifier: str) -> str:
    """`110************01X`."""
    if len(identifier) < 8:
        return "*" * len(identifier)
    return f"{identifier[:3]}{'*' * (len(identifier) - 6)}{identifier[-3:]}"


def _address(address: str) -> str:
    """The address down to its district; nothing of one that names none."""
    district = _DISTRICT.match(address)
    return f"{district.group()}{HIDDEN}" if district else HIDDEN


def _nothing(_text: str) -> str:
    return HIDDEN


_MASKS: Final[dict[PersonalKind, Callable[[str], str]]] = {
    PersonalKind.NAME: _name,
    PersonalKind.PHONE: _phone,
    PersonalKind.EMAIL: _email,
    PersonalKind.BIRTHDAY: _nothing,
    PersonalKind.IDENTIFIER: _identifier,
    PersonalKind.ADDRESS: _address,
    PersonalKind.NOTE: _nothing,
}
