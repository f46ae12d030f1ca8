"""Units of the example that work by hours of their own, and one that changes them soon."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from primeline.hours import actions, rules
from primeline.hours.shipped import OFFICE_HOURS
from primeline.hours.values import Hours
from primeline.kit.deeds import Actor
from primeline.staff.models import Unit

CLOSED = ""
OFFICE = "08:30-12:00, 13:30-17:30"
NORTH = "09:00-12:00, 13:00-17:00"
FAR_WEST = "10:00-14:00, 15:30-19:30"
HALL = "08:30-12:00, 13:00-18:00"
ALL_DAY = "00:00-24:00"


@dataclass(frozen=True, kw_only=True)
class Own:
    """Hours of one unit, and how many days from today they begin."""

    unit: str
    weekdays: str
    saturday: str = CLOSED
    sunday: str = CLOSED
    on_holidays: str = CLOSED
    zone: str = OFFICE_HOURS.zone
    keeps_public_days: bool = True
    in_days: int = 0


OWN = (
    Own(
        unit="DONGYU-SUPPORT",
        weekdays=ALL_DAY,
        saturday=ALL_DAY,
        sunday=ALL_DAY,
        keeps_public_days=False,
    ),
    Own(unit="YUCHENG", weekdays=HALL, saturday="09:00-12:00", on_holidays="09:00-11:00"),
    Own(unit="WANGCHAO", weekdays=OFFICE, saturday="09:00-12:00"),
    Own(unit="XILING", weekdays=FAR_WEST),
    Own(unit="BEILU", weekdays=NORTH, in_days=9),
)


def load_hours(units: dict[str, int], *, today: date, by: Actor, at: datetime) -> None:
    """Give some units hours of their own."""
    for own in OWN:
        actions.set_unit_hours(
            unit=Unit.objects.get(pk=units[own.unit]),
            hours=_hours(own),
            active_from=today + timedelta(days=own.in_days),
            version=0,
            by=by,
            at=at,
        )


def _hours(own: Own) -> Hours:
    texts = [own.weekdays] * 5 + [own.saturday, own.sunday]
    return rules.hours_from(
        zone=own.zone,
        keeps_public_days=own.keeps_public_days,
        days=[rules.shifts_in(text, field="") for text in texts],
        on_holidays=rules.shifts_in(own.on_holidays, field=""),
        on_make_up_days=None,
    )
