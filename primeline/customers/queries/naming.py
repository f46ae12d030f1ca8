"""What lists call an account whose row was read as values: masked, if it is somebody else's."""

from collections.abc import Mapping
from typing import Any

from primeline.customers.models import Customer
from primeline.privacy import masks, opening, readers
from primeline.privacy.choices import PersonalKind
from primeline.privacy.values import Place, is_sealed

NAMES = ("name", "short_name", "name_en")
# What `called` reads, and what tells whose work the account is.
CALLED_BY = (
    "name", "short_name", "is_restricted", "cover_name", "account_manager_id", "deputy_id",
)  # fmt: skip


def called(row: Mapping[str, Any], prefix: str = "") -> str:
    """Return what lists call an account. The row holds what `CALLED_BY` names, after a prefix."""
    if row[f"{prefix}is_restricted"]:
        return str(row[f"{prefix}cover_name"])
    column = "short_name" if row[f"{prefix}short_name"] else "name"
    return seen(row, column, prefix)


def seen(row: Mapping[str, Any], column: str, prefix: str = "") -> str:
    """Return one name of an account: an individual's in clear only to those whose work it is."""
    text = row[f"{prefix}{column}"]
    if not is_sealed(text):
        return str(text)
    opened = opening.opened(text, Place(Customer._meta.db_table, column))
    managers = row[f"{prefix}account_manager_id"], row[f"{prefix}deputy_id"]
    return masks.shown(PersonalKind.NAME, opened, is_clear=readers.is_among(*managers))


def outline(text: str, column: str = "name") -> str:
    """Return a name as a file may carry it: of an individual, no more than an outline."""
    if not is_sealed(text):
        return text
    opened = opening.opened(text, Place(Customer._meta.db_table, column))
    return masks.shown(PersonalKind.NAME, opened, is_clear=False)
