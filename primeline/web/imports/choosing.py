"""What may be chosen for a field, in the reader's language."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from primeline.customers import queries as customers
from primeline.imports.targets import Field, Kind
from primeline.products import queries as products
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach


class Choice(NamedTuple):
    """One thing to choose."""

    value: str
    label: str


def choices_for(field: Field, reach: Reach) -> list[Choice]:
    """Return what a word of a column, or all rows, may stand for."""
    if field.choices is not None:
        return [Choice(str(value), str(label)) for value, label in field.choices.choices]
    if field.kind is Kind.LINE:
        return lines_to_choose()
    if field.kind is Kind.REASON:
        reasons = products.termination_reasons().filter(is_active=True)
        return [Choice(r.code, r.name) for r in reasons]
    if field.kind is Kind.INDUSTRY:
        return [Choice(i.code, i.name) for i in customers.industries()]
    if field.kind is Kind.UNIT:
        units = staff.units_within(reach, Permission.IMPORT_CUSTOMERS).filter(is_active=True)
        return [Choice(u.code, "　" * u.depth + u.name) for u in units.order_by("path")]
    if field.kind is Kind.FLAG:
        return [Choice("yes", _("yes")), Choice("no", _("no"))]
    return []


def lines_to_choose() -> list[Choice]:
    """Return the lines of business that are in use."""
    return [Choice(line.code, line.name) for line in products.lines()]
