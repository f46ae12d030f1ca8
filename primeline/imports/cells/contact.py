"""Telephone numbers, e-mail addresses and identifiers, checked as the customers room does."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from primeline.customers import phones, rules
from primeline.customers.choices import IdentifierKind
from primeline.imports.cells.text import as_reference, narrowed
from primeline.imports.problems import Unreadable
from primeline.kit.errors import Refused

# Mobile numbers that are valid beyond doubt; looking up every number costs a hundred times more.
_MOBILE: Final = re.compile(r"(?:\+?86)?(1(?:[38]\d|5[0-35-9]|7[35-8]|9[0-35-9])\d{8})", re.ASCII)


def as_phone(text: str) -> str:
    """Return a telephone number in E.164 form.

    :raises Unreadable: if it is none
    """
    plain = as_reference(text, most=32)
    if match := _MOBILE.fullmatch(plain):
        return f"+86{match[1]}"
    try:
        return phones.clean_phone(plain)
    except Refused as wrong:
        raise Unreadable("NOT_A_PHONE", value=text) from wrong


def as_email(text: str) -> str:
    """Return an e-mail address.

    :raises Unreadable: if it is none
    """
    plain = narrowed(text)
    try:
        validate_email(plain)
    except ValidationError as wrong:
        raise Unreadable("NOT_AN_EMAIL", value=text) from wrong
    return plain


def as_identifier(text: str, *, kind: str) -> tuple[str, str]:
    """Return the kind of an identifier and the identifier; without a kind its digits tell it.

    :raises Unreadable: if it fails its check digit, or nobody says what it is
    """
    guesses = (kind,) if kind else (IdentifierKind.CREDIT_CODE, IdentifierKind.IDENTITY_CARD)
    for guess in guesses:
        try:
            return str(guess), rules.clean_identifier(guess, text)
        except Refused:
            continue
    raise Unreadable(
        "NOT_AN_IDENTIFIER" if kind or len(text) == 18 else "IDENTIFIER_KIND", value=text
    )
