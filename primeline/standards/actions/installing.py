"""Filling a new installation: steps, reasons to pause, standards, the first matrix."""

from datetime import UTC, datetime
from typing import Final

from primeline.kit.deeds import Actor, deed
from primeline.kit.reference import add_missing
from primeline.products.models import LineOfBusiness
from primeline.standards import queries
from primeline.standards.choices import PolicyStatus
from primeline.standards.models import PauseReason, PolicyRow, PolicyVersion, Standard, Step
from primeline.standards.shipped import PAUSE_REASONS, ROWS, STANDARDS, STEPS

# The first matrix holds for all that is on file.
LONG_AGO: Final = datetime(2001, 1, 1, tzinfo=UTC)


@deed("standards.install_standards")
def install_standards(*, by: Actor, at: datetime) -> int:
    """Add what is shipped and not there; return how many. The lines must be on file.

    What people have changed since stays as they left it; the matrix comes once.
    """
    added = (
        add_missing(Step(**one._asdict(), position=n) for n, one in enumerate(STEPS))
        + add_missing(
            PauseReason(**one._asdict(), position=n) for n, one in enumerate(PAUSE_REASONS)
        )
        + _add_standards()
    )
    if not PolicyVersion.objects.exists():
        added += _add_matrix(at)
    return added


def _add_standards() -> int:
    known = set(Standard.objects.values_list("number", "edition"))
    missing = [one for one in STANDARDS if (one.number, one.edition) not in known]
    Standard.objects.bulk_create(Standard(**one._asdict()) for one in missing)
    return len(missing)


def _add_matrix(at: datetime) -> int:
    version = PolicyVersion.objects.create(
        number=1,
        status=PolicyStatus.APPROVED,
        effective_from=LONG_AGO,
        drafted_at=at,
        decided_at=at,
        announced_at=at,
    )
    steps = dict(Step.objects.values_list("code", "pk"))
    lines = dict(LineOfBusiness.objects.values_list("code", "pk"))
    standards = dict(Standard.objects.values_list("number", "pk"))
    rows = []
    for shipped in ROWS:
        facts = shipped._asdict()
        facts["step_id"] = steps[facts.pop("step")]
        facts["standard_id"] = standards[facts.pop("standard")]
        line = facts.pop("line")
        rows.append(
            PolicyRow(policy_version=version, line_id=lines[line] if line else None, **facts)
        )
    PolicyRow.objects.bulk_create(rows)
    PolicyVersion.objects.filter(pk=version.pk).update(digest=queries.digest_of(version.pk))
    return len(rows)
