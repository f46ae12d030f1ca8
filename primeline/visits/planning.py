"""The planner itself: from what is wanted, there, and who has room, to what changes. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from primeline.visits import greetings, rules
from primeline.visits.values import (
    ONE_DAY,
    Account,
    Changes,
    Facts,
    Fresh,
    Period,
    Place,
    Proposal,
    Room,
    Task,
    There,
    Wish,
)


def work_out(facts: Facts) -> Changes:
    """Return what has to change so that the plan is what it should be.

    Asked again of what then is there, it answers that nothing has to change.
    """
    there: dict[tuple[int, int], list[There]] = defaultdict(list)
    for one in facts.there:
        there[one.customer_id, one.standard_id].append(one)
    greeted = greetings.revised(facts)
    drop: list[There] = [one for one, _why in greeted.gone]
    fresh: list[Fresh] = list(greeted.fresh)
    proposals: dict[int, list[Proposal]] = defaultdict(list)
    for said in facts.proposals:
        proposals[said.customer_id].append(said)
    # Stretches follow the calendar: most accounts of a level want the same ones.
    stretches: dict[tuple[Any, ...], list[Period]] = {}
    # What is done for key persons is worked out by itself.
    whole = [wish for wish in facts.wishes if not wish.occasion]
    once = {wish.id: rules.is_ever_once(wish) for wish in whole}
    for account in facts.accounts:
        for wish in whole:
            opened = account.opened if once[wish.id] else None
            key = (wish.id, account.tier, account.lines, account.is_postpaid, opened)
            if key not in stretches:
                stretches[key] = rules.wanted_of(wish, account, facts.today)
            known = there.get((account.id, wish.id), [])
            case = _Case(account, wish, known, stretches[key], is_once=once[wish.id])
            gone, new = _revised(case, proposals[account.id], facts.today)
            drop += gone
            fresh += new
    dropped = {one.id for one in drop}
    stays = [*(one for one in facts.there if one.contact_id is None), *greeted.stays]
    ahead = [one for one in stays if one.id not in dropped and _is_ahead(one, facts)]
    changes = _placed(facts, tuple(drop), fresh, [one for one in ahead if not one.is_given])
    left = tuple(one for one in left_of(facts) if one.id not in dropped)
    why = {one.id: why for one, why in greeted.gone}
    return replace(changes, unstaff=(*changes.unstaff, *left), why=why)


def left_of(facts: Facts) -> tuple[There, ...]:
    """Return what was given to somebody who is there no more, or sees the account no more."""
    # What is late stays owed, whoever it was given to.
    return tuple(
        one
        for one in facts.there
        if one.is_left and one.planned.done is None and one.period.end > facts.today
    )


@dataclass(frozen=True, kw_only=True)
class Result:
    """How the plan stands once it is changed: the places that are taken, and what has none."""

    placed: tuple[Place, ...]
    unstaffed: tuple[Period, ...]


def result_of(facts: Facts) -> Result:
    """Return how the plan would stand, of all that is still to be done."""
    changes = work_out(facts)
    gone = {one.id for one in changes.drop}
    bare = {one.id for one in changes.unstaff}
    places = {one.id: place for one, place in (*changes.staff, *changes.move)}
    stays = [one for one in facts.there if one.id not in gone and _is_ahead(one, facts)]
    final = [
        (one.period, None if one.id in bare else places.get(one.id, one.place)) for one in stays
    ]
    final += [(fresh.period, place) for fresh, place in changes.add]
    return Result(
        placed=tuple(place for _period, place in final if place is not None),
        unstaffed=tuple(period for period, place in final if place is None),
    )


class _Case(NamedTuple):
    """One thing to be done for one account, what there is of it, and when it is wanted."""

    account: Account
    wish: Wish
    known: Sequence[There]
    wanted: Sequence[Period]
    is_once: bool


def _revised(
    case: _Case, proposals: Iterable[Proposal], today: date
) -> tuple[list[There], list[Fresh]]:
    account, wish, known, wanted, is_once = case
    if not account.is_open:
        return [one for one in known if _is_undone(one, today)], []
    if is_once and any(_is_once(one, wish, account) for one in known):
        # Done or owed before, whatever day the opening is said to have been since.
        wanted = [period for period in wanted if any(one.period == period for one in known)]
    revision = rules.revise(wanted, [one.planned for one in known], today=today)
    gone = frozenset(revision.drop)
    return (
        [one for one in known if one.id in gone],
        [
            Fresh(
                account=account,
                wish=wish,
                period=period,
                proposed=_proposed(proposals, account, wish, period),
            )
            for period in revision.add
        ],
    )


def _is_once(one: There, wish: Wish, account: Account) -> bool:
    """Test whether what stands is what is done once at this level, and was done."""
    rhythm = rules.rhythm_of(wish.rhythms, account.tier)
    return rhythm in rules.ONCE and one.planned.done is not None


def _proposed(
    proposals: Iterable[Proposal], account: Account, wish: Wish, period: Period
) -> date | None:
    """Return the day of a stretch that was proposed, the latest word if there are several."""
    found = None
    for one in proposals:
        if period.holds(one.day) and one.is_for(account, wish):
            found = one.day
    return found


def _is_undone(one: There, today: date) -> bool:
    """Test whether it is owed, or would be if somebody had room."""
    return one.planned.is_owed or (one.planned.done is None and one.period.end > today)


def _is_ahead(one: There, facts: Facts) -> bool:
    """Test whether a day is to be found for it, or kept."""
    return one.planned.done is None and one.span.end > facts.today


def _placed(
    facts: Facts, drop: tuple[There, ...], fresh: list[Fresh], open_now: list[There]
) -> Changes:
    manners = {wish.id: wish.manner for wish in facts.wishes}
    add: list[tuple[Fresh, Place | None]] = []
    staff: list[tuple[There, Place]] = []
    unstaff: list[There] = []
    move: list[tuple[There, Place]] = []
    for manner, room in facts.rooms.items():
        mine = [one for one in open_now if manners.get(one.standard_id) == manner]
        new = [one for one in fresh if one.wish.manner == manner]
        places = _find_places(mine, new, room, facts.today)
        add += [(one, places.get(-number - 1)) for number, one in enumerate(new)]
        for one in mine:
            place = places.get(one.id)
            if place is None and one.place is not None and one.period.start > facts.today:
                unstaff.append(one)
            elif place is not None and one.place is None:
                staff.append((one, place))
            elif place is not None and place != one.place:
                move.append((one, place))
    return Changes(
        drop=drop, add=tuple(add), staff=tuple(staff), unstaff=tuple(unstaff), move=tuple(move)
    )


def _find_places(
    mine: list[There], new: list[Fresh], room: Room, today: date
) -> Mapping[int, Place]:
    """Return the days of what is there, by id, and of what is new, by a number below zero."""
    agreed = _agreed(new, room, today)
    before = dict(room.taken)
    tasks = {one.id: _task(one.id, one.best or one.span, today) for one in mine}
    tasks |= {
        -number - 1: _task(-number - 1, one.best or one.period, today)
        for number, one in enumerate(new)
        if -number - 1 not in agreed
    }
    return agreed | _found(mine, tasks, room, before, today)


def _agreed(new: list[Fresh], room: Room, today: date) -> dict[int, Place]:
    """Take the days that were proposed for what is new, where somebody is there with room."""
    return {
        -number - 1: room.take(one.proposed)
        for number, one in enumerate(new)
        if one.proposed is not None
        and one.proposed > today
        and not rules.is_full(room, one.proposed)
    }


def _found(
    mine: list[There],
    tasks: Mapping[int, Task],
    room: Room,
    before: Mapping[Place, int],
    today: date,
) -> dict[int, Place]:
    kept = _kept(mine, room, today)
    found = kept | rules.place_all([one for key, one in tasks.items() if key not in kept], room)
    if len(found) == len(tasks):
        return found
    # Days that nobody chose may move, if more finds room that way.
    room.taken.clear()
    room.taken.update(before)
    fixed = _kept([one for one in mine if one.is_moved], room, today)
    anew = fixed | rules.place_all([one for key, one in tasks.items() if key not in fixed], room)
    if len(anew) > len(found):
        return anew
    room.taken.clear()
    room.taken.update(before)
    for place in found.values():
        room.taken[place] = room.taken.get(place, 0) + 1
    return found


def _kept(mine: Iterable[There], room: Room, today: date) -> dict[int, Place]:
    """Take the days that may stay: not past, somebody is there, and there is room."""
    found: dict[int, Place] = {}
    for one in sorted(mine, key=lambda one: (not one.is_moved, one.place or NOWHERE, one.id)):
        if one.place is None or one.place.day < today:
            continue
        is_there = room.standing.get(one.place.day) == one.place.person_id
        if is_there and (one.is_moved or not rules.is_full(room, one.place.day)):
            found[one.id] = room.take(one.place.day)
    return found


def _task(key: int, days: Period, today: date) -> Task:
    """Return what looks for a day. Today is for what has its day today, or no other day left."""
    first = min(max(days.start, today + ONE_DAY), days.last)
    return Task(key=key, first=first, last=days.last)


NOWHERE = Place(date.min, 0)
