"""What no rule of the matrix speaks of though somebody asks for it."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from primeline.audit import walls
from primeline.commitments.models import Gap
from primeline.customers import queries as customers
from primeline.staff.choices import Permission
from primeline.staff.models import Unit
from primeline.staff.reach import Reach
from primeline.standards.queries import matrix_at
from primeline.standards.rules import applicable
from primeline.standards.values import Case

SEE: Final = Permission.VIEW_COMMITMENTS


def gaps_within(reach: Reach, *, at: datetime) -> list[Gap]:
    """Return the cases within reach that no rule speaks of, those of a step together."""
    units = Unit.objects.under(*reach.paths_for(SEE))
    accounts = Q(customer__isnull=False) & customers.within(reach, SEE, prefix="customer__")
    if not reach.may(SEE):
        return []
    found = Gap.objects.filter(accounts | Q(customer=None, unit__in=units.values("pk")))
    return without_rule(found.order_by("step__position", "step", "found_at", "pk"), at=at)


def steps_in_gaps(*, at: datetime) -> dict[str, Counter[str]]:
    """Return how many cases of which levels lack a rule, by step. For the whole system."""
    with walls.open_for_system():
        found: dict[str, Counter[str]] = {}
        for one in without_rule(Gap.objects.all(), at=at):
            found.setdefault(one.step.code, Counter())[tier_of(one)] += 1
        return found


def without_rule(gaps: QuerySet[Gap], *, at: datetime) -> list[Gap]:
    """Return those that still no rule speaks of."""
    matrix = matrix_at(at)
    return [
        one for one in in_full(gaps) if not applicable(matrix.rows_of(one.step.code), case_of(one))
    ]


def in_full(gaps: QuerySet[Gap]) -> Iterable[Gap]:
    """Return gaps with all that a case asks."""
    return gaps.select_related("step", "unit", "customer__owner_unit")


def case_of(gap: Gap) -> Case:
    """Return what the matrix is asked about a gap, as the account stands now."""
    unit = gap.customer.owner_unit if gap.customer and not gap.is_of_unit else gap.unit
    return Case(
        step=gap.step.code,
        tier=tier_of(gap),
        unit_path=unit.path,
        customer_id=gap.customer_id,
        **gap.circumstances,
    )


def tier_of(gap: Gap) -> str:
    """Return the level that the account has now, if it is about one."""
    return gap.customer.tier if gap.customer else ""
