"""The changes of an account as its page tells them: fields in people's words, masked as need be."""

from typing import TYPE_CHECKING, Any

from primeline.audit import queries as audit
from primeline.audit.queries import Change, FieldChange
from primeline.customers.choices import CustomerKind
from primeline.privacy import masks
from primeline.privacy.values import is_sealed
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
            _value(change.table, field, field.before, customer, names),
            _value(change.table, field, field.after, customer, names),
        )
        for field in change.fields
        if field.field in labels and not _gives_away(change.table, field, customer)
    ]


def _value(
    table: str, field: FieldChange, value: Any, customer: "Customer", names: audit.Names
) -> str:
    if value and customer.kind == CustomerKind.INDIVIDUAL and not is_sealed(value):
        # What was written before individuals were sealed.
        if kind := OF_PEOPLE.get((table, field.field)):
            return masks.masked(kind, str(value))
        if (table, field.field) in HOME_PLACES:
            return masks.HIDDEN
    return told(table, field, value, names)


def _gives_away(table: str, field: FieldChange, customer: "Customer") -> bool:
    return table == ACCOUNTS and customer.is_restricted and field.field in GIVES_AWAY
