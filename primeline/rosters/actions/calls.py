"""Moving a run of a call chain on: who is tried next, and whom it could not call."""

from datetime import datetime, timedelta

from primeline.approaches import actions as approaches
from primeline.approaches import queries as reachable
from primeline.approaches.choices import ApproachPurpose, Bar, Channel
from primeline.approaches.models import Approach
from primeline.approaches.rules import Barred
from primeline.approaches.values import Wish
from primeline.audit import walls
from primeline.commitments.queries.people import sees
from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.customers.values import Line
from primeline.kit import events
from primeline.kit.deeds import Actor, System
from primeline.kit.errors import NotFound, Refused, TooOften
from primeline.kit.jobs import enqueue
from primeline.privacy import freetext
from primeline.rosters.actions.drills import keep_drill
from primeline.rosters.choices import Outcome, RunStatus, Speciality
from primeline.rosters.events import CallChainEnded, CalledOnDuty
from primeline.rosters.models import CallAttempt, CallChain, CallRun, ChainStep
from primeline.rosters.queries.chains import steps_of
from primeline.rosters.queries.duty import on_duty
from primeline.rosters.queries.reach import visible_chains
from primeline.rosters.values import RUN, Presence
from primeline.staff.models import Person

CALL = "rosters.call"
BY = System("rosters")


def go_on(run: CallRun, *, at: datetime) -> None:
    """Try the steps of a run that is held from the next one on, until one is called.

    Whom it cannot call is put on record with the reason; none is left out.
    """
    for step in steps_of(run.chain, edition=run.edition):
        if step.position > run.position:
            run.position = step.position
            if _try(run, step, at):
                run.next_at = at + timedelta(minutes=step.wait_minutes)
                run.save(update_fields=["position", "next_at"])
                return
    end_run(run, RunStatus.EXHAUSTED, by=None, at=at)


def end_run(
    run: CallRun, status: RunStatus, *, by: Actor | None, at: datetime, note: str = ""
) -> None:
    """End a run that is held."""
    run.status, run.next_at = status, None
    run.ended_at = max(at, run.started_at)
    run.ended_by_id = by.actor_id if by is not None else None
    run.note = note.strip()[:300]
    run.save()
    tell_of(run, by=by or BY, at=run.ended_at)
    if status != RunStatus.STOPPED:
        keep_drill(run.chain_id, by=by or BY, at=at)
    events.publish(
        CallChainEnded(
            happened_at=at,
            run_id=run.pk,
            chain_id=run.chain_id,
            commitment_id=run.commitment_id,
            status=status.value,
        )
    )


def tell_of(run: CallRun, *, by: Actor, at: datetime) -> None:
    """Tell the account that a run is about how far it has come, if it is about one."""
    matter = run.commitment
    customer_id = run.chain.customer_id or (matter.customer_id if matter else None)
    if customer_id is None:
        return
    line = Line(
        customer_id=customer_id,
        kind=TimelineKind.CALL_RUN,
        happened_at=at,
        words={"how": run.status, "name": run.chain.name},
        subject_kind=RUN,
        subject_id=run.pk,
    )
    # Whoever is called need not reach the account itself.
    with walls.open_for_system():
        customers.tell(line=line, by=by, at=at)


def _try(run: CallRun, step: ChainStep, at: datetime) -> bool:
    """Try one step; tell whether somebody is being called by it."""
    attempt = CallAttempt(run=run, position=step.position, speciality=step.speciality, tried_at=at)
    if step.contact_id is not None:
        return _try_contact(run, step, attempt, at)
    on_duty = None if step.person_id else _there(run, step, at)
    person = _person(on_duty) if on_duty else step.person
    attempt.person = person
    hindrance = _hindrance(run, person, at, is_on_duty=on_duty is not None)
    if hindrance is not None:
        return _could_not(attempt, hindrance, at)
    attempt.save()
    if on_duty is not None and person is not None:
        _open(run, attempt, person, on_duty, at)
    enqueue(kind=CALL, payload={"attempt": attempt.pk}, unique_key=f"{CALL} {attempt.pk}", at=at)
    return True


def _there(run: CallRun, step: ChainStep, at: datetime) -> Presence | None:
    """Return who is on duty now; of two, one who was not called before."""
    found = on_duty(run.chain.unit, Speciality(step.speciality), at=at)
    if found is None or not found.now:
        return None
    before = _called(run)
    return next((one for one in found.now if one.person_id not in before), found.now[0])


def _person(presence: Presence) -> Person:
    return Person.objects.get(pk=presence.person_id)


def _hindrance(
    run: CallRun, person: Person | None, at: datetime, *, is_on_duty: bool
) -> Outcome | None:
    if person is None or not person.is_active:
        return Outcome.NOBODY
    if not _may_be_told(run, person, at, is_on_duty=is_on_duty):
        return Outcome.FORBIDDEN
    if person.pk in _called(run):
        return Outcome.CALLED_BEFORE
    return None if person.phone else Outcome.NO_NUMBER


def _may_be_told(run: CallRun, person: Person, at: datetime, *, is_on_duty: bool) -> bool:
    """Test whether somebody reaches the account of a chain, and a restricted one's matter.

    To whoever is on duty the account is opened for it, unless it is restricted.
    """
    matter, customer = run.commitment, _account(run)
    is_secret = customer is not None and customer.is_restricted
    if not is_secret and (is_on_duty or run.chain.customer_id is None):
        return True
    return _sees_chain(run, person, at) and (
        matter is None or not is_secret or bool(sees(person, [matter.pk], at=at))
    )


def _sees_chain(run: CallRun, person: Person, at: datetime) -> bool:
    with walls.open_for_system():
        seen = visible_chains(reach_now(person, at=at))
        return (
            run.chain.customer_id is None
            or CallChain.objects.filter(seen, pk=run.chain_id).exists()
        )


def _account(run: CallRun) -> Customer | None:
    """Return what account a run is about, by its chain or by its matter."""
    with walls.open_for_system():
        matter = run.commitment
        return run.chain.customer or (matter.customer if matter is not None else None)


def _open(
    run: CallRun, attempt: CallAttempt, person: Person, on_duty: Presence, at: datetime
) -> None:
    """Have the account opened to who is on duty, for as long as they are, if they need that."""
    customer, matter = _account(run), run.commitment
    if customer is None:
        return
    sees_matter = matter is None or bool(sees(person, [matter.pk], at=at))
    if _sees_chain(run, person, at) and sees_matter:
        return
    events.publish(
        CalledOnDuty(
            happened_at=at,
            run_id=run.pk,
            attempt_id=attempt.pk,
            person_id=person.pk,
            customer_id=customer.pk,
            reason=freetext.hidden(run.reason) or str(run.get_cause_display()),
            until_at=on_duty.span.end,
        )
    )


def _called(run: CallRun) -> set[int]:
    real = (Outcome.WAITING, Outcome.REACHED, Outcome.NOT_REACHED, Outcome.TIMED_OUT)
    rows = CallAttempt.objects.filter(run=run, person__isnull=False, outcome__in=real)
    return {pk for pk in rows.values_list("person", flat=True) if pk is not None}


def _try_contact(run: CallRun, step: ChainStep, attempt: CallAttempt, at: datetime) -> bool:
    """Have somebody at the customer called, on behalf of and with the rights of who started it."""
    attempt.contact = step.contact
    try:
        attempt.approach = _approach(run, step, at)
    except (NotFound, Refused) as no:
        attempt.bar = bar_of(no)
        return _could_not(attempt, Outcome.FORBIDDEN, at)
    attempt.save()
    return True


def _approach(run: CallRun, step: ChainStep, at: datetime) -> Approach:
    customer, by = run.chain.customer, run.started_by
    if customer is None or step.contact_id is None:
        raise NotFound
    reach = reach_now(by, at=at)
    _account, contact, is_named = reachable.reachable(reach, customer.number, step.contact_id)
    purpose = ApproachPurpose.DRILL if run.is_drill else ApproachPurpose.FAULT
    wish = Wish(channel=Channel.CALL, purpose=purpose)
    return approaches.ask_approach(contact=contact, wish=wish, is_named=is_named, by=by, at=at)


def bar_of(no: NotFound | Refused) -> Bar:
    """Return why somebody could not be called, as a code: the run is in nobody's language."""
    if isinstance(no, Barred):
        return no.bar
    if isinstance(no, NotFound):
        return Bar.OUT_OF_REACH
    return Bar.TOO_OFTEN if isinstance(no, TooOften) else Bar.OTHER


def _could_not(attempt: CallAttempt, outcome: Outcome, at: datetime) -> bool:
    attempt.outcome, attempt.settled_at = outcome, at
    attempt.save()
    return False
