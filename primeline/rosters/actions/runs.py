"""Running call chains: started, moved on by the scan, answered, stopped."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from primeline.approaches.choices import ApproachStatus, Channel
from primeline.approaches.values import Order
from primeline.commitments import queries as commitments
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.privacy.textfields import prepared
from primeline.rosters.actions.calls import end_run, go_on, tell_of
from primeline.rosters.choices import NotReached, Outcome, RunCause, RunStatus, StopCause
from primeline.rosters.models import CallAttempt, CallChain, CallRun
from primeline.rosters.queries.chains import steps_of
from primeline.rosters.queries.reach import RUN, visible_chains
from primeline.rosters.values import Occasion
from primeline.staff.models import Person
from primeline.staff.reach import Reach

# So long a step waits for the worker to hand its call over before it counts as tried.
NOT_LONGER = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@deed("rosters.start_run")
def start_run(
    *, chain: CallChain, occasion: Occasion, reach: Reach, by: Person, at: datetime
) -> CallRun:
    """Call one after the other by a chain until somebody is reached. The first is called at once.

    :raises Refused: if one may not, the chain is out of use or of another account, no reason is
        given, it runs for this matter already, or one's own number is not on file
    """
    _check_may_run(chain, occasion, reach)
    if occasion.cause is RunCause.OTHER and not occasion.reason.strip():
        raise Refused(_("Say why, in a few words: whoever is called hears it."), field="reason")
    if not by.phone:
        raise Refused(
            _(
                "Your own telephone number is not on file, so no call can be put through to you. "
                "Have an administrator add it."
            )
        )
    # Two who start it for the same matter at once take turns.
    fresh = CallChain.objects.select_for_update(of=("self",)).get(pk=chain.pk)
    if not fresh.is_active:
        raise Refused(_("This chain is out of use. Choose another one."))
    _check_not_running(fresh, occasion)
    run = CallRun.objects.create(
        chain=fresh,
        edition=fresh.edition,
        commitment=occasion.commitment,
        cause=occasion.cause,
        reason=occasion.reason.strip(),
        is_drill=occasion.is_drill,
        started_by=by,
        started_at=at,
        next_at=at,
    )
    tell_of(run, by=by, at=at)
    go_on(run, at=at)
    return run


@deed("rosters.advance_runs")
def advance_due(*, by: Actor, at: datetime) -> bool:
    """Move one run on whose step had no answer in time, by one step; return whether there was one.

    Each is a deed of its own: what goes wrong with one of them holds up no other.
    """
    due = CallRun.objects.filter(status=RunStatus.RUNNING, next_at__lt=at).order_by("next_at")
    # Others may scan too: what they hold is theirs. SQLite has one writer at a time anyway.
    held = due.select_for_update(skip_locked=True, of=("self",))
    run = held.select_related("chain__unit", "chain__customer", "started_by").first()
    if run is not None:
        _advance(run, at)
    return run is not None


@deed("rosters.note_outcome")
def note_outcome(
    *,
    attempt: CallAttempt,
    is_reached: bool,
    why: NotReached | None = None,
    reach: Reach,
    by: Person,
    at: datetime,
    reason: str,
) -> CallRun:
    """Say whether somebody was reached. If so, the run is over; if not, the next is called at once.

    :raises Refused: if one may not, nothing says why not, or that step is settled already
    """
    if not is_reached and why is None:
        raise Refused(_("Choose why they were not reached."), field="why")
    if why is NotReached.OTHER and not reason.strip():
        raise Refused(_("Say why, in a few words."), field="note")
    run = _held(attempt.run)
    is_called = attempt.person_id in reach.named_ids
    if not (is_called or _may_run(run.chain, reach)):
        raise Refused(_("Only who is called, or who may start the chain, says how it went."))
    outcome = Outcome.REACHED if is_reached else Outcome.NOT_REACHED
    if not _settle(attempt, outcome, at, by=by, note=reason, why="" if is_reached else why):
        raise Refused(_("This step is settled already. Reload the page."))
    if is_reached:
        end_run(run, RunStatus.REACHED, by=by, at=at, note=reason)
    else:
        go_on(run, at=at)
    return run


@deed("rosters.stop_run")
def stop_run(
    *,
    run: CallRun,
    cause: StopCause = StopCause.OTHER,
    reach: Reach,
    by: Person,
    at: datetime,
    reason: str,
) -> None:
    """Stop calling, because nobody is needed any more.

    :raises Refused: if one may not, no reason is given, or it is over
    """
    if cause is StopCause.OTHER and not reason.strip():
        raise Refused(_("Say why nobody is to be called any more."), field="reason")
    fresh = _held(run)
    if not _may_run(fresh.chain, reach):
        raise Refused(_("Only who may start the chain can stop it."))
    for attempt in CallAttempt.objects.filter(run=fresh, outcome=Outcome.WAITING):
        _settle(attempt, Outcome.STOPPED, at, by=by)
    fresh.stop_cause = cause
    end_run(fresh, RunStatus.STOPPED, by=by, at=at, note=reason)


@deed("rosters.begin_call")
def begin_call(*, attempt_id: int, by: Actor, at: datetime) -> Order | None:
    """Take a call up and return what is to be done; None if there is nothing to do.

    One that was begun before is never done again: somebody would be called twice. The minutes to
    wait for an answer count from here.
    """
    rows = CallAttempt.objects.filter(pk=attempt_id)
    run = _locked(rows.select_related("run").get().run)
    attempt = rows.select_related("person").get()
    waiting = rows.filter(call_status=ApproachStatus.WAITING)
    if attempt.outcome != Outcome.WAITING or attempt.person is None:
        waiting.update(call_status=ApproachStatus.STOPPED)
        return None
    if not waiting.update(call_status=ApproachStatus.STARTED):
        rows.filter(call_status=ApproachStatus.STARTED).update(call_status=ApproachStatus.UNKNOWN)
        return None
    step = steps_of(run.chain, edition=run.edition)[attempt.position - 1]
    CallRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING).update(
        next_at=at + MINUTE * step.wait_minutes
    )
    return Order(
        approach_id=f"duty-{attempt_id}",
        channel=Channel.CALL,
        to=attempt.person.phone,
        caller=run.started_by.phone,
    )


@deed("rosters.end_call")
def end_call(*, attempt_id: int, status: ApproachStatus, by: Actor, at: datetime) -> None:
    """Note how far a call has come, as far as anybody knows."""
    rows = CallAttempt.objects.filter(pk=attempt_id, call_status=ApproachStatus.STARTED)
    rows.update(call_status=status)


def _check_may_run(chain: CallChain, occasion: Occasion, reach: Reach) -> None:
    matter = occasion.commitment
    seen = commitments.visible_to(reach, with_granted=True)
    if not _may_run(chain, reach) or (matter and not seen.filter(pk=matter.pk).exists()):
        raise Refused(_("Your roles do not let you start this call chain."))
    if matter and chain.customer_id not in (None, matter.customer_id):
        raise Refused(_("This chain is of another account. Choose one for this matter."))


def _may_run(chain: CallChain, reach: Reach) -> bool:
    is_seen = CallChain.objects.filter(visible_chains(reach), pk=chain.pk).exists()
    return reach.may(RUN) and is_seen


def _check_not_running(chain: CallChain, occasion: Occasion) -> None:
    running = CallRun.objects.filter(chain=chain, status=RunStatus.RUNNING)
    if occasion.is_drill or occasion.commitment is None:
        running = running.filter(commitment=None, is_drill=occasion.is_drill)
    else:
        running = running.filter(commitment=occasion.commitment)
    if running.exists():
        raise Refused(_("This chain is running for it already. Look at its log."))


def _held(run: CallRun) -> CallRun:
    fresh = _locked(run)
    if fresh.status != RunStatus.RUNNING:
        raise Refused(_("This run is over: %(how)s.") % {"how": fresh.get_status_display()})
    return fresh


def _locked(run: CallRun) -> CallRun:
    found = CallRun.objects.select_for_update(of=("self",))
    return found.select_related("chain__unit", "chain__customer", "started_by").get(pk=run.pk)


def _advance(run: CallRun, at: datetime) -> None:
    attempt = CallAttempt.objects.filter(run=run, position=run.position).first()
    if attempt is not None and attempt.outcome == Outcome.WAITING:
        if _is_unsent(attempt) and at < attempt.tried_at + NOT_LONGER:
            # The worker was away, so nobody was called yet: going on would leave a step out.
            CallRun.objects.filter(pk=run.pk).update(next_at=at + MINUTE)
            return
        _settle(attempt, Outcome.TIMED_OUT, at)
    go_on(run, at=at)


def _is_unsent(attempt: CallAttempt) -> bool:
    if attempt.approach is not None:
        return attempt.approach.status == ApproachStatus.WAITING
    return attempt.call_status == ApproachStatus.WAITING


def _settle(
    attempt: CallAttempt,
    outcome: Outcome,
    at: datetime,
    *,
    by: Person | None = None,
    note: str = "",
    why: str | None = "",
) -> bool:
    waiting = CallAttempt.objects.filter(pk=attempt.pk, outcome=Outcome.WAITING)
    changes = {
        "outcome": outcome,
        "why": why or "",
        "settled_at": max(at, attempt.tried_at),
        "settled_by": by,
    }
    said = prepared(attempt, note=note.strip()[:300])["note"]
    return bool(waiting.update(**changes, note=said or F("note")))
