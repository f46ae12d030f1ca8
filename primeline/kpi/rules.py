"""What counts as gained, lost, won back or netted, and what the base was. Pure answers."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple, TypeVar

from primeline.kpi.choices import MovementKind
from primeline.kpi.measures import RANKED_FROM
from primeline.kpi.values import Ending, FeeStep, Held, Movement, Opening, Place, Share, Tally
from primeline.products.choices import Influence
from primeline.products.rules import NETTING_WINDOW

WIN_BACK_WINDOW: Final = timedelta(days=365)
GAINS: Final = frozenset({MovementKind.GAINED, MovementKind.WON_BACK})

K = TypeVar("K", bound=Hashable)
# (month, unit, line) -> (count, cents)
Bases = dict[tuple[date, int, int], tuple[int, int]]
_Sums = defaultdict[K, list[int]]


class Spell(NamedTuple):
    """From a month on, an account is a key account or is not."""

    month: date
    is_key: bool


class KeyBook:
    """Which accounts were key accounts in which month.

    What stood in the month counts. Before anybody was judged, what the account is now counts.
    """

    def __init__(
        self,
        spells: Mapping[int, Sequence[Spell]],
        *,
        first_judged: date | None,
        key_now: Collection[int],
    ) -> None:
        self._months = {pk: [spell.month for spell in found] for pk, found in spells.items()}
        self._spells = spells
        self._first_judged = first_judged
        self._key_now = frozenset(key_now)

    def is_key(self, customer_id: int, month: date) -> bool:
        """Test whether the account was a key account in the month."""
        place = bisect_right(self._months.get(customer_id, ()), month)
        if place:
            return self._spells[customer_id][place - 1].is_key
        was_judged = self._first_judged is not None and self._first_judged <= month
        return customer_id in self._key_now and not was_judged

    def is_steady(self, customer_id: int, first: date, last: date) -> bool:
        """Test whether the account was the same in all months from the first to the last."""
        spells = self._months.get(customer_id, ())
        place = bisect_right(spells, first)
        if place != bisect_right(spells, last):
            return False
        judged = self._first_judged
        return place > 0 or judged is None or not first < judged <= last


class EveryAccount(KeyBook):
    """Counts all accounts, key or not."""

    def __init__(self) -> None:
        super().__init__({}, first_judged=None, key_now=())

    def is_key(self, customer_id: int, month: date) -> bool:
        return True

    def is_steady(self, customer_id: int, first: date, last: date) -> bool:
        return True


def is_netted(kind: str, opened: date, ended: date | None) -> bool:
    """Test whether an opening and an ending cancel out: one purpose, within 60 days."""
    return bool(kind) and ended is not None and abs(opened - ended) <= NETTING_WINDOW


def movements_of(
    openings: Sequence[Opening], endings: Sequence[Ending], steps: Sequence[FeeStep]
) -> list[Movement]:
    """Return everything that happened, as it counts. Endings may begin a year before the rest."""
    lost_days = _days_of_losses(endings)
    first_fees = _fees_at_opening(steps)
    found: list[Movement] = []
    for opening in openings:
        found += _of_opening(opening, first_fees, lost_days)
    found += [_of_ending(ending) for ending in endings]
    found += [_of_step(step) for step in steps]
    return found


def changes_of(
    openings: Sequence[Opening], endings: Sequence[Ending], steps: Sequence[FeeStep]
) -> list[tuple[Place, date, int, int]]:
    """Return what each of these has added to or taken from what is held, and when."""
    first = _fees_at_opening(steps)
    came = [(o.place, o.day, 1, first.get(o.subscription_id, o.fee_cents)) for o in openings]
    went = [(ending.place, ending.day, -1, -ending.fee_cents) for ending in endings]
    dearer = [(step.place, step.day, 0, step.new_cents - step.old_cents) for step in steps]
    return [*came, *went, *dearer]


def opening_bases(
    held: Iterable[Held],
    changes: Iterable[tuple[Place, date, int, int]],
    months: Sequence[date],
    book: KeyBook,
) -> Bases:
    """Return what was held at the start of each month, by month, unit and line.

    It walks back from what is held at the end: `changes` are (place, day, count, cents) since.
    Accounts count in the months in which they were key accounts.
    """
    stock = {place: (count, cents) for place, count, cents in held}
    changed = _by_month(changes, months[0])
    # What has nothing left may still have had something.
    stock |= dict.fromkeys(changed.keys() - stock.keys(), (0, 0))
    bases: _Sums[tuple[date, int, int]] = defaultdict(lambda: [0, 0])
    unmoved: _Sums[tuple[int, int]] = defaultdict(lambda: [0, 0])
    for place, (count, cents) in stock.items():
        steady = book.is_steady(place.customer_id, months[0], months[-1])
        if steady and not book.is_key(place.customer_id, months[0]):
            continue
        if steady and place not in changed:
            _put(unmoved[place.unit_id, place.line_id], count, cents)
            continue
        for month, had in _walk_back((count, cents), changed.get(place, {}), months):
            if had != (0, 0) and (steady or book.is_key(place.customer_id, month)):
                _put(bases[month, place.unit_id, place.line_id], *had)
    for (unit_id, line_id), (count, cents) in unmoved.items():
        for month in months:
            _put(bases[month, unit_id, line_id], count, cents)
    return {key: (count, cents) for key, (count, cents) in bases.items()}


def add(tally: Tally, movement: Movement, influences: Mapping[int, Influence]) -> None:
    """Add one movement to the sums."""
    match movement.kind:
        case MovementKind.GAINED | MovementKind.WON_BACK:
            tally.gained_count += 1
            tally.gained_cents += movement.cents
            if movement.kind is MovementKind.WON_BACK:
                tally.won_back_count += 1
                tally.won_back_cents += movement.cents
        case MovementKind.LOST:
            _add_loss(tally, movement, influences)
        case MovementKind.NETTED_IN:
            tally.netted_in_count += 1
        case MovementKind.NETTED_OUT:
            tally.netted_out_count += 1
            tally.netted_by_kind[movement.replacement] += 1
        case MovementKind.FEE_UP:
            tally.fee_up_cents += movement.cents
        case MovementKind.FEE_DOWN:
            tally.fee_down_cents += movement.cents


def influence_of(reason_id: int | None, influences: Mapping[int, Influence]) -> Influence:
    """Return whether we could have done something; without a reason nobody knows."""
    return influences.get(reason_id or 0, Influence.UNKNOWN)


def ranks(shares: Mapping[K, Share], *, lowest_first: bool = True) -> dict[K, int | None]:
    """Return the place of each in the order of its rate, equal rates sharing one.

    Those with under 30 cases, or nothing to divide by, have no place and take none.
    """
    values = {
        key: share.value
        for key, share in shares.items()
        if share.denominator >= RANKED_FROM and share.value is not None
    }
    order = sorted(values.values(), reverse=not lowest_first)
    return {key: order.index(values[key]) + 1 if key in values else None for key in shares}


def _by_month(
    changes: Iterable[tuple[Place, date, int, int]], first: date
) -> dict[Place, dict[date, tuple[int, int]]]:
    found: dict[Place, dict[date, tuple[int, int]]] = {}
    for place, day, count, cents in changes:
        if day >= first:
            of_place = found.setdefault(place, {})
            month = day.replace(day=1)
            had_count, had_cents = of_place.get(month, (0, 0))
            of_place[month] = had_count + count, had_cents + cents
    return found


def _walk_back(
    now: tuple[int, int], changed: Mapping[date, tuple[int, int]], months: Sequence[date]
) -> Iterator[tuple[date, tuple[int, int]]]:
    count, cents = now
    for month in reversed(months):
        if month in changed:
            count, cents = count - changed[month][0], cents - changed[month][1]
        yield month, (count, cents)


def _put(into: list[int], count: int, cents: int) -> None:
    into[0] += count
    into[1] += cents


def _of_opening(
    opening: Opening, first_fees: Mapping[int, int], lost_days: Mapping[tuple[int, int], list[date]]
) -> list[Movement]:
    cents = first_fees.get(opening.subscription_id, opening.fee_cents)
    seed = (opening.subscription_id, opening.place, opening.day, opening.day.replace(day=1))
    if not is_netted(opening.kind, opening.day, opening.ended):
        lost = lost_days.get((opening.place.customer_id, opening.place.line_id), ())
        came_back = any(timedelta(0) < opening.day - day <= WIN_BACK_WINDOW for day in lost)
        kind = MovementKind.WON_BACK if came_back else MovementKind.GAINED
        return [Movement(kind, *seed, cents)]
    found = [Movement(MovementKind.NETTED_IN, *seed, cents, opening.kind)]
    if difference := cents - opening.ended_fee_cents:
        kind = MovementKind.FEE_UP if difference > 0 else MovementKind.FEE_DOWN
        found.append(Movement(kind, *seed, abs(difference), opening.kind))
    return found


def _of_ending(ending: Ending) -> Movement:
    netted = ending.reopened is not None and is_netted(ending.kind, ending.reopened, ending.day)
    return Movement(
        MovementKind.NETTED_OUT if netted else MovementKind.LOST,
        ending.subscription_id,
        ending.place,
        ending.day,
        ending.day.replace(day=1),
        ending.fee_cents,
        ending.kind if netted else "",
        ending.recorded_id,
        ending.verified_id,
    )


def _of_step(step: FeeStep) -> Movement:
    difference = step.new_cents - step.old_cents
    kind = MovementKind.FEE_UP if difference > 0 else MovementKind.FEE_DOWN
    month = step.day.replace(day=1)
    return Movement(kind, step.subscription_id, step.place, step.day, month, abs(difference))


def _days_of_losses(endings: Iterable[Ending]) -> dict[tuple[int, int], list[date]]:
    found: dict[tuple[int, int], list[date]] = defaultdict(list)
    for ending in endings:
        if ending.reopened is None or not is_netted(ending.kind, ending.reopened, ending.day):
            found[ending.place.customer_id, ending.place.line_id].append(ending.day)
    return found


def _fees_at_opening(steps: Iterable[FeeStep]) -> dict[int, int]:
    found: dict[int, int] = {}
    # The earliest is written last and stays; steps of one day keep the order they came in.
    for step in sorted(steps, key=lambda step: step.day)[::-1]:
        found[step.subscription_id] = step.old_cents
    return found


def _add_loss(tally: Tally, movement: Movement, influences: Mapping[int, Influence]) -> None:
    known = influence_of(movement.reason_id, influences)
    tally.lost_count += 1
    tally.lost_cents += movement.cents
    tally.lost_by_influence[known] += 1
    tally.lost_cents_by_influence[known] += movement.cents
    tally.recorded_by_influence[influence_of(movement.recorded_id, influences)] += 1
    tally.verified_count += movement.verified_id is not None
