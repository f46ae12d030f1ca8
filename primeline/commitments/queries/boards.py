"""The board of a unit: how much is owed, by state, person, kind and level, and what is paused."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from primeline.commitments import rules
from primeline.commitments.choices import OPEN, CommitmentStatus, State
from primeline.commitments.models import Alert, Commitment, Notice, RungFired, late_at
from primeline.commitments.queries.changed import RECEIVED, Overnight, Since, happened, is_news
from primeline.commitments.queries.courses import Courses
from primeline.commitments.queries.reach import LEAD, visible_to
from primeline.commitments.values import Durations
from primeline.customers import queries as customers
from primeline.staff.choices import Permission, Role
from primeline.staff.reach import Reach

ENDED_SHOWN = timedelta(days=30)
MOST_MEASURED = 20_000
NOTHING = timedelta()
# Sorts behind all levels.
NO_LEVEL = "T9"
# By what loads are added up.
Whose = Literal["owner_id", "unit_id"]
# All that a line of a list shows.
LINE = ("step", "customer__account_manager", "unit", "person", "policy_row__standard")
# All that its clock is worked out from.
CLOCK = ("clock", "calendar_unit", "unit", "opened_at", "limit_microseconds", "ended_at", "cycle")
# Withdrawn in time: nobody owed it. What was broken before it was withdrawn was owed, and missed.
WITHDRAWN = Q(status=CommitmentStatus.CANCELLED, broken_at=None)
# Somebody holds it by name, or as the manager of the account; else a role does.
OWNER = Coalesce(
    F("person_id"),
    Case(When(debtor_role=Role.ACCOUNT_MANAGER, then=F("customer__account_manager_id"))),
)


@dataclass(frozen=True, kw_only=True)
class BoardFilter:
    """What of a board is shown. None is everything; an owner of 0 is nobody by name."""

    state: State | None = None
    owner_id: int | None = None
    step_id: int | None = None
    tier: str | None = None
    unit_path: str = ""
    customer_number: str = ""
    news: Since | None = None
    night: tuple[Overnight, Since] | None = None

    def without(self, *fields: str) -> "BoardFilter":
        """Return the same filter with some of it taken away."""
        changes: dict[str, Any] = dict.fromkeys(fields)
        return replace(self, **changes)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """How many commitments agree in all that a board filters by."""

    state: State
    owner_id: int
    unit_id: int
    step_id: int
    tier: str
    count: int

    def fits(self, wanted: BoardFilter) -> bool:
        """Test whether a board so filtered counts them."""
        return (
            wanted.state in (None, self.state)
            and wanted.owner_id in (None, self.owner_id)
            and wanted.step_id in (None, self.step_id)
            and wanted.tier in (None, self.tier)
        )


@dataclass(frozen=True, kw_only=True)
class Morning:
    """What one person owes as a day begins; an owner of 0 is nobody by name.

    What is due by noon is among what is due today.
    """

    owner_id: int
    open_count: int = 0
    overdue_count: int = 0
    noon_count: int = 0
    today_count: int = 0


@dataclass(frozen=True, kw_only=True)
class Board:
    """The cells of a board; every count on it is a sum of them, so that filters add up."""

    cells: tuple[Cell, ...]
    wanted: BoardFilter

    @property
    def count(self) -> int:
        """How many commitments the filters leave."""
        return sum(cell.count for cell in self.cells if cell.fits(self.wanted))

    def by(self, field: str) -> dict[Any, int]:
        """Return how many there are of each value of one filter, the other filters kept."""
        others = self.wanted.without(field)
        found: dict[Any, int] = defaultdict(int)
        for cell in self.cells:
            if cell.fits(others):
                found[getattr(cell, field)] += cell.count
        return dict(found)

    def loads(self, by: Whose) -> dict[int, dict[State, int]]:
        """Return how much each person or unit has open, by state.

        Of people all are told, whomever the board is filtered to.
        """
        others = self.wanted.without("state", *(("owner_id",) if by == "owner_id" else ()))
        found: dict[int, dict[State, int]] = defaultdict(lambda: defaultdict(int))
        for cell in self.cells:
            if cell.fits(others) and cell.state in (State.OVERDUE, State.RUNNING, State.PAUSED):
                found[getattr(cell, by)][cell.state] += cell.count
        return {key: dict(states) for key, states in found.items()}


def board_of(reach: Reach, wanted: BoardFilter, *, at: datetime) -> Board:
    """Return the counts of all that the units of this reader owe, or ended lately. One query."""
    rows = (
        _led(reach, wanted, at)
        .order_by()
        .values_list("state_now", "owner_now", "unit_id", "step_id", "customer__tier")
        .annotate(count=Count("pk"))
    )
    cells = tuple(
        Cell(
            state=State(state),
            owner_id=owner or 0,
            unit_id=unit,
            step_id=step,
            tier=tier or "",
            count=count,
        )
        for state, owner, unit, step, tier, count in rows
    )
    return Board(cells=cells, wanted=wanted)


def morning_of(
    reach: Reach, *, at: datetime, noon_at: datetime, day_ends_at: datetime
) -> list[Morning]:
    """Return what each person of the units of this reader owes today. One query."""
    running = Q(status=CommitmentStatus.RUNNING) & ~late_at(at)
    rows = (
        _led(reach, BoardFilter(), at)
        .filter(status__in=OPEN)
        .order_by()
        .values("owner_now")
        .annotate(
            all_count=Count("pk"),
            overdue=Count("pk", filter=late_at(at)),
            by_noon=Count("pk", filter=running & Q(due_at__lt=noon_at)),
            today=Count("pk", filter=running & Q(due_at__lt=day_ends_at)),
        )
    )
    return [
        Morning(
            owner_id=row["owner_now"] or 0,
            open_count=row["all_count"],
            overdue_count=row["overdue"],
            noon_count=row["by_noon"],
            today_count=row["today"],
        )
        for row in rows
    ]


def night_of(reach: Reach, since: Since) -> dict[Overnight, int]:
    """Return what was broken and what came in since a moment, as the board counts it. One query."""
    led = {kind: _by_unit(reach, kind) & happened(kind, since) for kind in Overnight}
    counted = (
        _shown(reach, since.at)
        .order_by()
        .aggregate(**{kind.value: Count("pk", filter=which) for kind, which in led.items()})
    )
    return {kind: counted[kind.value] for kind in Overnight}


def reached_count(reach: Reach, person_ids: Iterable[int], *, at: datetime) -> tuple[int, int]:
    """Return how much is open that has reached these people, and how much of it is late."""
    found = escalated_to(reach, person_ids).order_by()
    counted = found.aggregate(count=Count("pk"), late=Count("pk", filter=late_at(at)))
    return counted["count"], counted["late"]


def board_rows(reach: Reach, wanted: BoardFilter, *, at: datetime) -> QuerySet[Any]:
    """Return the commitments that a board so filtered shows, what is due first on top."""
    found = _led(reach, wanted, at).select_related(*LINE)
    if wanted.state is not None:
        found = found.filter(state_now=wanted.state.value)
    if wanted.owner_id is not None:
        nobody = Q(owner_now__isnull=True)
        found = found.filter(Q(owner_now=wanted.owner_id) if wanted.owner_id else nobody)
    if wanted.step_id is not None:
        found = found.filter(step=wanted.step_id)
    if wanted.tier is not None:
        none = Q(customer=None) | Q(customer__tier="")
        found = found.filter(Q(customer__tier=wanted.tier) if wanted.tier else none)
    # What is open comes first; what has ended lately, by its end.
    return found.order_by(F("ended_at").asc(nulls_first=True), "due_at", "pk")


def in_files(reach: Reach) -> Q:
    """Return the condition of what a file may hold: nothing of restricted accounts."""
    may = customers.within(reach, Permission.EXPORT_CUSTOMERS, prefix="customer__")
    return Q(customer=None) | (Q(customer__is_restricted=False) & may)


def times_taken(rows: QuerySet[Any], *, at: datetime) -> dict[Whose, dict[int, Durations]]:
    """Return how long matters have taken, gross and net of pauses, added up by owner and by unit.

    The first so many of a list are measured: their clocks have to be worked out one by one.
    """
    found = list(rows.select_related(None).only(*CLOCK)[:MOST_MEASURED])
    courses = Courses(found, at=at)
    sums: dict[tuple[Whose, int], list[timedelta]] = defaultdict(lambda: [NOTHING, NOTHING])
    for one in found:
        taken = rules.durations(courses.of(one), one.ended_at or at)
        owner_id: int = one.owner_now or 0
        for whose in (("owner_id", owner_id), ("unit_id", one.unit_id)):
            sums[whose][0] += taken.gross
            sums[whose][1] += taken.net
    told: dict[Whose, dict[int, Durations]] = {"owner_id": {}, "unit_id": {}}
    for (by, key), (gross, net) in sums.items():
        told[by][key] = Durations(gross=gross, net=net)
    return told


def escalated_to(reach: Reach, person_ids: Iterable[int]) -> QuerySet[Any]:
    """Return what is open and has reached these people, by a rung or a notice: by level."""
    people = list(person_ids)
    told = Alert.objects.filter(person__in=people).values("rung")
    rungs = RungFired.objects.filter(pk__in=told).values("commitment")
    reached = rungs.union(Notice.objects.filter(person__in=people).values("commitment"))
    found = visible_to(reach).filter(pk__in=reached, status__in=OPEN).select_related(*LINE)
    leveled: QuerySet[Any] = found.annotate(level=Coalesce(F("customer__tier"), Value(NO_LEVEL)))
    return leveled.order_by("level", "due_at", "pk")


def late_among(found: QuerySet[Any], at: datetime) -> int:
    """Return how many of these are late."""
    return found.filter(late_at(at)).count()


def last_rungs_of(commitments: Iterable[Commitment]) -> dict[int, RungFired]:
    """Return the last rung that each has reached in its present cycle. One query."""
    cycles = {one.pk: one.cycle for one in commitments}
    found: dict[int, RungFired] = {}
    for rung in RungFired.objects.filter(commitment__in=list(cycles)).order_by("percent", "id"):
        if rung.cycle == cycles[rung.commitment_id]:
            found[rung.commitment_id] = rung
    return found


def _by_unit(reach: Reach, kind: Overnight | None) -> Q:
    """Return the condition of what units that a reader leads owe.

    A complaint or fault came in for the unit of the account too, wherever the desk sits that owes.
    """
    led = Q(pk__in=[])
    for path in reach.paths_for(LEAD):
        led |= Q(unit__path__startswith=path)
        if kind in RECEIVED:
            led |= Q(customer__owner_unit__path__startswith=path)
    return led


def _shown(reach: Reach, at: datetime) -> QuerySet[Any]:
    """Return what a board may show: what is open, and what has ended lately."""
    lately = Q(status__in=OPEN) | Q(ended_at__gte=at - ENDED_SHOWN)
    # What was planned ahead and has not begun is nobody's load yet.
    found = visible_to(reach).filter(lately, opened_at__lte=at)
    return found.exclude(WITHDRAWN)


def _led(reach: Reach, wanted: BoardFilter, at: datetime) -> QuerySet[Any]:
    kind = wanted.night[0] if wanted.night is not None else None
    found: QuerySet[Any] = _shown(reach, at).filter(_by_unit(reach, kind))
    if wanted.unit_path:
        found = found.filter(unit__path__startswith=wanted.unit_path)
    if wanted.customer_number:
        found = found.filter(customer__number=wanted.customer_number)
    if wanted.news is not None:
        found = found.filter(is_news(wanted.news))
    if wanted.night is not None:
        found = found.filter(happened(*wanted.night))
    board: QuerySet[Any] = found.annotate(state_now=_state(at), owner_now=OWNER)
    return board


def _state(at: datetime) -> Case:
    return Case(
        When(late_at(at), then=Value(State.OVERDUE.value)),
        When(status=CommitmentStatus.RUNNING, then=Value(State.RUNNING.value)),
        When(status=CommitmentStatus.PAUSED, then=Value(State.PAUSED.value)),
        When(status=CommitmentStatus.WAIVED, then=Value(State.WAIVED.value)),
        When(status=CommitmentStatus.CANCELLED, then=Value(State.MISSED.value)),
        When(broken_at__isnull=False, then=Value(State.LATE.value)),
        default=Value(State.KEPT.value),
        output_field=CharField(),
    )
