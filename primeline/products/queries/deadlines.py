"""How many days there are for what."""

from dataclasses import replace
from datetime import date

from primeline.calendars.workdays import Workdays
from primeline.hours.queries import workdays as published_workdays
from primeline.kit.errors import NotFound
from primeline.products.choices import DeadlineKind
from primeline.products.models import Deadline
from primeline.products.shipped import TERMS
from primeline.products.values import Term


def terms_in_force(workdays: Workdays | None = None) -> dict[DeadlineKind, Term]:
    """Return how many days there are for what; where no row says so, as it is shipped.

    Working days are those of the public calendar; whoever has read it already hands it in.
    """
    worked = workdays or published_workdays()
    rows = Deadline.objects.values_list("code", "days", "is_in_workdays")
    stored = {
        DeadlineKind(code): Term(days=days, is_in_workdays=in_workdays)
        for code, days, in_workdays in rows
    }
    return {kind: replace(term, workdays=worked) for kind, term in (TERMS | stored).items()}


def filing_due(since: date | None, terms: dict[DeadlineKind, Term]) -> date | None:
    """Return by when a contract is to be filed; None if nobody knows since when it is to be."""
    return None if since is None else terms[DeadlineKind.FILING].after(since)


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
