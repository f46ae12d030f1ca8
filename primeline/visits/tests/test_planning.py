"""The planner without a database: nothing twice, nothing lost, nobody beyond their day."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from primeline.visits import rules
from primeline.visits.choices import Rhythm
from primeline.visits.planning import work_out
from primeline.visits.values import (
    Account,
    Changes,
    Facts,
    Period,
    Place,
    Planned,
    Room,
    Task,
    There,
    Wish,
)

LIN, MIRA = 1, 2
START = date(2026, 9, 28)
VISIT = Wish(
    id=1,
    step="VISIT",
    manner="VISIT",
    rhythms={"T0": "MONTHLY", "T1": "MONTHS_2", "T2": "MONTHS_3", "T3": "MONTHS_6"},
    lines=frozenset(),
    is_in_last_month=False,
)
CALL = Wish(
    id=2,
    step="CALL",
    manner="CALL",
    rhythms={"T0": "WEEKLY", "T1": "HALF_MONTH", "T2": "MONTHLY"},
    lines=frozenset(),
    is_in_last_month=False,
)
WISHES = (VISIT, CALL)


@dataclass
class World:
    """Accounts of one manager and what is planned for them, as the tables would hold it."""

    today: date = START
    tiers: dict[int, str] = field(default_factory=lambda: {1: "T0", 2: "T2"})
    there: dict[int, There] = field(default_factory=dict)
    standing: dict[date, int] = field(default_factory=dict)
    most: dict[str, int] = field(default_factory=lambda: {"VISIT": 2, "CALL": 2})

    def __post_init__(self) -> None:
        days = (START + timedelta(days=n) for n in range(700))
        self.standing = {day: LIN for day in days if day.weekday() < 5}

    def facts(self) -> Facts:
        rooms = {
            manner: Room(
                standing={d: p for d, p in self.standing.items() if d >= self.today}, most=most
            )
            for manner, most in self.most.items()
        }
        accounts = tuple(
            Account(id=pk, tier=tier, is_open=tier != "gone", lines=frozenset())
            for pk, tier in self.tiers.items()
        )
        return Facts(
            today=self.today,
            wishes=WISHES,
            accounts=accounts,
            there=tuple(self.there.values()),
            turns={},
            rooms=rooms,
        )

    def plan(self) -> Changes:
        changes = work_out(self.facts())
        for one in changes.drop:
            del self.there[one.id]
        for one in changes.unstaff:
            self._put(one, None)
        for one, place in (*changes.staff, *changes.move):
            self._put(one, place)
        for fresh, at in changes.add:
            key = max(self.there, default=0) + 1
            planned = Planned(id=key, period=fresh.period, is_owed=at is not None)
            self.there[key] = There(
                planned=planned,
                customer_id=fresh.account.id,
                standard_id=fresh.wish.id,
                place=at,
                is_moved=False,
                turn=1,
            )
        return changes

    def do(self, key: int) -> None:
        one = self.there[key]
        planned = replace(one.planned, is_owed=False, done=self.today)
        self.there[key] = replace(one, planned=planned)

    def begun(self) -> set[int]:
        """Return what is owed in a stretch that has begun."""
        return {
            one.id
            for one in self.there.values()
            if one.planned.is_owed and one.period.start <= self.today
        }

    def _put(self, one: There, place: Place | None) -> None:
        planned = replace(one.planned, is_owed=place is not None)
        self.there[one.id] = replace(one, planned=planned, place=place)


def check(world: World) -> None:
    """Look at all that must hold after a plan."""
    again = work_out(world.facts())
    assert not again, f"asked again it wants {again}"
    full: Counter[tuple[str, Place]] = Counter()
    for account, tier in world.tiers.items():
        for wish in WISHES:
            mine = [
                one
                for one in world.there.values()
                if (one.customer_id, one.standard_id) == (account, wish.id)
            ]
            starts = [one.period.start for one in mine]
            assert len(starts) == len(set(starts))
            _check_apart([one for one in mine if one.planned.is_owed], world.today)
            rhythm = rules.rhythm_of(wish.rhythms, tier)
            for period in rules.periods_of(rhythm, world.today) if rhythm else ():
                _check_served(period, mine, world.today)
            for one in mine:
                if one.place is not None:
                    assert one.period.holds(one.place.day)
                    if one.planned.is_owed and one.place.day >= world.today:
                        full[wish.manner, one.place] += 1
    assert all(count <= world.most[manner] for (manner, _place), count in full.items())


def _check_apart(owed: list[There], today: date) -> None:
    running = [one.period for one in owed if one.period.end > today]
    for number, period in enumerate(running):
        assert not any(period.meets(other) for other in running[number + 1 :])


def _check_served(period: Period, mine: list[There], today: date) -> None:
    half = (period.end - today) * 2 >= period.end - period.start
    if period.start > today or half:
        assert any(
            one.period.meets(period) or (one.planned.done and period.holds(one.planned.done))
            for one in mine
        ), f"{period} is lost"


STEPS = some.lists(
    some.one_of(
        some.tuples(some.just("days"), some.integers(1, 20)),
        some.tuples(some.just("tier"), some.sampled_from(["T0", "T1", "T2", "T3", "", "gone"])),
        some.tuples(some.just("done"), some.integers(0, 30)),
        some.tuples(some.just("away"), some.integers(1, 40)),
        some.tuples(some.just("manager"), some.just(0)),
        some.tuples(some.just("holiday"), some.integers(0, 15)),
    ),
    max_size=14,
)


def is_replaced(one: There, world: World) -> bool:
    """Test whether something shorter, over no later, stands in place of what was dropped."""
    return world.tiers[one.customer_id] == "gone" or any(
        other.standard_id == one.standard_id
        and other.customer_id == one.customer_id
        and other.period.meets(one.period)
        and other.period.end <= one.period.end
        for other in world.there.values()
    )


def go_on(world: World, what: str, how: int | str) -> None:
    """Let something happen to the world."""
    ahead = [world.today + timedelta(days=n + 1) for n in range(how if isinstance(how, int) else 0)]
    if what == "days":
        world.today += timedelta(days=len(ahead))
    elif what == "tier":
        world.tiers[1] = str(how)
    elif what == "done" and (owed := world.begun()):
        world.do(sorted(owed)[len(ahead) % len(owed)])
    elif what == "away":
        for day in ahead:
            world.standing.pop(day, None)
    elif what == "manager":
        world.standing = dict.fromkeys(world.standing, MIRA)
    elif what == "holiday":
        world.standing.pop(world.today + timedelta(days=len(ahead)), None)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_whatever_happens_nothing_is_planned_twice_and_nothing_is_lost(
    steps: list[tuple[str, int | str]],
) -> None:
    world = World()
    world.plan()
    for what, how in steps:
        begun = world.begun()
        go_on(world, what, how)
        changes = world.plan()
        check(world)
        unstaffed = {one.id for one in changes.unstaff}
        assert not unstaffed & begun, "what was begun and owed became unstaffed"
        for one in changes.drop:
            if one.id in begun:
                assert is_replaced(one, world), f"{one} is owed no more, and nothing instead"


def test_what_does_not_fit_into_the_days_is_unstaffed_and_staffed_once_there_is_room() -> None:
    world = World(tiers=dict.fromkeys(range(1, 6), "T0"))
    world.most = {"VISIT": 0, "CALL": 9}

    world.plan()

    visits = [one for one in world.there.values() if one.standard_id == VISIT.id]
    assert visits
    assert all(one.place is None and not one.planned.is_owed for one in visits)
    world.most["VISIT"] = 3
    world.plan()
    assert all(one.place for one in world.there.values())
    check(world)


def test_a_day_that_somebody_chose_stays_and_others_make_room() -> None:
    world = World(tiers={1: "T0"})
    world.plan()
    friday = Place(date(2026, 10, 16), LIN)
    october = Period(date(2026, 10, 1), date(2026, 11, 1))
    first = next(one for one in world.there.values() if one.period == october)
    world.there[first.id] = replace(first, place=friday, is_moved=True)

    assert not world.plan()
    world.standing.pop(friday.day)
    world.plan()
    place = world.there[first.id].place
    assert place is not None
    assert place != friday


def test_room_is_found_for_as_many_as_there_can_be() -> None:
    days = [START + timedelta(days=n) for n in range(4)]
    room = Room(standing=dict.fromkeys(days, LIN), most=1)
    tasks = [
        Task(key=1, first=days[0], last=days[3]),
        Task(key=2, first=days[0], last=days[0]),
        Task(key=3, first=days[1], last=days[1]),
        Task(key=4, first=days[1], last=days[2]),
        Task(key=5, first=days[1], last=days[1]),
    ]

    found = rules.place_all(tasks, room)

    assert {key: place.day for key, place in found.items()} == {
        2: days[0], 3: days[1], 4: days[2], 1: days[3],
    }  # fmt: skip
    assert all(count == 1 for count in room.taken.values())


@settings(max_examples=200, deadline=None)
@given(
    some.lists(some.tuples(some.integers(0, 9), some.integers(0, 5)), max_size=25),
    some.lists(some.integers(0, 4), min_size=10, max_size=10),
    some.integers(0, 4),
)
def test_days_are_spread_as_evenly_as_finding_room_for_all_allows(
    spans: list[tuple[int, int]], taken: list[int], most: int
) -> None:
    days = [START + timedelta(days=n) for n in range(10)]
    tasks = [
        Task(key=n, first=days[first], last=days[first] + timedelta(days=length))
        for n, (first, length) in enumerate(spans)
    ]

    def room_with(most: int) -> Room:
        used = {Place(day, LIN): count for day, count in zip(days, taken, strict=True) if count}
        return Room(standing=dict.fromkeys(days, LIN), most=most, taken=used)

    room = room_with(most)
    found = rules.place_all(tasks, room)

    # The plain way: one more a day, until no more finds room.
    counts = [len(rules.place_all(tasks, room_with(n))) for n in range(most + 1)]
    least = counts.index(max(counts))
    assert len(found) == max(counts)
    assert found == rules.place_all(tasks, room_with(least))
    by_key = {one.key: one for one in tasks}
    assert all(by_key[key].first <= at.day <= by_key[key].last for key, at in found.items())
    placed = Counter(at.day for at in found.values())
    for day, count in zip(days, taken, strict=True):
        assert room.taken.get(Place(day, LIN), 0) == count + placed[day]
        assert not placed[day] or count + placed[day] <= least


def test_stretches_follow_the_calendar() -> None:
    day = date(2026, 12, 31)
    assert rules.period_at(Rhythm.WEEKLY, day) == (date(2026, 12, 28), date(2027, 1, 4))
    assert rules.period_at(Rhythm.TWICE_A_MONTH, day) == (date(2026, 12, 16), date(2027, 1, 1))
    assert rules.period_at(Rhythm.EVERY_TWO_MONTHS, day) == (date(2026, 11, 1), date(2027, 1, 1))
    assert rules.period_at(Rhythm.YEARLY, day) == (date(2026, 1, 1), date(2027, 1, 1))
    quarter = rules.period_at(Rhythm.QUARTERLY, date(2026, 10, 3), is_in_last_month=True)
    assert quarter == (date(2026, 12, 1), date(2027, 1, 1))
    found = rules.periods_of(Rhythm.WEEKLY, date(2026, 11, 25))
    assert found[0].start == date(2026, 11, 23)
    assert len(found) == 9


def test_once_after_the_opening_is_owed_once_whatever_is_said_of_the_opening_later() -> None:
    opened = date(2026, 10, 9)
    wish = replace(CALL, rhythms={"T0": "ONCE_3", "T1": "ONCE_7"}, is_in_last_month=False)
    account = Account(id=1, tier="T0", is_open=True, lines=frozenset(), opened=opened)

    def plan_on(day: date, *there: There, of: Account = account) -> Changes:
        standing = dict.fromkeys((opened + timedelta(days=n) for n in range(40)), LIN)
        room = Room(standing=standing, most=3)
        facts = Facts(
            today=day, wishes=(wish,), accounts=(of,), there=there, turns={},
            rooms={wish.manner: room},
        )  # fmt: skip
        return work_out(facts)

    ((fresh, place),) = plan_on(opened).add
    assert fresh.period == Period(opened, date(2026, 10, 13))
    assert place is not None
    assert fresh.period.holds(place.day)
    stands = There(
        planned=Planned(id=1, period=fresh.period, is_owed=True), customer_id=1,
        standard_id=wish.id, place=place, is_moved=False, turn=1,
    )  # fmt: skip
    assert not plan_on(opened + timedelta(days=1), stands)
    # Its time over it stays owed and late, at another level it is the same one.
    assert not plan_on(opened + timedelta(days=20), stands)
    assert not plan_on(opened, stands, of=replace(account, tier="T1")).add
    done = replace(stands, planned=Planned(id=1, period=fresh.period, is_owed=False, done=opened))
    moved = replace(account, opened=opened + timedelta(days=9))
    assert not plan_on(moved.opened or opened, done, of=moved)
    for never in (replace(account, opened=None), replace(account, opened=date(2020, 1, 1))):
        assert not plan_on(opened, of=never)
