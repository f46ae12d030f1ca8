"""The technician: what is this circuit, and what has changed around here?"""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.products import queries as products
from primeline.products.choices import AssuranceLevel, DeadlineKind
from primeline.web.home import words
from primeline.web.requests import PersonRequest

LATELY = timedelta(days=14)
SHOWN = 15
SHOWN_OF_LEVEL = 100
ORDER = (AssuranceLevel.AAA, AssuranceLevel.AA, AssuranceLevel.A, AssuranceLevel.NORMAL)


def page(request: PersonRequest, at: datetime) -> dict[str, Any]:
    """Return the circuits asked for, those of the unit by assurance, and what came and went."""
    today = words.today_of(at)
    text = request.GET.get("circuit", "")[:80]
    opened = products.circuits_opened(request.reach, since=today - LATELY, until=today)
    ended = products.circuits_ended(request.reach, since=today - LATELY, until=today)
    counts = products.circuits_by_assurance(request.reach)
    opened_count, ended_count = opened.count(), ended.count()
    to_fetch = products.equipment_to_fetch(
        request.reach, products.terms_in_force()[DeadlineKind.RECOVERY]
    )
    level = request.GET.get("assurance", "")
    if level not in AssuranceLevel.values:
        level = ""
    return {
        "level": level,
        "held": products.circuits_held(request.reach, level)[:SHOWN_OF_LEVEL] if level else [],
        "held_count": counts[level],
        "to_fetch": to_fetch[:SHOWN],
        "to_fetch_count": len(to_fetch),
        "ends_count": products.count_ends_held(request.reach),
        "today": today,
        "answer": _answer(opened_count, ended_count, at),
        "text": text,
        "found": products.circuits_found(request.reach, text),
        "counts": [(level.value, counts[level.value]) for level in ORDER],
        "circuits_count": counts.total(),
        "opened": opened[:SHOWN],
        "opened_count": opened_count,
        "ended": ended[:SHOWN],
        "ended_count": ended_count,
        "since": today - LATELY,
    }


def _answer(opened: int, ended: int, at: datetime) -> str:
    if not opened and not ended:
        return _("%(time)s · no circuit was opened or terminated here in 14 days.") % {
            "time": words.time_of(at)
        }
    return ngettext(
        "In 14 days %(opened)s circuit was opened and %(ended)s terminated here.",
        "In 14 days %(opened)s circuits were opened and %(ended)s terminated here.",
        opened,
    ) % {"opened": opened, "ended": ended}
