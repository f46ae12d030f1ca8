"""What counts as gained, lost, won back or netted, and what the base was. Pure answers."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple, TypeVar

from primeline.kit.months import shift
from primeline.kpi.choices import MovementKind
from primeline.kpi.measures import RANKED_FROM
from primeline.kpi.values import Ending, FeeStep, Held, Movement, Opening, Place, Share, Tally
from primeline.products.choices import Influence
from primeline.products.rules import NETTING_WINDOW

WIN_BACK_WINDOW: Final = timedelta(days=365)
COMING: Final = frozenset({MovementKind.GAINED, MovementKind.WON_BACK, MovementKind.NETTED_IN})
GOING: Final = frozenset({MovementKind.LOST, MovementKind.NETTED_OUT})

K = TypeVar("K", bound=Hashable)
# (month, unit, line) -> (count, cents)
Bases = dict[tuple[date, int, int], tuple[int, int]]


class Bridge(NamedTuple):
    """How a ratio moved from one month to another, in shares."""

    start: float
    by_losses: float
    by_gains: float
    end: float


# Place, month, count, cents
Change = tuple[Place, date, int, int]
_Sums = defaultdict[K, list[int]]
# Unit, line, and the account; or one of these for all accounts that were the same all along.
_Part = tuple[int, int, int]
ALWAYS_KEY: Final = 0
NEVER_KEY: Final = -1


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
        # One book serves one question, so what it has found for its months stays.
        self._steady: dict[int, int | None] = {}

    def is_key(self, customer_id: int, month: date) -> bool:
        """Test whether the account was a key account in the month."""
        place = bisect_right(self._months.get(customer_id, ()), month)
        if place:
            return self._spells[customer_id][place - 1].is_key
        was_judged = self._first_judged is not None and self._first_judged <= month
        return customer_id in self._key_now and not was_judged

    def steadiness(self, customer_id: int, first: date, last: date) -> int | None:
        """Return ALWAYS_KEY or NEVER_KEY for an account that was so in all these months."""
        found = self._steady.get(customer_id, ...)
        if found is ...:
            found = self._steady[customer_id] = self._steadiness(customer_id, first, last)
        return found

    def _steadiness(self, customer_id: int, first: date, last: date) -> int | None:
        spells = self._months.get(customer_id, ())
        place = bisect_right(spells, first)
        judged = self._first_judged
        if place != bisect_right(spells, last):
            return None
        if not place and judged is not None and first < judged <= last:
            return None
        return ALWAYS_KEY if self.is_key(customer_id, first) else NEVER_KEY


def spells_through_merge(
    before: Sequence[Spell], after: Sequence[Spell], *, month: date
) -> list[Spell]:
    """Return the spells of an account that was merged in a month: its own up to then, then those
    of the account that took it in.

    So a merge changes no figure of a month that is over.
    """
    own = [spell for spell in before if spell.month <= month]
    following = shift(month, 1)
    earlier = [spell for spell in after if spell.month <= following]
    if earlier:
        own.append(Spell(following, earlier[-1].is_key))
    return own + [spell for spell in after if spell.month > following]


class EveryAccount(KeyBook):
    """Counts all accounts, key or not."""

    def __init__(self) -> None:
        super().__init__({}, first_judged=None, key_now=())

    def is_key(self, customer_id: int, month: date) -> bool:
        return True

    def steadiness(self, customer_id: int, first: date, last: date) -> int | None:
        return ALWAYS_KEY


def is_netted(kind: str, opened: date, ended: date | None) -> bool:
    """Test whether an opening and an ending cancel out: one purpose, within 60 days."""
    return bool(kind) and ended is not None and abs(opened - ended) <= NETTING_WINDOW


def movements_of(
    openings: Sequence[Opening],
    endings: Sequence[Ending],
    steps: Sequence[FeeStep],
    later: Sequence[FeeStep] = (),
) -> list[Movement]:
    """Return everything that happened, as it counts. Endings may begin a year before the rest.

    `later` are changes of fees after it: none of them counts, but a fee was what it was before.
    """
    lost_days = _days_of_losses(endings)
    first_fees = fees_before([*steps, *later])
    found: list[Movement] = []
    for opening in openings:
        found += _of_opening(opening, first_fees, lost_days)
    found += [_of_ending(ending) for ending in endings]
    found += [_of_step(step) for step in steps]
    return found


def held_before(held: Iterable[Held], later: Iterable[FeeStep]) -> list[Held]:
    """Return what was held before these changes of fees, of what is held with the fees of now."""
    return [*held, *(Held(step.place, 0, step.old_cents - step.new_cents) for step in later)]


def changes_of(movements: Iterable[Movement]) -> Iterator[Change]:
    """Return what each movement has added to or taken from what is held, and in which month."""
    for kind, _, place, _, month, cents, replacement, *_ in movements:
        if kind in COMING:
            yield place, month, 1, cents
        elif kind in GOING:
            yield place, month, -1, -cents
        elif not replacement:  # a pair's difference is in the fees of its two halves already
            yield place, month, 0, cents if kind is MovementKind.FEE_UP else -cents


def opening_bases(
    held: Iterable[Held],
    changes: Iterable[Change],
    months: Sequence[date],
    book: KeyBook,
) -> Bases:
    """Return what was held at the start of each month, by month, unit and line.

    It walks back from what is held at the end, undoing the `changes` since. Accounts count in the
    months in which they were key accounts; those that were so all along are walked together.
    """
    stocks: dict[_Part, _Stock] = {}
    for place, count, cents in held:
        _put(_stock(stocks, place, book, months).now, count, cents)
    for place, month, count, cents in changes:
        if month >= months[0]:
            _put(_stock(stocks, place, book, months).changed[month], count, cents)
    bases: _Sums[tuple[date, int, int]] = defaultdict(lambda: [0, 0])
    for (unit_id, line_id, customer_id), stock in stocks.items():
        if customer_id == NEVER_KEY:
            continue
        for month, count, cents in stock.back_through(months):
            if customer_id == ALWAYS_KEY or book.is_key(customer_id, month):
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


def bridge(before: Tally, after: Tally) -> Bridge | None:
    """Return why lost ÷ gained moved: by what was lost, and by what was gained.

    First the losses change at the old gains, then the gains; the two add up to the whole.
    """
    if not before.gained_count or not after.gained_count:
        return None
    start = before.lost_count / before.gained_count
    end = after.lost_count / after.gained_count
    by_losses = (after.lost_count - before.lost_count) / before.gained_count
    return Bridge(start, by_losses, end - start - by_losses, end)


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


class _Stock:
    """What one account, or all steady ones of a unit together, hold and how it has changed."""

    __slots__ = ("changed", "now")

    def __init__(self) -> None:
        self.now = [0, 0]
        self.changed: _Sums[date] = defaultdict(lambda: [0, 0])

    def back_through(self, months: Sequence[date]) -> Iterator[tuple[date, int, int]]:
        """Return the start of each month at which something was held, the latest first."""
        count, cents = self.now
        for month in reversed(months):
            if month in self.changed:
                count, cents = count - self.changed[month][0], cents - self.changed[month][1]
            if count or cents:
                yield month, count, cents


def _stock(
    stocks: dict[_Part, _Stock], place: Place, book: KeyBook, months: Sequence[date]
) -> _Stock:
    whose = book.steadiness(place.customer_id, months[0], months[-1])
    part = place.unit_id, place.line_id, place.customer_id if whose is None else whose
    if part not in stocks:
        stocks[part] = _Stock()
    return stocks[part]


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


def fees_before(steps: Iterable[FeeStep]) -> dict[int, int]:
    """Return the fee of each subscription before the first of its steps."""
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
