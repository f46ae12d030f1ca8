"""Which key persons are to be greeted, and who is not after all. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from primeline.visits.choices import Occasion, Rhythm, WhyGone
from primeline.visits.occasions import (
    APART,
    best_of,
    day_within,
    feasts_between,
    stretch_of,
)
from primeline.visits.rules import AHEAD
from primeline.visits.values import (
    Account,
    Facts,
    Fresh,
    KeyPerson,
    Period,
    There,
    Wish,
)


@dataclass(frozen=True, kw_only=True)
class Revised:
    """What has to change so that everybody is greeted who should be, and nobody twice."""

    stays: tuple[There, ...]
    """What stands, with the days on which it is best done."""
    gone: tuple[tuple[There, WhyGone], ...] = ()
    fresh: tuple[Fresh, ...] = ()


class _Case(NamedTuple):
    """A key person, their account, and what they are to be greeted on."""

    person: KeyPerson
    account: Account
    wish: Wish

    def is_asked_for(self, period: Period) -> bool:
        """Test whether level, role and lines ask for it in a stretch."""
        held = self.wish.held_on(period.start)
        return (
            held.rhythms.get(self.account.tier) == Rhythm.ON_ITS_DAY
            and (not held.roles or self.person.role in held.roles)
            and held.is_for(self.account)
        )


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What the planner knows, by what it is asked for."""

    facts: Facts
    people: Mapping[int, KeyPerson]
    accounts: Mapping[int, Account]
    wishes: Mapping[int, Wish]
    days: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    """The days of festivals."""

    def days_of(self, wish: Wish, person: KeyPerson) -> tuple[date, ...]:
        """Return the days of an occasion for somebody."""
        if wish.occasion == Occasion.BIRTHDAY:
            return person.birthdays
        return self.days[wish.occasion]

    def best(self, wish: Wish, day: date, span: Period) -> Period | None:
        """Return the days on which to greet; None once they are over: the rest of the time is."""
        room = self.facts.rooms.get(wish.manner)
        best = best_of(wish.occasion, day, span, room.standing if room else ())
        return best if best.last > self.facts.today else None


def revised(facts: Facts) -> Revised:
    """Return who is to be greeted from now on, who is not after all, and what stays."""
    known = _known(facts)
    stays: list[There] = []
    gone: list[tuple[There, WhyGone]] = []
    for one in facts.there:
        if one.contact_id is None:
            continue
        why = _why_gone(one, known) if one.planned.done is None else None
        if why is None:
            stays.append(_best(one, known))
        else:
            gone.append((one, why))
    return Revised(
        stays=tuple(stays),
        gone=tuple(gone),
        fresh=tuple(_fresh(known, {one.id for one, _why in gone})),
    )


def horizon(today: date) -> tuple[date, date]:
    """Return between which days occasions are looked for: what may be late, and what is planned."""
    return today - APART, stretch_of(today + AHEAD).end


def _known(facts: Facts) -> _Known:
    start, end = horizon(facts.today)
    wishes = {one.id: one for one in facts.wishes if one.occasion}
    feasts = {one.occasion for one in wishes.values()} - {Occasion.BIRTHDAY.value}
    return _Known(
        facts=facts,
        people={one.id: one for one in facts.people},
        accounts={one.id: one for one in facts.accounts},
        wishes=wishes,
        days={one: feasts_between(one, start, end) for one in feasts},
    )


def _why_gone(one: There, known: _Known) -> WhyGone | None:
    """Return why somebody is not greeted after all; None if what stands is right."""
    person = known.people.get(one.contact_id or 0)
    account, wish = known.accounts[one.customer_id], known.wishes.get(one.standard_id)
    if person is None or person.customer_id != one.customer_id:
        return known.facts.gone.get(one.contact_id or 0, WhyGone.LEFT)
    if not account.is_open:
        return WhyGone.ACCOUNT
    if wish is None:
        return WhyGone.CADENCE
    is_near = one.period.end > horizon(known.facts.today)[0]
    if is_near and day_within(one.period, known.days_of(wish, person)) is None:
        return WhyGone.DAY
    has_begun = one.period.start <= known.facts.today and one.planned.is_owed
    is_over = one.period.end <= known.facts.today
    if has_begun or is_over or _Case(person, account, wish).is_asked_for(one.period):
        return None
    return WhyGone.CADENCE


def _best(one: There, known: _Known) -> There:
    person, wish = known.people.get(one.contact_id or 0), known.wishes.get(one.standard_id)
    if person is None or wish is None or one.extended_to is not None:
        return one
    day = day_within(one.period, known.days_of(wish, person))
    return one if day is None else replace(one, best=known.best(wish, day, one.period))


def _fresh(known: _Known, dropped: set[int]) -> Iterator[Fresh]:
    """Return the greetings that nobody has planned: each for a day to come, once in its year."""
    starts: dict[tuple[int, int], list[date]] = defaultdict(list)
    for greeted in known.facts.greeted:
        if greeted.id not in dropped:
            starts[greeted.contact_id, greeted.standard_id].append(greeted.start)
    for person in known.facts.people:
        account = known.accounts.get(person.customer_id)
        if account is None or not account.is_open:
            continue
        for wish in known.wishes.values():
            case = _Case(person, account, wish)
            yield from _wanted(case, known, starts[person.id, wish.id])


def _wanted(case: _Case, known: _Known, before: list[date]) -> Iterator[Fresh]:
    today = known.facts.today
    for day in known.days_of(case.wish, case.person):
        period = stretch_of(day)
        is_ahead = today < day and period.start < today + AHEAD
        is_served = any(abs(period.start - start) < APART for start in before)
        if is_ahead and not is_served and case.is_asked_for(period):
            before.append(period.start)
            yield Fresh(
                account=case.account,
                wish=case.wish,
                period=period,
                contact_id=case.person.id,
                best=known.best(case.wish, day, period),
            )
