"""The analyst: why did lost ÷ gained move?"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from primeline.kit import months
from primeline.kpi import rules
from primeline.kpi.choices import MovementKind
from primeline.kpi.values import Tally
from primeline.web import formats
from primeline.web.figures import charts
from primeline.web.figures.board import GAINS, Board
from primeline.web.home import words
from primeline.web.home.boards import board_for
from primeline.web.requests import PersonRequest


@dataclass(frozen=True, kw_only=True)
class Step:
    """What one unit, line or reason has added to the change between two months."""

    name: str
    before: Tally
    after: Tally
    lost_rows: str
    gained_rows: str

    @property
    def lost_change(self) -> int:
        return self.after.lost_count - self.before.lost_count

    @property
    def gained_change(self) -> int:
        return self.after.gained_count - self.before.gained_count


def page(request: PersonRequest, at: datetime) -> dict[str, Any]:
    """Return the bridge between two closed months and where the change comes from."""
    board = board_for(request, at, closed_month=True)
    month, before = board.asked.month, months.shift(board.asked.month, -1)
    bridge = rules.bridge(board.by_month[before], board.by_month[month])
    return {
        "answer": _answer(bridge, month, before, at),
        "board": board,
        "charts": charts,
        "bridge": bridge,
        "month": month,
        "month_before": before,
        "a_year_before": rules.bridge(board.month_before, board.month),
        "by_unit": _by_unit(board, before, month),
        "by_line": _by_line(board, before, month),
        "words": words,
    }


def _answer(bridge: rules.Bridge | None, month: date, before: date, at: datetime) -> str:
    if bridge is None:
        return _("%(time)s · too little was gained to compare two months.") % {
            "time": words.time_of(at)
        }
    return _(
        "From %(start)s in %(before)s to %(end)s in %(month)s: losses %(by_losses)s, "
        "gains %(by_gains)s points."
    ) % {
        "start": formats.share(bridge.start),
        "before": formats.month(before),
        "end": formats.share(bridge.end),
        "month": formats.month(month),
        "by_losses": formats.signed(bridge.by_losses * 100, 1),
        "by_gains": formats.signed(bridge.by_gains * 100, 1),
    }


def _by_unit(board: Board, before: date, month: date) -> list[Step]:
    parts = board.asked.places.parts(None)
    places = {place.id: place for place in parts.values()}
    unit_of = {pk: place.id for pk, place in parts.items()}
    return _steps(
        board,
        month,
        board.figures.by_unit([before], unit_of),
        board.figures.by_unit([month], unit_of),
        {pk: (place.name, {"unit": place.code}) for pk, place in places.items()},
    )


def _by_line(board: Board, before: date, month: date) -> list[Step]:
    return _steps(
        board,
        month,
        board.figures.by_line([before]),
        board.figures.by_line([month]),
        {pk: (line.name, {"lines": line.code}) for pk, line in board.lines.items()},
    )


def _steps(
    board: Board,
    month: date,
    before: dict[int, Tally],
    after: dict[int, Tally],
    shown: dict[int, tuple[str, dict[str, str]]],
) -> list[Step]:
    steps = []
    for pk in {*before, *after}:
        name, narrowed = shown[pk]
        steps.append(
            Step(
                name=name,
                before=before.get(pk, Tally()),
                after=after.get(pk, Tally()),
                lost_rows=board.rows([month], MovementKind.LOST, **narrowed),
                gained_rows=board.rows([month], *GAINS, **narrowed),
            )
        )
    return sorted(steps, key=lambda step: (-abs(step.lost_change), -step.after.lost_count))
