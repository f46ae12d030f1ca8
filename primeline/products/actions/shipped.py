"""Filling the reference data of a new installation."""

from datetime import datetime

from primeline.customers.models import Industry
from primeline.customers.shipped import INDUSTRIES
from primeline.kit.deeds import Actor, deed
from primeline.kit.reference import add_missing
from primeline.products.models import Deadline, LineOfBusiness, TerminationReason
from primeline.products.shipped import LINES, REASONS, TERMS


@deed("products.install_reference")
def install_reference(*, by: Actor, at: datetime) -> int:
    """Add shipped industries, lines, reasons and deadlines that are not there; return how many.

    What people have changed or closed since stays as they left it.
    """
    return (
        add_missing(Industry(**one._asdict(), position=n) for n, one in enumerate(INDUSTRIES))
        + add_missing(LineOfBusiness(**one._asdict(), position=n) for n, one in enumerate(LINES))
        + add_missing(
            TerminationReason(**one._asdict(), position=n) for n, one in enumerate(REASONS)
        )
        + _add_deadlines()
    )


def _add_deadlines() -> int:
    known = set(Deadline.objects.values_list("code", flat=True))
    missing = [
        Deadline(code=kind, days=term.days, is_in_workdays=term.is_in_workdays)
        for kind, term in TERMS.items()
    ]
    missing = [deadline for deadline in missing if deadline.code not in known]
    Deadline.objects.bulk_create(missing)
    return len(missing)
