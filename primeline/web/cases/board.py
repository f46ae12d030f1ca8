"""The cases of a unit at once: by stage, due first, and how many stand where on the drawing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.processes import queries
from primeline.staff.choices import Permission
from primeline.web.cases.words import name_of, steps_of
from primeline.web.cases.work import rows_of
from primeline.web.pages import page
from primeline.web.requests import PersonRequest


@page(Permission.LEAD_COMMITMENTS)
def board(request: PersonRequest) -> HttpResponse:
    """Show what the units that the reader leads have to do in the cases of one process."""
    at = clock.now()
    editions = queries.in_force(at)
    if not editions:
        return render(request, "web/cases/no_board.html", {})
    code = request.GET.get("process") or editions[0].process.code
    shown = next((one for one in editions if one.process.code == code), None)
    if shown is None:
        raise NotFound
    found = queries.stages_of(request.reach, shown.process)
    drawing = queries.drawn(shown)
    # Steps of earlier versions that are not drawn any more stand last.
    drawn = [node.id for node in steps_of(drawing)]
    order = [*(node for node in drawn if node in found), *sorted(found.keys() - set(drawn))]
    count = sum(number for number, _items in found.values())
    late = queries.late_count(request.reach, shown.process, at=at)
    context = {
        "editions": editions,
        "edition": shown,
        "process": shown.process,
        "stages": [
            (name_of(drawing, node), found[node][0], rows_of(request, found[node][1], at))
            for node in order
        ],
        "xml": shown.drawing.xml,
        "counts": dict(queries.heat_of(request.reach, shown)),
        "answer": _answer(count, late),
        "at": at,
    }
    return render(request, "web/cases/board.html", context)


def _answer(count: int, late: int) -> str:
    if not count:
        return _("No step of these cases waits in your units.")
    said = ngettext(
        "%(count)s step waits in your units, %(late)s late.",
        "%(count)s steps wait in your units, %(late)s late.",
        count,
    )
    return said % {"count": f"{count:,}", "late": f"{late:,}"}
