"""What several deeds check and hold: who may, rows that are held, shifts that would meet."""

from collections.abc import Collection, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from primeline.kit.errors import NotFound, Refused
from primeline.rosters.choices import SWAP_OPEN, ShiftStatus, SwapStatus
from primeline.rosters.models import Roster, Shift, Swap
from primeline.rosters.queries.reach import may_edit
from primeline.rosters.queries.strain import strained_by
from primeline.rosters.values import Span
from primeline.staff.models import Person, Unit
from primeline.staff.reach import Reach


def check_may_set(reach: Reach, unit: Unit) -> None:
    """Do nothing if whoever asks sets rosters and call chains of this unit.

    :raises Refused: if not
    """
    if not may_edit(reach, unit):
        raise Refused(_("Only whoever leads this unit, or a unit above it, may do this."))


def held_roster(roster: Roster) -> Roster:
    """Return a roster in use as it stands now, held: whoever changes its shifts takes turns.

    :raises Refused: if it is closed
    """
    found = Roster.objects.select_for_update(of=("self",)).select_related("unit")
    fresh = found.filter(pk=roster.pk).first()
    if fresh is None:
        raise NotFound
    if not fresh.is_active:
        raise Refused(_("This roster is closed. Open another one."))
    return fresh


def held_shift(shift: Shift) -> Shift:
    """Return a shift as it stands now, held, with its roster.

    :raises Refused: if it was taken off the roster
    """
    fresh = Shift.objects.select_for_update(of=("self",)).select_related("person").get(pk=shift.pk)
    if fresh.status != ShiftStatus.PLANNED:
        raise Refused(_("This shift was taken off the roster. Reload the page."))
    return fresh


def check_to_come(shift: Shift, at: datetime) -> None:
    """Do nothing if a shift has not begun.

    :raises Refused: if it has
    """
    if shift.starts_at <= at:
        raise Refused(_("This shift has begun already: it stays with whose it is."))


def planned_within(roster: Roster, span: Span) -> list[Shift]:
    """Return the shifts of a roster that share a time with this one."""
    found = Shift.objects.filter(
        roster=roster,
        status=ShiftStatus.PLANNED,
        ends_at__gt=span.start,
        starts_at__lt=span.end,
    )
    return list(found.select_related("person").order_by("starts_at"))


def check_free(
    shift: Shift,
    person_id: int | None,
    *,
    but: Collection[int] = (),
    field: str | None = None,
    everywhere: bool = False,
) -> None:
    """Do nothing if a person is not on duty by the same roster, or by any, while a shift lasts.

    `but` are shifts that they give away in the same act.

    :raises Refused: if they are
    """
    if person_id is None:
        return
    theirs = Shift.objects.filter(
        person=person_id,
        status=ShiftStatus.PLANNED,
        ends_at__gt=shift.starts_at,
        starts_at__lt=shift.ends_at,
    )
    if not everywhere:
        theirs = theirs.filter(roster=shift.roster)
    other = theirs.exclude(pk__in=[shift.pk, *but]).order_by("starts_at").first()
    if other is not None:
        raise Refused(
            _("They are on duty at that time already (%(time)s). Choose somebody else.")
            % {"time": when(shift.roster, other)},
            field=field,
        )


def check_strain(
    shift: Shift, other: Shift | None, *, giver: Person | None, taker: Person, is_meant: bool
) -> None:
    """Do nothing if a swap leaves everybody their rest, or they were asked and mean it.

    :raises Refused: if it was not said that it is meant
    """
    strained = [] if is_meant else strained_by(shift, other, giver=giver, taker=taker)
    if strained:
        raise Refused(
            _("%(strains)s Tick that it is meant, or choose another shift.")
            % {"strains": " ".join(one.words for one in strained)},
            field="is_strain_meant",
        )


def withdraw_open(shifts: Iterable[Shift], *, at: datetime) -> int:
    """Take back what was on offer of shifts that are another's, or nobody's, from now on."""
    ids = [one.pk for one in shifts]
    either = Q(shift__in=ids) | Q(for_shift__in=ids)
    rows = Swap.objects.filter(either, status__in=SWAP_OPEN)
    return rows.update(status=SwapStatus.WITHDRAWN, decided_at=at)


def when(roster: Roster, shift: Shift) -> str:
    """Return when a shift is, by the clock on the wall of its roster."""
    tz = ZoneInfo(roster.zone)
    start, end = shift.starts_at.astimezone(tz), shift.ends_at.astimezone(tz)
    return f"{start:%Y-%m-%d %H:%M} – {end:%H:%M}"
