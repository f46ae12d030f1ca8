"""Working due moments out anew while clocks run: another level, calendar or policy."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from primeline.commitments.actions.gaps import note_unruled
from primeline.commitments.actions.locking import change, next_rung_of
from primeline.commitments.actions.opening import checked_before, priced
from primeline.commitments.actions.pausing import end_pause
from primeline.commitments.choices import OPEN, Because, CommitmentStatus
from primeline.commitments.models import Commitment, Repricing
from primeline.commitments.queries.courses import Courses
from primeline.commitments.queries.pricing import Price, Start, case_of, price, since_ruled
from primeline.commitments.values import Circumstances, Subject
from primeline.kit.deeds import Actor, deed
from primeline.standards import queries as standards
from primeline.standards.rules import NoRuleApplies
from primeline.standards.values import Matrix


@deed("commitments.reprice")
def reprice_commitments(
    *, commitment_ids: Collection[int], because: Because, by: Actor, at: datetime
) -> int:
    """Work out anew by when these are owed, as matrix and calendars stand; return how many moved.

    The old due moment stays on record. Rungs that have fired stay silent; what was broken by the
    rule that held then stays broken. What somebody named the due moment of is left alone.
    """
    found = Commitment.objects.filter(
        pk__in=list(commitment_ids), status__in=OPEN, policy_row__isnull=False
    )
    held = list(
        found.select_for_update(of=("self",))
        .select_related("step", "customer", "unit", "calendar_unit")
        .order_by("pk")
    )
    courses, matrix = Courses(held, at=at, only_ended=True), standards.matrix_at(at)
    return sum(_reprice(one, courses, matrix, because, by, at) for one in held)


@deed("commitments.put_under_rules")
def put_under_rules(*, commitment_ids: Collection[int], by: Actor, at: datetime) -> int:
    """Have matters that no rule spoke of be owed by the one that has come; return how many.

    Their time counts from now, by a law from when they were asked for. What stands still is left
    until it runs again.
    """
    found = Commitment.objects.filter(
        pk__in=list(commitment_ids),
        status=CommitmentStatus.RUNNING,
        policy_row=None,
        unruled_at__isnull=False,
    )
    held = list(
        found.select_for_update(of=("self",))
        .select_related("step", "customer", "unit", "calendar_unit")
        .order_by("pk")
    )
    courses, matrix = Courses(held, at=at, only_ended=True), standards.matrix_at(at)
    for one in held:
        tier = one.customer.tier if one.customer else ""
        case, start = case_of(one, tier), _start_of(one, courses)
        start = since_ruled(case, start, at, matrix=matrix)
        asked = price(case, start, matrix=matrix, step=one.step)
        _note(one, asked, tier, Because.RULED, at)
        # What nobody broke by the rule that has come begins anew, its rungs too.
        afresh = {"cycle": one.cycle + 1, "fired_percent": 0, "broken_at": None}
        is_over = asked.due.at <= at
        change(one, opened_at=start.opened_at, **({} if is_over else afresh))
        _apply(one, asked, tier, at)
    return len(held)


@deed("commitments.learn")
def learn_circumstances(
    *, commitment_ids: Collection[int], circumstances: Circumstances, by: Actor, at: datetime
) -> int:
    """Ask the matrix anew for what is owed, now that more is known of it; return how many moved.

    What no rule spoke of is asked anew by whoever follows the gaps.
    """
    found = Commitment.objects.filter(pk__in=list(commitment_ids), status__in=OPEN)
    held = list(found.select_for_update(of=("self",)).order_by("pk"))
    for commitment in held:
        change(commitment, **asdict(circumstances))
    return reprice_commitments(
        commitment_ids=[one.pk for one in held], because=Because.FACTS, by=by, at=at
    )


@deed("commitments.count_back_from")
def count_back_from(*, subject: Subject, before_at: datetime, by: Actor, at: datetime) -> int:
    """Count what is owed before something from another moment, say of works that were moved.

    The old due moment stays on record. Return how many due moments moved.

    :raises Refused: if the moment is past
    """
    wanted = checked_before(before_at, at)
    found = Commitment.objects.filter(
        subject_kind=subject.kind,
        subject_id=subject.id,
        status__in=OPEN,
        before_at__isnull=False,
    )
    held = list(found.select_for_update(of=("self",)).order_by("pk"))
    for commitment in held:
        change(commitment, before_at=wanted)
    return reprice_commitments(
        commitment_ids=[one.pk for one in held], because=Because.MOVED, by=by, at=at
    )


def _reprice(
    commitment: Commitment,
    courses: Courses,
    matrix: Matrix,
    because: Because,
    by: Actor,
    at: datetime,
) -> bool:
    tier = commitment.customer.tier if commitment.customer else ""
    start = _start_of(commitment, courses)
    try:
        asked = price(case_of(commitment, tier), start, matrix=matrix, step=commitment.step)
    except NoRuleApplies:
        # Somebody took the rule away; what was promised under it is owed as it was.
        note_unruled(commitment, at=at)
        return False
    before = (commitment.due_at, commitment.policy_row_id, commitment.tier)
    has_moved = before != (asked.due.at, asked.row_id, tier)
    if has_moved:
        _note(commitment, asked, tier, because, at)
    if asked.is_statutory:
        end_pause(commitment, by=by, at=at)
    if has_moved or commitment.is_provisional != asked.due.is_provisional:
        # What it is about was so from the beginning, whenever it was learnt.
        since = commitment.priced_at if because is Because.FACTS else at
        _apply(commitment, asked, tier, since)
    return has_moved


def _start_of(commitment: Commitment, courses: Courses) -> Start:
    return Start(
        opened_at=commitment.opened_at,
        calendar=courses.hours_of(commitment),
        stops=courses.stops(commitment),
        before_at=commitment.before_at,
    )


def _note(commitment: Commitment, asked: Price, tier: str, because: Because, at: datetime) -> None:
    Repricing.objects.create(
        commitment=commitment,
        because=because,
        repriced_at=at,
        old_due_at=commitment.due_at,
        new_due_at=asked.due.at,
        old_tier=commitment.tier,
        new_tier=tier,
        old_row_id=commitment.policy_row_id,
        new_row_id=asked.row_id,
    )


def _apply(commitment: Commitment, asked: Price, tier: str, since: datetime) -> None:
    columns = priced(asked)
    moved = {"priced_at": since} if commitment.due_at != asked.due.at else {}
    change(commitment, tier=tier, **columns, **moved)
    if commitment.status == CommitmentStatus.RUNNING:
        change(commitment, next_rung_at=next_rung_of(commitment, asked.course))
