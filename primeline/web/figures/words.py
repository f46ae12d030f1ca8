"""The first line of a board: one question, answered in one sentence."""

from django.utils import timezone
from django.utils.translation import gettext as _

from primeline.kpi.measures import LOST_TO_GAINED
from primeline.kpi.values import Tally
from primeline.web import formats
from primeline.web.figures.board import Board


def answer(board: Board) -> str:
    """Return whether we are losing customers, for the year and against the year before."""
    year, before = LOST_TO_GAINED.of(board.year), LOST_TO_GAINED.of(board.year_before)
    if year.value is None:
        checked = timezone.localtime(board.asked.at)
        return _("%(time)s · nothing gained in twelve months, %(lost)s lost.") % {
            "time": f"{checked:%H:%M}",
            "lost": formats.count(year.numerator),
        }
    said = _("In twelve months %(lost)s lost and %(gained)s gained: %(share)s.") % {
        "lost": formats.count(year.numerator),
        "gained": formats.count(year.denominator),
        "share": formats.share(year.value),
    }
    if before.value is None:
        return said
    compared = _("A year before it was %(share)s.") % {"share": formats.share(before.value)}
    return f"{said} {compared}"


def month_beside_last_year(board: Board) -> str:
    """Return the month asked for beside the same month of the year before."""
    return _("%(month)s: %(share)s (%(lost)s ÷ %(gained)s). %(before)s: %(share_before)s.") % {
        "month": formats.month(board.asked.month),
        "share": _share(board.month),
        "lost": formats.count(board.month.lost_count),
        "gained": formats.count(board.month.gained_count),
        "before": formats.month(board.asked.month_a_year_before),
        "share_before": _share(board.month_before),
    }


def _share(tally: Tally) -> str:
    return formats.share(LOST_TO_GAINED.of(tally).value)
