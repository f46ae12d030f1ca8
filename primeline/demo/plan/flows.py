"""How many subscriptions open and end in which month, province and line, net of replacements.

Leased lines of key accounts follow the page month by month; the other lines follow their rates.
A month is counted from the start of the window; the last one is the current month so far.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from primeline.demo.plan import figures as f
from primeline.demo.plan.calendar import CLOSED_MONTHS, Calendar
from primeline.demo.plan.chance import apportion
from primeline.demo.plan.places import PROVINCES

CURRENT = CLOSED_MONTHS
ANYWHERE = ""

# Gained and lost by calendar month, in the first and in the second year.
LEASED_BY_MONTH: dict[int, tuple[tuple[int, int], tuple[int, int]]] = {
    11: ((84, 34), (88, 28)),
    12: ((91, 45), (96, 38)),
    1: ((57, 49), (60, 40)),
    2: ((38, 22), (40, 18)),
    3: ((95, 41), (100, 34)),
    4: ((84, 36), (88, 30)),
    5: ((76, 32), (80, 27)),
    6: ((87, 38), (92, 32)),
    7: ((72, 40), (76, 33)),
    8: ((76, 31), (80, 26)),
    9: ((84, 32), (88, 27)),
    10: ((68, 32), (72, 27)),
}
# What the current month does against the same month a year ago.
_GAINED_NOW, _LOST_NOW = 1.05, 0.85

OPENINGS = (0.75, 0.50, 1.25, 1.10, 1.00, 1.15, 0.95, 1.00, 1.10, 0.90, 1.10, 1.20)
TERMINATIONS = (1.35, 0.60, 1.15, 1.00, 0.90, 1.05, 1.10, 0.85, 0.90, 0.90, 0.95, 1.25)
# The rates of the page are those of the second year; in the first, more was lost.
_FIRST_YEAR_LOSS, _FIRST_YEAR_GAIN = 1.25, 0.95

# Replacements of leased lines: moves, technology swaps, renames in the first and second year.
REPLACEMENTS: dict[str, tuple[int, int]] = {"MOVE": (74, 62), "SWAP": (63, 54), "RENAME": (29, 24)}

# (line, province or ANYWHERE) to how many in each month.
Cells = dict[tuple[str, str], list[int]]


@dataclass(frozen=True)
class Flows:
    """What is gained and lost, by line and place, in each month of the window."""

    gained: Cells = field(default_factory=dict)
    lost: Cells = field(default_factory=dict)


def leased_totals(calendar: Calendar, scale: float) -> list[tuple[int, int]]:
    """Return gained and lost leased lines of each closed month."""
    totals: list[tuple[int, int]] = []
    for year in (0, 1):
        months = calendar.months[year * 12 : year * 12 + 12]
        rows = [LEASED_BY_MONTH[month.month][year] for month in months]
        gained = apportion(round(sum(g for g, _ in rows) * scale), [g for g, _ in rows])
        lost = apportion(round(sum(x for _, x in rows) * scale), [x for _, x in rows])
        totals += zip(gained, lost, strict=True)
    return totals


def key_flows(calendar: Calendar, scale: float) -> Flows:
    """Return what key accounts gain and lose."""
    flows = _leased(calendar, scale)
    for line, figures in f.LINES.items():
        if figures.key and line not in f.LEASED:
            base = round(figures.key * scale)
            flows.gained[line, ANYWHERE], flows.lost[line, ANYWHERE] = rated(calendar, line, base)
    return flows


def ordinary_flows(calendar: Calendar, scale: float) -> Flows:
    """Return what ordinary accounts gain and lose."""
    flows = Flows()
    for line, figures in f.LINES.items():
        if figures.ordinary:
            base = round(figures.ordinary * scale)
            flows.gained[line, ANYWHERE], flows.lost[line, ANYWHERE] = rated(calendar, line, base)
    return flows


def rated(calendar: Calendar, line: str, base: int) -> tuple[list[int], list[int]]:
    """Return gained and lost of a line, worked back from the base at the last close."""
    figures = f.LINES[line]
    gained, lost = [0.0] * (CURRENT + 1), [0.0] * (CURRENT + 1)
    held = float(base)
    for index in reversed(range(CURRENT)):
        month = calendar.months[index].month
        early = index < 12
        up = figures.gain / 100 * OPENINGS[month - 1] * (_FIRST_YEAR_GAIN if early else 1)
        down = figures.loss / 100 * TERMINATIONS[month - 1] * (_FIRST_YEAR_LOSS if early else 1)
        gained[index], lost[index] = held * up, held * down
        held -= gained[index] - lost[index]
    now = calendar.current.month
    gained[CURRENT] = base * figures.gain / 100 * OPENINGS[now - 1] * calendar.share_of_current
    lost[CURRENT] = base * figures.loss / 100 * TERMINATIONS[now - 1] * calendar.share_of_current
    return carried(gained), carried(lost)


def carried(exact: Sequence[float]) -> list[int]:
    """Round such that what is left over goes on to the next month."""
    whole, total = [], 0.0
    for number in exact:
        before = round(total)
        total += number
        whole.append(round(total) - before)
    return whole


def _leased(calendar: Calendar, scale: float) -> Flows:
    flows = Flows()
    totals = leased_totals(calendar, scale)
    for line in f.LEASED:
        for province in PROVINCES:
            flows.gained[line, province.code] = []
            flows.lost[line, province.code] = []
    for year in (0, 1):
        of_year = totals[year * 12 : year * 12 + 12]
        _split(flows.gained, [g for g, _ in of_year], _gain_weights())
        _split(flows.lost, [x for _, x in of_year], _loss_weights(year))
    gained, lost = LEASED_BY_MONTH[calendar.current.month][1]
    now = calendar.share_of_current * scale
    _split(flows.gained, [round(gained * _GAINED_NOW * now)], _gain_weights())
    _split(flows.lost, [round(lost * _LOST_NOW * now)], _loss_weights(1))
    return flows


def _gain_weights() -> dict[tuple[str, str], float]:
    internet, data = (f.LINES[line].gain * f.LINES[line].key for line in f.LEASED)
    return {
        (line, p.code): weight * p.gain_share
        for line, weight in ((f.INTERNET, internet), (f.DATA, data))
        for p in PROVINCES
    }


def _loss_weights(year: int) -> dict[tuple[str, str], float]:
    internet, data = (f.LINES[line].loss * f.LINES[line].key for line in f.LEASED)
    return {
        (line, p.code): weight * p.gain_share * p.ratios[year]
        for line, weight in ((f.INTERNET, internet), (f.DATA, data))
        for p in PROVINCES
    }


def _split(cells: Cells, totals: Sequence[int], weights: dict[tuple[str, str], float]) -> None:
    """Split months over lines and places so that both the months and the places add up."""
    left = dict(zip(weights, apportion(sum(totals), list(weights.values())), strict=True))
    for place, total in enumerate(totals):
        is_last = place == len(totals) - 1
        parts = list(left.values()) if is_last else apportion(total, list(left.values()))
        for cell, part in zip(list(left), parts, strict=True):
            cells[cell].append(part)
            left[cell] -= part
