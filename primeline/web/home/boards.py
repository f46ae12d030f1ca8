"""The board of figures, as first pages show it: for all of the reader's reach."""

from datetime import datetime

from primeline.kit import months
from primeline.kpi.choices import LineChoice
from primeline.web.figures.asked import Asked
from primeline.web.figures.board import Board, board_of
from primeline.web.figures.places import places_of
from primeline.web.home.words import today_of
from primeline.web.requests import PersonRequest


def board_for(
    request: PersonRequest,
    at: datetime,
    *,
    lines: str = LineChoice.LEASED,
    closed_month: bool = False,
) -> Board:
    """Return the board of this month, or of the last closed one."""
    month = months.first_of(today_of(at))
    asked = Asked(
        reach=request.reach,
        at=at,
        month=months.shift(month, -1) if closed_month else month,
        places=places_of(request.reach),
        lines=lines,
    )
    return board_of(asked)
