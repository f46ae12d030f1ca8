"""What an account must look like, and who sees its people in clear. Pure answers."""

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from stdnum import exceptions as stdnum_exceptions
from stdnum.cn import ric, uscc

from primeline.customers.choices import AttachmentKind, CustomerStatus, IdentifierKind
from primeline.kit.errors import Refused, TooOften
from primeline.privacy.values import Gone

IDENTIFIER_LENGTH: Final = 40
CLOCK_TIME: Final = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)")
# Files that show who somebody is: hidden from whoever sees the people of the account masked.
SHOWS_PEOPLE: Final = frozenset(
    {AttachmentKind.IDENTITY, AttachmentKind.AUTHORITY, AttachmentKind.CONSENT}
)

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


def check_name(name: str) -> None:
    """Do nothing if somebody at a customer may be called so.

    :raises Refused: if there is no name
    """
    if not name:
        raise Refused(_("A contact needs a name."), field="name")


def check_hours(text: str) -> None:
    """Do nothing if each time of day in what somebody prefers is one.

    :raises Refused: if one is not
    """
    for hours, minutes in CLOCK_TIME.findall(unicodedata.normalize("NFKC", text)):
        if int(hours) * 60 + int(minutes) > 24 * 60 or int(minutes) > 59:
            raise Refused(
                _("%(time)s is no time of day. Write it as 09:00-11:30.")
                % {"time": f"{hours}:{minutes}"},
                field="preferred_hours",
            )


def clean_identifier(kind: str, text: str) -> str:
    """Return the identifier as it is stored, checked by its own check digit.

    GB 32100-2015 for credit codes, GB 11643-1999 for identity cards.

    :raises Refused: if it cannot be one
    """
    compact = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()
    if not compact:
        return ""
    if not kind:
        raise Refused(_("Say what kind of identifier this is."), field="identifier_kind")
    checked = _WITH_CHECK_DIGIT.get(IdentifierKind(kind))
    if checked is not None:
        return checked.clean(compact)
    if kind == IdentifierKind.PASSPORT and not re.fullmatch(r"[A-Z0-9]{5,20}", compact):
        raise Refused(
            _("A passport number is 5 to 20 letters and digits. Compare it with the passport."),
            field="identifier",
        )
    if len(compact) > IDENTIFIER_LENGTH:
        raise Refused(
            _("An identifier has at most %(most)s characters.") % {"most": IDENTIFIER_LENGTH},
            field="identifier",
        )
    return compact


@dataclass(frozen=True, kw_only=True)
class _WithCheckDigit:
    """A kind of identifier that proves itself, and what is wrong when it does not."""

    validate: Callable[[str], str]
    wrong_length: Any
    wrong_signs: Any
    wrong_sum: Any

    def clean(self, compact: str) -> str:
        try:
            return str(self.validate(compact))
        except stdnum_exceptions.InvalidLength as wrong:
            message = self.wrong_length % {"count": len(compact)}
            raise Refused(message, field="identifier") from wrong
        except stdnum_exceptions.InvalidChecksum as wrong:
            raise Refused(self.wrong_sum, field="identifier") from wrong
        except stdnum_exceptions.ValidationError as wrong:
            raise Refused(self.wrong_signs, field="identifier") from wrong


_WITH_CHECK_DIGIT: Final[dict[IdentifierKind, _WithCheckDigit]] = {
    IdentifierKind.CREDIT_CODE: _WithCheckDigit(
        validate=uscc.validate,
        wrong_length=_(
            "A unified social credit code has 18 characters; this has %(count)s. Compare it with "
            "the business license."
        ),
        wrong_signs=_(
            "This is no unified social credit code: the first eight characters are digits, and "
            "the letters I, O, S, V and Z never occur. Compare it with the business license."
        ),
        wrong_sum=_(
            "The last character of this credit code is a check digit, and it does not fit the "
            "others: one of them is mistyped. Compare it with the business license."
        ),
    ),
    IdentifierKind.IDENTITY_CARD: _WithCheckDigit(
        validate=ric.validate,
        wrong_length=_(
            "An identity card number has 18 characters; this has %(count)s. Compare it with the "
            "card."
        ),
        wrong_signs=_(
            "This is no identity card number: 17 digits and a check digit, with the day of birth "
            "in digits 7 to 14. Compare it with the card."
        ),
        wrong_sum=_(
            "The last character of this identity card number is a check digit, and it does not "
            "fit the others: one of them is mistyped. Compare it with the card."
        ),
    ),
}


def check_usable(name: str) -> None:
    """Do nothing if the facts of a person, of whom this is the name, may be worked with.

    :raises Refused: if they are restricted or erased
    """
    if isinstance(name, Gone):
        raise Refused(_("The data of this person are restricted or erased: nobody changes them."))


def is_named(
    named_ids: Collection[int], *, account_manager_id: int | None, deputy_id: int | None
) -> bool:
    """Test whether somebody is named on an account.

    `named_ids` are the people for whom they stand: themselves, and whom they cover.
    """
    return account_manager_id in named_ids or deputy_id in named_ids


def shows_people(kind: str) -> bool:
    """Test whether files of this kind show who somebody is."""
    return kind in SHOWS_PEOPLE


def check_unmasking(
    *, in_the_last_hour: int, in_the_last_day: int, an_hour: int, a_day: int
) -> None:
    """Do nothing if somebody who has seen so many people in clear may see one more.

    :raises Refused: if those were too many
    """
    if in_the_last_hour >= an_hour or in_the_last_day >= a_day:
        raise TooOften(
            _(
                "You have seen many people in clear: %(hour)s an hour and %(day)s a day are the "
                "most. Wait, or ask the account manager."
            )
            % {"hour": an_hour, "day": a_day}
        )
