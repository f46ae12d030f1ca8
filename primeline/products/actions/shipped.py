"""Filling the reference data of a new installation."""

from dataclasses import asdict
from datetime import datetime

from primeline.customers.actions import add_industry
from primeline.customers.models import Industry
from primeline.customers.shipped import INDUSTRIES
from primeline.kit.deeds import Actor, deed
from primeline.products.actions.reference import add_line, add_termination_reason
from primeline.products.models import Deadline, LineOfBusiness, TerminationReason
from primeline.products.shipped import LINES, REASONS, TERMS


@deed("products.install_reference")
def install_reference(*, by: Actor, at: datetime) -> int:
    """Add shipped industries, lines, reasons and deadlines that are not there; return how many.

    What people have changed or closed since stays as they left it.
    """
    known = set(Industry.objects.values_list("code", flat=True))
    missing_industries = [i for i in enumerate(INDUSTRIES) if i[1].code not in known]
    for position, industry in missing_industries:
        add_industry(**industry._asdict(), position=position, by=by, at=at)
    known = set(LineOfBusiness.objects.values_list("code", flat=True))
    missing_lines = [one for one in enumerate(LINES) if one[1].code not in known]
    for position, line in missing_lines:
        added = add_line(
            code=line.code,
            name_zh=line.name_zh,
            name_en=line.name_en,
            family=line.family,
            is_leased_line=line.is_leased_line,
            position=position,
            by=by,
            at=at,
        )
        if not line.is_open_to_new:
            LineOfBusiness.objects.filter(pk=added.pk).update(is_open_to_new=False)
    known = set(TerminationReason.objects.values_list("code", flat=True))
    missing_reasons = [reason for reason in enumerate(REASONS) if reason[1].code not in known]
    for position, reason in missing_reasons:
        add_termination_reason(**reason._asdict(), position=position, by=by, at=at)
    missing = len(missing_industries) + len(missing_lines) + len(missing_reasons)
    return missing + _add_deadlines()


def _add_deadlines() -> int:
    known = set(Deadline.objects.values_list("code", flat=True))
    missing = [Deadline(code=kind, **asdict(term)) for kind, term in TERMS.items()]
    missing = [deadline for deadline in missing if deadline.code not in known]
    Deadline.objects.bulk_create(missing)
    return len(missing)
