"""The changes of an account as its page tells them: fields in people's words, masked as need be."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from primeline.audit import queries as audit
from primeline.audit.queries import Change, FieldChange
from primeline.customers.choices import CustomerKind
from primeline.privacy import masks
from primeline.privacy.choices import PersonalKind
from primeline.privacy.values import Gone, is_sealed
from primeline.web.accounts.labels import GIVES_AWAY, HOME_PLACES, OF_PEOPLE, PARTS
from primeline.web.audit.words import told

if TYPE_CHECKING:
    from primeline.customers.models import Customer

ACCOUNTS = "customers_customer"

Told = list[tuple[Any, str, str]]


def fields_of(change: Change, customer: "Customer", names: audit.Names) -> Told:
    """Return label, former and present value of the fields that mean something to a reader."""
    labels = PARTS[change.table]
    return [
        (
            labels[field.field],
            value_of(change, field, field.before, customer, names),
            value_of(change, field, field.after, customer, names),
        )
        for field in change.fields
        if field.field in labels and not _gives_away(change.table, field, customer)
    ]


def value_of(
    change: Change, field: FieldChange, value: Any, customer: "Customer", names: audit.Names
) -> str:
    """Return a value of a change as people read it: of an individual masked, or gone."""
    if customer.kind == CustomerKind.INDIVIDUAL:
        hidden = outline_of(
            change.table, field.field, value, is_erased=isinstance(customer.name, Gone)
        )
        if hidden is not None:
            return hidden
    return told(change, field, value, names)


def outline_of(table: str, field: str, value: Any, *, is_erased: bool) -> str | None:
    """Return what is seen of a fact of an individual that lies open; None if it says nothing.

    What was written before these were sealed, that is, and what cannot be: see decision 11.
    """
    kind = OF_PEOPLE.get((table, field))
    if not value or is_sealed(value) or not (kind or (table, field) in HOME_PLACES):
        return None
    return _("Erased") if is_erased else masks.masked(kind or PersonalKind.NOTE, str(value))


def _gives_away(table: str, field: FieldChange, customer: "Customer") -> bool:
    return table == ACCOUNTS and customer.is_restricted and field.field in GIVES_AWAY
