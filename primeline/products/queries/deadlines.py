"""How many days there are for what."""

from datetime import date

from primeline.kit.errors import NotFound
from primeline.products.choices import DeadlineKind
from primeline.products.models import Deadline
from primeline.products.shipped import TERMS
from primeline.products.values import Term


def terms_in_force() -> dict[DeadlineKind, Term]:
    """Return how many days there are for what; where no row says so, as it is shipped."""
    rows = Deadline.objects.values_list("code", "days", "is_in_workdays")
    stored = {
        DeadlineKind(code): Term(days=days, is_in_workdays=in_workdays)
        for code, days, in_workdays in rows
    }
    return TERMS | stored


def filing_due(signed: date | None, terms: dict[DeadlineKind, Term]) -> date | None:
    """Return by when a contract is to be filed; None if nobody knows when it was signed."""
    return None if signed is None else terms[DeadlineKind.FILING].after(signed)


def deadlines() -> list[Deadline]:
    """Return every deadline, in the order of their words."""
    order = {kind.value: place for place, kind in enumerate(DeadlineKind)}
    return sorted(Deadline.objects.all(), key=lambda row: order[row.code])


def get_deadline(code: str) -> Deadline:
    """Return one deadline.

    :raises NotFound: if there is none with this code
    """
    row = Deadline.objects.filter(code=code).first()
    if row is None:
        raise NotFound
    return row
