"""How often what is done, and how much of it fits into a day."""

from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from primeline.customers.choices import DecisionRole, Tier
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.kit.jobs import enqueue
from primeline.kit.saving import save_changes
from primeline.staff.rules import day_of
from primeline.standards.models import Step
from primeline.visits import rules
from primeline.visits.choices import PLAN, Manner, Occasion, Rhythm
from primeline.visits.models import CadenceEdition, DayLimit, StandardAction
from primeline.visits.occasions import check_wanted
from primeline.visits.queries.facts import editions_of
from primeline.visits.shipped import ACTIONS, LIMITS, ShippedAction
from primeline.visits.values import Rhythms

MOST = 50
MUCH_LATER: Final = date.max


@deed("visits.install_cadence")
def install_cadence(*, by: Actor, at: datetime) -> int:
    """Add what is shipped and not there; return how much. The steps must be on file.

    What people have changed since stays as they left it. What comes with a later release begins
    with the day on which it comes, as an edition: before, nobody owed it.
    """
    steps = dict(Step.objects.values_list("code", "pk"))
    known = set(StandardAction.objects.values_list("step", flat=True))
    missing = [
        (position, one)
        for position, one in enumerate(ACTIONS)
        if one.step in steps and steps[one.step] not in known
    ]
    for position, one in missing:
        _install(one, steps[one.step], position, at=at if known else None)
    if known and missing:
        ask_to_plan_all(at)
    limited = set(DayLimit.objects.values_list("manner", flat=True))
    limits = [DayLimit(manner=m, most=n) for m, n in LIMITS.items() if m not in limited]
    DayLimit.objects.bulk_create(limits)
    return len(missing) + len(limits)


def _install(one: ShippedAction, step_id: int, position: int, *, at: datetime | None) -> None:
    """Add what is shipped: from ever, or from a moment on."""
    facts: dict[str, Any] = {
        "rhythms": dict(one.rhythms),
        "lines": list(one.lines),
        "is_in_last_month": one.is_in_last_month,
        "is_for_postpaid": one.is_for_postpaid,
        "roles": list(one.roles),
    }
    row = StandardAction.objects.create(
        step_id=step_id,
        manner=one.manner,
        occasion=one.occasion,
        position=position,
        **({} if at else facts),
    )
    if at is not None:
        CadenceEdition.objects.create(standard=row, active_from=day_of(at), made_at=at, **facts)


@deed("visits.add_standard_action")
def add_standard_action(
    *,
    step: Step,
    manner: Manner,
    wanted: Rhythms,
    occasion: Occasion | None = None,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> StandardAction:
    """Have something be done again and again from a day on, on an occasion for key persons.

    :raises Refused: if it is done already, the day is past, no level asks for it, or the rhythm
        is none for an occasion, or for one alone
    """
    _check(wanted, occasion or "", at)
    if not wanted.rhythms:
        raise Refused(_("Choose how often at one level at least."), field="T0")
    if StandardAction.objects.filter(step=step).exists():
        raise Refused(_("This is a standard action already. Change it there."), field="step")
    last = StandardAction.objects.order_by("-position").values_list("position", flat=True).first()
    standard = StandardAction.objects.create(
        step=step, manner=manner, occasion=occasion or "", position=(last or 0) + 1
    )
    _say(standard, wanted, at)
    return standard


@deed("visits.set_standard_action")
def set_standard_action(
    *,
    standard: StandardAction,
    version: int,
    wanted: Rhythms,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    """Set how often something is done from a day on; without any level, it ends with that day.

    What held until then stays on record.

    :raises Refused: if the day is past, a level or a rhythm is none that we know, or the rhythm
        is none for its occasion
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check(wanted, standard.occasion, at)
    fresh = StandardAction.objects.select_for_update().get(pk=standard.pk)
    if fresh.version != version:
        raise ChangedMeanwhile(
            _("Somebody else saved this in the meantime. Compare and decide what is to stand."),
            differences=_differences(wanted, rules.in_force(editions_of(fresh), MUCH_LATER)[0]),
        )
    save_changes(StandardAction, pk=fresh.pk, version=version, changes={})
    _say(fresh, wanted, at)


def _differences(wanted: Rhythms, stored: Rhythms) -> dict[str, tuple[Any, Any]]:
    """Return what differs from what was said last, by field."""
    pairs: dict[str, tuple[Any, Any]] = {
        tier: (wanted.rhythms.get(tier, ""), stored.rhythms.get(tier, "")) for tier in Tier.values
    }
    pairs["lines"] = (sorted(wanted.lines), sorted(stored.lines))
    pairs["roles"] = (sorted(wanted.roles), sorted(stored.roles))
    pairs["is_for_postpaid"] = (wanted.is_for_postpaid, stored.is_for_postpaid)
    pairs["is_in_last_month"] = (wanted.is_in_last_month, stored.is_in_last_month)
    pairs["active_from"] = (wanted.active_from, stored.active_from)
    return {name: (yours, theirs) for name, (yours, theirs) in pairs.items() if yours != theirs}


def _check(wanted: Rhythms, occasion: str, at: datetime) -> None:
    if set(wanted.rhythms) - set(Tier.values) or set(wanted.rhythms.values()) - set(Rhythm.values):
        raise Refused(_("Choose a rhythm of the list for each level."), field="T0")
    if wanted.roles - set(DecisionRole.values):
        raise Refused(_("Choose roles in decisions of the list."), field="roles")
    check_wanted(occasion, wanted)
    if wanted.active_from < day_of(at):
        raise Refused(_("This day is past. Choose one to come."), field="active_from")


def _say(standard: StandardAction, wanted: Rhythms, at: datetime) -> None:
    CadenceEdition.objects.create(
        standard=standard,
        active_from=wanted.active_from,
        rhythms=dict(wanted.rhythms),
        lines=sorted(wanted.lines),
        roles=sorted(wanted.roles),
        is_in_last_month=wanted.is_in_last_month,
        is_for_postpaid=wanted.is_for_postpaid,
        made_at=at,
    )
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
