"""What the organization allows. No database, no clock: only answers."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from primeline.kit.errors import Refused
from primeline.staff.choices import Role, UnitKind
from primeline.staff.values import Held, Period

LONGEST_PATH = 255
# In which the operator's days begin and end, where no person's own time zone decides.
OPERATOR_TIME_ZONE = "Asia/Shanghai"

# What may lie directly under what. A county branch lies under a city branch, a counter under a
# team, so the tree may be of any depth; provinces and headquarters do not nest.
PLACES: dict[UnitKind, frozenset[UnitKind]] = {
    UnitKind.HEADQUARTERS: frozenset(),
    UnitKind.PROVINCE: frozenset({UnitKind.HEADQUARTERS}),
    UnitKind.BRANCH: frozenset({UnitKind.HEADQUARTERS, UnitKind.PROVINCE, UnitKind.BRANCH}),
    UnitKind.TEAM: frozenset(UnitKind),
}

# Whoever runs the system must not be the one who checks how it is run.
NEVER_TOGETHER: tuple[frozenset[Role], ...] = (frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),)


def day_of(at: datetime, time_zone: str = OPERATOR_TIME_ZONE) -> date:
    """Return which day it is in that time zone."""
    return at.astimezone(ZoneInfo(time_zone)).date()


@cache
def time_zones() -> frozenset[str]:
    """Return the names of all time zones. They lie in hundreds of files, so they are read once."""
    return frozenset(available_timezones())


def kinds_under(kind: UnitKind) -> tuple[UnitKind, ...]:
    """Return what may lie directly under a unit of this kind, from the top down."""
    return tuple(below for below in UnitKind if kind in PLACES[below])


def check_place(kind: UnitKind, *, under: UnitKind | None) -> None:
    """Do nothing if a unit of this kind may lie there.

    :raises Refused: if it may not
    """
    if under is None:
        if kind is not UnitKind.HEADQUARTERS:
            raise Refused(_("Say under which unit this one lies."), field="parent")
        return
    if under not in PLACES[kind]:
        raise Refused(
            _("%(kind)s cannot lie under %(above)s. Choose a unit further up.")
            % {"kind": kind.label, "above": under.label},
            field="parent",
        )


def check_move(*, path: str, to_path: str) -> None:
    """Do nothing if a unit may be hung under the other.

    :raises Refused: if the other one lies in the unit itself
    """
    if to_path.startswith(path):
        raise Refused(
            _("A unit cannot lie under itself or under a unit of its own. Choose another place."),
            field="parent",
        )


def check_path_length(longest: int) -> None:
    """Do nothing if the longest path fits.

    :raises Refused: if the tree would grow too deep
    """
    if longest > LONGEST_PATH:
        raise Refused(_("The tree would become too deep here. Choose a unit further up."))


def check_closing(*, units_count: int, people_count: int, accounts_count: int) -> None:
    """Do nothing if nobody depends on the unit any more.

    :raises Refused: naming what has to move first
    """
    if units_count:
        raise Refused(
            ngettext(
                "%(count)s open unit lies under this one. Move or close it first.",
                "%(count)s open units lie under this one. Move or close them first.",
                units_count,
            )
            % {"count": units_count}
        )
    if people_count:
        raise Refused(
            ngettext(
                "%(count)s person belongs here or holds a role here. Give them another unit first.",
                "%(count)s people belong here or hold a role here. Give them another unit first.",
                people_count,
            )
            % {"count": people_count}
        )
    if accounts_count:
        raise Refused(
            ngettext(
                "%(count)s account belongs to this unit. Hand it over to another unit first.",
                "%(count)s accounts belong to this unit. Hand them over to another unit first.",
                accounts_count,
            )
            % {"count": accounts_count}
        )


def check_somebody_else(person_id: int, *, by_id: int | None) -> None:
    """Do nothing unless people reach for their own rights.

    :raises Refused: if they do
    """
    if person_id == by_id:
        raise Refused(
            _("Nobody changes their own rights. Ask another administrator to do it."),
            field="person",
        )


def check_period(period: Period) -> None:
    """Do nothing if the period holds a day.

    :raises Refused: if it ends before it starts
    """
    if period.is_empty:
        raise Refused(_("The last day lies before the first one."), field="active_to")


def check_held_roles(wanted: Held, held: Iterable[Held]) -> None:
    """Do nothing if the role goes together with those the person has in the same time.

    :raises Refused: if they hold it already, or if one of theirs excludes it
    """
    for other in held:
        if not wanted.period.overlaps(other.period):
            continue
        if (other.role, other.unit_id) == (wanted.role, wanted.unit_id):
            raise Refused(
                _("This person holds this role at this unit already. End that one first."),
                field="role",
            )
        if other.role != wanted.role and {other.role, wanted.role} in NEVER_TOGETHER:
            raise Refused(
                _("%(role)s and %(other)s must be two people. Choose somebody else.")
                % {"role": wanted.role.label, "other": other.role.label},
                field="role",
            )


def check_administrator_remains(others_count: int) -> None:
    """Do nothing if somebody else administers the whole.

    :raises Refused: if this is the last one
    """
    if not others_count:
        raise Refused(
            _(
                "This is the last administrator at headquarters. "
                "Give that role to somebody else first, without an end."
            )
        )


def check_no_other_cover(wanted: Period, others: Iterable[Period]) -> None:
    """Do nothing if nobody covers in that time yet.

    :raises Refused: if somebody does
    """
    if any(wanted.overlaps(other) for other in others):
        raise Refused(
            _("An absence in this time is on record already. End that one first."),
            field="active_from",
        )


def check_is_there(wanted: Period, absences: Iterable[Period]) -> None:
    """Do nothing if whoever is to cover is there themselves.

    :raises Refused: if they are away in that time
    """
    if any(wanted.overlaps(absence) for absence in absences):
        raise Refused(
            _("They are away themselves in this time. Choose somebody else."), field="covered_by"
        )
