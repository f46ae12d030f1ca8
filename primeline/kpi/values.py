"""Values that key figures are worked out with: rows as read, movements, and sums of them."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from primeline.kpi.choices import LineChoice, MovementKind
from primeline.products.choices import Influence
from primeline.staff.reach import Reach


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Who asks for what: their reach, months, unit, lines, and whose accounts."""

    reach: Reach
    first_month: date
    # The last day that counts; its month is the last one.
    as_of: date
    unit_path: str = ""
    # A LineChoice, or the code of one line of business.
    lines: str = LineChoice.LEASED
    is_key_only: bool = True
    manager_id: int | None = None

    @property
    def last_month(self) -> date:
        """The month that `as_of` lies in."""
        return self.as_of.replace(day=1)


class Place(NamedTuple):
    """Whose a subscription is, of which line, in which unit."""

    customer_id: int
    unit_id: int
    line_id: int


class Opening(NamedTuple):
    """A subscription that was opened; `ended` is the end of the one it took the place of."""

    subscription_id: int
    place: Place
    day: date
    fee_cents: int
    kind: str
    ended: date | None
    ended_fee_cents: int


class Ending(NamedTuple):
    """A subscription that was terminated; `reopened` is the opening that took its place."""

    subscription_id: int
    place: Place
    day: date
    fee_cents: int
    kind: str
    reopened: date | None
    recorded_id: int | None
    verified_id: int | None


class FeeStep(NamedTuple):
    """A change of a fee."""

    subscription_id: int
    place: Place
    day: date
    old_cents: int
    new_cents: int


class Held(NamedTuple):
    """What is held on the last day, by place."""

    place: Place
    held_count: int
    cents: int


class Movement(NamedTuple):
    """One thing that happened to one subscription, in the month it counts in."""

    kind: MovementKind
    subscription_id: int
    place: Place
    day: date
    month: date
    # The fee of what came or went; for a raise or a cut, by how much.
    cents: int
    replacement: str = ""
    recorded_id: int | None = None
    verified_id: int | None = None

    @property
    def reason_id(self) -> int | None:
        """The verified reason, or the recorded one where no second call was made."""
        return self.verified_id or self.recorded_id


@dataclass(frozen=True, kw_only=True)
class RowFilter:
    """Which movements stand behind one number. None means any."""

    months: Collection[date]
    kinds: Collection[MovementKind]
    unit_ids: Collection[int] | None = None
    line_id: int | None = None
    customer_id: int | None = None
    # 0 means none given.
    reason_id: int | None = None
    influence: Influence | None = None
    as_recorded: bool = False


@dataclass(frozen=True, kw_only=True)
class Share:
    """A rate with what it was worked out from, because a rate alone says little."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """The rate, 0…1 and beyond; None where there is nothing to divide by."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(kw_only=True)
class Tally:
    """Sums over movements, and the base they started from."""

    gained_count: int = 0
    gained_cents: int = 0
    won_back_count: int = 0
    won_back_cents: int = 0
    lost_count: int = 0
    lost_cents: int = 0
    netted_in_count: int = 0
    netted_out_count: int = 0
    fee_up_cents: int = 0
    fee_down_cents: int = 0
    base_count: int = 0
    base_cents: int = 0
    verified_count: int = 0
    # By what is known now: the verified reason, else the recorded one.
    lost_by_influence: Counter[Influence] = field(default_factory=Counter)
    lost_cents_by_influence: Counter[Influence] = field(default_factory=Counter)
    recorded_by_influence: Counter[Influence] = field(default_factory=Counter)
    netted_by_kind: Counter[str] = field(default_factory=Counter)

    @property
    def fees_gained_cents(self) -> int:
        """Fees of what was gained, and raises."""
        return self.gained_cents + self.fee_up_cents

    @property
    def fees_lost_cents(self) -> int:
        """Fees of what was lost, and price cuts."""
        return self.lost_cents + self.fee_down_cents

    @property
    def net_count(self) -> int:
        return self.gained_count - self.lost_count

    @property
    def net_cents(self) -> int:
        return self.fees_gained_cents - self.fees_lost_cents
