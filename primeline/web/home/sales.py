"""The salesperson: which of my contracts want attention?"""

from datetime import datetime
from typing import Any

from primeline.kpi import queries as kpi
from primeline.kpi.dues import DueKind
from primeline.web.home import words
from primeline.web.requests import PersonRequest

CONTRACTS = (
    DueKind.CONTRACT_ENDED,
    DueKind.CONTRACT_ENDS,
    DueKind.NOTICE,
    DueKind.FILING,
    DueKind.MILESTONE,
)


def page(request: PersonRequest, at: datetime) -> dict[str, Any]:
    """Return the contracts of the unit that end or are not filed, mine first."""
    today = words.today_of(at)
    mine = kpi.dues_of(request.reach, today=today, kinds=CONTRACTS, seller_id=request.user.pk)
    return {
        "answer": words.owed(mine, at),
        "today": today,
        "mine": mine,
        "told": mine,
        "dues": kpi.dues_of(request.reach, today=today, kinds=CONTRACTS),
        "words": words,
    }
