"""Stopping a clock for a reason, up to a bound, and letting it run again."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from primeline.commitments import rules
from primeline.commitments.actions.locking import change, next_rung_of, running_course, still_open
from primeline.commitments.actions.rungs import fire
from primeline.commitments.actions.telling import tell_all, tell_of
from primeline.commitments.choices import CommitmentStatus
from primeline.commitments.models import Commitment, Pause
from primeline.commitments.queries.courses import Courses
from primeline.commitments.queries.pauses import ended_pauses, open_pause
from primeline.commitments.queries.pricing import Start, case_of, due_by_law
from primeline.commitments.queries.telling import lines_of
from primeline.commitments.values import Stop
from primeline.customers.choices import TimelineKind
from primeline.customers.values import Line
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.staff.models import Person
from primeline.standards import queries as standards
from primeline.standards.models import PauseReason
from primeline.standards.values import SNOOZED

AT_ONCE = 100
MINUTE = timedelta(minutes=1)


@deed("commitments.pause")
def pause_commitment(
    *,
    commitment: Commitment,
    pause_reason: PauseReason,
    evidence: str = "",
    until: datetime | None = None,
    by: Person,
    at: datetime,
) -> Pause:
    """Stop the clock because somebody else is waited for, until a moment or as long as may be.

    The reason says how long in all; earlier pauses for the same reason count.

    :raises Refused: if this clock never stops, evidence is missing, or the time is used up
    """
    fresh = still_open(commitment)
    _check(fresh, pause_reason, evidence)
    bound = _bound(fresh, pause_reason, until, by, at)
    # What was reached before it is told now, not after the pause; a pause hides no lateness.
    fire([fresh], by=by, at=at)
    started_at = max(at, fresh.opened_at)
    pause = Pause.objects.create(
        commitment=fresh,
        cycle=fresh.cycle,
        reason=pause_reason,
        evidence=evidence.strip(),
        started_at=started_at,
        started_by=by,
        paused_until=bound,
    )
    change(fresh, status=CommitmentStatus.PAUSED, next_rung_at=None)
    tell_of(fresh, TimelineKind.MATTER_PAUSED, by=by, at=at, until=bound.isoformat())
    return pause


@deed("commitments.resume")
def resume_commitment(*, commitment: Commitment, by: Actor, at: datetime) -> Commitment:
    """Let the clock run again; the due moment moves by the time of the clock that was lost.

    :raises Refused: if it is running, or over
    """
    fresh = still_open(commitment)
    if fresh.status != CommitmentStatus.PAUSED:
        raise Refused(_("The clock is running already."))
    end_pause(fresh, by=by, at=at)
    tell_all(_resumed(fresh, at), by=by, at=at)
    return fresh


@deed("commitments.end_pauses")
def end_pauses(*, by: Actor, at: datetime) -> int:
    """Let every clock run again whose pause has come to its bound; return how many."""
    rows = Pause.objects.filter(ended_at=None, paused_until__lt=at).order_by("paused_until")
    ids = list(rows.values_list("commitment", flat=True)[:AT_ONCE])
    found = Commitment.objects.filter(pk__in=ids, status=CommitmentStatus.PAUSED)
    held = found.select_for_update(skip_locked=True, of=("self",)).select_related("step")
    resumed = [one for one in held.order_by("pk") if end_pause(one, by=by, at=at)]
    tell_all([line for one in resumed for line in _resumed(one, at)], by=by, at=at)
    return len(resumed)


def end_pause(commitment: Commitment, *, by: Actor, at: datetime) -> bool:
    """End the pause of a commitment that is held, at its bound at the latest; tell if there was."""
    pause = open_pause(commitment)
    if pause is None:
        return False
    pause.ended_at = max(pause.started_at, min(at, pause.paused_until))
    Pause.objects.filter(pk=pause.pk).update(ended_at=pause.ended_at, ended_by=by.actor_id)
    course = running_course(commitment, at=at)
    due = rules.due_at(course)
    change(
        commitment,
        status=CommitmentStatus.RUNNING,
        due_at=due.at,
        is_provisional=due.is_provisional,
        next_rung_at=next_rung_of(commitment, course),
    )
    return True


def _resumed(commitment: Commitment, at: datetime) -> list[Line]:
    due = commitment.due_at.isoformat()
    return lines_of(commitment, TimelineKind.MATTER_RESUMED, at, due=due)


def _check(commitment: Commitment, reason: PauseReason, evidence: str) -> None:
    if commitment.status == CommitmentStatus.PAUSED:
        raise Refused(_("The clock stands still already."))
    row = commitment.policy_row
    if row is not None and row.is_statutory:
        raise Refused(_("A law sets this limit: its clock never stands still."))
    if commitment.before_at is not None:
        raise Refused(
            _("This is counted back from a moment that is fixed: its clock never stands still.")
        )
    if not commitment.step.may_pause:
        raise Refused(_("The clock of this kind of matter never stands still."))
    if reason.code == SNOOZED and not commitment.step.may_snooze:
        raise Refused(
            _("Matters of this kind are not put off. Choose another reason."), field="reason"
        )
    if not reason.is_active:
        raise Refused(_("This reason is not in use any more. Choose another one."), field="reason")
    if reason.needs_evidence and not evidence.strip():
        raise Refused(
            _("Say what shows it: a message, a photo, whom you have spoken to."), field="evidence"
        )


def _bound(
    commitment: Commitment,
    reason: PauseReason,
    until: datetime | None,
    by: Person,
    at: datetime,
) -> datetime:
    """Return when the clock goes on at the latest."""
    used = sum(
        (p.ended_at - p.started_at for p in ended_pauses(commitment, reason) if p.ended_at),
        timedelta(),
    )
    left = timedelta(seconds=reason.longest_seconds) - used
    if left <= timedelta():
        raise Refused(
            _(
                "The time that this reason allows is used up. Choose another one, or ask to be "
                "let off."
            ),
            field="reason",
        )
    latest = _within_law(commitment, at + left, at)
    if until is None:
        return latest
    if until <= at:
        raise Refused(_("This moment is past. Name one to come."), field="until")
    if until > latest:
        raise Refused(
            _("This reason allows a pause until %(moment)s at the latest.")
            % {"moment": latest.astimezone(ZoneInfo(by.time_zone)).strftime("%Y-%m-%d %H:%M")},
            field="until",
        )
    return until


def _within_law(commitment: Commitment, latest: datetime, at: datetime) -> datetime:
    """Return up to when the clock of a tighter rule may stand still before a law is broken."""
    courses = Courses([commitment], at=at, only_ended=True)
    course, since = courses.of(commitment), max(at, commitment.opened_at)
    start = Start(opened_at=commitment.opened_at, calendar=courses.hours_of(commitment))
    case = case_of(commitment, commitment.tier)
    law = due_by_law(case, start, matrix=standards.matrix_at(at))

    def is_lawful(end: datetime) -> bool:
        stops = (*course.stops, Stop(since, end))
        return law is None or rules.due_at(replace(course, stops=stops)).at <= law

    if is_lawful(latest):
        return latest
    lawful = since
    while latest - lawful > MINUTE:
        middle = lawful + (latest - lawful) / 2
        lawful, latest = (middle, latest) if is_lawful(middle) else (lawful, middle)
    if lawful == since:
        raise Refused(_("A law sets the outer limit: this clock cannot stand still any longer."))
    return lawful
