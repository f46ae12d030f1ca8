"""Who stands in for whom while they are away."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.kit import events
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.staff import rules
from primeline.staff.events import CoverEnded, CoverSet
from primeline.staff.models import Cover, Person
from primeline.staff.values import Period


@deed("staff.set_cover")
def set_cover(
    *,
    absent: Person,
    covered_by: Person | None,
    period: Period,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Cover:
    """Record that a person is away and who looks after their accounts meanwhile.

    :raises Refused: if the time is not sound or open-ended, the absence is on record already, or
        whoever is to cover is the same person, has left, or is away too
    """
    rules.check_period(period)
    if period.end is None:
        raise Refused(_("Say until when."), field="active_to")
    _check_pair(absent, covered_by)
    rules.check_no_other_cover(period, _absences_of(absent))
    if covered_by is not None:
        rules.check_is_there(period, _absences_of(covered_by))
    cover = Cover.objects.create(
        absent=absent,
        covered_by=covered_by,
        active_from=period.start,
        active_to=period.end,
        reason=reason,
    )
    events.publish(
        CoverSet(
            happened_at=at,
            cover_id=cover.pk,
            absent_id=absent.pk,
            covered_by_id=cover.covered_by_id,
        )
    )
    return cover


@deed("staff.end_cover")
def end_cover(*, cover: Cover, version: int, by: Actor, at: datetime, reason: str = "") -> Cover:
    """End a cover from this day on: they are back.

    :raises Refused: if it has ended already
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    today = rules.day_of(at, cover.absent.time_zone)
    if cover.active_to <= today:
        raise Refused(_("This absence is over already."))
    changes = {"active_to": max(today, cover.active_from)}
    save_changes(Cover, pk=cover.pk, version=version, changes=changes)
    events.publish(
        CoverEnded(
            happened_at=at,
            cover_id=cover.pk,
            absent_id=cover.absent_id,
            covered_by_id=cover.covered_by_id,
        )
    )
    cover.refresh_from_db()
    return cover


def _check_pair(absent: Person, covered_by: Person | None) -> None:
    if covered_by is None:
        return
    if covered_by.pk == absent.pk:
        raise Refused(_("Nobody covers for themselves."), field="covered_by")
    if not covered_by.is_active:
        raise Refused(_("This person has left. Choose somebody else."), field="covered_by")


def _absences_of(person: Person) -> list[Period]:
    rows = Cover.objects.filter(absent=person).values_list("active_from", "active_to")
    return [Period(start, end) for start, end in rows]
