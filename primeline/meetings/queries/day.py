"""What a morning begins with, as it is now and as minutes have kept it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from primeline.commitments import queries as owed
from primeline.commitments.choices import LetterKind
from primeline.commitments.queries.ahead import Ahead, ahead_of
from primeline.commitments.queries.boards import Morning, morning_of, night_of
from primeline.commitments.queries.changed import Since
from primeline.commitments.queries.lists import covers_now, people_led
from primeline.hours.queries import workdays
from primeline.meetings.values import Away, Figures, Instructed, Moments, Today
from primeline.staff import queries as staff
from primeline.staff.models import Person, Unit
from primeline.staff.reach import Reach
from primeline.staff.rules import day_of
from primeline.visits import queries as visits

LETTERS: Final = 200
COUNTS: Final = ("open_count", "overdue_count", "noon_count", "today_count")


def team_of(reach: Reach, moments: Moments, *, today: date) -> list[Today]:
    """Return what the people of a lead have before them today, what is late first."""
    mornings = morning_of(
        reach, at=moments.at, noon_at=moments.noon_at, day_ends_at=moments.day_ends_at
    )
    owing = {one.owner_id: one for one in mornings}
    planned = visits.planned_on(reach, today)
    led = {one.pk: one.name for one in people_led(reach, today)}
    others = {*owing, *planned} - {0, *led}
    away = covers_now({*led, *others}, today=today)
    names = led | (staff.names_by_id(others) if others else {}) | {0: ""}
    found = [
        Today(
            person_id=pk,
            name=names[pk],
            owed=owing.get(pk, Morning(owner_id=pk)),
            visits_count=planned.get(pk, 0),
            cover=away.get(pk),
        )
        for pk in {*owing, *planned, *away}
    ]
    return sorted(found, key=_urgency)


def figures_of(reach: Reach, unit: Unit, moments: Moments) -> Figures:
    """Return what the morning of a unit begins with; the reach is that of whoever leads it."""
    since = Since(moment=moments.since, person_id=reach.person_id, at=moments.at)
    waiting = [
        (letter, one.due_at)
        for letter, one in owed.unanswered(reach, most=LETTERS)
        if letter.kind == LetterKind.INSTRUCTION and letter.to_unit.path.startswith(unit.path)
    ]
    today = day_of(moments.at)
    return Figures(
        since=moments.since,
        night={kind.value: count for kind, count in night_of(reach, since).items()},
        team=team_of(reach, moments, today=today),
        instructions=_instructed(waiting, today),
        ahead=ahead_of(reach, moments.until),
    )


def as_kept(figures: Figures) -> dict[str, Any]:
    """Return figures as minutes keep them: counts and ids, and no name of anybody."""
    return {
        "since": figures.since.isoformat(),
        "night": dict(figures.night),
        "team": [_line(one) for one in figures.team],
        "instructions": [
            {"letter": one.letter.pk, "due_at": one.due_at.isoformat()}
            for one in figures.instructions
        ],
        "ahead": asdict(figures.ahead) if figures.ahead is not None else None,
    }


def kept_figures(kept: Mapping[str, Any], reach: Reach, *, at: datetime) -> Figures:
    """Return the figures that minutes have kept, with the letters that this reader may read."""
    people = Person.objects.in_bulk(_people_in(kept["team"]))
    due = {one["letter"]: datetime.fromisoformat(one["due_at"]) for one in kept["instructions"]}
    letters = owed.letters_of(reach).filter(pk__in=list(due)) if due else ()
    waiting = sorted(((one, due[one.pk]) for one in letters), key=lambda pair: pair[1])
    return Figures(
        since=datetime.fromisoformat(kept["since"]),
        night=kept["night"],
        team=[_today(line, people) for line in kept["team"]],
        instructions=_instructed(waiting, day_of(at)),
        ahead=Ahead(**kept["ahead"]) if kept.get("ahead") else None,
    )


def _instructed(waiting: Iterable[tuple[Any, datetime]], today: date) -> list[Instructed]:
    worked = workdays()
    return [
        Instructed(letter=letter, due_at=due_at, workdays_left=worked.until(day_of(due_at), today))
        for letter, due_at in waiting
    ]


def _line(one: Today) -> dict[str, Any]:
    line: dict[str, Any] = {name: getattr(one.owed, name) for name in COUNTS}
    line |= {"person": one.person_id, "visits": one.visits_count}
    if one.cover is not None:
        stands_in = one.cover.covered_by
        line["away_to"] = one.cover.last_day.isoformat()
        line["covered_by"] = stands_in.pk if stands_in is not None else None
    return line


def _today(line: Mapping[str, Any], people: Mapping[int, Person]) -> Today:
    pk = line["person"]
    away = None
    if "away_to" in line:
        away = Away(
            last_day=date.fromisoformat(line["away_to"]), covered_by=people.get(line["covered_by"])
        )
    return Today(
        person_id=pk,
        name=people[pk].name if pk else "",
        owed=Morning(owner_id=pk, **{name: line[name] for name in COUNTS}),
        visits_count=line["visits"],
        cover=away,
    )


def _people_in(team: Collection[Mapping[str, Any]]) -> set[int]:
    found = {line["person"] for line in team} | {line.get("covered_by") for line in team}
    return {pk for pk in found if pk}


def _urgency(one: Today) -> tuple[bool, int, int, int, str]:
    return (
        one.person_id == 0,
        -one.owed.overdue_count,
        -one.owed.today_count,
        -one.owed.open_count,
        one.name,
    )
