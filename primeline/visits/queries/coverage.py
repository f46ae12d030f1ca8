"""Coverage: how much of what was owed was kept, by person and unit; every sum opens to its rows."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from primeline.commitments.choices import OPEN, CommitmentStatus
from primeline.kit import months
from primeline.staff.reach import Reach
from primeline.staff.rules import day_of
from primeline.visits.choices import ActionState, ActionStatus, Manner
from primeline.visits.queries.reach import led_by, mine

By = Literal["person_id", "unit_id"]
# Whoever was to do it; where nobody was, whoever looks after the account.
WHO = Coalesce(F("person_id"), F("customer__account_manager_id"))
OWED = (ActionState.KEPT, ActionState.LATE, ActionState.MISSED)


@dataclass(frozen=True, kw_only=True)
class CoverageFilter:
    """What is counted: what came due in a month. None is everything; a person of 0 is nobody."""

    month: date
    state: ActionState | None = None
    person_id: int | None = None
    unit_path: str = ""
    step_id: int | None = None
    # Instead of a month: what nobody has room for from today on.
    is_ahead: bool = False


@dataclass(frozen=True, kw_only=True)
class Cell:
    """How many agree in all that coverage is counted by."""

    state: ActionState
    person_id: int
    unit_id: int
    count: int


@dataclass(frozen=True, kw_only=True)
class Bar:
    """What became of what one person or unit owed."""

    key: int
    counts: dict[ActionState, int]

    @property
    def owed_count(self) -> int:
        """How much came due or was done."""
        return sum(self.counts.get(state, 0) for state in OWED)

    @property
    def done_count(self) -> int:
        """How much was done, in time or late."""
        return self.counts.get(ActionState.KEPT, 0) + self.counts.get(ActionState.LATE, 0)

    @property
    def asked_count(self) -> int:
        """How much was or is to be done, what lies ahead and is not let off with it."""
        return self.owed_count + self.counts.get(ActionState.PLANNED, 0)

    @property
    def coverage(self) -> float | None:
        """What share of it was kept in time; None where nothing was owed."""
        owed = self.owed_count
        return self.counts.get(ActionState.KEPT, 0) / owed if owed else None


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """All cells of a month; every figure is a sum of them, so that bars and rows add up."""

    cells: tuple[Cell, ...]

    @property
    def whole(self) -> Bar:
        """All of it together."""
        bars = self._bars(lambda _cell: 0)
        return bars[0] if bars else Bar(key=0, counts={})

    def by(self, key: By) -> list[Bar]:
        """Return one bar for each person or unit, the lowest coverage first."""
        bars = self._bars(lambda cell: getattr(cell, key))
        return sorted(bars, key=lambda bar: (_share(bar), -bar.owed_count, bar.key))

    def _bars(self, key_of: Callable[[Cell], int]) -> list[Bar]:
        found: dict[int, dict[ActionState, int]] = defaultdict(lambda: defaultdict(int))
        for cell in self.cells:
            found[key_of(cell)][cell.state] += cell.count
        return [Bar(key=key, counts=dict(counts)) for key, counts in found.items()]


def coverage_of(reach: Reach, wanted: CoverageFilter, *, at: datetime) -> Coverage:
    """Return what became of what came due in a month in the units of this lead. One query."""
    rows = (
        _due(reach, replace(wanted, state=None, person_id=None), at)
        .order_by()
        .values_list("state_now", "who", "customer__owner_unit")
        .annotate(count=Count("pk"))
    )
    cells = [
        Cell(state=ActionState(state), person_id=who or 0, unit_id=unit, count=count)
        for state, who, unit, count in rows
    ]
    return Coverage(cells=tuple(cells))


def kept_within(reach: Reach, start: date, end: date, *, at: datetime) -> dict[Manner, Bar]:
    """Return what became of what this reader has to do, as far as its time ends in these days.

    What still lies ahead of its day counts as owed too. One query.
    """
    due = mine(reach).filter(status=ActionStatus.PLANNED, period_to__gt=start, period_to__lte=end)
    rows = (
        due.annotate(state_now=_state(at))
        .order_by()
        .values_list("standard__manner", "state_now")
        .annotate(count=Count("pk"))
    )
    found: dict[Manner, dict[ActionState, int]] = defaultdict(dict)
    for manner, state, count in rows:
        found[Manner(manner)][ActionState(state)] = count
    return {manner: Bar(key=0, counts=found[manner]) for manner in Manner if found.get(manner)}


def planned_on(reach: Reach, day: date) -> dict[int, int]:
    """Return how many visits and calls people are to make on a day, for whoever leads them."""
    rows = led_by(reach).filter(status=ActionStatus.PLANNED, planned_date=day, person__isnull=False)
    open_ones = rows.filter(Q(commitment=None) | Q(commitment__status__in=OPEN))
    counted = open_ones.order_by().values_list("person").annotate(count=Count("pk"))
    return {person: count for person, count in counted if person is not None}


def coverage_rows(reach: Reach, wanted: CoverageFilter, *, at: datetime) -> QuerySet[Any]:
    """Return the rows behind a bar, what came due first on top."""
    found = _due(reach, wanted, at)
    if wanted.state is not None:
        found = found.filter(state_now=wanted.state.value)
    if wanted.person_id is not None:
        nobody = Q(who__isnull=True)
        found = found.filter(Q(who=wanted.person_id) if wanted.person_id else nobody)
    return found.select_related(
        "customer__account_manager", "customer__owner_unit", "standard__step", "commitment",
        "person", "conversation",
    ).prefetch_related("counted", "postponements__made_by").order_by("period_to", "pk")  # fmt: skip


def _due(reach: Reach, wanted: CoverageFilter, at: datetime) -> QuerySet[Any]:
    found = led_by(reach)
    if wanted.is_ahead:
        found = found.filter(status=ActionStatus.UNSTAFFED, period_to__gt=day_of(at))
    else:
        # What ends with a month ends on the first day of the next: its last day lies in it.
        start, end = wanted.month, months.shift(wanted.month, 1)
        found = found.filter(period_to__gt=start, period_to__lte=end)
    if wanted.unit_path:
        found = found.filter(customer__owner_unit__path__startswith=wanted.unit_path)
    if wanted.step_id is not None:
        found = found.filter(standard__step=wanted.step_id)
    due: QuerySet[Any] = found.annotate(state_now=_state(at), who=WHO)
    return due


def _state(at: datetime) -> Case:
    is_done = Q(commitment__status=CommitmentStatus.DONE)
    is_over = Q(commitment__status__in=OPEN, commitment__due_at__lt=at)
    return Case(
        When(status=ActionStatus.UNSTAFFED, then=Value(ActionState.UNSTAFFED.value)),
        When(commitment__status=CommitmentStatus.WAIVED, then=Value(ActionState.WAIVED.value)),
        When(is_done & Q(commitment__broken_at=None), then=Value(ActionState.KEPT.value)),
        When(is_done, then=Value(ActionState.LATE.value)),
        When(is_over, then=Value(ActionState.MISSED.value)),
        default=Value(ActionState.PLANNED.value),
        output_field=CharField(),
    )


def _share(bar: Bar) -> float:
    return 2.0 if bar.coverage is None else bar.coverage
