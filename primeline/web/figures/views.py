"""The board of lost and gained, and the rows behind its numbers."""

from django.http import HttpResponse
from django.shortcuts import render

from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.kpi import measures
from primeline.kpi import queries as kpi
from primeline.staff.choices import Permission
from primeline.web.figures import charts, words
from primeline.web.figures.asked import asked
from primeline.web.figures.board import board_of
from primeline.web.figures.wanted_rows import wanted_rows
from primeline.web.pages import page
from primeline.web.requests import PersonRequest


@page(Permission.VIEW_FIGURES)
def board(request: PersonRequest) -> HttpResponse:
    """Show lost ÷ gained and what stands beside it, for the reader's reach."""
    shown = board_of(asked(request, clock.now()))
    context = {
        "board": shown,
        "asked": shown.asked,
        "answer": words.answer(shown),
        "charts": charts,
        "measures": measures.MEASURES,
    }
    return render(request, "web/figures/board.html", context)


@page(Permission.VIEW_FIGURES)
def rows(request: PersonRequest) -> HttpResponse:
    """Show the subscriptions behind a number; they are as many as it says."""
    wanted = wanted_rows(request, asked(request, clock.now()))
    start = whole_number(request.GET.get("start", "0"))
    if start is None:
        raise NotFound
    found = kpi.rows_of(request.reach, wanted.movements, start=start)
    context = {"wanted": wanted, "asked": wanted.asked, "page": found, "start": start}
    return render(request, "web/figures/rows.html", context)
