"""What the tests of this room put onto rosters and chains: Harbor branch, in the Shanghai clock."""

from datetime import date, datetime, timedelta
from typing import Any

from primeline.customers.queries import reach_now
from primeline.kit.deeds import System, deed
from primeline.rosters import actions
from primeline.rosters.choices import Days, Speciality
from primeline.rosters.models import CallChain, Roster, Rotation, Shift
from primeline.rosters.values import ChainDraft, Link, Slot, Turns, Wanted
from primeline.staff.choices import Role
from primeline.staff.models import Person, Unit
from primeline.staff.reach import Reach
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM

TEST = System("test")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TUESDAY = date(2026, 4, 28)
DAY_AND_NIGHT = (
    Slot(days=Days.EVERY, start=480, length=720),
    Slot(days=Days.EVERY, start=1200, length=720, turn=1),
)


def reach(person: Person, at: datetime = TUESDAY_10AM) -> Reach:
    """Return how far somebody reaches."""
    return reach_now(person, at=at)


def a_roster(unit: Unit | None = None, by: Person | None = None, **wanted: Any) -> Roster:
    """Open a roster of technicians at Harbor branch, or what is asked for."""
    lead = by or cast.greta()
    facts: dict[str, Any] = {"speciality": Speciality.TECHNICIAN} | wanted
    return actions.open_roster(
        unit=unit or cast.harbor_branch(),
        wanted=Wanted(**facts),
        reach=reach(lead),
        by=lead,
        at=TUESDAY_10AM,
    )


def taking_turns(
    roster: Roster,
    *people: Person,
    slots: tuple[Slot, ...] = DAY_AND_NIGHT,
    active_from: date = TUESDAY,
    version: int = 0,
    by: Person | None = None,
) -> Rotation:
    """Let people take turns by day and by night."""
    lead = by or cast.greta()
    turns = Turns(slots=slots, people=tuple(one.pk for one in people), active_from=active_from)
    return actions.set_rotation(
        roster=roster, version=version, turns=turns, reach=reach(lead), by=lead, at=TUESDAY_10AM
    )


def shift_of(person: Person, after: datetime = TUESDAY_10AM) -> Shift:
    """Return the next shift of somebody."""
    shift = Shift.objects.filter(person=person, starts_at__gt=after).order_by("starts_at").first()
    assert shift is not None
    return shift


def a_technician(username: str) -> Person:
    """Enter another technician of Harbor branch."""
    return cast.a_person(username, username, username.title(), cast.harbor_branch, Role.TECHNICIAN)


def with_phone(person: Person) -> Person:
    """Let somebody have a telephone."""

    @deed("test.phone")
    def give(*, by: System, at: datetime) -> None:
        Person.objects.filter(pk=person.pk).update(phone=f"1380000{person.pk:04d}")

    give(by=TEST, at=TUESDAY_10AM)
    person.refresh_from_db()
    return person


def a_chain(*links: Link, by: Person | None = None, **draft: Any) -> CallChain:
    """Set a call chain at Harbor branch."""
    lead = by or cast.greta()
    facts: dict[str, Any] = {"unit": cast.harbor_branch(), "name": "Line down"} | draft
    return actions.open_chain(
        draft=ChainDraft(links=links, **facts), reach=reach(lead), by=lead, at=TUESDAY_10AM
    )
