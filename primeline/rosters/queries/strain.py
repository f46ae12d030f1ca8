"""What a swap would ask of those who take part: long duties without a break, too little rest."""

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from primeline.rosters.models import Shift, Swap
from primeline.rosters.queries.duty import DAY, duties_of
from primeline.rosters.rules.duty import strain_of
from primeline.rosters.values import Span
from primeline.staff.models import Person

AROUND = 2 * DAY


class Strained(NamedTuple):
    """Somebody to whom a swap would give more than a day in a row, or less rest than wanted."""

    person: Person
    in_a_row: timedelta | None
    rest: timedelta | None
    rest_hours: int
    """How much rest the roster of the shift asks for."""

    @property
    def words(self) -> str:
        """What would be asked of them, as a sentence."""
        if self.in_a_row is not None:
            return _("%(name)s would be on duty for %(hours)s hours in a row.") % {
                "name": self.person.name,
                "hours": _hours(self.in_a_row),
            }
        said = _("%(name)s would have %(hours)s hours of rest; this roster asks for %(least)s.")
        hours = _hours(self.rest or timedelta())
        return said % {"name": self.person.name, "hours": hours, "least": self.rest_hours}


def strained_by(
    shift: Shift, other: Shift | None, *, giver: Person | None, taker: Person
) -> list[Strained]:
    """Return whom it would strain that a shift changes hands, and what is given for it.

    Without a giver, only whether it strains the taker.
    """
    hands = [(shift, other, taker)]
    if other is not None and giver is not None:
        hands.append((other, shift, giver))
    return [one for taken, given, person in hands for one in _strains(taken, given, person)]


def strained_in(swap: Swap, taker: Person) -> list[Strained]:
    """Return whom a swap would strain if this person takes it."""
    return strained_by(swap.shift, swap.for_shift, giver=swap.from_person, taker=taker)


def _strains(taken: Shift, given: Shift | None, person: Person) -> Iterable[Strained]:
    span = Span(taken.starts_at, taken.ends_at)
    window = Span(span.start - AROUND, span.end + AROUND)
    away = {taken.pk, given.pk if given else None}
    duties = duties_of(person.pk, window)
    others = [one.span for _roster, one in duties if one.shift_id not in away]
    wanted = taken.roster.rest_hours
    found = strain_of(span, others, rest=timedelta(hours=wanted))
    if found.in_a_row is not None or found.rest is not None:
        yield Strained(person, found.in_a_row, found.rest, wanted)


def _hours(length: timedelta) -> str:
    return f"{length / timedelta(hours=1):.3g}"
