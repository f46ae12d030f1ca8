"""What happened before timelines told of it: read where it is on file, and told once.

Timelines came to tell of matters with their pauses and offers, access, looks, hand-overs, call
chains, plans, papers and rights after those had been in use.
A job reads what there is in batches; running it again tells nothing twice.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from typing import Any, Final

from django.db.models import BigIntegerField, Case, Count, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Cast

from primeline.access.choices import RequestStatus as AccessStatus
from primeline.access.models import AccessRequest
from primeline.access.queries.looks import NOTED_AGAIN_AFTER
from primeline.access.queries.looks import SUBJECT as ACCOUNT
from primeline.access.values import EXPORTS
from primeline.access.values import REQUEST as ACCESS
from primeline.audit.choices import LookBasis
from primeline.audit.models import Look
from primeline.commitments import queries as commitments
from primeline.commitments.choices import (
    ASKED_BY_CUSTOMERS,
    CommitmentStatus,
    OfferStatus,
    WaiverStatus,
)
from primeline.commitments.models import Commitment, Offer, Pause
from primeline.commitments.values import COMMITMENT
from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Contact, TimelineLine
from primeline.customers.queries import INDIVIDUAL_SHOWN, PERSON_SHOWN
from primeline.customers.values import Line
from primeline.handovers.choices import HandoverStatus
from primeline.handovers.models import HandoverAccount
from primeline.handovers.values import HANDOVER
from primeline.kit.deeds import System
from primeline.kit.jobs import Job
from primeline.papers.models import ChecklistEntry
from primeline.plans import values as plans
from primeline.plans.choices import PlanStatus
from primeline.plans.models import Plan
from primeline.rights.choices import REQUEST as RIGHTS
from primeline.rights.choices import RequestStatus as RightsStatus
from primeline.rights.models import RightsRequest
from primeline.rosters.choices import RunStatus
from primeline.rosters.models import CallRun
from primeline.rosters.values import RUN
from primeline.staff.models import Person

TELL_PAST: Final = "quality.tell_past"
BY: Final = System("quality")
AT_ONCE: Final = 500

Told = tuple[Line, str]
Source = tuple[Callable[[], QuerySet[Any]], Callable[[Any], Iterator[Told]]]


def tell_past(job: Job) -> None:
    """Tell the timelines what had happened before they told of such things."""
    count = 0
    for rows, told in _sources():
        after = 0
        while found := list(rows().filter(pk__gt=after).order_by("pk")[:AT_ONCE]):
            after = found[-1].pk
            past = [one for row in found for one in told(row)]
            if past:
                count += customers.tell_past(past=past, by=BY, at=job.at)
            job.report(told=count)


def _matters() -> QuerySet[Any]:
    rows = Commitment.objects.filter(customer__isnull=False)
    return rows.select_related("step", "ended_by")


def _of_matter(row: Commitment) -> Iterator[Told]:
    is_asked = row.step.code in ASKED_BY_CUSTOMERS
    lines: list[Line] = []
    if is_asked and row.cycle == 1:
        lines += commitments.opened_lines(row)
    if row.broken_at is not None:
        lines += commitments.lines_of(row, TimelineKind.MATTER_BROKEN, row.broken_at)
    yield from ((line, "") for line in lines)
    if row.ended_at is None:
        return
    if row.status == CommitmentStatus.DONE:
        is_late = row.broken_at is not None
        ends = commitments.lines_of(row, TimelineKind.MATTER_KEPT, row.ended_at, late=is_late)
    elif row.status == CommitmentStatus.WAIVED:
        how = WaiverStatus.APPROVED
        ends = commitments.lines_of(row, TimelineKind.MATTER_WAIVER, row.ended_at, how=how)
    elif is_asked:
        ends = commitments.lines_of(row, TimelineKind.MATTER_DROPPED, row.ended_at)
    else:
        ends = []
    yield from ((line, _name(row.ended_by)) for line in ends)


def _requests() -> QuerySet[Any]:
    rows = AccessRequest.objects.filter(customer__isnull=False)
    return rows.select_related("requester", "decided_by", "ended_by", "grant")


def _of_request(row: AccessRequest) -> Iterator[Told]:
    who, kind = row.requester.username, TimelineKind.ACCESS_ANSWERED

    def line(kind: TimelineKind, at: datetime, **words: Any) -> Line:
        return _line(row.customer_id, kind, at, (ACCESS, row.pk), who=who, **words)

    yield line(TimelineKind.ACCESS_ASKED, row.asked_at, days=row.days_count), who
    if row.grant is not None and row.decided_at is not None:
        until = row.grant.active_to.isoformat()
        granted = line(kind, row.decided_at, how=AccessStatus.GRANTED, until=until)
        yield granted, _name(row.decided_by)
    elif row.status == AccessStatus.REFUSED and row.decided_at is not None:
        yield line(kind, row.decided_at, how=AccessStatus.REFUSED), _name(row.decided_by)
    elif row.status == AccessStatus.LAPSED:
        yield line(kind, row.lapses_at, how=AccessStatus.LAPSED), ""
    if row.status == AccessStatus.ENDED and row.grant is not None:
        over = line(TimelineKind.ACCESS_ENDED, row.grant.active_to, how=AccessStatus.ENDED)
        yield over, _name(row.ended_by)


def _offers() -> QuerySet[Any]:
    return HandoverAccount.objects.select_related(
        "handover__from_person",
        "handover__to_person",
        "handover__offered_by",
        "handover__answered_by",
    )


def _of_offer(row: HandoverAccount) -> Iterator[Told]:
    offer = row.handover
    words = {
        "from": offer.from_person.username,
        "to": offer.to_person.username,
        "day": offer.effective_date.isoformat(),
    }

    def line(at: datetime, how: str) -> Line:
        subject = (HANDOVER, offer.pk)
        return _line(row.customer_id, TimelineKind.HANDOVER, at, subject, **words, how=how)

    yield line(offer.offered_at, HandoverStatus.OFFERED), offer.offered_by.username
    if offer.answered_at is not None:
        is_taken = offer.status in (HandoverStatus.ACCEPTED, HandoverStatus.DONE)
        how = HandoverStatus.ACCEPTED if is_taken else offer.status
        yield line(offer.answered_at, how), _name(offer.answered_by)


def _runs() -> QuerySet[Any]:
    return CallRun.objects.select_related("chain", "commitment", "started_by", "ended_by")


def _of_run(row: CallRun) -> Iterator[Told]:
    matter = row.commitment
    customer_id = row.chain.customer_id or (matter.customer_id if matter else None)
    if customer_id is None:
        return
    kind, subject, name = TimelineKind.CALL_RUN, (RUN, row.pk), row.chain.name
    began = _line(customer_id, kind, row.started_at, subject, how=RunStatus.RUNNING, name=name)
    yield began, row.started_by.username
    if row.ended_at is not None:
        over = _line(customer_id, kind, row.ended_at, subject, how=row.status, name=name)
        yield over, _name(row.ended_by)


def _rights() -> QuerySet[Any]:
    return RightsRequest.objects.select_related("decided_by")


def _of_right(row: RightsRequest) -> Iterator[Told]:
    def line(at: datetime, how: str) -> Line:
        kind, subject = TimelineKind.RIGHTS_REQUEST, (RIGHTS, row.pk)
        return _line(row.customer_id, kind, at, subject, how=how, right=row.kind, number=row.number)

    # Nobody noted at what time of the day it came.
    yield line(datetime.combine(row.received_date, time(), tzinfo=UTC), RightsStatus.OPEN), ""
    if row.decided_at is not None:
        yield line(row.decided_at, row.status), _name(row.decided_by)


def _pauses() -> QuerySet[Any]:
    about = {"commitment": OuterRef("commitment"), "ended_at__gte": OuterRef("ended_at")}
    ends = Pause.objects.filter(**about).order_by().values("commitment")
    told = TimelineLine.objects.filter(
        customer=OuterRef("commitment__customer"),
        kind=TimelineKind.MATTER_RESUMED,
        subject_kind=COMMITMENT,
        subject_id=OuterRef("commitment"),
        happened_at__gte=OuterRef("ended_at"),
    ).order_by()
    rows = Pause.objects.filter(commitment__customer__isnull=False)
    return rows.select_related("commitment__step", "started_by", "ended_by").annotate(
        ends_count=Subquery(ends.annotate(count=Count("pk")).values("count")),
        told_count=Subquery(told.values("subject_id").annotate(count=Count("pk")).values("count")),
    )


def _of_pause(row: Any) -> Iterator[Told]:
    matter, until = row.commitment, row.paused_until.isoformat()
    paused, resumed = TimelineKind.MATTER_PAUSED, TimelineKind.MATTER_RESUMED
    for line in commitments.lines_of(matter, paused, row.started_at, until=until):
        yield line, _name(row.started_by)
    # A job that comes later lets a clock run on: its line stands after the end of the pause.
    if row.ended_at is not None and (row.told_count or 0) < row.ends_count:
        # By when it was owed from then on is no longer known.
        for line in commitments.lines_of(matter, resumed, row.ended_at):
            yield line, _name(row.ended_by)


def _matter_offers() -> QuerySet[Any]:
    rows = Offer.objects.filter(commitment__customer__isnull=False)
    return rows.select_related("commitment__step", "offered_by", "to_person")


def _of_matter_offer(row: Offer) -> Iterator[Told]:
    to, kind = row.to_person.username, TimelineKind.MATTER_OFFERED

    def lines(kind: TimelineKind, at: datetime, who: str, **words: Any) -> Iterator[Told]:
        found = commitments.lines_of(row.commitment, kind, at, **words)
        return ((line, who) for line in found)

    yield from lines(kind, row.offered_at, row.offered_by.username, how=OfferStatus.OFFERED, to=to)
    if row.answered_at is None:
        return
    if row.status == OfferStatus.ACCEPTED:
        yield from lines(TimelineKind.MATTER_HANDED, row.answered_at, to, to=to)
    elif row.status == OfferStatus.REFUSED:
        yield from lines(kind, row.answered_at, to, how=OfferStatus.REFUSED)
    # One that was taken back because the matter ended, or was given, is told by that.


def _plans() -> QuerySet[Any]:
    return Plan.objects.select_related("drawn_up_by", "submitted_by", "decided_by")


def _of_plan(row: Plan) -> Iterator[Told]:
    def line(at: datetime, how: str) -> Line:
        words = {"how": how, "number": str(row.number)}
        return Line(
            customer_id=row.customer_id,
            kind=TimelineKind.PLAN_CHANGED,
            happened_at=at,
            words=words,
        )

    yield line(row.drawn_up_at, plans.DRAWN_UP), _name(row.drawn_up_by)
    if row.submitted_at is not None:
        yield line(row.submitted_at, plans.SUBMITTED), _name(row.submitted_by)
    # That one came into force has been told from the beginning.
    was_returned = row.status in (PlanStatus.DRAFT, PlanStatus.SUBMITTED)
    if row.decided_at is not None and was_returned:
        yield line(row.decided_at, plans.RETURNED), _name(row.decided_by)


def _papers() -> QuerySet[Any]:
    rows = ChecklistEntry.objects.filter(settled_at__isnull=False)
    return rows.select_related("checklist__line", "required_paper", "settled_by")


def _of_paper(row: ChecklistEntry) -> Iterator[Told]:
    checklist, paper = row.checklist, row.required_paper
    words = {
        "event": checklist.event,
        "line_code": checklist.line.code if checklist.line else "",
        "how": row.state,
        "name_zh": paper.name_zh,
        "name_en": paper.name_en,
    }
    if row.settled_at is not None:
        kind, subject = TimelineKind.PAPER_SETTLED, ("checklist", checklist.pk)
        line = _line(checklist.customer_id, kind, row.settled_at, subject, **words)
        yield line, _name(row.settled_by)


def _looks() -> QuerySet[Any]:
    """Return the looks at accounts, and at people in clear with the account that they are of."""
    contact = Contact.objects.filter(pk=Cast(OuterRef("subject_id"), BigIntegerField()))
    rows = Look.objects.filter(subject_kind__in=(ACCOUNT, PERSON_SHOWN, INDIVIDUAL_SHOWN))
    return rows.select_related("act").annotate(
        of_account=Case(
            When(subject_kind=PERSON_SHOWN, then=Subquery(contact.values("customer"))),
            default=Cast("subject_id", BigIntegerField()),
            output_field=BigIntegerField(),
        )
    )


class _Looks:
    """Tells of looks; of those of one person at one account under a grant, once an hour."""

    def __init__(self) -> None:
        self._latest: dict[tuple[int, str], datetime] = {}

    def told(self, row: Any) -> Iterator[Told]:
        """Return the line of a look, if one was written."""
        kind = self._kind(row)
        if kind is not None:
            words = {"basis": row.basis} if kind == TimelineKind.ACCOUNT_SEEN else {}
            line = Line(customer_id=row.of_account, kind=kind, happened_at=row.act.at, words=words)
            yield line, row.act.actor_name

    def _kind(self, row: Any) -> TimelineKind | None:
        if row.subject_kind != ACCOUNT:
            return TimelineKind.UNMASKED
        key, at = (row.of_account, row.act.actor_name), row.act.at
        is_new = key not in self._latest or self._latest[key] <= at - NOTED_AGAIN_AFTER
        self._latest[key] = at
        if row.basis != LookBasis.GRANT:
            return None
        if row.purpose in EXPORTS:
            return TimelineKind.EXPORTED
        return TimelineKind.ACCOUNT_SEEN if is_new else None


def _line(
    customer_id: Any, kind: TimelineKind, at: datetime, subject: tuple[str, int], **words: Any
) -> Line:
    subject_kind, subject_id = subject
    return Line(
        customer_id=customer_id,
        kind=kind,
        happened_at=at,
        words=words,
        subject_kind=subject_kind,
        subject_id=subject_id,
    )


def _name(person: Person | None) -> str:
    return person.username if person else ""


def _sources() -> tuple[Source, ...]:
    return (
        (_matters, _of_matter),
        (_requests, _of_request),
        (_offers, _of_offer),
        (_runs, _of_run),
        (_rights, _of_right),
        (_pauses, _of_pause),
        (_matter_offers, _of_matter_offer),
        (_plans, _of_plan),
        (_papers, _of_paper),
        (_looks, _Looks().told),
    )
