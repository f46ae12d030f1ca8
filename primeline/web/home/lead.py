"""The branch lead: is every customer in good hands, and what is waiting for us?"""

from collections import Counter
from datetime import datetime
from typing import Any

from primeline.commitments.queries.pressing import pressing_accounts
from primeline.competences import queries as competences
from primeline.kpi import queries as kpi
from primeline.kpi.choices import LineChoice
from primeline.tiers import queries as tiers
from primeline.web.home import words
from primeline.web.home.boards import board_for
from primeline.web.home.morning import night_block_of, reached_of, team_of, tens_block_of
from primeline.web.matters.stages import step_words
from primeline.web.meeting.nights import moments_of
from primeline.web.requests import PersonRequest


def page(request: PersonRequest, at: datetime) -> dict[str, Any]:
    """Return the people with their loads, gaps of the named list, filings, reasons, figures."""
    today, moments = words.today_of(at), moments_of(at)
    dues = kpi.dues_of(request.reach, today=today)
    board = board_for(request, at, lines=LineChoice.ALL)
    people = tiers.managers_within(request.reach, today=today)
    pressing = pressing_accounts(request.reach, at=at)
    moved = kpi.moved_by_manager(request.reach, board.figures.within(board.asked.year))
    return {
        "answer": words.owed(dues, at),
        "team": team_of(request, moments),
        "reached": reached_of(request, at),
        "night": night_block_of(request, moments),
        "pressing": pressing,
        "steps": step_words(one.next for one in pressing),
        "tens": tens_block_of(request, at),
        "today": today,
        "dues": dues,
        "people": people,
        "moved": moved,
        "development": competences.development_led(request.reach, today=today),
        "nothing": Counter(),
        "alarms": tiers.alarm_counts(request.reach, today=today),
        "board": board,
        "words": words,
    }
