"""The matrix that is in force at a moment, as one value; made once for each version."""

from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from django.db.models import Sum

from primeline.standards import rules
from primeline.standards.choices import PolicyStatus
from primeline.standards.models import PolicyRow, PolicyVersion
from primeline.standards.queries.steps import rungs_from
from primeline.standards.values import Case, Matrix, Row, Ruling


def matrix_at(at: datetime) -> Matrix:
    """Return the matrix that was, is or will be in force at a moment; one query.

    Before the first version it is empty.
    """
    # A merge moves contract rows to the surviving account: the sum tells that it happened.
    found = (
        PolicyVersion.objects.filter(status=PolicyStatus.APPROVED, effective_from__lte=at)
        .order_by("-effective_from", "-number")
        .annotate(customers=Sum("rows__customer_id"))
        .values_list("pk", "number", "digest", "customers")
        .first()
    )
    return _matrix(*found) if found else Matrix(version_id=0, number=0)


def ruling(matrix: Matrix, case: Case, due_of: rules.DueOf) -> Ruling:
    """Return which rule of the matrix sets the deadline of a case.

    :raises NoRuleApplies: if none speaks of it
    """
    return rules.winner(matrix.rows_of(case.step), case, due_of)


def rows_of(version_id: int) -> tuple[Row, ...]:
    """Return the rules of a version as values, in the order in which they are shown."""
    found = (
        PolicyRow.objects.filter(policy_version_id=version_id, is_active=True)
        .select_related("step", "line", "unit")
        .order_by("step__position", "step_id", "pk")
    )
    return tuple(row_value(row) for row in found)


def row_value(row: PolicyRow) -> Row:
    """Return one rule as the rules read it."""
    return Row(
        id=row.pk,
        step=row.step.code,
        limit_seconds=row.limit_seconds,
        clock=row.clock,
        tier=row.tier,
        assurance=row.assurance,
        line=row.line.code if row.line else "",
        distance=row.distance,
        area=row.area,
        priority=row.priority,
        unit_id=row.unit_id,
        unit_path=row.unit.path if row.unit else "",
        customer_id=row.customer_id,
        average_seconds=row.average_seconds,
        rungs=rungs_from(row.rungs),
        severity=row.severity,
        is_statutory=row.is_statutory,
        mark=row.mark,
        citation=row.citation,
        standard_id=row.standard_id,
        counts_back=row.step.counts_back,
        target_percent=row.target_percent,
    )


def digest_of(version_id: int) -> str:
    """Return what tells the rules of a version from all others."""
    rows = rows_of(version_id)
    told = repr(rows)
    # Apart from the rest: what was proposed before there were targets stands as it was read.
    targets = [(row.id, row.target_percent) for row in rows if row.target_percent is not None]
    return sha256((told + repr(targets) if targets else told).encode()).hexdigest()


# Keyed by what the rules say, not by a number that another database may use for other rules.
@lru_cache(maxsize=16)
def _matrix(version_id: int, number: int, _digest: str, _customers: int | None) -> Matrix:
    by_step: dict[str, list[Row]] = {}
    for row in rows_of(version_id):
        by_step.setdefault(row.step, []).append(row)
    return Matrix(
        version_id=version_id,
        number=number,
        rows_by_step={step: tuple(rows) for step, rows in by_step.items()},
    )
