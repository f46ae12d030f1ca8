"""What came due and what became of it: owed, kept, late, missed, by step, unit and person."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from django.db.models import Case, CharField, Count, IntegerField, Q, QuerySet, Value, When

from primeline.commitments import rules
from primeline.commitments.choices import OPEN, OWED, CommitmentStatus, Outcome
from primeline.commitments.queries.boards import (
    CLOCK,
    LINE,
    MOST_MEASURED,
    OWNER,
    WITHDRAWN,
)
from primeline.commitments.queries.courses import Courses
from primeline.commitments.queries.reach import LEAD, visible_to
from primeline.staff.reach import Reach

By = Literal["owner_id", "unit_id", "step_id"]
Stretch = tuple[datetime, datetime]
NOTHING: Final = timedelta()


@dataclass(frozen=True, kw_only=True)
class TallyFilter:
    """What is counted: what came due in a stretch of time. None is everything.

    An owner of 0 is nobody by name. Without an outcome: all that was owed, nobody let off it.
    """

    since: datetime
    until: datetime
    outcome: Outcome | None = None
    owner_id: int | None = None
    step_ids: frozenset[int] | None = None
    unit_path: str = ""
    is_unit_alone: bool = False


@dataclass(frozen=True, kw_only=True)
class TallyCell:
    """How many agree in all that is counted by."""

    outcome: Outcome
    owner_id: int
    unit_id: int
    step_id: int
    count: int
    target: int | None = None
    """What share of these the rule wants kept in time, in percent."""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What became of what came due. What was let off stands beside and is no part of it."""

    counts: dict[Outcome, int]
    aims: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """What was kept and owed under rules that say what share is to be kept, by that percentage."""

    @property
    def aim(self) -> "Aim | None":
        """What was aimed at and whether it was reached; None where no rule says so."""
        if not self.aims:
            return None
        return Aim(
            lowest=min(self.aims),
            highest=max(self.aims),
            kept_count=sum(kept for kept, _owed in self.aims.values()),
            owed_count=sum(owed for _kept, owed in self.aims.values()),
            wanted_percents=sum(percent * owed for percent, (_kept, owed) in self.aims.items()),
        )

    @property
    def owed_count(self) -> int:
        """How much came due."""
        return sum(self.counts.get(one, 0) for one in OWED)

    @property
    def kept_count(self) -> int:
        """How much of it was done in time."""
        return self.counts.get(Outcome.KEPT, 0)

    @property
    def share(self) -> float | None:
        """What share of it was kept in time; None where nothing came due."""
        return self.kept_count / self.owed_count if self.owed_count else None


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What share the rules want kept in time, against what was kept of what they speak of."""

    lowest: int
    highest: int
    kept_count: int
    owed_count: int
    wanted_percents: int
    """The percentages of all matters, added up: where rules differ, each counts for its own."""

    @property
    def is_reached(self) -> bool:
        """Whether as much was kept as wanted; exactly as much is."""
        return self.kept_count * 100 >= self.wanted_percents

    @property
    def points(self) -> float:
        """How many percentage points the share lies above what is wanted, or below it."""
        return (self.kept_count * 100 - self.wanted_percents) / self.owed_count


@dataclass(frozen=True, kw_only=True)
class Tallies:
    """All cells of a stretch; every figure is a sum of them, so that figures and rows add up."""

    cells: tuple[TallyCell, ...]
    wanted: TallyFilter

    @property
    def whole(self) -> Tally:
        """All that the filters leave."""
        return self._sums(lambda _cell: 0, self.wanted).get(0, Tally(counts={}))

    def by(self, key: By) -> dict[int, Tally]:
        """Return what became of it by person, unit or step, that filter set aside."""
        others = self.wanted
        if key == "owner_id":
            others = replace(others, owner_id=None)
        elif key == "step_id":
            others = replace(others, step_ids=None)
        return self._sums(lambda cell: int(getattr(cell, key)), others)

    def of_steps(self, step_ids: Iterable[int]) -> Tally:
        """Return what became of some steps, the other filters kept."""
        wanted = replace(self.wanted, step_ids=frozenset(step_ids))
        return self._sums(lambda _cell: 0, wanted).get(0, Tally(counts={}))

    def _sums(self, key_of: Callable[[TallyCell], int], wanted: TallyFilter) -> dict[int, Tally]:
        found: dict[int, list[TallyCell]] = defaultdict(list)
        for cell in self.cells:
            if wanted.owner_id in (None, cell.owner_id) and (
                wanted.step_ids is None or cell.step_id in wanted.step_ids
            ):
                found[key_of(cell)].append(cell)
        return {key: _tally(cells) for key, cells in found.items()}


@dataclass(frozen=True, kw_only=True)
class Taken:
    """How long what is done has taken on its clock, pauses left out, and what is aimed at."""

    clock: str
    count: int
    average: timedelta
    targets: tuple[timedelta, ...]
    """What the rules of these matters want on average, each once."""


def tallies_of(reach: Reach, wanted: TallyFilter) -> Tallies:
    """Return what became of what came due in the units that this reader leads. One query."""
    rows = (
        _due(reach, wanted)
        .order_by()
        .values_list("outcome", "owner_now", "unit_id", "step_id", "policy_row__target_percent")
        .annotate(count=Count("pk"))
    )
    cells = tuple(
        TallyCell(
            outcome=Outcome(outcome),
            owner_id=owner or 0,
            unit_id=unit,
            step_id=step,
            target=target,
            count=count,
        )
        for outcome, owner, unit, step, target, count in rows
    )
    return Tallies(cells=cells, wanted=wanted)


def sum_of(tallies: Iterable[Tally]) -> Tally:
    """Return what became of all of it together."""
    counts: dict[Outcome, int] = defaultdict(int)
    aims: dict[int, tuple[int, int]] = {}
    for tally in tallies:
        for outcome, count in tally.counts.items():
            counts[outcome] += count
        for percent, (kept, owed) in tally.aims.items():
            before = aims.get(percent, (0, 0))
            aims[percent] = before[0] + kept, before[1] + owed
    return Tally(counts=dict(counts), aims=aims)


def tally_rows(reach: Reach, wanted: TallyFilter) -> QuerySet[Any]:
    """Return the matters behind a figure, what came due first on top."""
    return _chosen(reach, wanted).select_related(*LINE).order_by("due_at", "pk")


def trend_of(reach: Reach, wanted: TallyFilter, stretches: Sequence[Stretch]) -> list[Tally]:
    """Return what became of the same in each of some stretches of time. One query."""
    whole = replace(
        wanted,
        outcome=None,
        since=min(since for since, _until in stretches),
        until=max(until for _since, until in stretches),
    )
    which = [
        When(due_at__gte=since, due_at__lt=until, then=Value(place))
        for place, (since, until) in enumerate(stretches)
    ]
    rows = (
        _chosen(reach, whole)
        .annotate(stretch=Case(*which, output_field=IntegerField()))
        .order_by()
        .values_list("stretch", "outcome")
        .annotate(count=Count("pk"))
    )
    found: dict[int, dict[Outcome, int]] = defaultdict(dict)
    for place, outcome, count in rows:
        if place is not None:
            found[place][Outcome(outcome)] = count
    return [Tally(counts=found.get(place, {})) for place in range(len(stretches))]


def taken_by_step(reach: Reach, wanted: TallyFilter) -> dict[int, list[Taken]]:
    """Return how long what is done of each step has taken on average, by the clocks it ran on.

    The first so many are measured: their clocks have to be worked out one by one.
    """
    done = _chosen(reach, replace(wanted, outcome=None)).filter(status=CommitmentStatus.DONE)
    rows = list(
        done.select_related("policy_row")
        .only(*CLOCK, "step", "policy_row__average_seconds")
        .order_by("due_at", "pk")[:MOST_MEASURED]
    )
    if not rows:
        return {}
    courses = Courses(rows, at=wanted.until)
    times: dict[tuple[int, str], list[timedelta]] = defaultdict(list)
    targets: dict[tuple[int, str], set[int]] = defaultdict(set)
    for one in rows:
        key = one.step_id, one.clock
        times[key].append(rules.durations(courses.of(one), one.ended_at).net)
        row = one.policy_row
        if row is not None and row.average_seconds:
            targets[key].add(row.average_seconds)
    found: dict[int, list[Taken]] = defaultdict(list)
    for (step, clock), each in sorted(times.items()):
        found[step].append(
            Taken(
                clock=clock,
                count=len(each),
                average=sum(each, NOTHING) / len(each),
                targets=tuple(timedelta(seconds=one) for one in sorted(targets[step, clock])),
            )
        )
    return dict(found)


def _tally(cells: Iterable[TallyCell]) -> Tally:
    return sum_of(
        Tally(
            counts={one.outcome: one.count},
            aims={one.target: (one.count * (one.outcome is Outcome.KEPT), one.count)}
            if one.target is not None and one.outcome in OWED
            else {},
        )
        for one in cells
    )


def _chosen(reach: Reach, wanted: TallyFilter) -> QuerySet[Any]:
    """Return what all filters leave."""
    found = _due(reach, wanted)
    if wanted.outcome is None:
        found = found.exclude(outcome=Outcome.WAIVED.value)
    else:
        found = found.filter(outcome=wanted.outcome.value)
    if wanted.owner_id is not None:
        nobody = Q(owner_now__isnull=True)
        found = found.filter(Q(owner_now=wanted.owner_id) if wanted.owner_id else nobody)
    if wanted.step_ids is not None:
        found = found.filter(step__in=wanted.step_ids)
    return found


def _due(reach: Reach, wanted: TallyFilter) -> QuerySet[Any]:
    """Return what came due; the due moment of what stands still moves on, so it is not due yet."""
    led = Q(pk__in=[])
    for path in reach.paths_for(LEAD):
        led |= Q(unit__path__startswith=path)
    standing = Q(status=CommitmentStatus.PAUSED, broken_at=None)
    found = (
        visible_to(reach)
        .filter(led, due_at__gte=wanted.since, due_at__lt=wanted.until)
        .exclude(WITHDRAWN | standing)
    )
    if wanted.unit_path and wanted.is_unit_alone:
        found = found.filter(unit__path=wanted.unit_path)
    elif wanted.unit_path:
        found = found.filter(unit__path__startswith=wanted.unit_path)
    due: QuerySet[Any] = found.annotate(outcome=_outcome(), owner_now=OWNER)
    return due


def _outcome() -> Case:
    return Case(
        When(status=CommitmentStatus.WAIVED, then=Value(Outcome.WAIVED.value)),
        When(status__in=[*OPEN, CommitmentStatus.CANCELLED], then=Value(Outcome.MISSED.value)),
        When(broken_at__isnull=False, then=Value(Outcome.LATE.value)),
        default=Value(Outcome.KEPT.value),
        output_field=CharField(),
    )
