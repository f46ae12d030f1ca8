"""Lists of what is owed in the order in which it is due, and what stands beside each line."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from primeline.commitments.choices import CommitmentStatus, OfferStatus
from primeline.commitments.models import Commitment, CommitmentQuerySet, Offer, Pause, late_at
from primeline.staff.choices import Permission
from primeline.staff.models import Cover, Person, Posting
from primeline.staff.permissions import ROLE_PERMISSIONS
from primeline.staff.reach import Reach


class Group(IntEnum):
    """When it is due, as people speak of it."""

    OVERDUE = 0
    TODAY = 1
    THIS_WEEK = 2
    LATER = 3
    STANDING = 4


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Where the groups end for one reader: now, the end of their day, the end of their week."""

    at: datetime
    day_ends_at: datetime
    week_ends_at: datetime


def in_groups(found: CommitmentQuerySet, bounds: Bounds) -> QuerySet[Any]:
    """Return commitments with their group, what is due first on top.

    What was planned ahead and has not begun is nobody's work yet.
    """
    group = Case(
        When(late_at(bounds.at), then=Value(Group.OVERDUE.value)),
        # When it is due is known only once its clock runs again.
        When(status=CommitmentStatus.PAUSED, then=Value(Group.STANDING.value)),
        When(due_at__lt=bounds.day_ends_at, then=Value(Group.TODAY.value)),
        When(due_at__lt=bounds.week_ends_at, then=Value(Group.THIS_WEEK.value)),
        default=Value(Group.LATER.value),
        output_field=IntegerField(),
    )
    begun = found.filter(opened_at__lte=bounds.at)
    return begun.annotate(group=group).order_by("group", "due_at", "pk")


def group_counts(grouped: QuerySet[Any]) -> dict[Group, int]:
    """Return how many commitments are in each group."""
    rows = grouped.order_by().values_list("group").annotate(count=Count("pk"))
    found = {Group(group): count for group, count in rows}
    return {group: found.get(group, 0) for group in Group}


def pauses_now(commitments: Iterable[Commitment]) -> dict[int, Pause]:
    """Return in which pause each clock stands still now. One query."""
    paused = [one.pk for one in commitments if one.status == CommitmentStatus.PAUSED]
    rows = Pause.objects.filter(commitment__in=paused, ended_at=None).select_related("reason")
    return {pause.commitment_id: pause for pause in rows}


def offers_now(commitments: Iterable[Commitment]) -> dict[int, Offer]:
    """Return to whom each is on offer now. One query."""
    ids = [one.pk for one in commitments]
    rows = Offer.objects.filter(commitment__in=ids, status=OfferStatus.OFFERED)
    return {offer.commitment_id: offer for offer in rows.select_related("to_person")}


def subjects_of(
    found: CommitmentQuerySet, kind: str, subject_ids: Collection[int]
) -> set[tuple[str, int]]:
    """Return about which of these things something of a list is owed, with the step of it."""
    rows = found.order_by().filter(subject_kind=kind, subject_id__in=list(subject_ids))
    return set(rows.values_list("step__code", "subject_id"))


def may_pause(commitment: Commitment) -> bool:
    """Test whether the clock of a commitment may ever stand still: a law's never does,
    nor does one that counts back."""
    row = commitment.policy_row
    is_fixed = commitment.before_at is not None or (row is not None and row.is_statutory)
    return commitment.step.may_pause and not is_fixed


def covers_now(person_ids: Collection[int], *, today: date) -> dict[int, Cover]:
    """Return who of these people is away today, until when, and who stands in. One query."""
    rows = Cover.objects.filter(
        absent__in=list(person_ids), active_from__lte=today, active_to__gt=today
    )
    return {cover.absent_id: cover for cover in rows.select_related("covered_by").order_by("id")}


def colleagues_of(reach: Reach, today: date) -> set[int]:
    """Return who shares a leading post of this reader: same role, same unit; and the reader."""
    posts = Q(pk__in=[])
    for bound in reach.bounds_for(Permission.LEAD_COMMITMENTS):
        posts |= Q(role=bound.role, unit=bound.unit_id)
    lasting = Q(active_to=None) | Q(active_to__gt=today)
    rows = Posting.objects.filter(posts, lasting, active_from__lte=today)
    return {reach.person_id, *rows.values_list("person", flat=True)}


def people_led(reach: Reach, today: date) -> list[Person]:
    """Return who works at the units that this reader leads, and may be given matters of them."""
    places = Q(pk__in=[])
    for path in reach.paths_for(Permission.LEAD_COMMITMENTS):
        places |= Q(unit__path__startswith=path)
    seeing = [r for r, may in ROLE_PERMISSIONS.items() if Permission.VIEW_COMMITMENTS in may]
    lasting = Q(active_to=None) | Q(active_to__gt=today)
    held = Posting.objects.filter(places, lasting, role__in=seeing, active_from__lte=today)
    people = Person.objects.filter(pk__in=held.values("person"), is_active=True)
    return list(people.order_by("name_zh", "username"))
