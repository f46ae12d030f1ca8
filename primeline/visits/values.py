"""What the planner counts with: stretches of the calendar, what is planned, what is to change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from primeline.visits.choices import ConversationKind, CountedKind, WhyGone

ONE_DAY = timedelta(days=1)
# The kind of a subject that is a key person; lists show them as the reader may see them.
PERSON: Final = "visits.person"


class Period(NamedTuple):
    """A stretch of days, up to and without its end."""

    start: date
    end: date

    @property
    def last(self) -> date:
        """Its last day."""
        return self.end - ONE_DAY

    def holds(self, day: date) -> bool:
        """Test whether a day lies in it."""
        return self.start <= day < self.end

    def meets(self, other: "Period") -> bool:
        """Test whether they share a day."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What there is already for one account and one thing to do."""

    id: int
    period: Period
    is_owed: bool
    """Somebody owes it and has not done it."""
    done: date | None = None
    """The day on which it was done, or let off."""


@dataclass(frozen=True, kw_only=True)
class Revision:
    """What has to change so that one account gets one thing as often as it should."""

    drop: tuple[int, ...] = ()
    add: tuple[Period, ...] = ()


class Place(NamedTuple):
    """A day, and who is there on it."""

    day: date
    person_id: int


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something that looks for a day. What ends first is placed first."""

    key: int
    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class Room:
    """Who stands where a manager does on each day, and how much they have to do already.

    Days on which nobody is there are missing.
    """

    standing: Mapping[date, int]
    most: int
    taken: dict[Place, int] = field(default_factory=dict)

    def free(self, day: date, most: int) -> int:
        """Return how much more fits into a day, up to a limit that may be lower than the rule's."""
        person = self.standing.get(day)
        if person is None:
            return 0
        return min(most, self.most) - self.taken.get(Place(day, person), 0)

    def take(self, day: date) -> Place:
        """Fill one place of a day and return it."""
        place = Place(day, self.standing[day])
        self.taken[place] = self.taken.get(place, 0) + 1
        return place


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One standard action as the planner sees it."""

    id: int
    step: str
    manner: str
    rhythms: Mapping[str, str]
    lines: frozenset[str]
    is_in_last_month: bool
    is_for_postpaid: bool = False
    occasion: str = ""
    """What key persons are wished well on; empty where it is done for the account as a whole."""
    roles: frozenset[str] = frozenset()
    later: "tuple[Rhythms, ...]" = ()
    """What holds in its place from days to come on, in their order."""

    @property
    def current(self) -> "Rhythms":
        """How it is now."""
        return Rhythms(
            rhythms=self.rhythms,
            lines=self.lines,
            is_in_last_month=self.is_in_last_month,
            is_for_postpaid=self.is_for_postpaid,
            roles=self.roles,
        )

    def held_on(self, day: date) -> "Rhythms":
        """Return how it is on a day."""
        held = self.current
        for one in self.later:
            held = one if one.active_from <= day else held
        return held


@dataclass(frozen=True, kw_only=True)
class Rhythms:
    """How often something is done at each level, for whom, from a day on."""

    rhythms: Mapping[str, str]
    lines: frozenset[str] = frozenset()
    is_in_last_month: bool = False
    active_from: date = date.min
    roles: frozenset[str] = frozenset()
    """Key persons with one of these roles in decisions; empty is any part."""
    is_for_postpaid: bool = False
    """Beside these lines, accounts that pay for anything after use; with no line, only these."""

    def is_for(self, account: "Account") -> bool:
        """Test whether it is done for an account, by what that has and how it pays."""
        is_for_all = not self.lines and not self.is_for_postpaid
        is_asked_for = bool(self.lines & account.lines)
        return is_for_all or is_asked_for or (self.is_for_postpaid and account.is_postpaid)


@dataclass(frozen=True, kw_only=True)
class KeyPerson:
    """Somebody at an account with a role in decisions, who agrees to be greeted."""

    id: int
    customer_id: int
    role: str
    birthdays: tuple[date, ...] = ()
    """Those around the days that are planned."""


class Greeted(NamedTuple):
    """A greeting that stands, at whichever account: done, owed, or wanted by a plan."""

    id: int
    contact_id: int
    standard_id: int
    start: date


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account as the planner sees it. One that is none of ours any more has no tier."""

    id: int
    tier: str
    is_open: bool
    lines: frozenset[str]
    is_postpaid: bool = False
    """It pays for something that it has after use."""
    opened: date | None = None
    """The day on which it was opened, if that is known."""


@dataclass(frozen=True, kw_only=True)
class There:
    """A service action that stands, as the planner sees it."""

    planned: Planned
    customer_id: int
    standard_id: int
    place: Place | None
    is_moved: bool
    turn: int
    is_given: bool = False
    """A lead gave it to somebody of their choice."""
    is_left: bool = False
    """It was given to somebody who is not there any more, or sees the account no more."""
    extended_to: date | None = None
    """A lead put it off beyond its stretch: it may be done on days before this one."""
    contact_id: int | None = None
    """The key person for whom it is done."""
    best: Period | None = None
    """The days on which a key person is best greeted."""

    @property
    def id(self) -> int:
        return self.planned.id

    @property
    def period(self) -> Period:
        return self.planned.period

    @property
    def span(self) -> Period:
        """The days on which it may be done."""
        return Period(self.period.start, self.extended_to or self.period.end)


@dataclass(frozen=True, kw_only=True)
class Fresh:
    """A service action that is to be."""

    account: Account
    wish: Wish
    period: Period
    proposed: date | None = None
    """The day that was agreed on when the one before it took place."""
    contact_id: int | None = None
    best: Period | None = None


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A day on which the next visit or call of an account was proposed."""

    customer_id: int
    standard_id: int | None
    """What the one before it was planned as; None if it was not."""
    step: str
    day: date

    def is_for(self, account: Account, wish: Wish) -> bool:
        """Test whether it is about this thing to be done for this account."""
        is_same = self.standard_id == wish.id
        is_plain = self.standard_id is None and self.step == wish.step
        return self.customer_id == account.id and (is_same or is_plain)


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What the planner has found to do."""

    drop: tuple[There, ...] = ()
    add: tuple[tuple[Fresh, Place | None], ...] = ()
    staff: tuple[tuple[There, Place], ...] = ()
    unstaff: tuple[There, ...] = ()
    move: tuple[tuple[There, Place], ...] = ()
    why: Mapping[int, WhyGone] = field(default_factory=dict)
    """Why key persons are not greeted after all, by what is dropped."""

    def __bool__(self) -> bool:
        return bool(self.drop or self.add or self.staff or self.unstaff or self.move)


class Turn(NamedTuple):
    """What can be owed several times, one after the other."""

    customer_id: int
    standard_id: int
    contact_id: int | None
    start: date


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that the planner knows of the accounts of one manager."""

    today: date
    wishes: tuple[Wish, ...]
    accounts: tuple[Account, ...]
    there: tuple[There, ...]
    turns: Mapping[Turn, int]
    """How often something was owed before in a stretch that begins on a day."""
    rooms: Mapping[str, Room]
    """Room by manner."""
    proposals: tuple[Proposal, ...] = ()
    people: tuple[KeyPerson, ...] = ()
    greeted: tuple[Greeted, ...] = ()
    gone: Mapping[int, WhyGone] = field(default_factory=dict)
    """Why somebody for whom something stands is none of the people."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How much the planner has changed."""

    added: int = 0
    dropped: int = 0
    moved: int = 0
    unstaffed: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            added=self.added + other.added,
            dropped=self.dropped + other.dropped,
            moved=self.moved + other.moved,
            unstaffed=self.unstaffed + other.unstaffed,
        )


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody tells of a visit, call or meeting that took place."""

    kind: ConversationKind
    held_at: datetime
    place: str = ""
    purpose: str = ""
    outcome: str
    contact_ids: frozenset[int] = frozenset()
    next_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class Promised:
    """What was promised to a customer, by when, and who sees to it."""

    what: str
    due_date: date
    person_id: int


class Cause(NamedTuple):
    """What else was done, that counts as something planned: its kind and id."""

    kind: CountedKind
    id: int
