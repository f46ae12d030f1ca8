"""What happens after facts of other rooms, and what this room does when the worker calls."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from primeline.approaches.choices import ApproachPurpose
from primeline.approaches.events import PersonReached
from primeline.approaches.models import Approach
from primeline.commitments.events import CommitmentKept
from primeline.customers.events import AccountsMerged, ManagersChanged, PeopleChanged
from primeline.hours.events import DaySet, DaysPublished, UnitHoursChanged
from primeline.kit.deeds import System
from primeline.kit.jobs import Job, enqueue
from primeline.rights.events import PersonErased, PersonRestricted
from primeline.staff.events import (
    CoverEnded,
    CoverSet,
    PersonDeactivated,
    PostingEnded,
    UnitClosed,
    UnitMoved,
)
from primeline.tiers.events import TierChanged
from primeline.visits import actions, rules, sources
from primeline.visits.actions.reference import ask_to_plan_all
from primeline.visits.choices import PLAN, CountedKind
from primeline.visits.queries.counting import (
    fitting_call,
    fitting_greeting,
    fitting_step,
    is_counted,
)
from primeline.visits.queries.facts import managers, managers_of, managers_to_ask
from primeline.visits.values import Cause, Outcome

BY: Final = System("visits")
# What else counts: a visit at a hand-over is the visit of its stretch.
COUNTS_AS: Final = {
    "MANAGER_VISIT": ("VISIT",),
    "OUTAGE_VISIT": ("VISIT",),
    "DETRACTOR_CALL_BACK": ("CALL",),
    # The first opening of an account is followed up by its welcome call.
    "ONBOARDING_FOLLOW_UP": ("WELCOME_CALL", "CALL"),
}


def plan_after_change_of_level(event: TierChanged) -> None:
    """Plan the accounts of a manager anew, once the level of one of them has changed."""
    _ask(managers_of([event.customer_id]), event.happened_at)


def plan_after_change_of_manager(event: ManagersChanged) -> None:
    """Plan anew for whoever gave accounts away and whoever got them."""
    _ask({*event.from_person_ids, event.to_person_id}, event.happened_at)


def plan_after_merge(event: AccountsMerged) -> None:
    """Owe once what two accounts were owed that are one, and each its own once they are two."""
    now = managers_of([event.survivor_id, event.absorbed_id])
    _ask({*now, *event.person_ids}, event.happened_at)


def plan_after_change_of_people(event: PeopleChanged) -> None:
    """Plan anew who is greeted when; where somebody came from is planned first."""
    managers = [one for pk in event.customer_ids for one in managers_of([pk])]
    _ask_in_turn(list(dict.fromkeys(managers)), event.happened_at)


def plan_after_change_of_rights(event: PersonErased | PersonRestricted) -> None:
    """Greet nobody whose data were erased, or are only stored."""
    _ask(managers_of([event.customer_id]), event.happened_at)


def plan_after_change_of_cover(event: CoverSet | CoverEnded) -> None:
    """Plan anew for whoever is away or back, and for whoever stands in."""
    _ask({event.absent_id, event.covered_by_id} - {None}, event.happened_at)


def plan_after_somebody_left(event: PersonDeactivated) -> None:
    """Plan anew what somebody did who has left, and what was given to them."""
    given = managers_to_ask(at=event.happened_at, person_id=event.person_id)
    _ask({event.person_id, *given}, event.happened_at)


def take_back_after_end_of_posting(event: PostingEnded) -> None:
    """Take back what was given to somebody who sees the account no more without this role."""
    _ask(managers_to_ask(at=event.happened_at, person_id=event.person_id), event.happened_at)


def take_back_after_change_of_units(event: UnitMoved | UnitClosed) -> None:
    """Take back what was given to people who see the account no more."""
    _ask(managers_to_ask(at=event.happened_at), event.happened_at)


def plan_after_change_of_calendar(event: DaysPublished | DaySet | UnitHoursChanged) -> None:
    """Plan everything anew where days or hours of work have changed."""
    ask_to_plan_all(event.happened_at)


def count_after_keeping(event: CommitmentKept) -> None:
    """Count what was done for another reason as the visit or call of its stretch."""
    steps = COUNTS_AS.get(event.step)
    if steps is None or event.customer_id is None:
        return
    found = fitting_step(event.customer_id, steps, at=event.happened_at)
    _count(found, Cause(CountedKind.COMMITMENT, event.commitment_id), event.happened_at)


def count_after_reaching(event: PersonReached) -> None:
    """Count a call through the product as the call of its stretch, if its people made it.

    What was sent or said to greet somebody counts as their greeting, where one is owed.
    """
    cause = Cause(CountedKind.APPROACH, event.approach_id)
    if event.purpose == ApproachPurpose.GREETINGS:
        reached = Approach.objects.get(pk=event.approach_id)
        owed = fitting_greeting(reached.contact_id, event.asked_by_id, at=event.happened_at)
        if owed:
            _count(owed, cause, event.happened_at)
            return
    if not rules.is_care(event.channel, event.purpose):
        return
    found = fitting_call(event.customer_id, event.asked_by_id, at=event.happened_at)
    _count(found, cause, event.happened_at)


def plan(job: Job) -> None:
    """Plan what is done again and again, for the managers that are named, or for all."""
    named = job.payload.get("managers")
    wanted = [*managers(), None] if named is None else named
    plan = Outcome()
    for done, manager_id in enumerate(wanted, 1):
        plan = sum(sources.plan_for([manager_id], by=BY, at=job.at), plan)
        job.report(
            done=done, total=len(wanted), added=plan.added, dropped=plan.dropped, moved=plan.moved
        )


def take_back(job: Job) -> None:
    """Take back what was given to people who see the account no more, for whatever reason."""
    asked = managers_to_ask(at=job.at)
    if asked:
        done = sources.plan_for(sorted(asked, key=lambda one: one or 0), by=BY, at=job.at)
        job.report(moved=sum(outcome.moved for outcome in done))


def _count(action_ids: Collection[int], cause: Cause, at: datetime) -> None:
    # An act that does nothing would only fill the record.
    if not is_counted(cause):
        for action_id in action_ids:
            actions.count_as_done(action_id=action_id, cause=cause, by=BY, at=at)


def _ask_in_turn(manager_ids: Sequence[int | None], at: datetime) -> None:
    names = ",".join(str(one or "nobody") for one in manager_ids)
    enqueue(
        kind=PLAN,
        payload={"managers": list(manager_ids)},
        unique_key=f"{PLAN} {names} {at.isoformat()}",
        at=at,
    )


def _ask(manager_ids: Collection[int | None], at: datetime) -> None:
    for manager_id in sorted(manager_ids, key=lambda one: one or 0):
        _ask_in_turn([manager_id], at)
