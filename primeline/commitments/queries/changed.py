"""What has changed on a matter since a moment: for somebody who comes back to a list."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final

from django.db.models import Case, CharField, Exists, Model, OuterRef, Q, QuerySet, Value, When

from primeline.commitments.choices import CommitmentStatus, News
from primeline.commitments.models import (
    Chase,
    Estimate,
    Offer,
    Pause,
    Repricing,
    RungFired,
    Waiver,
)
from primeline.commitments.values import CASE_STEP
from primeline.products.choices import AssuranceLevel
from primeline.standards.choices import Tells

# What happens to a matter beside its row: when, and who did it. Nobody's own doing is news to them.
BESIDE: Final[tuple[tuple[type[Model], str, str], ...]] = (
    (Pause, "started_at", "started_by"),
    (Pause, "ended_at", "ended_by"),
    (Offer, "offered_at", "offered_by"),
    (Offer, "answered_at", "to_person"),
    (Waiver, "asked_at", "asked_by"),
    (Waiver, "decided_at", "decided_by"),
    (Estimate, "given_at", "given_by"),
    (Chase, "chased_at", "chased_by"),
)
# Moments of the row itself.
MOMENTS: Final = ("priced_at", "broken_at", "handed_at", "ended_at")


@dataclass(frozen=True, kw_only=True)
class Since:
    """From when on something is news, to whom, and when they ask."""

    moment: datetime
    person_id: int
    at: datetime


class Overnight(Enum):
    """What a lead asks of a night: each is a count of the first page and a filter of the board."""

    BROKEN = "broken"
    COMPLAINT = "complaint"
    FAULT = "fault"
    # Of these those on the circuits that are assured most.
    ASSURED_FAULT = "assured_fault"


# By which steps complaints and faults come in, one for each of them: never by a step of a case,
# which is owed beside what the case owes as a whole.
RECEIVED: Final = {
    Overnight.COMPLAINT: "COMPLAINT_REPLY",
    Overnight.FAULT: "RESTORATION",
    Overnight.ASSURED_FAULT: "RESTORATION",
}
ASSURED: Final = (AssuranceLevel.AAA, AssuranceLevel.AA)


def happened(kind: Overnight, since: Since) -> Q:
    """Return the condition of what was broken, or came in, since a moment."""
    if kind in RECEIVED:
        came = Q(step__code=RECEIVED[kind]) & _came(since) & ~Q(subject_kind=CASE_STEP)
        return came & Q(assurance__in=ASSURED) if kind is Overnight.ASSURED_FAULT else came
    # That a due moment passes is written nowhere until a scan sees it.
    passed = Q(status=CommitmentStatus.RUNNING, broken_at=None)
    # What was said long ago and taken down since may have been late from the first moment on.
    late_at_once = Q(noted_at__gt=since.moment) & (
        Q(broken_at__isnull=False) | passed & Q(due_at__lt=since.at)
    )
    return (
        Q(broken_at__gt=since.moment)
        | (passed & Q(due_at__gt=since.moment, due_at__lt=since.at))
        | late_at_once
    )


def _came(since: Since) -> Q:
    """Return the condition of what came in since a moment, whenever the customer had said it."""
    return Q(opened_at__gt=since.moment) | Q(noted_at__gt=since.moment)


def is_news(since: Since) -> Q:
    """Return the condition of what is new or has changed for somebody since a moment."""
    found = _came(since)
    for name in MOMENTS:
        found |= Q((f"{name}__gt", since.moment))
    # That a due moment passes is written nowhere until a scan sees it.
    running = Q(status=CommitmentStatus.RUNNING)
    found |= running & Q(due_at__gt=since.moment, due_at__lt=since.at)
    for model, when, who in BESIDE:
        rows = model._default_manager.filter(
            commitment=OuterRef("pk"), **{f"{when}__gt": since.moment}
        )
        found |= Q(Exists(rows.exclude(**{who: since.person_id})))
    moved = Repricing.objects.filter(commitment=OuterRef("pk"), repriced_at__gt=since.moment)
    found |= Q(Exists(moved))
    # Time that passes changes nothing; that others than the owner were told of it does.
    climbed = RungFired.objects.filter(commitment=OuterRef("pk"), fired_at__gt=since.moment)
    return found | Q(Exists(climbed.exclude(tells=[]).exclude(tells=[Tells.OWNER.value])))


def with_news(found: QuerySet[Any], since: Since | None) -> QuerySet[Any]:
    """Return the same list; each row says what it is to somebody who comes back to it."""
    news: Case | Value = Value("", output_field=CharField())
    if since is not None:
        news = Case(
            When(_came(since), then=Value(News.NEW.value)),
            When(is_news(since), then=Value(News.CHANGED.value)),
            default=Value(""),
            output_field=CharField(),
        )
    marked: QuerySet[Any] = found.annotate(news=news)
    return marked
