"""The account manager: what do I owe today, and who of mine is about to cause trouble?"""

from datetime import datetime
from typing import Any

from primeline.competences import queries as competences
from primeline.kpi import queries as kpi
from primeline.kpi.choices import LineChoice
from primeline.kpi.dues import Danger
from primeline.web.home import sparks, words
from primeline.web.home.boards import board_for
from primeline.web.home.fires import Fires, fires_of
from primeline.web.home.morning import MOST_WAITING, ours_of
from primeline.web.requests import PersonRequest


def page(request: PersonRequest, at: datetime) -> dict[str, Any]:
    """Return the manager's owed list, the radar of their accounts and how they did."""
    today, ours = words.today_of(at), ours_of(request, at)
    dues = kpi.dues_of(request.reach, today=today)
    with_deputized = request.GET.get("deputy") == "1"
    radar = kpi.radar_of(
        request.reach,
        today=today,
        is_key_only=request.GET.get("all") != "1",
        with_deputized=with_deputized,
    )
    wanted = request.GET.get("danger", "")
    rows = [row for row in radar.rows if not wanted or wanted in {d.name for d in row.dangers}]
    return {
        "answer": words.owed(dues, at),
        "ours": ours,
        "most_waiting": MOST_WAITING,
        # What burns is among what customers wait for: where they wait for nothing, it is not asked.
        "fires": fires_of(request, at) if ours.waiting_count else Fires(),
        "today": today,
        "dues": dues,
        "development": competences.development_of(request.reach, [request.user], today=today)[0],
        "radar": radar,
        "rows": rows,
        "dangers": [danger for danger in Danger if radar.counts[danger]],
        "danger": wanted,
        "with_deputized": with_deputized,
        "is_key_only": request.GET.get("all") != "1",
        "board": board_for(request, at, lines=LineChoice.ALL),
        "words": words,
        "sparks": sparks,
    }
