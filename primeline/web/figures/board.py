"""The board of lost and gained: every number on it with the address of its rows."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.urls import reverse

from primeline.kit import months
from primeline.kpi import queries as kpi
from primeline.kpi import rules
from primeline.kpi.choices import MovementKind
from primeline.kpi.figures import Figures
from primeline.kpi.measures import (
    AVOIDABLE_SHARE,
    FEES_LOST_TO_GAINED,
    LOSS_RATE,
    LOST_TO_GAINED,
    VERIFIED_SHARE,
    Measure,
)
from primeline.kpi.values import Movement, Share, Tally
from primeline.products import queries as products
from primeline.products.choices import Influence
from primeline.web.figures.asked import Asked

TOP = 10
GAINS = (MovementKind.GAINED, MovementKind.WON_BACK)
NUMERATOR_KINDS: dict[str, tuple[MovementKind, ...]] = {
    LOST_TO_GAINED.code: (MovementKind.LOST,),
    FEES_LOST_TO_GAINED.code: (MovementKind.LOST, MovementKind.FEE_DOWN),
    LOSS_RATE.code: (MovementKind.LOST,),
}
DENOMINATOR_KINDS: dict[str, tuple[MovementKind, ...]] = {
    LOST_TO_GAINED.code: GAINS,
    FEES_LOST_TO_GAINED.code: (*GAINS, MovementKind.FEE_UP),
    LOSS_RATE.code: (MovementKind.HELD,),
}
CARDS = (LOST_TO_GAINED, FEES_LOST_TO_GAINED, LOSS_RATE)
INFLUENCES = (
    Influence.AVOIDABLE,
    Influence.PARTLY,
    Influence.UNAVOIDABLE,
    Influence.UNKNOWN,
)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A rate with the addresses of the rows above and below its line."""

    share: Share
    numerator_rows: str
    denominator_rows: str


class Card(NamedTuple):
    """One measure: the year, the month, the same month of the year before, the year before."""

    measure: Measure
    year: Cell
    month: Cell
    month_before: Cell
    year_before: Cell


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a table: what it is about, its sums, its place among the others."""

    name: str
    tally: Tally
    ratio: Share
    rank: int | None
    address: str
    lost_rows: str
    gained_rows: str
    base_rows: str

    @property
    def loss_rate(self) -> Share:
        return LOSS_RATE.of(self.tally)

    @property
    def fees(self) -> Share:
        return FEES_LOST_TO_GAINED.of(self.tally)


@dataclass(frozen=True, kw_only=True)
class ReasonLine:
    """How often a reason was recorded on the day, and how often it stands now."""

    name: str
    influence: str
    recorded: Share
    known: Share
    recorded_rows: str
    known_rows: str


@dataclass(frozen=True, kw_only=True)
class LostAccount:
    """What one account has taken away, with why."""

    number: str
    name: str
    tier: str
    count: int
    cents: int
    reasons: list[tuple[str, bool]]
    rows: str


@dataclass(kw_only=True)
class Board:
    """All that one page of figures shows. Everything is summed from one answer."""

    asked: Asked
    figures: Figures
    lines: dict[int, Any]
    reasons: dict[int, Any]

    @cached_property
    def by_month(self) -> dict[date, Tally]:
        return self.figures.by_month()

    @cached_property
    def year(self) -> Tally:
        return self.figures.tally(self.asked.year)

    @cached_property
    def year_before(self) -> Tally:
        return self.figures.tally(self.asked.year_before)

    @cached_property
    def month(self) -> Tally:
        return self.by_month[self.asked.month]

    @cached_property
    def month_before(self) -> Tally:
        return self.by_month[self.asked.month_a_year_before]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was held, gained or lost in all the time shown."""
        return not self.figures.movements and not self.figures.bases

    @cached_property
    def cards(self) -> list[Card]:
        asked = self.asked
        spans = (asked.year, [asked.month], [asked.month_a_year_before], asked.year_before)
        tallies = (self.year, self.month, self.month_before, self.year_before)
        return [
            Card(measure, *(self._cell(measure, *one) for one in zip(tallies, spans, strict=True)))
            for measure in CARDS
        ]

    @property
    def avoidable(self) -> Share:
        return AVOIDABLE_SHARE.of(self.year)

    @property
    def verified(self) -> Share:
        return VERIFIED_SHARE.of(self.year)

    @property
    def verified_so_far(self) -> Share | None:
        """The same of the running month, whose second calls are mostly still to be made."""
        return VERIFIED_SHARE.of(self.month) if self.asked.is_running else None

    @cached_property
    def influences(self) -> list[tuple[Influence, int, int, str]]:
        """Losses of the year by whether we could have done something: known now, recorded."""
        return [
            (
                influence,
                self.year.lost_by_influence[influence],
                self.year.recorded_by_influence[influence],
                self.rows(self.asked.year, MovementKind.LOST, influence=influence),
            )
            for influence in INFLUENCES
        ]

    @cached_property
    def unit_lines(self) -> list[Line]:
        """The year by part of the unit chosen; empty where there is nothing to compare."""
        parts = self.asked.places.parts(self.asked.unit)
        places = {place.id: place for place in parts.values()}
        if len(places) < 2:
            return []
        tallies = self.figures.by_unit(self.asked.year, {pk: p.id for pk, p in parts.items()})
        return self._compared(
            [(places[pk].name, tally, {"unit": places[pk].code}) for pk, tally in tallies.items()]
        )

    @cached_property
    def line_lines(self) -> list[Line]:
        """The year by line of business."""
        names = self.lines
        tallies = self.figures.by_line(self.asked.year)
        return self._compared(
            [(names[pk].name, tally, {"lines": names[pk].code}) for pk, tally in tallies.items()]
        )

    @cached_property
    def reason_lines(self) -> list[ReasonLine]:
        """Why subscriptions were lost in the year, as recorded and as known now."""
        recorded, known = self.figures.by_reason(self.asked.year)
        reasons = self.reasons
        lost = self.year.lost_count
        order = sorted({*recorded, *known}, key=lambda pk: (-known[pk], -recorded[pk], pk or 0))
        return [
            ReasonLine(
                name=reasons[pk].name if pk else "",
                influence=reasons[pk].get_influence_display() if pk else "",
                recorded=Share(numerator=recorded[pk], denominator=lost),
                known=Share(numerator=known[pk], denominator=lost),
                recorded_rows=self.rows(
                    self.asked.year, MovementKind.LOST, reason=pk or 0, basis="recorded"
                ),
                known_rows=self.rows(self.asked.year, MovementKind.LOST, reason=pk or 0),
            )
            for pk in order
        ]

    @cached_property
    def top_lost(self) -> tuple[list[LostAccount], bool]:
        """The accounts that took away most in three months, and whether restricted ones did too."""
        span = self.asked.recent
        by_account: dict[int, list[Movement]] = defaultdict(list)
        for loss in self.figures.losses(span):
            by_account[loss.place.customer_id].append(loss)
        order = sorted(by_account, key=lambda pk: (-_cents(by_account[pk]), pk))
        shown = kpi.accounts_shown(self.asked.reach, order[: TOP * 3])
        top = [self._lost_account(pk, shown[pk], by_account[pk]) for pk in order if pk in shown]
        return top[:TOP], len(shown) < len(order[: TOP * 3])

    def rows(self, span: Collection[date], *kinds: str, **more: Any) -> str:
        """Return the address of the rows behind a number."""
        changes = {
            "month": "",
            "from": f"{min(span):%Y-%m}",
            "to": f"{max(span):%Y-%m}",
            "kind": [str(MovementKind(kind)) for kind in kinds],
            **more,
        }
        return reverse("figure_rows") + self.asked.query(**changes)

    def ratio(self, tally: Tally) -> float | None:
        """Return lost ÷ gained of these sums."""
        return LOST_TO_GAINED.of(tally).value

    def year_earlier(self, month: date) -> date:
        """Return the same month of the year before."""
        return months.shift(month, -12)

    def address(self, **changes: Any) -> str:
        """Return the address of this board with something changed."""
        return reverse("figures") + self.asked.query(**changes)

    def _lost_account(
        self, customer_id: int, account: kpi.AccountShown, losses: list[Movement]
    ) -> LostAccount:
        reasons = Counter((loss.reason_id, loss.verified_id is not None) for loss in losses)
        return LostAccount(
            number=account.number,
            name=account.name,
            tier=account.tier,
            count=len(losses),
            cents=_cents(losses),
            reasons=[
                (self.reasons[pk].name if pk else "", is_verified)
                for (pk, is_verified), _ in reasons.most_common(3)
            ],
            rows=self.rows(self.asked.recent, MovementKind.LOST, account=account.number),
        )

    def _cell(self, measure: Measure, tally: Tally, span: Collection[date]) -> Cell:
        denominators = DENOMINATOR_KINDS[measure.code]
        # A base is what was held when the first month began.
        below = [min(span)] if MovementKind.HELD in denominators else span
        return Cell(
            share=measure.of(tally),
            numerator_rows=self.rows(span, *NUMERATOR_KINDS[measure.code]),
            denominator_rows=self.rows(below, *denominators),
        )

    def _compared(self, found: list[tuple[str, Tally, dict[str, str]]]) -> list[Line]:
        ratios = {name: LOST_TO_GAINED.of(tally) for name, tally, _ in found}
        ranks = rules.ranks(ratios)
        year = self.asked.year
        lines = [
            Line(
                name=name,
                tally=tally,
                ratio=ratios[name],
                rank=ranks[name],
                address=self.address(**narrowed),
                lost_rows=self.rows(year, MovementKind.LOST, **narrowed),
                gained_rows=self.rows(year, *GAINS, **narrowed),
                base_rows=self.rows(year[:1], MovementKind.HELD, **narrowed),
            )
            for name, tally, narrowed in found
        ]
        return sorted(lines, key=lambda line: (-line.tally.lost_count, line.name))


def _cents(losses: list[Movement]) -> int:
    return sum(loss.cents for loss in losses)


def board_of(asked: Asked) -> Board:
    """Return the board for one question."""
    return Board(
        asked=asked,
        figures=kpi.figures_of(asked.scope),
        lines=products.lines_by_id(),
        reasons=products.reasons_by_id(),
    )
