"""Rosters as pages show them: lists, weeks, who may work on one, what is handed over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from primeline.kit.errors import NotFound
from primeline.rosters.choices import SWAP_OPEN, ShiftStatus
from primeline.rosters.models import DutyNote, Roster, Rotation, Shift, Swap
from primeline.rosters.queries.duty import DAY, days_of, gaps_of, presences_of
from primeline.rosters.queries.reach import may_edit, rosters_within
from primeline.rosters.values import Presence, Span
from primeline.staff.choices import Permission, UnitKind
from primeline.staff.models import Person, Posting, Unit
from primeline.staff.permissions import ROLE_PERMISSIONS
from primeline.staff.reach import Reach

ON_DUTY_ROLES = [r for r, may in ROLE_PERMISSIONS.items() if Permission.VIEW_ROSTERS in may]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One line of a day: a shift with who is there by it, or a gap."""

    span: Span
    shift: Shift | None = None
    there: Sequence[Presence] = ()
    # What those are called who stand in for whose shift it is.
    stand_ins: Sequence[str] = ()
    # Another shift is worked at the same time, as wanted.
    is_double: bool = False

    @property
    def is_gap(self) -> bool:
        return self.shift is None


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day of a roster: what begins on it."""

    day: date
    cells: Sequence[Cell]


def rosters_of(reach: Reach, *, at: datetime, unit: Unit | None = None) -> QuerySet[Roster]:
    """Return the rosters in use that this reader sees, by unit from the top down."""
    found = Roster.objects.filter(rosters_within(reach, at=at), is_active=True)
    if unit is not None:
        found = found.filter(unit__path__startswith=unit.path)
    return found.select_related("unit").order_by("unit__path", "speciality")


def rosters_at(unit_ids: Sequence[int]) -> list[Roster]:
    """Return the rosters in use of these very units."""
    found = Roster.objects.filter(unit__in=unit_ids, is_active=True)
    return list(found.select_related("unit").order_by("unit__path", "speciality"))


def days_shown(roster: Roster, first: date, count: int) -> list[Day]:
    """Return the days of a roster with their shifts, who is there, and the gaps."""
    window = days_of(roster, first, count)
    found = presences_of([roster], window)
    shifts = list(
        Shift.objects.filter(
            roster=roster,
            status=ShiftStatus.PLANNED,
            ends_at__gt=window.start,
            starts_at__lt=window.end,
        )
        .select_related("person")
        .order_by("starts_at", "pk")
    )
    lent = {one.person_id for one in found[roster.pk] if one.instead_of_id is not None}
    names = {one.pk: one.name for one in Person.objects.filter(pk__in=lent)} if lent else {}
    cells = [_cell(one, shifts, found[roster.pk], names) for one in shifts]
    tz = ZoneInfo(roster.zone)
    planned = _planned_for(roster, window)
    if planned is not None:
        missing = gaps_of([roster], planned, found)[roster.pk]
        cells += [Cell(span=part) for span in missing for part in _by_days(span, tz)]
    by_day: dict[date, list[Cell]] = {first + DAY * number: [] for number in range(count)}
    for cell in sorted(cells, key=lambda one: one.span):
        # What began before the first day is shown on it.
        by_day[max(first, cell.span.start.astimezone(tz).date())].append(cell)
    return [Day(day=day, cells=cells_of) for day, cells_of in by_day.items()]


def _planned_for(roster: Roster, window: Span) -> Span | None:
    """Return the time from the first shift up to where a rotation is laid out.

    Nobody was missing before, and what comes after has still to be laid out.
    """
    ordered = Shift.objects.filter(roster=roster).order_by("ends_at", "pk")
    first = ordered.values_list("starts_at", flat=True).first()
    start = window.start if first is None else max(window.start, first)
    rotation = rotation_of(roster)
    laid = days_of(roster, rotation.laid_to, 0).start if rotation else window.end
    end = min(window.end, laid)
    return Span(start, end) if start < end else None


def _by_days(span: Span, tz: ZoneInfo) -> Iterator[Span]:
    """Return a time of more than a day cut at each midnight; a night stays whole."""
    while span.end - span.start > DAY:
        after = span.start.astimezone(tz).date() + DAY
        midnight = datetime.combine(after, datetime.min.time(), tz).astimezone(UTC)
        yield Span(span.start, midnight)
        span = Span(midnight, span.end)
    yield span


def rotation_of(roster: Roster) -> Rotation | None:
    """Return the rotation that a roster goes by, or will from a day on."""
    return Rotation.objects.filter(roster=roster, active_to=None).first()


def get_shift(reach: Reach, shift_id: int, *, at: datetime) -> Shift:
    """Return one shift that is worked.

    :raises NotFound: if there is none, or its roster is out of reach
    """
    rosters = Roster.objects.filter(rosters_within(reach, at=at)).values("pk")
    # What is swapped across two rosters is seen from both until it is settled.
    across = Swap.objects.filter(status__in=SWAP_OPEN, other_roster__isnull=False)
    seen = (
        Q(roster__in=rosters)
        | Q(pk__in=across.filter(other_roster__in=rosters).values("shift"))
        | Q(pk__in=across.filter(shift__roster__in=rosters).values("for_shift"))
    )
    found = Shift.objects.filter(seen, pk=shift_id, status=ShiftStatus.PLANNED)
    shift = found.select_related("roster__unit", "person").first()
    if shift is None:
        raise NotFound
    return shift


def people_for(unit: Unit, *, today: date) -> list[Person]:
    """Return who may be put on rosters of a unit: who works there, or in a team right under it."""
    lasting = Q(active_to=None) | Q(active_to__gt=today)
    place = Q(unit=unit) | Q(unit__parent=unit, unit__kind=UnitKind.TEAM)
    held = Posting.objects.filter(place, lasting, role__in=ON_DUTY_ROLES, active_from__lte=today)
    people = Person.objects.filter(pk__in=held.values("person"), is_active=True)
    return list(people.order_by("name_zh", "username"))


def may_work(roster: Roster, person_id: int, *, today: date) -> bool:
    """Test whether somebody may work shifts of a roster."""
    return any(one.pk == person_id for one in people_for(roster.unit, today=today))


def notes_of(roster: Roster, *, most: int = 10) -> list[DutyNote]:
    """Return the hand-over log of a roster, the latest first."""
    rows = DutyNote.objects.filter(roster=roster).select_related("written_by", "taken_by")
    return list(rows.order_by("-pk")[:most])


def get_note(reach: Reach, note_id: int, *, at: datetime) -> DutyNote:
    """Return one note of a hand-over log.

    :raises NotFound: if there is none, or its roster is out of reach
    """
    rosters = Roster.objects.filter(rosters_within(reach, at=at)).values("pk")
    found = DutyNote.objects.filter(pk=note_id, roster__in=rosters)
    note = found.select_related("roster__unit").first()
    if note is None:
        raise NotFound
    return note


def may_write(reach: Reach, roster: Roster, *, at: datetime) -> bool:
    """Test whether this reader hands duties of a roster over: works on it, or sets it."""
    works = Shift.objects.filter(
        roster=roster,
        person__in=list(reach.named_ids),
        status=ShiftStatus.PLANNED,
        ends_at__gt=at - timedelta(days=14),
    )
    return may_edit(reach, roster.unit) or works.exists()


def _cell(
    shift: Shift, shifts: Sequence[Shift], found: Sequence[Presence], names: dict[int, str]
) -> Cell:
    others = (one for one in shifts if one.pk != shift.pk)
    there = [one for one in found if one.shift_id == shift.pk]
    return Cell(
        span=Span(shift.starts_at, shift.ends_at),
        shift=shift,
        there=there,
        stand_ins=[names[one.person_id] for one in there if one.instead_of_id is not None],
        is_double=any(
            one.starts_at < shift.ends_at and shift.starts_at < one.ends_at for one in others
        ),
    )
