"""What one question about lost and gained was answered with: movements, bases, and their sums."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from primeline.kpi import rules
from primeline.kpi.choices import MovementKind
from primeline.kpi.values import Movement, RowFilter, Scope, Tally
from primeline.products.choices import Influence

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """All that happened in a scope. Every sum on a page is taken from here, so they agree."""

    scope: Scope
    months: Sequence[date]
    movements: Sequence[Movement]
    bases: rules.Bases
    influences: Mapping[int, Influence]

    def tally(self, months: Collection[date]) -> Tally:
        """Return the sums over these months; the base is that of the first of them."""
        whole: dict[int, Tally] = {0: Tally()}
        whole |= self._grouped(months, lambda _: 0, lambda _: 0)
        return whole[0]

    def by_month(self) -> dict[date, Tally]:
        """Return the sums of each month, each on its own base."""
        found = {month: Tally() for month in self.months}
        for movement in self.movements:
            rules.add(found[movement.month], movement, self.influences)
        for (month, _, _), (count, cents) in self.bases.items():
            _add_base(found[month], count, cents)
        return found

    def by_unit(self, months: Collection[date], unit_of: Mapping[int, int]) -> dict[int, Tally]:
        """Return the sums by unit, where `unit_of` says under which unit each one is shown.

        What lies in other units is left out: a person may be named on accounts elsewhere.
        """
        found = self._grouped(
            months,
            lambda movement: unit_of.get(movement.place.unit_id),
            lambda key: unit_of.get(key[1]),
        )
        return {unit_id: tally for unit_id, tally in found.items() if unit_id is not None}

    def by_line(self, months: Collection[date]) -> dict[int, Tally]:
        """Return the sums by line of business."""
        return self._grouped(months, lambda movement: movement.place.line_id, lambda key: key[2])

    def by_reason(
        self, months: Collection[date]
    ) -> tuple[dict[int | None, int], dict[int | None, int]]:
        """Return how many losses have each reason as recorded, and as known now."""
        recorded: dict[int | None, int] = defaultdict(int)
        known: dict[int | None, int] = defaultdict(int)
        for loss in self.losses(months):
            recorded[loss.recorded_id] += 1
            known[loss.reason_id] += 1
        return recorded, known

    def select(self, wanted: RowFilter) -> list[Movement]:
        """Return the movements behind a number, latest first: as many as the number says."""
        return self.narrow(self.within(wanted.months), wanted)

    def narrow(self, movements: Iterable[Movement], wanted: RowFilter) -> list[Movement]:
        """Return those of these movements that are wanted, latest first."""
        found = [movement for movement in movements if self._is_wanted(movement, wanted)]
        return sorted(found, key=lambda m: (m.day, m.subscription_id), reverse=True)

    def _is_wanted(self, movement: Movement, wanted: RowFilter) -> bool:
        place = movement.place
        reason_id = movement.recorded_id if wanted.as_recorded else movement.reason_id
        return (
            movement.kind in wanted.kinds
            and (wanted.unit_ids is None or place.unit_id in wanted.unit_ids)
            and (wanted.line_id is None or place.line_id == wanted.line_id)
            and (wanted.customer_id is None or place.customer_id == wanted.customer_id)
            and (wanted.reason_id is None or (reason_id or 0) == wanted.reason_id)
            and (
                wanted.influence is None
                or rules.influence_of(reason_id, self.influences) is wanted.influence
            )
        )

    def losses(self, months: Collection[date]) -> list[Movement]:
        """Return what was lost in these months, netted pairs left out."""
        return [m for m in self.within(months) if m.kind is MovementKind.LOST]

    def within(self, months: Collection[date]) -> Iterator[Movement]:
        """Return the movements of these months."""
        wanted = frozenset(months)
        return (movement for movement in self.movements if movement.month in wanted)

    def _grouped(
        self,
        months: Collection[date],
        by: Callable[[Movement], K],
        by_base: Callable[[tuple[date, int, int]], K],
    ) -> dict[K, Tally]:
        found: dict[K, Tally] = defaultdict(Tally)
        for movement in self.within(months):
            rules.add(found[by(movement)], movement, self.influences)
        first = min(months)
        for key, (count, cents) in self.bases.items():
            if key[0] == first:
                _add_base(found[by_base(key)], count, cents)
        return found


def _add_base(tally: Tally, count: int, cents: int) -> None:
    tally.base_count += count
    tally.base_cents += cents
