"""What lists call an account whose row was read as values: masked, if it is somebody else's."""

from collections.abc import Collection, Mapping
from typing import Any

from primeline.customers.models import Customer
from primeline.privacy import masks, opening, readers
from primeline.privacy import queries as privacy
from primeline.privacy.choices import PersonalKind
from primeline.privacy.fields import EncryptedField
from primeline.privacy.values import Gone, Place, is_sealed

NAME = Customer._meta.get_field("name")
NAMES = ("name", "short_name", "name_en")
# What `called` reads, and what tells whose work the account is.
CALLED_BY = (
    "id", "name", "short_name", "is_restricted", "cover_name", "account_manager_id", "deputy_id",
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
    is_clear = readers.is_among(*managers) or readers.holds(row[f"{prefix}id"])
    return masks.shown(PersonalKind.NAME, opened, is_clear=is_clear)


def outline(text: str, field: EncryptedField = NAME) -> str:
    """Return a fact as a file may carry it: of an individual, no more than an outline."""
    if not is_sealed(text):
        return text
    opened = opening.opened(text, field.place)
    return masks.shown(field.kind, opened, is_clear=False)


def hidden(number: str | None, name: str) -> str:
    """Return what another system calls an account as a file may carry it, beside its stored name.

    Of somebody who was erased it is gone, as the name is.
    """
    if not number or not is_sealed(name):
        return number or ""
    opened = opening.opened(name, NAME.place)
    kept = opened if isinstance(opened, Gone) else number
    return masks.shown(PersonalKind.IDENTIFIER, kept, is_clear=False)


def individuals_among(customer_ids: Collection[int]) -> dict[int, bool]:
    """Return which of these accounts are individuals, and whether each was erased."""
    rows = Customer.objects.filter(pk__in=customer_ids, subject__isnull=False)
    found = dict(rows.values_list("pk", "subject"))
    erased = privacy.erased_among([one for one in found.values() if one is not None])
    return {pk: subject in erased for pk, subject in found.items()}
