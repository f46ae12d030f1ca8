"""The administrator: is the installation well, and is anybody at the door?"""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.audit.sealing import latest_seal
from primeline.kit import delivery, leases, workers
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web.home import words
from primeline.web.requests import PersonRequest

DAY = timedelta(days=1)


def page(request: PersonRequest, at: datetime) -> dict[str, Any]:
    """Return what runs, what has failed, how many there are, and who failed to sign in."""
    today = words.today_of(at)
    people = staff.people_within(request.reach, today=today)
    units = staff.units_within(request.reach)
    alive = workers.alive(at=at)
    failed, parked = leases.failed_jobs(), delivery.parked_events()
    may_operate = request.reach.may(Permission.VIEW_OPERATIONS)
    return {
        "answer": _answer(alive, len(failed) + len(parked), at),
        "workers": alive,
        "failed": failed,
        "parked": parked,
        "people_count": people.filter(is_active=True).count(),
        "left_count": people.filter(is_active=False).count(),
        "units_count": units.filter(is_active=True).count(),
        "away": staff.covers_within(request.reach, today=today).filter(
            active_from__lte=today, active_to__gt=today
        ),
        "failures": staff.failed_sign_ins(request.reach, at - DAY) if may_operate else [],
        "seal": latest_seal(),
    }


def _answer(alive: list[str], troubles: int, at: datetime) -> str:
    if not alive:
        return _("No worker is running: jobs and reactions wait.")
    if not troubles:
        return _("%(time)s · everything runs.") % {"time": words.time_of(at)}
    return ngettext(
        "%(count)s job or reaction has failed for good.",
        "%(count)s jobs or reactions have failed for good.",
        troubles,
    ) % {"count": troubles}
