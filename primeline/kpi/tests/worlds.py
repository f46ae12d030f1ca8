"""Small random worlds of subscriptions, and what lost and gained are by counting on fingers.

The oracle shares nothing with the rules but the definition: it looks at every subscription on
every day, as somebody with a ledger and much time would.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import strategies as st

from primeline.kit import months
from primeline.kpi.rules import KeyBook, Spell
from primeline.kpi.values import Ending, FeeStep, Held, Opening, Place

START = date(2026, 1, 1)
END = date(2026, 6, 20)
MONTHS = months.span(START, END.replace(day=1))
DAYS = st.dates(START - timedelta(days=420), END)


@dataclass
class Line:
    """One subscription of the world."""

    id: int
    customer: int
    line: int
    opened: date
    ended: date | None
    fees: list[tuple[date, int]]
    replaces: "Line | None" = None
    replaced_by: "Line | None" = None
    kind: str = ""

    def fee_on(self, day: date) -> int:
        return [fee for since, fee in self.fees if since <= day][-1]

    def is_held(self, day: date) -> bool:
        """Held at the start of a day."""
        return self.opened < day and (self.ended is None or self.ended >= day)

    def is_netted(self, other: "Line | None") -> bool:
        if other is None:
            return False
        came, went = (self, other) if self.replaces is other else (other, self)
        return went.ended is not None and abs((came.opened - went.ended).days) <= 60


@dataclass
class World:
    """Everything that there is, and who was a key account when."""

    lines: list[Line]
    spells: dict[int, list[Spell]] = field(default_factory=dict)
    first_judged: date | None = None
    key_now: frozenset[int] = frozenset()

    def was_key(self, customer: int, month: date) -> bool:
        known = [spell for spell in self.spells.get(customer, []) if spell.month <= month]
        if known:
            return known[-1].is_key
        if self.first_judged is not None and month >= self.first_judged:
            return False
        return customer in self.key_now

    def book(self) -> KeyBook:
        return KeyBook(self.spells, first_judged=self.first_judged, key_now=self.key_now)


def a_world() -> st.SearchStrategy[World]:
    """Draw worlds of a few accounts with a few subscriptions each."""
    return st.composite(_a_world)()


def _a_world(draw: st.DrawFn) -> World:
    lines = [_a_line(draw, number) for number in range(1, draw(st.integers(1, 7)) + 1)]
    for came in lines:
        gone = [
            went
            for went in lines
            if went.ended and went is not came and not went.replaced_by and not came.replaces
            if went.customer == came.customer and went.replaces is not came
        ]
        chosen = draw(st.none() | st.sampled_from(gone)) if gone else None
        if chosen is not None:
            came.replaces = chosen
            came.replaces.replaced_by = came
            came.kind = draw(st.sampled_from(["MOVE", "SWAP", "RENAME"]))
    spells = {
        customer: [
            Spell(month, draw(st.booleans()))
            for month in sorted(draw(st.sets(st.sampled_from(MONTHS), max_size=3)))
        ]
        for customer in (1, 2)
    }
    return World(
        lines=lines,
        spells=spells,
        first_judged=draw(st.none() | st.sampled_from(MONTHS)),
        key_now=draw(st.frozensets(st.sampled_from([1, 2, 3]))),
    )


def _a_line(draw: st.DrawFn, number: int) -> Line:
    opened = draw(DAYS)
    ended = draw(st.none() | st.dates(opened, END))
    last = ended or END
    changes = draw(st.lists(st.dates(opened, last), max_size=2, unique=True))
    fee = st.integers(0, 5)
    fees = [(opened, draw(fee)), *((day, draw(fee)) for day in sorted(changes))]
    return Line(number, draw(st.integers(1, 3)), draw(st.integers(1, 2)), opened, ended, fees)


def place_of(line: Line) -> Place:
    return Place(line.customer, 10 + line.customer % 2, line.line)


def openings_of(world: World) -> list[Opening]:
    return [
        Opening(
            line.id,
            place_of(line),
            line.opened,
            line.fees[-1][1],
            line.kind,
            line.replaces.ended if line.replaces else None,
            line.replaces.fees[-1][1] if line.replaces else 0,
        )
        for line in world.lines
        if START <= line.opened <= END
    ]


def endings_of(world: World) -> list[Ending]:
    return [
        Ending(
            line.id,
            place_of(line),
            line.ended,
            line.fees[-1][1],
            line.replaced_by.kind if line.replaced_by else "",
            line.replaced_by.opened if line.replaced_by else None,
            None,
            None,
        )
        for line in world.lines
        if line.ended and START - timedelta(days=365) <= line.ended <= END
    ]


def steps_of(world: World) -> list[FeeStep]:
    return [
        FeeStep(line.id, place_of(line), day, old, new)
        for line in world.lines
        for (_, old), (day, new) in zip(line.fees, line.fees[1:], strict=False)
        if START <= day <= END
    ]


def held_now(world: World) -> list[Held]:
    sums: dict[Place, list[int]] = {}
    for line in world.lines:
        if line.ended is None or line.ended > END:
            mine = sums.setdefault(place_of(line), [0, 0])
            mine[0] += 1
            mine[1] += line.fees[-1][1]
    return [Held(place, count, cents) for place, (count, cents) in sums.items()]
