"""What an account must look like, and how much of a person may be shown. Pure answers."""

import re
from collections.abc import Collection
from typing import Final

import phonenumbers
from django.utils.translation import gettext_lazy as _
from stdnum import exceptions as stdnum_exceptions
from stdnum.cn import ric, uscc

from primeline.customers.choices import CustomerStatus, IdentifierKind
from primeline.kit.errors import Refused

PHONE_REGION: Final = "CN"

NEXT_STATUSES: Final[dict[CustomerStatus, frozenset[CustomerStatus]]] = {
    CustomerStatus.PROSPECT: frozenset({CustomerStatus.ACTIVE, CustomerStatus.CLOSED}),
    CustomerStatus.ACTIVE: frozenset(
        {CustomerStatus.SUSPENDED, CustomerStatus.LOCKED, CustomerStatus.CLOSED}
    ),
    CustomerStatus.SUSPENDED: frozenset(
        {CustomerStatus.ACTIVE, CustomerStatus.LOCKED, CustomerStatus.CLOSED}
    ),
    CustomerStatus.LOCKED: frozenset({CustomerStatus.ACTIVE, CustomerStatus.CLOSED}),
    CustomerStatus.CLOSED: frozenset({CustomerStatus.ACTIVE}),
}


def check_status_step(current: CustomerStatus, to: CustomerStatus) -> None:
    """Do nothing if an account may go from one status to the other.

    :raises Refused: if it may not
    """
    if to not in NEXT_STATUSES[current]:
        raise Refused(
            _("An account that is %(current)s cannot become %(to)s.")
            % {"current": current.label, "to": to.label},
            field="status",
        )


def clean_identifier(kind: str, text: str) -> str:
    """Return the identifier as it is stored, checked by its own check digit.

    GB 32100-2015 for credit codes, GB 11643-1999 for identity cards.

    :raises Refused: if it cannot be one
    """
    compact = re.sub(r"[\s-]", "", text).upper()
    if not compact:
        return ""
    try:
        if kind == IdentifierKind.CREDIT_CODE:
            return str(uscc.validate(compact))
        if kind == IdentifierKind.IDENTITY_CARD:
            return str(ric.validate(compact))
    except stdnum_exceptions.ValidationError as wrong:
        raise Refused(_IDENTIFIER_TROUBLE[IdentifierKind(kind)], field="identifier") from wrong
    if not kind:
        raise Refused(_("Say what kind of identifier this is."), field="identifier_kind")
    return compact[:40]


_IDENTIFIER_TROUBLE = {
    IdentifierKind.CREDIT_CODE: _(
        "This is no valid unified social credit code: 18 characters, and the last one is a check "
        "digit. Compare it with the business license."
    ),
    IdentifierKind.IDENTITY_CARD: _(
        "This is no valid identity card number: 18 characters, and the last one is a check digit. "
        "Compare it with the card."
    ),
}


def clean_phone(text: str) -> str:
    """Return a telephone number in E.164 form, `+8613800000000`.

    :raises Refused: if it cannot be one
    """
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, PHONE_REGION)
    except phonenumbers.NumberParseException as wrong:
        raise Refused(_PHONE_TROUBLE, field="phone") from wrong
    if not phonenumbers.is_valid_number(number):
        raise Refused(_PHONE_TROUBLE, field="phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


_PHONE_TROUBLE = _(
    "This is no telephone number that can be called. Write it with the area code, "
    "for example 0571 8888 1234 or 138 0000 1234."
)


def masked_phone(phone: str) -> str:
    """Return a number with its middle hidden, `138****1234`."""
    national = phone.removeprefix("+86")
    if len(national) < 8:
        return "*" * len(national)
    return f"{national[:3]}****{national[-4:]}"


def masked_email(email: str) -> str:
    """Return an address of which only the first letter and the domain can be read."""
    local, at, domain = email.partition("@")
    return f"{local[:1]}***{at}{domain}" if at else ""


def masked_name(name: str) -> str:
    """Return a personal name of which only the first character can be read, `张*`.

    How long a long name is says something too, so there are two stars at most.
    """
    return f"{name[:1]}{'*' * min(max(len(name) - 1, 1), 2)}" if name else ""


def masked_identifier(identifier: str) -> str:
    """Return an identity number of which the first and last three characters can be read."""
    if len(identifier) < 8:
        return "*" * len(identifier)
    return f"{identifier[:3]}{'*' * (len(identifier) - 6)}{identifier[-3:]}"


def sees_contacts(
    named_ids: Collection[int], *, account_manager_id: int | None, deputy_id: int | None
) -> bool:
    """Test whether somebody sees an account's contacts in clear.

    `named_ids` are the people for whom they stand: themselves, and whom they cover.
    """
    return account_manager_id in named_ids or deputy_id in named_ids
