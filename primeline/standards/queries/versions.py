"""Versions of the matrix and their rules, as people read and change them."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from primeline.kit.errors import NotFound
from primeline.standards.choices import PolicyStatus
from primeline.standards.models import PolicyRow, PolicyVersion


def latest_approved() -> PolicyVersion:
    """Return the version that was approved last, in force already or to come.

    :raises NotFound: if nothing is installed
    """
    found = PolicyVersion.objects.filter(status=PolicyStatus.APPROVED).order_by("-number").first()
    if found is None:
        raise NotFound
    return found


def version_in_force(at: datetime) -> PolicyVersion | None:
    """Return the version in force at a moment, if there was one."""
    approved = PolicyVersion.objects.filter(status=PolicyStatus.APPROVED, effective_from__lte=at)
    return approved.order_by("-effective_from", "-number").first()


def is_anything_to_announce(at: datetime) -> bool:
    """Test whether the day of some version has come and nobody has been told."""
    approved = PolicyVersion.objects.filter(status=PolicyStatus.APPROVED, announced_at=None)
    return approved.filter(effective_from__lte=at).exists()


def versions() -> list[PolicyVersion]:
    """Return all versions with their count of rules, the newest first."""
    return list(_with_people().annotate(rules_count=Count("rows", filter=Q(rows__is_active=True))))


def versions_waiting(person_id: int) -> int:
    """Return how many proposals wait for a decision that this person may take."""
    waiting = PolicyVersion.objects.filter(status=PolicyStatus.PROPOSED)
    return waiting.exclude(author_id=person_id).count()


def rivals_of(
    based_on: PolicyVersion | None, *, but: PolicyVersion | None = None
) -> list[PolicyVersion]:
    """Return the drafts and proposals that would take the place of a version; one of them can."""
    found = _with_people().filter(
        based_on=based_on, status__in=(PolicyStatus.DRAFT, PolicyStatus.PROPOSED)
    )
    rivals = found.exclude(pk=but.pk) if but is not None else found
    return list(rivals) if based_on is not None else []


def get_version(number: int) -> PolicyVersion:
    """Return one version by its number.

    :raises NotFound: if there is none
    """
    found = _with_people().filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def get_rule(number: int, pk: int) -> PolicyRow:
    """Return one rule of a version.

    :raises NotFound: if it has none such, or no longer
    """
    found = (
        PolicyRow.objects.select_related("policy_version", "step", "line", "unit", "standard")
        .filter(policy_version__number=number, pk=pk, is_active=True)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _with_people() -> QuerySet[PolicyVersion]:
    found = PolicyVersion.objects.select_related("author", "decided_by", "based_on", "copied_from")
    return found.order_by("-number")
