"""Province and headquarters: are we losing customers, where, why?"""

from datetime import datetime
from typing import Any

from primeline.commitments.queries.received import complaint_rates, rate_of
from primeline.kpi import queries as kpi
from primeline.tiers import queries as tiers
from primeline.web.figures import charts
from primeline.web.figures.words import answer
from primeline.web.home import sparks, words
from primeline.web.home.boards import board_for
from primeline.web.home.morning import reached_of
from primeline.web.matters import complaints
from primeline.web.matters.outcomes import aim_words, figure_of, reached_words
from primeline.web.matters.stretches import month_of
from primeline.web.requests import PersonRequest


def page(request: PersonRequest, at: datetime) -> dict[str, Any]:
    """Return the board of the whole reach, what is in danger, and what is not in order."""
    today = words.today_of(at)
    board = board_for(request, at)
    month = month_of(today)
    return {
        "answer": answer(board),
        "reached": reached_of(request, at),
        "month": month,
        "answers": figure_of(request, "answers", month, at),
        "complained": rate_of(complaint_rates(request.reach, complaints.filter_of(month, at))),
        "rate_words": complaints.rate_words,
        "aim_words": aim_words,
        "reached_words": reached_words,
        "today": today,
        "board": board,
        "charts": charts,
        "at_risk": kpi.most_at_risk(request.reach, today=today),
        "dues": kpi.dues_of(request.reach, today=today),
        "arrears": kpi.arrears_within(request.reach, today=today),
        "alarms": tiers.alarm_counts(request.reach, today=today),
        "words": words,
        "sparks": sparks,
    }
