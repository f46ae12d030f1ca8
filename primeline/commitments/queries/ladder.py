"""The ladder of a commitment: which rungs were reached, who was told, and which are to come."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from primeline.commitments import rules
from primeline.commitments.choices import CommitmentStatus
from primeline.commitments.models import (
    Alert,
    Commitment,
    Estimate,
    Inquiry,
    Notice,
    Repricing,
    RungFired,
)
from primeline.commitments.queries.courses import Courses, rungs_of
from primeline.commitments.queries.reach import within_by
from primeline.commitments.values import INQUIRY
from primeline.staff.reach import Reach


@dataclass(frozen=True, kw_only=True)
class LadderStep:
    """One rung: when it was reached or will be, whom it names, and who was told by it."""

    percent: int
    tells: tuple[str, ...]
    at: datetime
    cycle: int
    has_fired: bool
    alerts: tuple[Alert, ...] = ()


def ladder_of(commitment: Commitment, *, at: datetime) -> list[LadderStep]:
    """Return the rungs that were reached, cycle by cycle, then those to come while it is open."""
    fired = list(RungFired.objects.filter(commitment=commitment).order_by("cycle", "percent"))
    alerts = _alerts(fired)
    steps = [
        LadderStep(
            percent=one.percent,
            tells=tuple(one.tells),
            at=one.reached_at,
            cycle=one.cycle,
            has_fired=True,
            alerts=tuple(alerts[one.pk]),
        )
        for one in fired
    ]
    return [*steps, *_to_come(commitment, at)]


def alerts_of(reach: Reach, *, only_unseen: bool = False) -> QuerySet[Alert]:
    """Return what the reader was told of, the latest first, as far as they still see it."""
    rows = Alert.objects.filter(
        within_by(reach, "rung__commitment"), person=reach.person_id
    ).select_related("rung__commitment__step", "rung__commitment__customer")
    return (rows.filter(seen_at=None) if only_unseen else rows).order_by("-id")


def notices_of(reach: Reach, *, only_unseen: bool = False) -> QuerySet[Notice]:
    """Return what the reader was told beside the clock, the latest first, as far as they see it."""
    rows = Notice.objects.filter(
        within_by(reach, "commitment"), person=reach.person_id
    ).select_related("commitment__step", "commitment__customer")
    return (rows.filter(seen_at=None) if only_unseen else rows).order_by("-id")


def notices_about(reach: Reach, commitments: Iterable[Commitment]) -> dict[int, Notice]:
    """Return the last that anybody was told beside the clock of each of these. One query."""
    ids = [one.pk for one in commitments]
    found = Notice.objects.filter(within_by(reach, "commitment"), commitment__in=ids)
    return {one.commitment_id: one for one in found.order_by("told_at", "pk")}


def unseen_count(reach: Reach) -> int:
    """Return how much of what the reader was told they have not seen: the badge."""
    alerts = alerts_of(reach, only_unseen=True).order_by().values("pk")
    notices = notices_of(reach, only_unseen=True).order_by().values("pk")
    return alerts.union(notices, all=True).count()


def repricings_of(commitment: Commitment) -> QuerySet[Repricing]:
    """Return how its due moment was moved, the latest first."""
    rows = Repricing.objects.filter(commitment=commitment)
    return rows.select_related("old_row", "new_row").order_by("-repriced_at", "-id")


def estimates_of(commitment: Commitment) -> QuerySet[Estimate]:
    """Return what was said of when it will be done, the latest first; the present cycle's only."""
    rows = Estimate.objects.filter(commitment=commitment, cycle=commitment.cycle)
    return rows.select_related("given_by").order_by("-given_at", "-id")


def inquiry_of(commitment: Commitment) -> Inquiry | None:
    """Return what the customer asked, where a commitment is about that."""
    if commitment.subject_kind != INQUIRY:
        return None
    return Inquiry.objects.select_related("taken_by").get(pk=commitment.subject_id)


def _alerts(fired: list[RungFired]) -> dict[int, list[Alert]]:
    found: dict[int, list[Alert]] = defaultdict(list)
    for alert in Alert.objects.filter(rung__in=fired).select_related("person").order_by("id"):
        found[alert.rung_id].append(alert)
    return found


def _to_come(commitment: Commitment, at: datetime) -> list[LadderStep]:
    if commitment.status != CommitmentStatus.RUNNING:
        return []
    course = Courses([commitment], at=at, only_ended=True).of(commitment)
    return [
        LadderStep(
            percent=rung.percent,
            tells=rung.tells,
            at=rules.rung_at(course, rung),
            cycle=commitment.cycle,
            has_fired=False,
        )
        for rung in rungs_of(commitment)
        if rung.percent > commitment.fired_percent
    ]
