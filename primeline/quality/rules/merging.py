"""Which facts of two accounts are chosen between when they become one, and what forbids it."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from primeline.customers.choices import CustomerStatus
from primeline.kit.errors import Refused

# What is chosen together, by the name of the choice: an identifier without its kind says nothing.
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("name",),
    "short_name": ("short_name",),
    "name_en": ("name_en",),
    "identifier": ("identifier_kind", "identifier"),
    "external_id": ("external_id",),
    "industry": ("industry_id",),
    "scale": ("scale",),
    "business_kind": ("business_kind",),
    "brand": ("brand",),
    "is_agent": ("is_agent",),
    "address": ("address",),
    "notes": ("notes",),
    "opened_date": ("opened_date",),
    "managers": ("account_manager_id", "deputy_id", "manager_since_date"),
    "owner_unit": ("owner_unit_id",),
}
# What belongs to a choice and is none by itself.
GOES_ALONG: Final = frozenset({"manager_since_date"})


def differing(first: Any, second: Any) -> list[str]:
    """Return the choices in which two accounts differ."""
    return [
        name
        for name, columns in CHOICES.items()
        if any(
            getattr(first, column) != getattr(second, column)
            for column in columns
            if column not in GOES_ALONG
        )
    ]


def prefers_other(name: str, survivor: Any, absorbed: Any) -> bool:
    """Test whether the absorbed account knows something that the surviving one does not."""
    first = CHOICES[name][0]
    return not getattr(survivor, first) and bool(getattr(absorbed, first))


def stays_rather(one: Any, other: Any) -> bool:
    """Test whether one of two accounts rather stays: the greater one, else the older."""
    return _weight(one) > _weight(other)


def _weight(account: Any) -> tuple[bool, bool, int, int]:
    is_open = account.status != CustomerStatus.CLOSED
    return is_open, account.is_key_account, account.monthly_fee_cents, -account.pk


def check_merge(survivor: Any, absorbed: Any) -> None:
    """Do nothing if one account may take the other in.

    :raises Refused: if it may not
    """
    if survivor.pk == absorbed.pk:
        raise Refused(_("This is one account. Choose two."))
    if survivor.is_restricted or absorbed.is_restricted:
        raise Refused(_("A restricted account cannot be merged. Lift the restriction first."))
    for account in (survivor, absorbed):
        if account.merged_into_id is not None:
            raise Refused(_("%(number)s was merged already.") % {"number": account.number})
    if survivor.kind != absorbed.kind:
        raise Refused(
            _("An organization and an individual are never one account. Tell them apart.")
        )
    if absorbed.is_key_account and not survivor.is_key_account:
        raise Refused(
            _("A key account cannot go into one that is none. Let %(number)s stay instead.")
            % {"number": absorbed.number},
            field="survivor",
        )
    if survivor.status == CustomerStatus.CLOSED != absorbed.status:
        raise Refused(
            _("This account is closed. Let %(number)s stay instead.") % {"number": absorbed.number},
            field="survivor",
        )
