"""How often what is done, and how much of it fits into a day."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.customers.choices import Tier
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.jobs import enqueue
from primeline.kit.saving import save_changes
from primeline.standards.models import Step
from primeline.visits.choices import Manner, Rhythm
from primeline.visits.models import DayLimit, StandardAction
from primeline.visits.shipped import ACTIONS, LIMITS

MOST = 50
PLAN: Final = "visits.plan"


@deed("visits.install_cadence")
def install_cadence(*, by: Actor, at: datetime) -> int:
    """Add what is shipped and not there; return how much. The steps must be on file.

    What people have changed since stays as they left it.
    """
    steps = dict(Step.objects.values_list("code", "pk"))
    known = set(StandardAction.objects.values_list("step", flat=True))
    actions = [
        StandardAction(
            step_id=steps[one.step],
            manner=one.manner,
            rhythms=dict(one.rhythms),
            lines=list(one.lines),
            is_in_last_month=one.is_in_last_month,
            position=position,
        )
        for position, one in enumerate(ACTIONS)
        if one.step in steps and steps[one.step] not in known
    ]
    limited = set(DayLimit.objects.values_list("manner", flat=True))
    limits = [DayLimit(manner=m, most=n) for m, n in LIMITS.items() if m not in limited]
    StandardAction.objects.bulk_create(actions)
    DayLimit.objects.bulk_create(limits)
    return len(actions) + len(limits)


@deed("visits.set_standard_action")
def set_standard_action(
    *,
    standard: StandardAction,
    version: int,
    rhythms: Mapping[str, str],
    lines: Collection[str],
    is_in_last_month: bool,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    """Set how often something is done at each level, and for which lines of business.

    :raises Refused: if a level or a rhythm is none that we know
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    wanted = {tier: rhythm for tier, rhythm in rhythms.items() if rhythm}
    if set(wanted) - set(Tier.values) or set(wanted.values()) - set(Rhythm.values):
        raise Refused(_("Choose a rhythm of the list for each level."), field="rhythms")
    changes = {"rhythms": wanted, "lines": sorted(lines), "is_in_last_month": is_in_last_month}
    save_changes(StandardAction, pk=standard.pk, version=version, changes=changes)
    ask_to_plan_all(at)


@deed("visits.set_day_limit")
def set_day_limit(
    *, manner: Manner, version: int, most: int, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Set how much of one manner a person does in a day at most.

    :raises Refused: if it is less than nothing or more than anybody does
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if not 0 <= most <= MOST:
        raise Refused(_("Name a number from 0 to %(most)s.") % {"most": MOST}, field="most")
    limit = DayLimit.objects.get(manner=manner)
    save_changes(DayLimit, pk=limit.pk, version=version, changes={"most": most})
    ask_to_plan_all(at)


def ask_to_plan_all(at: datetime) -> None:
    """Ask for everything to be planned anew."""
    enqueue(kind=PLAN, unique_key=f"{PLAN} all {at.isoformat()}", at=at)
