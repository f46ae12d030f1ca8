"""Identifiers that pass every check and yet belong to nobody."""

from datetime import date, timedelta
from random import Random

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANIZATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CARD_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# GB/T 2260 assigns no region that begins with 99.
UNASSIGNED_REGION = "99"


def credit_code(serial: int, *, is_public: bool) -> str:
    """Return a unified social credit code (GB 32100) of a region that does not exist."""
    authority = "11" if is_public else "91"
    region = f"{UNASSIGNED_REGION}{serial % 10_000:04d}"
    body = authority + region + _organization_code(serial)
    total = sum(
        _ALPHABET.index(sign) * weight for sign, weight in zip(body, _CODE_WEIGHTS, strict=True)
    )
    return body + _ALPHABET[(31 - total % 31) % 31]


def _organization_code(serial: int) -> str:
    """Return eight digits and the check sign of GB 11714."""
    digits = f"{serial * 7919 % 100_000_000:08d}"
    total = sum(
        _ORGANIZATION_ALPHABET.index(sign) * weight
        for sign, weight in zip(digits, _ORGANIZATION_WEIGHTS, strict=True)
    )
    check = 11 - total % 11
    return digits + ("X" if check == 10 else "0" if check == 11 else str(check))


def identity_card(serial: int) -> str:
    """Return the number of an identity card (GB 11643) with the ordinal 000, which nobody has."""
    born = date(1958, 3, 9) + timedelta(days=serial * 397 % 16_000)
    body = f"110101{born:%Y%m%d}000"
    total = sum(int(digit) * weight for digit, weight in zip(body, _CARD_WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def mobile_phone(serial: int) -> str:
    """Return a mobile number that passes validation, each serial another one."""
    return f"+86199{serial * 6_700_417 % 100_000_000:08d}"


def broken_phone(random: Random) -> str:
    """Return a number as careless people write it down: a digit short, or an old format."""
    if random.random() < 0.5:
        return f"199{random.randrange(10**7):07d}"
    return f"8{random.randrange(10**6):06d}转{random.randrange(100, 999)}"


def address_block(serial: int) -> str:
    """Return the serial-th block of eight addresses of 198.18.0.0/15 (RFC 2544)."""
    offset = serial * 8 % (1 << 17)
    return f"198.{18 + (offset >> 16)}.{(offset >> 8) & 255}.{offset & 255}/29"


def email(username: str, serial: int) -> str:
    """Return an address under the names reserved for examples."""
    return f"{username}.{serial}@example.{'com' if serial % 3 else 'cn'}"
