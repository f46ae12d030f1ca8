"""What accounts ask of their manager, what is missing, what runs out. Only answers."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.competences.choices import LackKind, Level
from primeline.competences.values import Asking, Demand, Lack, Required, Standing, Wanted
from primeline.customers.choices import Tier
from primeline.kit.errors import Refused

# What runs out is told this many days before.
WARNED_BEFORE: Final = timedelta(days=60)
MOST_HOURS: Final = 400


def demands(wanted: Mapping[int, Wanted], asking: Iterable[Asking]) -> dict[int, Demand]:
    """Return what these accounts ask for, by competence: the highest level, and of how many.

    A competence of an industry or a line is asked for by accounts of it alone; any other one by
    every account of the tier, which the lines of an account do not count twice.
    """
    found: dict[int, Demand] = {}
    for one in asking:
        for competence_id, want in wanted.items():
            level = want.levels.get(one.tier or Tier.STANDARD, 0)
            if not level or not _concerns(want, one):
                continue
            before = found.get(competence_id, Demand(level=0, accounts_count=0))
            found[competence_id] = Demand(
                level=max(before.level, level),
                accounts_count=before.accounts_count + one.accounts_count,
            )
    return found


def _concerns(want: Wanted, one: Asking) -> bool:
    if want.line_id is not None:
        return one.line_id == want.line_id
    if one.line_id is not None:
        return False
    return want.industry_id is None or one.industry_id == want.industry_id


def missing(asked: Mapping[int, Demand], held: Mapping[int, int]) -> dict[int, Demand]:
    """Return those demands that what somebody holds, by competence, does not meet."""
    return {key: demand for key, demand in asked.items() if held.get(key, 0) < demand.level}


def lacks(standing: Standing, required: Iterable[Required], *, today: date) -> list[Lack]:
    """Return the required courses that an account manager lacks or that soon run out."""
    found = []
    for course in required:
        learned = standing.learned.get(course.course_id)
        if learned is None:
            kind = LackKind.TRAINING_MISSING
            due: date | None = standing.since + timedelta(days=course.within_days)
        else:
            kind, due = LackKind.TRAINING_ENDS, learned.valid_until
        if due is not None and is_told(due, today):
            found.append(
                Lack(kind=kind, due_date=due, name_zh=course.name_zh, name_en=course.name_en)
            )
    return found


def is_told(due: date, today: date) -> bool:
    """Test whether a day is so near that whoever owes something hears of it."""
    return due <= today + WARNED_BEFORE


def is_held(valid_until: date | None, today: date) -> bool:
    """Test whether what holds until a day still does."""
    return valid_until is None or valid_until >= today


def after_months(day: date, months: int) -> date:
    """Return the day so many months later; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (first_of_next - timedelta(days=1)).day))


def check_level(level: int) -> None:
    """Do nothing if there is such a level.

    :raises Refused: if there is none
    """
    if level not in Level.values:
        raise Refused(_("Choose a level from 0 to 4."), field="level")


def check_valid_until(valid_until: date | None, *, today: date) -> None:
    """Do nothing if something may hold until that day.

    :raises Refused: if the day is over already
    """
    if valid_until is not None and valid_until < today:
        raise Refused(
            _("This day is over. Leave it empty, or write a later one."), field="valid_until"
        )


def check_held(held_date: date, hours: int, *, today: date) -> None:
    """Do nothing if a training can have taken place.

    :raises Refused: if it lies ahead, or took no time or too much
    """
    if held_date > today:
        raise Refused(_("A training is put on record once it has taken place."), field="held_date")
    if not 0 < hours <= MOST_HOURS:
        raise Refused(_("Write the hours, from 1 to 400."), field="hours")


def check_somebody_else(*, person_id: int, by_id: int | None) -> None:
    """Do nothing if somebody else confirms.

    :raises Refused: if people would confirm what they say of themselves
    """
    if person_id == by_id:
        raise Refused(_("Nobody confirms their own. Ask whoever leads you."))
