"""The dedicated seat: who is calling? Search stands first."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from primeline.tiers import queries as tiers
from primeline.web.home import words
from primeline.web.looked import looked_up
from primeline.web.requests import PersonRequest


def page(request: PersonRequest, at: datetime) -> dict[str, Any]:
    """Return the search and the accounts opened lately."""
    return {
        "answer": _("Type a name, number, circuit or contract while the customer says hello."),
        "looked": looked_up(request),
        "alarms": tiers.alarm_counts(request.reach, today=words.today_of(at)),
    }
