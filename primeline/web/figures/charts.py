"""The charts of lost and gained, as ECharts draws them. Each has a table that says the same."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from primeline.kit import months
from primeline.kpi.choices import MovementKind
from primeline.kpi.measures import LOST_TO_GAINED
from primeline.kpi.values import Tally
from primeline.products.choices import Influence
from primeline.web import formats
from primeline.web.figures.board import GAINS, Board

GAINED, LOST, RATIO, BEFORE = "#2f6fd0", "#d9642a", "#14233b", "#7c88a0"
WON_BACK, AVOIDABLE, PARTLY, UNAVOIDABLE, UNKNOWN, NET = (
    "#4fa3a0", "#b3261e", "#d9642a", "#8a94a6", "#b9a26a", "#14233b",
)  # fmt: skip
TEXT = {"color": "#33415a", "fontSize": 12}
# On a telephone the words below seven bars stand upright.
UPRIGHT = {"grid": {"bottom": 128}, "xAxis": {"axisLabel": {"rotate": 90, "width": 120}}}


def months_chart(board: Board) -> dict[str, Any]:
    """Return bars of gained and lost by month, the ratio, and that of the year before."""
    shown = shown_months(board)
    return {
        "grid": {"left": 44, "right": 52, "top": 44, "bottom": 30},
        "legend": {"top": 4, "textStyle": TEXT},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": [_short(m) for m in shown], "axisLabel": TEXT},
        "yAxis": [
            {"type": "value", "minInterval": 1, "axisLabel": TEXT},
            {
                "type": "value",
                "axisLabel": {**TEXT, "formatter": "{value}%"},
                "splitLine": {"show": False},
            },
        ],
        "series": [
            _bars(board, _("Gained"), GAINED, GAINS),
            _bars(board, _("Lost"), LOST, (MovementKind.LOST,)),
            _ratio(_("Lost ÷ gained"), RATIO, [board.by_month[m] for m in shown]),
            _ratio(
                _("The year before"),
                BEFORE,
                [board.by_month.get(months.shift(m, -12), Tally()) for m in shown],
                dashed=True,
            ),
        ],
    }


def shown_months(board: Board) -> list[date]:
    """Return the twelve closed months and, while it runs, this one."""
    return [*board.asked.year, *([board.asked.month] if board.asked.is_running else [])]


def waterfall_chart(board: Board) -> dict[str, Any]:
    """Return how gains and losses of the month add up to its net, one step after the other."""
    steps = waterfall(board)
    at = 0
    boxes = []
    for _name, change, color, address in steps:
        boxes.append(_box(at, at + change, color, address))
        at += change
    boxes.append(_box(0, at, NET, ""))
    return {
        "grid": {"left": 44, "right": 12, "top": 14, "bottom": 62},
        "tooltip": {"show": False},
        "xAxis": {
            "type": "category",
            "data": [*(f"{name}\n{formats.signed(change)}" for name, change, _c, _a in steps),
                     f"{_('Net')}\n{formats.signed(at)}"],
            "axisLabel": {**TEXT, "interval": 0, "width": 60, "overflow": "break", "fontSize": 11},
        },
        "yAxis": {"type": "value", "minInterval": 1, "axisLabel": TEXT},
        "series": [{"type": "candlestick", "data": boxes, "barMaxWidth": 48}],
        "media": [{"query": {"maxWidth": 420}, "option": UPRIGHT}],
    }  # fmt: skip


def waterfall(board: Board) -> list[tuple[str, int, str, str]]:
    """Return the steps of the month: words, change, color, and the address of the rows."""
    month = board.month
    span = [board.asked.month]
    lost = month.lost_by_influence
    losses = (
        (_("Lost, avoidable"), Influence.AVOIDABLE, AVOIDABLE),
        (_("Lost, partly avoidable"), Influence.PARTLY, PARTLY),
        (_("Lost, unavoidable"), Influence.UNAVOIDABLE, UNAVOIDABLE),
        (_("Lost, reason unknown"), Influence.UNKNOWN, UNKNOWN),
    )
    return [
        (
            _("Gained"),
            month.gained_count - month.won_back_count,
            GAINED,
            board.rows(span, MovementKind.GAINED),
        ),
        (
            _("Won back"),
            month.won_back_count,
            WON_BACK,
            board.rows(span, MovementKind.WON_BACK),
        ),
        *(
            (
                words,
                -lost[influence],
                color,
                board.rows(span, MovementKind.LOST, influence=influence.value),
            )
            for words, influence, color in losses
        ),
    ]


def _bars(board: Board, name: str, color: str, kinds: tuple[MovementKind, ...]) -> dict[str, Any]:
    counts = [
        (m, board.by_month[m].gained_count if kinds == GAINS else board.by_month[m].lost_count)
        for m in shown_months(board)
    ]
    return {
        "type": "bar",
        "name": name,
        "itemStyle": {"color": color},
        "barMaxWidth": 22,
        "data": [
            {"value": count, "address": board.rows([month], *kinds)} for month, count in counts
        ],
    }


def _ratio(name: str, color: str, tallies: list[Tally], *, dashed: bool = False) -> dict[str, Any]:
    values = [LOST_TO_GAINED.of(tally).value for tally in tallies]
    return {
        "type": "line",
        "name": name,
        "yAxisIndex": 1,
        "symbol": "circle" if not dashed else "none",
        "symbolSize": 6,
        "itemStyle": {"color": color},
        "lineStyle": {"color": color, "width": 2, "type": "dashed" if dashed else "solid"},
        "data": [None if value is None else round(value * 100, 1) for value in values],
    }


def _box(start: int, end: int, color: str, address: str) -> dict[str, Any]:
    return {
        "value": [start, end, min(start, end), max(start, end)],
        "itemStyle": {
            "color": color, "color0": color, "borderColor": color, "borderColor0": color,
        },
        "address": address,
    }  # fmt: skip


def _short(month: date) -> str:
    if formats.is_chinese():
        return f"{month.year % 100}年{month.month}月" if month.month == 1 else f"{month.month}月"
    return f"{month:%b} {month:%y}" if month.month == 1 else f"{month:%b}"
