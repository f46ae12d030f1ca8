"""What people do with their plan: another day, done, and what else counts as done."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from primeline.commitments import actions as commitments
from primeline.commitments.values import Ending
from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.values import Line
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.staff.models import Person
from primeline.staff.rules import day_of
from primeline.visits import rules
from primeline.visits.actions.planning import owed_for, take_turns
from primeline.visits.choices import ActionStatus
from primeline.visits.models import Counted, ServiceAction
from primeline.visits.queries.staffing import free_days, standing_for
from primeline.visits.values import Cause


@deed("visits.move")
def move_action(
    *,
    action: ServiceAction,
    version: int,
    day: date,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> ServiceAction:
    """Do it on another day of its stretch. What was unstaffed is owed from now on.

    :raises Refused: if the day lies outside its stretch or is past, or nobody is there on it
    :raises ChangedMeanwhile: if somebody moved it since `version` was read
    """
    fresh = taken_up(action)
    if fresh.version != version:
        raise ChangedMeanwhile(
            _("Somebody else moved this in the meantime. Look at where it stands now."),
            differences={"planned_date": (day, fresh.planned_date)},
        )
    check_undone(fresh)
    rules.check_day(fresh.span, day, today=day_of(at))
    standing = standing_for(fresh, at=at)
    if day not in standing:
        raise Refused(
            _("Nobody who looks after this account works on %(day)s. Choose another day.")
            % {"day": day},
            field="day",
        )
    fresh.planned_date, fresh.person_id, fresh.is_moved = day, standing[day], True
    _store(fresh, by=by, at=at)
    tell_planned(fresh, {}, by=by, at=at)
    return fresh


@deed("visits.staff")
def staff_action(
    *,
    action: ServiceAction,
    version: int,
    person: Person,
    monday: date,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> ServiceAction:
    """Have somebody who has room do what is unstaffed, in a week of its stretch.

    :raises Refused: if they do not see the account, or have no room in that week
    :raises ChangedMeanwhile: if somebody staffed it since `version` was read
    """
    take_turns()
    fresh = taken_up(action)
    if fresh.version != version or fresh.status != ActionStatus.UNSTAFFED:
        raise ChangedMeanwhile(
            _("Somebody else moved this in the meantime. Look at where it stands now."),
            differences={"person": (person.pk, fresh.person_id)},
        )
    days = free_days(fresh, at=at).get(person)
    if days is None:
        raise Refused(
            _("This person does not see the account. Choose somebody else."), field="person"
        )
    chosen = rules.least_taken(days, monday)
    if chosen is None:
        raise Refused(rules.why_no_room(days), field="monday")
    fresh.planned_date, fresh.person_id, fresh.is_moved = chosen, person.pk, True
    fresh.is_given = standing_for(fresh, at=at).get(chosen) != person.pk
    _store(fresh, by=by, at=at)
    tell_planned(fresh, {"who": person.username}, by=by, at=at)
    return fresh


@deed("visits.record")
def record_action(
    *,
    action: ServiceAction,
    by: Actor,
    at: datetime,
    reason: str = "",
    ending: Ending | None = None,
) -> ServiceAction:
    """Say that it is done, with a short note; what was unstaffed counts as kept too.

    Where it is said later than it was done, `ending` tells when that was.

    :raises Refused: if its stretch has not begun, or it is over or done already
    """
    fresh = taken_up(action)
    check_undone(fresh)
    today = day_of(ending.at if ending else at)
    if today < fresh.period.start:
        raise Refused(
            _("This is for %(start)s and later. What is done today does not count for it.")
            % {"start": fresh.period.start}
        )
    if fresh.commitment is None:
        if day_of(at) >= fresh.period.end:
            raise Refused(_("Its time is over, and nobody owed it. Nothing is left to be done."))
        fresh.planned_date, fresh.person_id = today, fresh.customer.account_manager_id
        fresh.person_id = fresh.person_id or by.actor_id
        _store(fresh, by=by, at=at)
    if fresh.commitment is not None:
        commitments.keep_commitment(
            commitment=fresh.commitment, by=by, at=at, reason=reason, ending=ending
        )
    return fresh


@deed("visits.count")
def count_as_done(*, action_id: int, cause: Cause, by: Actor, at: datetime) -> bool:
    """Count something else that was done as what was planned; return whether it was needed.

    Each thing counts once at most, and never for something that is done already.
    """
    held = ServiceAction.objects.select_for_update(of=("self",)).select_related("commitment")
    action = held.get(pk=action_id)
    is_told = Counted.objects.filter(source_kind=cause.kind, source_id=cause.id).exists()
    if is_told or action.commitment is None or not action.commitment.is_open:
        return False
    Counted.objects.create(action=action, source_kind=cause.kind, source_id=cause.id, counted_at=at)
    commitments.keep_commitment(commitment=action.commitment, by=by, at=at)
    return True


def taken_up(action: ServiceAction) -> ServiceAction:
    """Return it as it stands now, held until the deed ends.

    :raises NotFound: if there is none, or it was dropped
    """
    held = ServiceAction.objects.select_for_update(of=("self",))
    fresh = held.select_related("customer", "standard__step", "commitment").filter(pk=action.pk)
    found = fresh.first()
    if found is None or found.status == ActionStatus.DROPPED:
        raise NotFound
    return found


def check_undone(action: ServiceAction) -> None:
    """Return if it is still to be done.

    :raises Refused: if it was done or let off
    """
    if action.commitment is not None and not action.commitment.is_open:
        raise Refused(_("This was done or let off already. Nothing is left to be done."))


def tell_planned(action: ServiceAction, words: dict[str, str], *, by: Actor, at: datetime) -> None:
    """Tell the account for which day somebody has planned it by hand."""
    day = str(action.planned_date)
    line = Line(
        customer_id=action.customer_id,
        kind=TimelineKind.VISIT_PLANNED,
        happened_at=at,
        words={"step": action.standard.step.code, "day": day, **words},
    )
    customers.tell(line=line, by=by, at=at)


def _store(action: ServiceAction, *, by: Actor, at: datetime) -> None:
    """Store day and person; where nobody owed it, somebody does from now on."""
    if action.commitment is None:
        action.turn += 1
        action.status = ActionStatus.PLANNED
        owed = owed_for(
            step=action.standard.step.code,
            customer_id=action.customer_id,
            period=action.period,
            turn=action.turn,
            at=at,
            person_id=action.person_id if action.is_given else None,
            contact_id=action.contact_id,
        )
        action.commitment = commitments.open_commitment(owed=owed, by=by, at=at)
    action.version += 1
    action.save()
