"""How much is owed, kept, late and missed: per person, unit and step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from primeline.commitments.choices import OPEN, CommitmentStatus
from primeline.commitments.models import CommitmentQuerySet, late_at

By = Literal["person", "unit", "step"]
KEYS = {
    "person": Coalesce(F("person_id"), F("customer__account_manager_id"), F("ended_by_id")),
    "unit": F("unit_id"),
    "step": F("step_id"),
}


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What became of what came due in a period. Waived and cancelled matters are no part of it."""

    key: int | None
    kept_count: int
    late_count: int
    missed_count: int

    @property
    def owed_count(self) -> int:
        """How much came due."""
        return self.kept_count + self.late_count + self.missed_count

    @property
    def coverage(self) -> float | None:
        """What share of it was kept in time; None where nothing came due."""
        return self.kept_count / self.owed_count if self.owed_count else None


def tally_by(
    by: By, commitments: CommitmentQuerySet, *, since: datetime, until: datetime
) -> list[Tally]:
    """Return what became of what came due in a period, by person, unit or step.

    Missed is what was due in it and is not done; of no key is what a role owes that nobody took.
    """
    due = commitments.filter(due_at__gte=since, due_at__lt=until)
    done = Q(status=CommitmentStatus.DONE)
    # The due moment of what stands still moves on: it is not missed, unless it was before.
    standing = Q(status=CommitmentStatus.PAUSED, broken_at=None)
    rows = (
        due.order_by()
        .annotate(key=KEYS[by])
        .values("key")
        .annotate(
            kept=Count("pk", filter=done & Q(broken_at=None)),
            late=Count("pk", filter=done & Q(broken_at__isnull=False)),
            missed=Count("pk", filter=Q(status__in=OPEN) & ~standing),
        )
    )
    found = [
        Tally(
            key=row["key"],
            kept_count=row["kept"],
            late_count=row["late"],
            missed_count=row["missed"],
        )
        for row in rows
    ]
    return sorted((one for one in found if one.owed_count), key=lambda one: one.key or 0)


def load_of(commitments: CommitmentQuerySet, *, at: datetime) -> dict[int | None, tuple[int, int]]:
    """Return for each person how much is open, and how much of it is overdue."""
    rows: Iterable[tuple[int | None, int, int]] = (
        commitments.open()
        .order_by()
        .annotate(key=KEYS["person"])
        .values_list("key")
        .annotate(
            open=Count("pk"),
            late=Count("pk", filter=late_at(at)),
        )
    )
    return {key: (count, late) for key, count, late in rows}
