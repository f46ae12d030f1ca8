"""Filling a new installation: steps, reasons to pause, standards, the first matrix."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from django.db.models import Max
from django.utils.translation import gettext as _

from primeline.kit.deeds import Actor, deed
from primeline.kit.reference import add_missing
from primeline.products.models import LineOfBusiness
from primeline.standards import queries
from primeline.standards.actions.drafts import copy_rules
from primeline.standards.choices import PolicyStatus
from primeline.standards.models import PauseReason, PolicyRow, PolicyVersion, Standard, Step
from primeline.standards.shipped import PAUSE_REASONS, ROWS, STANDARDS, STEPS
from primeline.standards.shipped.matrix import ShippedRow

# The first matrix holds for all that is on file.
LONG_AGO: Final = datetime(2001, 1, 1, tzinfo=UTC)


@deed("standards.install_standards")
def install_standards(*, by: Actor, at: datetime) -> int:
    """Add what is shipped and not there; return how many. The lines must be on file.

    What people have changed since stays as they left it; the matrix comes once. Steps of a later
    release get the rules that are shipped with them, in a new version of what is in force.
    """
    added = (
        add_missing(Step(**one._asdict(), position=n) for n, one in enumerate(STEPS))
        + add_missing(
            PauseReason(**one._asdict(), position=n) for n, one in enumerate(PAUSE_REASONS)
        )
        + _add_standards()
    )
    if not PolicyVersion.objects.exists():
        return added + _add_matrix(at)
    return added + _add_rules_of_new_steps(at)


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
    return _add_rules(version, ROWS)


def _add_rules_of_new_steps(at: datetime) -> int:
    """Add what is shipped for steps of which no version has ever said anything.

    Where people took the rules of a step away, that is their word, and stays.
    """
    spoken_of = PolicyRow.objects.order_by().values_list("step__code", flat=True).distinct()
    known = set(spoken_of)
    missing = [one for one in ROWS if one.step not in known]
    if not missing:
        return 0
    return sum(_add_to_copy(version, missing, at) for version in _standing(at))


def _standing(at: datetime) -> list[PolicyVersion]:
    """Return the version in force and those approved for a later day, in this order."""
    later = PolicyVersion.objects.filter(status=PolicyStatus.APPROVED, effective_from__gt=at)
    found = list(later.order_by("effective_from", "number"))
    now = queries.version_in_force(at)
    return [now, *found] if now is not None else found


def _add_to_copy(version: PolicyVersion, missing: Sequence[ShippedRow], at: datetime) -> int:
    """Let a version with these rules as well take the place of one, from now or its day on.

    A draft that somebody has begun is then of a version that is over, and is begun again.
    """
    number = PolicyVersion.objects.aggregate(top=Max("number"))["top"] + 1
    steps = sorted({one.step for one in missing})
    with_more = PolicyVersion.objects.create(
        number=number,
        status=PolicyStatus.APPROVED,
        effective_from=max(version.effective_from or at, at),
        based_on=queries.latest_approved(),
        copied_from=version,
        note=(_("Rules that come with new steps: %(steps)s") % {"steps": ", ".join(steps)})[:300],
        drafted_at=at,
        decided_at=at,
    )
    copy_rules(version, with_more)
    return _add_rules(with_more, missing)


def _add_rules(version: PolicyVersion, shipped_rows: Sequence[ShippedRow]) -> int:
    steps = dict(Step.objects.values_list("code", "pk"))
    lines = dict(LineOfBusiness.objects.values_list("code", "pk"))
    standards = dict(Standard.objects.values_list("number", "pk"))
    rows = []
    for shipped in shipped_rows:
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
