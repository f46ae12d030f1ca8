"""Decisions: stretches of the calendar, what is to be planned anew, and on which days."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from heapq import heappop, heappush
from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.approaches.choices import NO_CARE, Channel
from primeline.kit.errors import Refused
from primeline.staff.rules import day_of
from primeline.visits.choices import ConversationKind, Manner, Rhythm
from primeline.visits.values import (
    ONE_DAY,
    Account,
    Period,
    Place,
    Planned,
    Revision,
    Rhythms,
    Room,
    Task,
    Told,
    Wish,
)

AHEAD = timedelta(days=60)
WEEK = timedelta(days=7)
MIDDLE = 16
DAYS_OF_MONTH: Final = 365.25 / 12
# A meeting from afar is no visit, and nothing at the desk is done by talking.
DONE_BY: Mapping[str, tuple[str, ...]] = {
    Manner.VISIT: (ConversationKind.VISIT,),
    Manner.CALL: (ConversationKind.CALL, ConversationKind.REMOTE),
}
# What the next one is, where the one before it was not planned.
STEP_OF: Mapping[str, str] = {
    ConversationKind.VISIT: "VISIT",
    ConversationKind.CALL: "CALL",
    ConversationKind.REMOTE: "CALL",
}
MONTHS = {
    Rhythm.MONTHLY: 1,
    Rhythm.EVERY_TWO_MONTHS: 2,
    Rhythm.QUARTERLY: 3,
    Rhythm.HALF_YEARLY: 6,
    Rhythm.YEARLY: 12,
}
# Once, up to so many days after the day of the opening.
ONCE = {
    Rhythm.ONCE_IN_3_DAYS: timedelta(days=3),
    Rhythm.ONCE_IN_A_WEEK: timedelta(days=7),
    Rhythm.ONCE_IN_A_MONTH: timedelta(days=30),
    Rhythm.ONCE_IN_A_QUARTER: timedelta(days=90),
}


def period_at(rhythm: Rhythm, day: date, *, is_in_last_month: bool = False) -> Period:
    """Return the stretch of the calendar that a day lies in, or its last month alone.

    Stretches follow the calendar and not the account, so whoever asks finds the same ones.
    """
    if rhythm is Rhythm.WEEKLY:
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + WEEK)
    first = day.replace(day=1)
    if rhythm is Rhythm.TWICE_A_MONTH:
        middle = day.replace(day=MIDDLE)
        return Period(first, middle) if day < middle else Period(middle, _months_on(first, 1))
    count = MONTHS[rhythm]
    start = first.replace(month=(day.month - 1) // count * count + 1)
    end = _months_on(start, count)
    return Period(_months_on(end, -1) if is_in_last_month else start, end)


def periods_of(rhythm: Rhythm, today: date, *, is_in_last_month: bool = False) -> list[Period]:
    """Return the stretches that are not over and begin before the plan ends."""
    found = []
    day = today
    while day < today + AHEAD:
        whole = period_at(rhythm, day)
        period = period_at(rhythm, day, is_in_last_month=is_in_last_month)
        if period.start < today + AHEAD:
            found.append(period)
        day = whole.end
    return found


def once_after(rhythm: Rhythm, opened: date | None, today: date) -> list[Period]:
    """Return the stretch after an opening in which something is done once, while it is not over."""
    if opened is None or opened > today + AHEAD:
        return []
    period = Period(opened, opened + ONCE[rhythm] + ONE_DAY)
    return [period] if period.end > today else []


def is_ever_once(wish: Wish) -> bool:
    """Test whether something is done once after an opening at some level, now or later."""
    held = (wish.current, *wish.later)
    return any(Rhythm(one) in ONCE for rhythms in held for one in rhythms.rhythms.values() if one)


def revise(wanted: Sequence[Period], there: Collection[Planned], *, today: date) -> Revision:
    """Return what has to change so that what is wanted is planned, each of it once.

    What has begun and is owed stays, unless a shorter stretch within it is wanted now; what was
    done stays and counts for the stretch of its day. What lies ahead follows the wish.
    """
    wish = [one for one in wanted if one.start > today or _is_fair(one, today)]
    dropped, kept = [], []
    for one in there:
        is_settled = one.done is not None or one.period.end <= today or one.period in wanted
        if is_settled or (_has_begun(one, today) and not _is_replaced(one, wish)):
            kept.append(one)
        else:
            dropped.append(one.id)
    add = [one for one in wish if not any(_serves(other, one, today) for other in kept)]
    return Revision(drop=tuple(dropped), add=tuple(add))


def place_all(tasks: Collection[Task], room: Room) -> dict[int, Place]:
    """Return a day for as many as there is room for, spread as evenly as that allows.

    What is placed is taken from the room. Day by day what ends first goes first; no other order
    finds room for more. More room a day never places less, so the least that does is searched for.
    """
    order = sorted(tasks, key=lambda one: one.first)
    last = max((one.last for one in order), default=date.min)
    days = sorted(day for day in room.standing if day <= last)
    used = [room.taken.get(Place(day, room.standing[day]), 0) for day in days]
    best, least, most = _filled(order, days, used, room.most), 1, room.most
    while sum(max(0, least - one) for one in used) < len(best):
        least += 1
    while least < most:
        middle = (least + most) // 2
        found = _filled(order, days, used, middle)
        if len(found) == len(best):
            best, most = found, middle
        else:
            least = middle + 1
    return {key: room.take(days[number]) for key, number in best}


def is_full(room: Room, day: date) -> bool:
    """Test whether nothing more fits into a day."""
    return room.free(day, room.most) <= 0


def rhythm_of(rhythms: Mapping[str, str], tier: str) -> Rhythm | None:
    """Return how often something is done at a level; None is never."""
    named = rhythms.get(tier, "")
    return Rhythm(named) if named else None


def wanted_of(wish: Wish, account: Account, today: date) -> list[Period]:
    """Return the stretches in which something is wanted for an account, as it changes by day.

    What begins before a change stays as it was; what follows begins when that is over.
    """
    found: list[Period] = []
    for holds, until in zip(
        (wish.current, *wish.later),
        (*(one.active_from for one in wish.later), date.max),
        strict=True,
    ):
        rhythm = rhythm_of(holds.rhythms, account.tier)
        if rhythm is None or not holds.is_for(account):
            continue
        if rhythm is Rhythm.ON_ITS_DAY:
            continue
        if rhythm in ONCE:
            periods = once_after(rhythm, account.opened, today)
        else:
            periods = periods_of(rhythm, today, is_in_last_month=holds.is_in_last_month)
        start = max([holds.active_from, *(one.end for one in found)])
        found += [one for one in periods if start <= one.start < until]
    return found


def in_force(editions: Sequence[Rhythms], day: date) -> tuple[Rhythms, tuple[Rhythms, ...]]:
    """Return what holds on a day, and what holds later in its place, from what was ever said.

    They lie in the order in which they were said; of two from the same day the later one holds.
    """
    by_day = {one.active_from: one for one in editions}
    days = sorted(by_day)
    now = [one for one in days if one <= day]
    return by_day[now[-1]], tuple(by_day[one] for one in days if one > day)


def a_month(rhythms: Mapping[str, str], tier: str) -> float:
    """Return how often something is done in a month at a level; once in a life is as good as 0."""
    rhythm = rhythm_of(rhythms, tier)
    if rhythm is None or rhythm in ONCE:
        return 0.0
    if rhythm is Rhythm.WEEKLY:
        return DAYS_OF_MONTH / WEEK.days
    if rhythm is Rhythm.ON_ITS_DAY:
        return 1 / 12
    return 2.0 if rhythm is Rhythm.TWICE_A_MONTH else 1 / MONTHS[rhythm]


def days_between(first: date, end: date) -> Iterator[date]:
    """Return the days from one up to and without another."""
    while first < end:
        yield first
        first += ONE_DAY


def _filled(
    order: Sequence[Task], days: Sequence[date], used: Sequence[int], most: int
) -> list[tuple[int, int]]:
    """Return what finds a day with so much room a day at most: its key, and the number of the day.

    The tasks lie in the order of their first days.
    """
    found: list[tuple[int, int]] = []
    released: list[tuple[date, int]] = []
    begun, count = 0, len(order)
    for number, day in enumerate(days):
        while begun < count and order[begun].first <= day:
            heappush(released, (order[begun].last, order[begun].key))
            begun += 1
        while released and released[0][0] < day:
            heappop(released)
        for _free in range(min(most - used[number], len(released))):
            found.append((heappop(released)[1], number))
        if begun == count and not released:
            break
    return found


def _is_fair(period: Period, today: date) -> bool:
    """Test whether half of a stretch that runs is left: who starts late does not owe it whole."""
    return (period.end - today) * 2 >= period.end - period.start


def _has_begun(one: Planned, today: date) -> bool:
    return one.is_owed and one.period.start <= today


def _is_replaced(one: Planned, wish: Iterable[Period]) -> bool:
    """Test whether a shorter stretch, over no later than this one, is wanted in its place."""
    length = one.period.end - one.period.start
    return any(
        period.meets(one.period)
        and period.end <= one.period.end
        and period.end - period.start < length
        for period in wish
    )


def _serves(one: Planned, period: Period, today: date) -> bool:
    """Test whether what stays makes another one in this stretch too much."""
    if one.period == period:
        return True
    if one.done is not None:
        return period.holds(one.done)
    if one.period.end <= today:
        return one.is_owed and period.holds(one.period.start)
    return one.is_owed and one.period.meets(period)


def _months_on(first: date, count: int) -> date:
    months = first.year * 12 + first.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def check_day(period: Period, day: date, *, today: date) -> None:
    """Return if something may be done on a day.

    :raises Refused: saying which days it may be done on
    """
    if day < today:
        raise Refused(_("This day is past. Choose one to come."), field="day")
    if not period.holds(day):
        raise Refused(
            _("This is to be done from %(start)s to %(last)s. Choose a day between them.")
            % {"start": period.start, "last": period.last},
            field="day",
        )


def latest_of(period: Period) -> date:
    """Return the day before which something put off is done: by then the next one is over too."""
    return period.end + (period.end - period.start)


def check_beyond(period: Period, span: Period, day: date, *, today: date) -> None:
    """Return if something may be put off to a day, of which `span` is what it has now.

    :raises Refused: saying which days it may be put off to
    """
    if day < today:
        raise Refused(_("This day is past. Choose one to come."), field="day")
    if not span.end <= day < latest_of(period):
        raise Refused(
            _("This can be put off to days from %(first)s to %(last)s: no longer than its stretch "
              "is long. If it is not to be done at all, ask for it to be let off.")
            % {"first": span.end, "last": latest_of(period) - ONE_DAY},
            field="day",
        )  # fmt: skip


def least_taken(days: Mapping[date, int], monday: date) -> date | None:
    """Return the day of a week with the most room, the first of equal ones; None if there is none.

    `days` says how much room there is on each day that has any.
    """
    found = [day for day in days if monday <= day < monday + WEEK]
    return min(found, key=lambda day: (-days[day], day), default=None)


def why_no_room(days: Mapping[date, int]) -> str:
    """Return why somebody cannot do it in a week, and when they could."""
    if not days:
        return str(_("This person has no room before its time is over. Choose somebody else."))
    said = _("This person has no room in that week. The first day with room is %(day)s.")
    return str(said % {"day": min(days)})


def is_care(channel: str, purpose: str) -> bool:
    """Test whether reaching somebody is a call as the cadence means it."""
    return channel == Channel.CALL and purpose not in NO_CARE


def check_told(told: Told, *, at: datetime) -> None:
    """Return if something may be written down as having happened.

    :raises Refused: if it lies ahead, or nothing is said of it
    """
    if told.held_at > at:
        raise Refused(_("This lies ahead. Write it down once it has taken place."), field="held_at")
    if not told.outcome.strip():
        raise Refused(_("Write down what was said."), field="outcome")
    if told.next_date is not None and told.next_date <= day_of(told.held_at):
        raise Refused(
            _("The next one comes after this one. Choose a later day."), field="next_date"
        )


def check_fits(manner: str, period: Period, told: Told, *, contact_id: int | None) -> None:
    """Return if what took place is what was planned; a key person may be greeted in any way.

    :raises Refused: if it was done in another way, before its time, or without the key person
    """
    if contact_id is not None and contact_id not in told.contact_ids:
        raise Refused(
            _("This was planned for one person. Tick that they were met, or choose that it was not "
              "planned."),
            field="people",
        )  # fmt: skip
    if contact_id is None and not fits(manner, told.kind):
        raise Refused(
            _("What was planned is done in another way: it is not done by this. Choose another "
              "kind, or that it was not planned."),
            field="kind",
        )  # fmt: skip
    if day_of(told.held_at) < period.start:
        raise Refused(
            _("What was planned is for %(start)s and later. This took place before.")
            % {"start": period.start},
            field="held_at",
        )


def fits(manner: str, kind: str) -> bool:
    """Test whether something that is done in a manner is done by a conversation of a kind."""
    return kind in DONE_BY.get(manner, ())


def hash_of(token: str) -> str:
    """Return what is kept of the secret of a feed. It is long and random, so no salt is needed."""
    return sha256(token.encode()).hexdigest()
