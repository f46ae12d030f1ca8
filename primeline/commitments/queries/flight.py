"""Promises in flight: what is owed to the accounts that somebody looks after, whoever owes it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, CharField, Count, F, Max, Q, QuerySet, Value, When

from primeline.approaches.choices import NO_CARE, ApproachStatus
from primeline.commitments.choices import CommitmentStatus, Lane
from primeline.commitments.models import (
    Chase,
    Commitment,
    CommitmentQuerySet,
    Estimate,
    Repricing,
)
from primeline.commitments.queries.reach import LEAD, visible_to
from primeline.commitments.values import CASE_PROMISE, CASE_STEP, PROGRESS_WORD
from primeline.customers.choices import TimelineKind
from primeline.customers.models import TimelineLine
from primeline.staff.reach import Reach
from primeline.standards.shipped.steps import STEPS

LANES: Final[Mapping[Lane, tuple[str, ...]]] = {
    Lane.FAULT: (
        "FIRST_RESPONSE", "RESTORATION_ESTIMATE", "PROGRESS_WORD", "RESTORATION", "MAJOR_FAULT",
        "FAULT_REPORT", "OUTAGE_VISIT",
    ),
    Lane.COMPLAINT: ("COMPLAINT_REPLY", "DETRACTOR_CALL_BACK"),
    Lane.OPENING: ("SURVEY", "INSTALLATION", "ONBOARDING_FOLLOW_UP"),
    Lane.WORKS: ("CUT_OVER_NOTICE", "COMPLETION_NOTICE"),
    Lane.BILLING: ("RECONNECTION",),
    Lane.ASKED: ("ASKED", "SUGGESTION_ANSWER", "PROMISE"),
}  # fmt: skip
# What was promised as such; what else is owed is one of our own steps towards it.
PROMISED: Final = frozenset(code for codes in LANES.values() for code in codes)
SHIPPED: Final = frozenset(step.code for step in STEPS)
# How a customer has heard of us: somebody talked with them, or a message or call went out to them.
HEARD: Final = Q(kind=TimelineKind.CONVERSATION) | Q(
    ~Q(words__purpose__in=sorted(NO_CARE)),
    kind=TimelineKind.CONTACT_APPROACHED,
    words__status=ApproachStatus.HANDED_OVER,
)


def in_flight(
    reach: Reach,
    *,
    at: datetime,
    beside: Iterable[str] = (),
    cases: Mapping[Lane, QuerySet[Any]] | None = None,
) -> CommitmentQuerySet:
    """Return what customers of this reader wait for, with its lane, what is due first on top.

    The customers are those they manage or stand in for, and those of units that they lead. What
    `beside` names recurs by itself and was not promised one by one; what the house owes itself
    about an account is in no lane. Every step of a case is waited for: `cases` names by lane what
    is owed for those of some. A kind that people have added is in the last one.
    """
    of_case = Q(subject_kind=CASE_STEP)
    kinds = [
        When(of_case & Q(pk__in=steps), then=Value(lane.value))
        for lane, steps in (cases or {}).items()
    ]
    kinds += [When(step__code__in=codes, then=Value(lane.value)) for lane, codes in LANES.items()]
    ours = (SHIPPED - PROMISED) | set(beside)
    found = (
        visible_to(reach)
        .open()
        .filter(_looked_after(reach), opened_at__lte=at)
        .filter(of_case | ~Q(step__code__in=sorted(ours)))
    )
    lane = Case(*kinds, default=Value(Lane.OTHER.value), output_field=CharField())
    return found.annotate(lane=lane).order_by("due_at", "pk")


def in_lane(found: CommitmentQuerySet, lane: Lane) -> CommitmentQuerySet:
    """Return what of it is in one lane."""
    wanted: dict[str, Any] = {"lane": lane.value}
    return found.filter(**wanted)


def lane_counts(found: QuerySet[Any]) -> dict[Lane, int]:
    """Return how much there is in each lane. One query."""
    counts = dict(found.order_by().values_list("lane").annotate(count=Count("pk")))
    return {lane: counts.get(lane.value, 0) for lane in Lane}


def told_dues(commitments: Iterable[Commitment]) -> dict[int, datetime]:
    """Return by when each was owed as its customer first heard from us since we know of it.

    Whose customer has heard nothing since is in it not: what was owed by then is nothing they were
    told. Three queries, however many.
    """
    known = list(commitments)
    moves: dict[int, list[Repricing]] = {}
    for move in Repricing.objects.filter(commitment__in=[one.pk for one in known]).order_by(
        "repriced_at", "pk"
    ):
        moves.setdefault(move.commitment_id, []).append(move)
    heard = _first_heard(known)
    found: dict[int, datetime] = {}
    for one in known:
        if one.pk in heard:
            later = [row for row in moves.get(one.pk, ()) if row.repriced_at > heard[one.pk]]
            found[one.pk] = later[0].old_due_at if later else one.due_at
    return found


def forecasts(commitments: Iterable[Commitment]) -> dict[int, Estimate]:
    """Return the last that was said of when each is done. One query."""
    rows = Estimate.objects.filter(
        commitment__in=[one.pk for one in commitments], cycle=F("commitment__cycle")
    )
    found = rows.select_related("given_by").order_by("given_at", "pk")
    return {one.commitment_id: one for one in found}


def chases_of(commitments: Iterable[Commitment]) -> dict[int, list[Chase]]:
    """Return how each was chased in its present cycle, the latest first. One query."""
    rows = Chase.objects.filter(
        commitment__in=[one.pk for one in commitments], cycle=F("commitment__cycle")
    )
    found: dict[int, list[Chase]] = {}
    for one in rows.select_related("chased_by").order_by("-number"):
        found.setdefault(one.commitment_id, []).append(one)
    return found


def heard_of(commitments: Iterable[Commitment]) -> dict[int, datetime]:
    """Return when the customer of each was last told something: of this matter, or at all.

    A visit, a call, a message that went out to them, or a word on how their fault goes that
    somebody has given. What is expected among ourselves is nothing that they were told. Two
    queries at most.
    """
    known = list(commitments)
    ids = {one.customer_id for one in known if one.customer_id is not None}
    rows = TimelineLine.objects.filter(HEARD, customer__in=ids).order_by()
    reached = dict(rows.values_list("customer").annotate(at=Max("happened_at")))
    # The last one of each case stands.
    given = dict(_words_kept({one.subject_id for one in known if one.subject_kind == CASE_PROMISE}))
    found: dict[int, datetime] = {}
    for one in known:
        told = [reached.get(one.customer_id or 0)]
        if one.subject_kind == CASE_PROMISE:
            told.append(given.get(one.subject_id))
        moments = [moment for moment in told if moment is not None]
        if moments:
            found[one.pk] = max(moments)
    return found


def _first_heard(known: Sequence[Commitment]) -> dict[int, datetime]:
    """Return when the customer of each first heard from us since we know of it."""
    since = {one.pk: one.noted_at or one.opened_at for one in known if one.customer_id is not None}
    if not since:
        return {}
    ids = {one.customer_id for one in known if one.customer_id is not None}
    rows = TimelineLine.objects.filter(
        HEARD, customer__in=ids, happened_at__gte=min(since.values())
    )
    reached: dict[int, list[datetime]] = {}
    for customer_id, at in rows.order_by("happened_at").values_list("customer", "happened_at"):
        reached.setdefault(customer_id, []).append(at)
    said: dict[int, list[datetime]] = {}
    for row in _words_kept({one.subject_id for one in known if one.subject_kind == CASE_PROMISE}):
        said.setdefault(row[0], []).append(row[1])
    found: dict[int, datetime] = {}
    for one in known:
        if one.customer_id is None:
            continue
        told = list(reached.get(one.customer_id, ()))
        if one.subject_kind == CASE_PROMISE:
            told += said.get(one.subject_id, ())
        until = one.ended_at
        moments = [at for at in told if since[one.pk] <= at and (until is None or at <= until)]
        if moments:
            found[one.pk] = min(moments)
    return found


def next_words(commitments: Iterable[Commitment]) -> dict[int, Commitment]:
    """Return of each fault the word on how it goes that is owed next. One query."""
    faults = {one.subject_id: one.pk for one in commitments if one.subject_kind == CASE_PROMISE}
    rows = Commitment.objects.open().filter(
        subject_kind=CASE_PROMISE, subject_id__in=list(faults), step__code=PROGRESS_WORD
    )
    return {faults[one.subject_id]: one for one in rows.order_by("-due_at", "-pk")}


def _words_kept(case_ids: Collection[int]) -> Iterable[tuple[int, datetime]]:
    """Return when a word on how it goes was given, case by case, the first one first."""
    if not case_ids:
        return ()
    rows = Commitment.objects.filter(
        subject_kind=CASE_PROMISE,
        subject_id__in=case_ids,
        step__code=PROGRESS_WORD,
        status=CommitmentStatus.DONE,
    )
    found = rows.order_by("ended_at").values_list("subject_id", "ended_at")
    return [(case_id, at) for case_id, at in found if at is not None]


def works_at(reach: Reach, customer_ids: Iterable[int]) -> dict[int, list[Commitment]]:
    """Return the works of which a notice is owed to these accounts, the next first. One query."""
    rows = (
        visible_to(reach)
        .open()
        .filter(customer__in=list(customer_ids), step__code__in=LANES[Lane.WORKS])
    )
    found: dict[int, list[Commitment]] = {}
    for one in rows.select_related("step").order_by("due_at", "pk"):
        found.setdefault(one.customer_id or 0, []).append(one)
    return found


def _looked_after(reach: Reach) -> Q:
    people = list(reach.named_ids)
    found = Q(customer__account_manager__in=people) | Q(customer__deputy__in=people)
    for path in reach.paths_for(LEAD):
        found |= Q(customer__owner_unit__path__startswith=path)
    return Q(customer__isnull=False) & found
