"""Whether there is something to scan: asked before an act is opened for it."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from primeline.commitments.choices import OPEN, Because, CommitmentStatus
from primeline.commitments.models import Commitment, Pause
from primeline.commitments.values import Subject
from primeline.standards.choices import Clock


def has_due(at: datetime) -> bool:
    """Test whether a rung was reached before a moment that has not fired."""
    return Commitment.objects.with_rung_before(at).exists()


def has_pause_to_end(at: datetime) -> bool:
    """Test whether a pause has come to its bound before a moment."""
    return Pause.objects.filter(ended_at=None, paused_until__lt=at).exists()


def to_reprice(because: Because, *, after: int, most: int) -> list[int]:
    """Return the next of what is open by a rule, in the order of their ids.

    Another calendar changes nothing for a clock that never stops, but what is counted back.
    """
    found = Commitment.objects.filter(status__in=OPEN, policy_row__isnull=False, pk__gt=after)
    if because is Because.CALENDAR:
        found = found.exclude(clock=Clock.NATURAL, before_at=None)
    return list(found.order_by("pk").values_list("pk", flat=True)[:most])


def is_owed(subject: Subject, *steps: str) -> bool:
    """Test whether something, or one of these steps, is owed about a subject."""
    found = Commitment.objects.filter(
        subject_kind=subject.kind, subject_id=subject.id, status__in=OPEN
    )
    return (found.filter(step__code__in=steps) if steps else found).exists()


def open_subjects(subject_kind: str, step: str) -> set[int]:
    """Return the rows of a kind about which a step is owed, by id."""
    found = Commitment.objects.filter(subject_kind=subject_kind, step__code=step, status__in=OPEN)
    return set(found.values_list("subject_id", flat=True))


def is_matter(subject_kind: str, *steps: str) -> Exists:
    """Return the condition of rows of a kind about which one of these is owed, or was waived."""
    found = Commitment.objects.filter(
        subject_kind=subject_kind,
        subject_id=OuterRef("pk"),
        step__code__in=steps,
        status__in=(*OPEN, CommitmentStatus.WAIVED),
    )
    return Exists(found)


def open_ids_of(customer_id: int) -> list[int]:
    """Return what is open for an account by a rule, by id."""
    found = Commitment.objects.filter(
        customer=customer_id, status__in=OPEN, policy_row__isnull=False
    )
    return list(found.order_by("pk").values_list("pk", flat=True))
