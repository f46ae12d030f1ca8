"""Ids of reference data by code."""

from dataclasses import dataclass
from datetime import datetime

from primeline.competences.actions import install_catalog
from primeline.customers.models import Industry
from primeline.hours.actions import install_days
from primeline.kit.deeds import Actor
from primeline.papers.actions import install_papers
from primeline.privacy.actions import install_limits
from primeline.products.actions import install_reference
from primeline.products.models import LineOfBusiness, TerminationReason
from primeline.standards.actions import install_standards
from primeline.visits.actions import install_cadence


@dataclass(frozen=True)
class Reference:
    """Ids by code."""

    industries: dict[str, int]
    lines: dict[str, int]
    reasons: dict[str, int]


def load_reference(*, by: Actor, at: datetime) -> Reference:
    """Make sure that the shipped reference data are there."""
    install_days(by=by, at=at)
    install_reference(by=by, at=at)
    install_standards(by=by, at=at)
    install_cadence(by=by, at=at)
    install_limits(by=by, at=at)
    install_papers(by=by, at=at)
    install_catalog(by=by, at=at)
    return Reference(
        industries=dict(Industry.objects.values_list("code", "pk")),
        lines=dict(LineOfBusiness.objects.values_list("code", "pk")),
        reasons=dict(TerminationReason.objects.values_list("code", "pk")),
    )
