"""Rosters of units: rotations, the shifts laid out from them, swaps, and what is handed over."""

from django.db import models
from django.db.models import F, Q

from primeline.kit.keeping import Keeping
from primeline.kit.words import in_language
from primeline.privacy.textfields import FreeTextField
from primeline.rosters.choices import (
    MOST_REST_HOURS,
    REST_HOURS,
    SWAP_OPEN,
    Needed,
    ShiftStatus,
    Speciality,
    SwapStatus,
)
from primeline.staff.choices import Role


class Roster(models.Model):
    """Who of a unit is on duty for one speciality, and when somebody has to be."""

    keeping = Keeping.ARCHIVE
    reach_through = None
    on_record = "primeline.staff.queries.of_units_on_record"

    unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="rosters")
    speciality = models.CharField(max_length=12, choices=Speciality)
    name_zh = models.CharField(max_length=64, blank=True)
    name_en = models.CharField(max_length=64, blank=True)
    # Whom a rung that names this role at this unit is told to instead of all who hold it.
    stands_for_role = models.CharField(max_length=24, choices=Role, blank=True)
    # Shifts begin and end by the clock on this wall.
    zone = models.CharField(max_length=64)
    needed = models.CharField(max_length=8, choices=Needed, default=Needed.ALWAYS)
    # Two may be on duty at once; otherwise shifts that share a minute are refused.
    allows_double = models.BooleanField(default=False)
    # A swap holds only once somebody who leads the unit has approved it.
    needs_approval = models.BooleanField(default=False)
    # So much rest is wanted between two duties of one person; whoever swaps is asked once more.
    rest_hours = models.PositiveSmallIntegerField(default=REST_HOURS)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="roster_rests_a_day_at_most", condition=Q(rest_hours__lte=MOST_REST_HOURS)
            ),
            models.UniqueConstraint(
                name="roster_once", fields=["unit", "speciality"], condition=Q(is_active=True)
            ),
            models.UniqueConstraint(
                name="roster_stands_for_role_once",
                fields=["unit", "stands_for_role"],
                condition=Q(is_active=True) & ~Q(stands_for_role=""),
            ),
        ]

    @property
    def name(self) -> str:
        """The name in the reader's language; without one, that of the speciality."""
        own = in_language(zh=self.name_zh, en=self.name_en)
        return own or str(Speciality(self.speciality).label)


class Rotation(models.Model):
    """The shifts of a week and the people who take turns at them, from a day on.

    One that ends on the day it starts never took effect.
    """

    keeping = Keeping.ARCHIVE
    reach_through = None
    on_record = "primeline.rosters.queries.of_rosters_on_record"

    roster = models.ForeignKey("rosters.Roster", models.PROTECT, related_name="rotations")
    active_from = models.DateField()
    active_to = models.DateField(null=True, blank=True)
    # [{"days": "EVERY", "start": 1260, "length": 720, "turn": 0}, …], minutes of the local day.
    slots = models.JSONField()
    # Ids of people, in the order in which they take turns, a week each.
    people = models.JSONField()
    # Up to which day its shifts are laid out.
    laid_to = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="rotation_once_at_a_time", fields=["roster"], condition=Q(active_to=None)
            ),
            models.CheckConstraint(
                name="rotation_never_ends_before_it_starts",
                condition=Q(active_to=None) | Q(active_to__gte=F("active_from")),
            ),
        ]


class Shift(models.Model):
    """Somebody is on duty from one moment to another; without a person, nobody is yet."""

    keeping = Keeping.ARCHIVE
    reach_through = None
    on_record = "primeline.rosters.queries.of_rosters_on_record"

    roster = models.ForeignKey(
        "rosters.Roster", models.PROTECT, related_name="shifts", db_index=False
    )
    rotation = models.ForeignKey(
        "rosters.Rotation", models.PROTECT, null=True, blank=True, related_name="shifts"
    )
    slot = models.PositiveSmallIntegerField(default=0)
    # The local day on which it begins.
    day_date = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    person = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="shifts"
    )
    # Wanted beside another one at the same time.
    is_double = models.BooleanField(default=False)
    status = models.CharField(max_length=9, choices=ShiftStatus, default=ShiftStatus.PLANNED)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="shift_laid_out_once",
                fields=["rotation", "day_date", "slot"],
                condition=Q(rotation__isnull=False),
            ),
            models.CheckConstraint(
                name="shift_ends_after_it_began", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]
        indexes = [models.Index(fields=["roster", "ends_at"], name="shift_of_roster")]


class Swap(models.Model):
    """A shift that somebody gives away: on offer to one colleague or to all, taken by one."""

    keeping = Keeping.ARCHIVE
    reach_through = None
    on_record = "primeline.rosters.queries.swaps_on_record"

    shift = models.ForeignKey("rosters.Shift", models.PROTECT, related_name="swaps")
    from_person = models.ForeignKey(
        "staff.Person", models.PROTECT, related_name="+", db_index=False
    )
    # Empty: whoever may work the shift can take it.
    to_person = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # What the colleague gives for it: two shifts change hands in one act, or neither does.
    for_shift = models.ForeignKey(
        "rosters.Shift", models.PROTECT, null=True, blank=True, related_name="exchanges"
    )
    # By which other roster whoever takes the shift serves: then the leads of both approve.
    other_roster = models.ForeignKey(
        "rosters.Roster", models.PROTECT, null=True, blank=True, related_name="swaps_across"
    )
    # Of no account: people stand in it who are on file at accounts that it names.
    reason = FreeTextField(account=None, max_length=300)
    offered_at = models.DateTimeField()
    status = models.CharField(max_length=9, choices=SwapStatus, default=SwapStatus.OFFERED)
    taken_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    # Whoever leads the unit, where the roster asks for it.
    decided_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    # Whoever leads the unit of the other roster.
    agreed_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    answer = FreeTextField(account=None, max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="swap_one_waits", fields=["shift"], condition=Q(status__in=SWAP_OPEN)
            ),
            models.UniqueConstraint(
                name="swap_one_exchange_waits",
                fields=["for_shift"],
                condition=Q(status__in=SWAP_OPEN, for_shift__isnull=False),
            ),
            models.CheckConstraint(
                name="swap_exchange_is_of_two",
                condition=Q(for_shift=None)
                | (Q(to_person__isnull=False) & ~Q(for_shift=F("shift"))),
            ),
            models.CheckConstraint(name="swap_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="swap_with_somebody_else",
                condition=Q(taken_by=None) | ~Q(taken_by=F("from_person")),
            ),
            models.CheckConstraint(
                name="swap_decided_by_a_third",
                condition=~Q(status=SwapStatus.DONE)
                | Q(decided_by=None)
                | (~Q(decided_by=F("from_person")) & ~Q(decided_by=F("taken_by"))),
            ),
            models.CheckConstraint(
                name="swap_agreed_by_a_third",
                condition=Q(agreed_by=None)
                | (~Q(agreed_by=F("from_person")) & ~Q(agreed_by=F("taken_by"))),
            ),
            models.CheckConstraint(
                name="swap_across_approved_by_both",
                condition=Q(other_roster=None)
                | ~Q(status=SwapStatus.DONE)
                | Q(decided_by__isnull=False, agreed_by__isnull=False),
            ),
        ]


class DutyNote(models.Model):
    """What whoever was on duty tells whoever comes next: the hand-over log of a roster."""

    keeping = Keeping.ARCHIVE
    reach_through = None
    on_record = "primeline.rosters.queries.of_rosters_on_record"

    roster = models.ForeignKey("rosters.Roster", models.PROTECT, related_name="notes")
    text = FreeTextField(account=None, max_length=2000)
    written_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="dutynote_taken_by_somebody_else",
                condition=Q(taken_by=None, taken_at=None)
                | (Q(taken_at__isnull=False) & ~Q(taken_by=F("written_by"))),
            ),
        ]
