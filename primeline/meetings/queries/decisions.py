"""What meetings have decided, and what became of it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from primeline.commitments.choices import State
from primeline.commitments.models import Commitment
from primeline.kit.errors import NotFound
from primeline.meetings.models import Decision, Meeting
from primeline.meetings.queries.meetings import get_own
from primeline.meetings.queries.talks import seen_by
from primeline.meetings.values import DECISION, Standing
from primeline.staff.models import Unit
from primeline.staff.reach import Reach

EARLIER: Final = 50


def decisions_of(meeting: Meeting, reach: Reach, *, at: datetime) -> list[Standing]:
    """Return what a meeting has decided, as it stands now. Two queries."""
    rows = _seen(reach).filter(meeting=meeting, is_active=True)
    return _standing(rows.order_by("pk"), at)


def earlier_decisions(unit: Unit, day: date, reach: Reach, *, at: datetime) -> list[Standing]:
    """Return what the meeting before decided, done or not, and what is open of earlier ones."""
    before = Meeting.objects.filter(unit=unit, on_date__lt=day)
    last = before.order_by("-on_date").values_list("pk", flat=True).first()
    if last is None:
        return []
    still = Commitment.objects.open().filter(subject_kind=DECISION).values("subject_id")
    rows = _seen(reach).filter(
        Q(meeting=last) | Q(pk__in=still), meeting__in=before, is_active=True
    )
    return _standing(rows.order_by("-meeting__on_date", "pk")[:EARLIER], at)


def kept_decisions(meeting: Meeting, reach: Reach) -> list[tuple[Decision, State]]:
    """Return what stood of earlier meetings when this one was finished."""
    kept: list[Mapping[str, Any]] = meeting.figures["earlier"]
    states = {one["decision"]: State(one["state"]) for one in kept}
    if not states:
        return []
    rows = _seen(reach).filter(pk__in=list(states)).order_by("-meeting__on_date", "pk")
    return [(one, states[one.pk]) for one in rows]


def get_decision(reach: Reach, decision_id: int) -> Decision:
    """Return a decision of a meeting that this reader holds.

    :raises NotFound: if there is none, or it is not for this reader
    """
    decision = _seen(reach).filter(pk=decision_id, is_active=True).first()
    if decision is None:
        raise NotFound
    get_own(reach, decision.meeting_id)
    return decision


def _seen(reach: Reach) -> QuerySet[Decision]:
    # To whoever owes it, its account was opened for that; once it is done they may not see it.
    rows = Decision.objects.filter(Q(customer=None) | seen_by(reach))
    return rows.select_related("owner", "customer", "meeting", "said_by")


def _standing(rows: Iterable[Decision], at: datetime) -> list[Standing]:
    decisions = list(rows)
    found = Commitment.objects.filter(
        subject_kind=DECISION, subject_id__in=[one.pk for one in decisions]
    )
    owed = {one.subject_id: one for one in found}
    return [
        Standing(
            decision=one,
            owed=owed.get(one.pk),
            state=owed[one.pk].state(at) if one.pk in owed else None,
        )
        for one in decisions
    ]
