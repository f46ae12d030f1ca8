"""Rosters as pages show them: lists, weeks, who may work on one, what is handed over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from primeline.kit.errors import NotFound
from primeline.rosters.choices import SWAP_OPEN, ShiftStatus, SwapStatus
from primeline.rosters.models import DutyNote, Roster, Rotation, Shift, Swap
from primeline.rosters.queries.duty import DAY, days_of, gaps_of, presences_of
from primeline.rosters.queries.reach import EDIT, may_edit, rosters_within
from primeline.rosters.values import Presence, Span
from primeline.staff.choices import Permission, UnitKind
from primeline.staff.models import Person, Posting, Unit
from primeline.staff.permissions import ROLE_PERMISSIONS
from primeline.staff.reach import Reach

EDIT_ROLES = [r for r, may in ROLE_PERMISSIONS.items() if EDIT in may]
_LEAD_TAKES_PART = Exists(
    Posting.objects.filter(
        Q(person=OuterRef("from_person")) | Q(person=OuterRef("taken_by")),
        unit=OuterRef("shift__roster__unit"),
        role__in=EDIT_ROLES,
    )
)
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
    found = Shift.objects.filter(pk=shift_id, roster__in=rosters, status=ShiftStatus.PLANNED)
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


def swaps_of(roster: Roster, *, since: datetime) -> list[Swap]:
    """Return what was given away on a roster lately, what waits first."""
    rows = Swap.objects.filter(shift__roster=roster).filter(
        Q(status__in=SWAP_OPEN) | Q(offered_at__gte=since)
    )
    found = _in_full(rows).order_by("-offered_at", "-pk")
    return sorted(found, key=lambda one: one.status not in SWAP_OPEN)


def swap_of(shift: Shift) -> Swap | None:
    """Return the swap of a shift that is not settled yet."""
    either = Q(shift=shift) | Q(for_shift=shift)
    return _in_full(Swap.objects.filter(either, status__in=SWAP_OPEN)).first()


def exchangeable_for(shift: Shift, *, at: datetime, most: int = 60) -> list[Shift]:
    """Return the shifts of colleagues by the same roster that one could be exchanged for."""
    found = Shift.objects.filter(
        roster=shift.roster,
        status=ShiftStatus.PLANNED,
        starts_at__gt=at,
        person__isnull=False,
        person__is_active=True,
    ).exclude(person=shift.person_id)
    waiting = Swap.objects.filter(status__in=SWAP_OPEN)
    free = found.exclude(pk__in=waiting.values("shift")).exclude(
        pk__in=waiting.filter(for_shift__isnull=False).values("for_shift")
    )
    return list(free.select_related("person", "roster").order_by("starts_at", "pk")[:most])


def swaps_for(reach: Reach, *, at: datetime) -> list[Swap]:
    """Return what waits for this reader: shifts they may take, and swaps they approve."""
    if not reach.may(Permission.VIEW_ROSTERS):
        return []
    places = [bound.unit_id for bound in reach.bounds_for(Permission.VIEW_ROSTERS)]
    above = Unit.objects.filter(pk__in=places, kind=UnitKind.TEAM).values("parent")
    around = Q(shift__roster__unit__in=places) | Q(shift__roster__unit__in=above)
    to_take = Q(status=SwapStatus.OFFERED) & (
        Q(to_person=reach.person_id) | (Q(to_person=None) & around)
    )
    to_decide = Q(pk__in=[])
    for bound in reach.bounds_for(EDIT):
        waits = Q(status=SwapStatus.TAKEN)
        to_decide |= waits & Q(shift__roster__unit=bound.unit_id)
        # Where a lead takes part, one above has to decide.
        to_decide |= waits & Q(_LEAD_TAKES_PART, shift__roster__unit__path__startswith=bound.path)
    rows = Swap.objects.filter(to_take | to_decide, shift__starts_at__gt=at).exclude(
        from_person=reach.person_id
    )
    return list(_in_full(rows.exclude(taken_by=reach.person_id)).order_by("shift__starts_at"))


def refusals_for(reach: Reach, *, at: datetime) -> list[Swap]:
    """Return what this reader wanted to give away and was refused, while the shift is still theirs.

    Offered anew, it is told no more.
    """
    mine = Swap.objects.filter(
        from_person=reach.person_id,
        shift__person=reach.person_id,
        shift__status=ShiftStatus.PLANNED,
        shift__starts_at__gt=at,
    )
    later = Swap.objects.filter(shift=OuterRef("shift"), pk__gt=OuterRef("pk"))
    rows = mine.filter(status=SwapStatus.REFUSED).exclude(Exists(later))
    return list(_in_full(rows).order_by("shift__starts_at"))


def get_swap(reach: Reach, swap_id: int, *, at: datetime) -> Swap:
    """Return one swap.

    :raises NotFound: if there is none, or its roster is out of reach
    """
    rosters = Roster.objects.filter(rosters_within(reach, at=at)).values("pk")
    found = _in_full(Swap.objects.filter(pk=swap_id, shift__roster__in=rosters)).first()
    if found is None:
        raise NotFound
    return found


def may_decide(reach: Reach, swap: Swap) -> bool:
    """Test whether this reader approves or refuses a swap: neither of the two who swap may."""
    is_third = reach.person_id not in (swap.from_person_id, swap.taken_by_id)
    return is_third and may_edit(reach, swap.shift.roster.unit)


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


def _in_full(rows: QuerySet[Swap]) -> QuerySet[Swap]:
    return rows.select_related(
        "shift__roster__unit",
        "for_shift__person",
        "from_person",
        "to_person",
        "taken_by",
        "decided_by",
    )


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
