"""Filling the reference data of a new installation."""

from datetime import datetime

from primeline.customers.actions import add_industry
from primeline.customers.models import Industry
from primeline.customers.shipped import INDUSTRIES
from primeline.kit.deeds import Actor, deed
from primeline.products.actions.reference import add_line, add_termination_reason
from primeline.products.models import LineOfBusiness, TerminationReason
from primeline.products.shipped import LINES, REASONS


@deed("products.install_reference")
def install_reference(*, by: Actor, at: datetime) -> int:
    """Add the shipped industries, lines and reasons whose codes are not there; return how many.

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
    return len(missing_industries) + len(missing_lines) + len(missing_reasons)
