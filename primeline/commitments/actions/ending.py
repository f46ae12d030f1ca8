"""How a commitment ends: done with a note, or because there is nothing left to be owed."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from primeline.commitments import rules
from primeline.commitments.actions.holding import close_to_holders, open_to_holders
from primeline.commitments.actions.locking import (
    change,
    facts_of,
    next_rung_of,
    running_course,
    still_open,
    taken_up,
)
from primeline.commitments.actions.pausing import end_pause
from primeline.commitments.actions.telling import tell_all, tell_of
from primeline.commitments.choices import OPEN, CommitmentStatus, OfferStatus, WaiverStatus
from primeline.commitments.events import CommitmentBroken, CommitmentDropped, CommitmentKept
from primeline.commitments.models import Commitment, Offer, Waiver
from primeline.commitments.queries.contracts import CONTRACT, FILING
from primeline.commitments.queries.letters import LETTER
from primeline.commitments.queries.people import owner_id_of
from primeline.commitments.queries.pricing import course_back
from primeline.commitments.queries.telling import is_told_from_beginning, lines_of
from primeline.commitments.values import (
    BESIDE_STEPS,
    CASE_PROMISE,
    CASE_STEP,
    COMMITMENT,
    Ending,
    Subject,
)
from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.values import Line
from primeline.kit import events
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused

MICROSECOND = timedelta(microseconds=1)


@deed("commitments.keep")
def keep_commitment(
    *,
    commitment: Commitment,
    by: Actor,
    at: datetime,
    reason: str = "",
    ending: Ending | None = None,
) -> Commitment:
    """Say that what was owed is done, with a short note. After the due moment it is late.

    Where it was done before it is said, `ending` tells when, and that moment counts.

    :raises Refused: if it has ended already, telling how, or it is done elsewhere: a
        letter by its answer, a step of a case on the page of the case, a contract by filing it
    """
    fresh = still_open(commitment)
    if fresh.subject_kind == LETTER:
        raise Refused(
            _("A letter is done by answering it. Write the answer, or ask to be let off.")
        )
    if fresh.subject_kind == CASE_STEP:
        raise Refused(_("This is a step of a case. Finish it on the page of the case."))
    if fresh.subject_kind == CASE_PROMISE and fresh.step.code not in BESIDE_STEPS:
        raise Refused(
            _("The case itself keeps this, by the step that gives it. Go on there until it is so.")
        )
    if (fresh.subject_kind, fresh.step.code) == (CONTRACT, FILING):
        raise Refused(_("This is done by filing the contract: say so on the page of the contract."))
    _keep(fresh, by, at, reason, ending or Ending(at))
    return fresh


@deed("commitments.redate")
def redate_commitment(
    *, commitment: Commitment, ending: Ending, by: Actor, at: datetime, reason: str = ""
) -> Commitment:
    """Put right when something that is done was done, and with it whether that was in time.

    :raises Refused: if it is not done
    """
    fresh = taken_up(commitment)
    if fresh.status != CommitmentStatus.DONE:
        raise Refused(_("This is not done: there is no moment to be put right."))
    ended_at = max(ending.at, fresh.opened_at)
    change(fresh, ended_at=ended_at, broken_at=_broken_at(fresh, None, ended_at, ending))
    _tell_anew(fresh, by=by, at=at)
    return fresh


@deed("commitments.keep_about")
def keep_about(
    *, subject: Subject, steps: Collection[str] = (), by: Actor, at: datetime, reason: str = ""
) -> int:
    """Say that what is owed about something is done, because it has happened; return how many.

    Without steps, whatever is owed about it.
    """
    found = _open_about(subject, steps)
    for commitment in found:
        _keep(commitment, by, at, reason)
    return len(found)


@deed("commitments.cancel_about")
def cancel_about(
    *, subject: Subject, steps: Collection[str] = (), by: Actor, at: datetime, reason: str = ""
) -> int:
    """Say that nothing is owed about something any more, since it is gone; return how much was."""
    found = _open_about(subject, steps)
    for commitment in found:
        _drop(commitment, by, at, reason)
    return len(found)


@deed("commitments.cancel_many")
def cancel_commitments(
    *, commitment_ids: Collection[int], by: Actor, at: datetime, reason: str = ""
) -> int:
    """Say of many things that nobody owes them any more; return how many were still owed."""
    found = Commitment.objects.filter(pk__in=list(commitment_ids), status__in=OPEN)
    held = list(found.select_related("step").select_for_update(of=("self",)).order_by("pk"))
    for commitment in held:
        _drop(commitment, by, at, reason)
    return len(held)


@deed("commitments.reopen")
def reopen_commitment(
    *, commitment: Commitment, by: Actor, at: datetime, reason: str = "", is_anew: bool = True
) -> Commitment:
    """Owe again what has ended, from now on, for the whole limit, by the same rule.

    Each of its rungs may fire once more; what was said of the first time stays in its history.
    Where it turns out never to have been done, it is not anew: its clock has run all along.

    :raises Refused: if it is owed still
    """
    fresh = taken_up(commitment)
    if fresh.is_open:
        raise Refused(_("This is owed still; nothing is to be opened again."))
    if is_anew:
        _begin_anew(fresh, at)
    change(fresh, status=CommitmentStatus.RUNNING, ended_at=None, ended_by=None, note="")
    change(fresh, next_rung_at=next_rung_of(fresh, running_course(fresh, at=at)))
    open_to_holders([fresh], by=by, at=at)
    due = fresh.due_at.isoformat()
    tell_of(fresh, TimelineKind.MATTER_REOPENED, by=by, at=at, due=due)
    return fresh


def _begin_anew(fresh: Commitment, at: datetime) -> None:
    """Give it the whole limit once more."""
    change(
        fresh,
        cycle=fresh.cycle + 1,
        opened_at=at,
        priced_at=at,
        fired_percent=0,
        broken_at=None,
    )
    if fresh.before_at is None:
        moment = rules.due_at(running_course(fresh, at=at))
        change(fresh, due_at=moment.at, is_provisional=moment.is_provisional)
    else:
        # Owed before the same moment as before; there is as much time as is left until then.
        limit = course_back(at, fresh.due_at).limit
        change(fresh, limit_microseconds=limit // MICROSECOND)


def end_as(
    commitment: Commitment,
    status: CommitmentStatus,
    *,
    by: Actor,
    at: datetime,
    note: str,
    ending: Ending | None = None,
) -> None:
    """End a commitment that is held, with all that waits for an answer about it."""
    ending = ending or Ending(at)
    # A clock that went back must not end what has not begun.
    ended_at = max(ending.at, commitment.opened_at)
    end_pause(commitment, by=by, at=ended_at)
    broken_at = commitment.broken_at
    if status != CommitmentStatus.WAIVED:
        broken_at = _broken_at(commitment, broken_at, ended_at, ending)
    elif broken_at is not None and broken_at >= ended_at:
        broken_at = None
    change(
        commitment,
        status=status,
        ended_at=ended_at,
        ended_by_id=by.actor_id,
        # Tomorrow the account may have another manager: whose it was is kept.
        person_id=owner_id_of(commitment),
        broken_at=broken_at,
        next_rung_at=None,
        note=note.strip(),
    )
    _end_what_waits(commitment, at=at)
    close_to_holders(commitment.pk, by=by, at=at)
    if status != CommitmentStatus.DONE:
        events.publish(CommitmentDropped(happened_at=at, **facts_of(commitment)))


def _broken_at(
    commitment: Commitment, broken_at: datetime | None, ended_at: datetime, ending: Ending
) -> datetime | None:
    """Return since when something that is over was broken; None if it ended in time."""
    if commitment.due_at < ended_at:
        due, priced_at = commitment.due_at, commitment.priced_at
        broken_at = broken_at or rules.broken_since(due=due, priced_at=priced_at)
    found = [one for one in (broken_at, ending.late_since) if one is not None]
    # Done before it was said, or by a clock that was ahead: then it was broken before its time.
    return min((one for one in found if one < ended_at), default=None)


def _end_what_waits(commitment: Commitment, *, at: datetime) -> None:
    """Take back what still waits for an answer about a commitment that has ended."""
    Offer.objects.filter(commitment=commitment, status=OfferStatus.OFFERED).update(
        status=OfferStatus.WITHDRAWN, answered_at=at
    )
    Waiver.objects.filter(commitment=commitment, status=WaiverStatus.WAITING).update(
        status=WaiverStatus.WITHDRAWN, decided_at=at
    )


def _open_about(subject: Subject, steps: Collection[str]) -> list[Commitment]:
    found = Commitment.objects.filter(
        subject_kind=subject.kind, subject_id=subject.id, status__in=OPEN
    )
    if steps:
        found = found.filter(step__code__in=list(steps))
    return list(found.select_related("step").select_for_update(of=("self",)).order_by("pk"))


def _drop(commitment: Commitment, by: Actor, at: datetime, note: str) -> None:
    """End it as not owed. What rules had opened ahead and take back themselves was never told."""
    was_broken = commitment.broken_at is not None
    end_as(commitment, CommitmentStatus.CANCELLED, by=by, at=at, note=note)
    if not was_broken:
        tell_all(_broken_lines(commitment, at=at), by=by, at=at)
    if is_told_from_beginning(commitment, by):
        tell_of(commitment, TimelineKind.MATTER_DROPPED, by=by, at=at)


def _keep(
    commitment: Commitment, by: Actor, at: datetime, note: str, ending: Ending | None = None
) -> None:
    """End it as done. Where no scan came by since it was broken, it is seen here."""
    was_broken = commitment.broken_at is not None
    end_as(commitment, CommitmentStatus.DONE, by=by, at=at, note=note, ending=ending)
    if was_broken and commitment.broken_at is None:
        _tell_anew(commitment, by=by, at=at)
    lines = [] if was_broken else _broken_lines(commitment, at=at)
    is_late = commitment.broken_at is not None
    ended_at = commitment.ended_at or at
    lines += lines_of(commitment, TimelineKind.MATTER_KEPT, ended_at, late=is_late)
    tell_all(lines, by=by, at=at)
    events.publish(CommitmentKept(happened_at=at, is_late=is_late, **facts_of(commitment)))


def _broken_lines(commitment: Commitment, *, at: datetime) -> list[Line]:
    """Return what tells that it was broken before it ended, and publish it: no scan came by."""
    if commitment.broken_at is None:
        return []
    events.publish(
        CommitmentBroken(happened_at=at, broken_at=commitment.broken_at, **facts_of(commitment))
    )
    return lines_of(commitment, TimelineKind.MATTER_BROKEN, commitment.broken_at)


def _tell_anew(commitment: Commitment, *, by: Actor, at: datetime) -> None:
    """Have the timeline say whether it was in time by what is known now."""
    is_late = commitment.broken_at is not None
    facts = (
        (TimelineKind.MATTER_BROKEN, {} if is_late else {"untrue": True}),
        (TimelineKind.MATTER_KEPT, {"late": is_late}),
    )
    for kind, words in facts:
        for line in lines_of(commitment, kind, at, **words):
            customers.retell(
                customer_id=line.customer_id,
                kind=kind,
                subject_kind=COMMITMENT,
                subject_id=commitment.pk,
                words=line.words,
                by=by,
                at=at,
            )
