"""What happened before timelines told of it: read where it is on file, and told once.

Timelines came to tell of matters, access, hand-overs, call chains and rights after those had been
in use. A job reads what there is in batches; running it again tells nothing twice.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from typing import Any, Final

from django.db.models import QuerySet

from primeline.access.choices import RequestStatus as AccessStatus
from primeline.access.models import AccessRequest
from primeline.access.values import REQUEST as ACCESS
from primeline.commitments import queries as commitments
from primeline.commitments.choices import ASKED_BY_CUSTOMERS, CommitmentStatus, WaiverStatus
from primeline.commitments.models import Commitment
from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.values import Line
from primeline.handovers.choices import HandoverStatus
from primeline.handovers.models import HandoverAccount
from primeline.handovers.values import HANDOVER
from primeline.kit.deeds import System
from primeline.kit.jobs import Job
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


def tell_past(job: Job) -> None:
    """Tell the timelines what had happened before they told of such things."""
    count = 0
    for rows, told in SOURCES:
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


SOURCES: tuple[tuple[Callable[[], QuerySet[Any]], Callable[[Any], Iterator[Told]]], ...] = (
    (_matters, _of_matter),
    (_requests, _of_request),
    (_offers, _of_offer),
    (_runs, _of_run),
    (_rights, _of_right),
)
