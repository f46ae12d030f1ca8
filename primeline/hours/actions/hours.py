"""The hours of units."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from primeline.hours import events, rules
from primeline.hours.actions.editions import state_new_edition
from primeline.hours.models import UnitHours
from primeline.hours.queries.book import book
from primeline.hours.values import Hours
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.kit.events import publish
from primeline.kit.saving import save_changes
from primeline.staff.rules import day_of

if TYPE_CHECKING:
    from primeline.staff.models import Unit


@deed("hours.set_unit_hours")
def set_unit_hours(
    *,
    unit: "Unit",
    hours: Hours,
    active_from: date,
    version: int,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> UnitHours:
    """Let a unit work by these hours from a day on. `version` is that of its last row, 0 for none.

    :raises Refused: if the day is past, a change lies ahead, or another zone is to come later
    :raises ChangedMeanwhile: if somebody saved since
    """
    _check_from(unit, hours, active_from, today=day_of(at))
    last = _last_row(unit, version)
    changes: dict[str, Any] = {
        "zone": hours.zone,
        "keeps_public_days": hours.keeps_public_days,
        "week": rules.week_as_stored(hours.week),
    }
    if last is not None and last.active_from == active_from:
        save_changes(UnitHours, pk=last.pk, version=version, changes=changes)
    else:
        if last is not None:
            _end(last, active_from)
        last = UnitHours.objects.create(unit=unit, active_from=active_from, **changes)
    _tell(unit, active_from, at)
    last.refresh_from_db()
    return last


@deed("hours.end_unit_hours")
def end_unit_hours(
    *, unit: "Unit", version: int, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Let a unit work by the hours of the unit above from today on; hours ahead are withdrawn.

    :raises Refused: if it has no hours of its own
    :raises ChangedMeanwhile: if somebody saved since
    """
    last = _last_row(unit, version)
    if last is None:
        raise Refused(_("This unit has no hours of its own."))
    today = day_of(at)
    _end(last, max(today, last.active_from))
    if last.active_from > today:
        _reopen_before(last)
    _tell(unit, max(today, last.active_from), at)


def _check_from(unit: "Unit", hours: Hours, active_from: date, *, today: date) -> None:
    if active_from < today:
        raise Refused(_("Choose a day from today on."), field="active_from")
    now, _row = book().hours_at(unit.path, today)
    if now.zone != hours.zone and active_from > today:
        raise Refused(
            _("A unit moves to another time zone today or not yet: choose today."),
            field="active_from",
        )
    ahead = UnitHours.objects.filter(unit=unit, active_to=None, active_from__gt=active_from).first()
    if ahead is not None:
        raise Refused(
            _("A change on %(day)s lies ahead. Start on that day, or withdraw it first.")
            % {"day": ahead.active_from},
            field="active_from",
        )


def _last_row(unit: "Unit", version: int) -> UnitHours | None:
    """Return the row without an end, if it is still the one that the editor saw."""
    last = UnitHours.objects.filter(unit=unit, active_to=None).first()
    if (last.version if last else 0) != version:
        raise ChangedMeanwhile(
            _("Somebody else set the hours of this unit in the meantime. Reload the page.")
        )
    return last


def _end(row: UnitHours, day: date) -> None:
    save_changes(UnitHours, pk=row.pk, version=row.version, changes={"active_to": day})


def _reopen_before(withdrawn: UnitHours) -> None:
    """Let the hours that a withdrawn change was to end go on."""
    before = UnitHours.objects.filter(
        unit_id=withdrawn.unit_id,
        active_to=withdrawn.active_from,
        active_from__lt=withdrawn.active_from,
    ).first()
    if before is not None:
        save_changes(UnitHours, pk=before.pk, version=before.version, changes={"active_to": None})


def _tell(unit: "Unit", from_date: date, at: datetime) -> None:
    state_new_edition()
    publish(
        events.UnitHoursChanged(
            unit_id=unit.pk, path=unit.path, from_date=from_date, happened_at=at
        )
    )
