"""Giving people roles at units, and taking them back."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from primeline.kit import events
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.staff import guards, rules
from primeline.staff.choices import Role
from primeline.staff.events import PostingEnded, PostingGiven
from primeline.staff.models import Person, Posting, Unit
from primeline.staff.values import EVERYTHING, Bounds, Held, Period


@deed("staff.give_posting")
def give_posting(
    *,
    person: Person,
    unit: Unit,
    role: Role,
    period: Period,
    bounds: Bounds = EVERYTHING,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Posting:
    """Give a person a role at a unit, within bounds and for a time. Their sessions end at once.

    :raises Refused: if it is their own right, the unit or the person is not active, or the role
        does not go together with those they hold
    """
    rules.check_somebody_else(person.pk, by_id=by.actor_id)
    rules.check_period(period)
    _check_active(person, unit)
    guards.hold_person(person)
    wanted = Held(role=role, unit_id=unit.pk, period=period)
    rules.check_held_roles(wanted, _held_by(person))
    posting = Posting.objects.create(
        person=person,
        unit=unit,
        role=role,
        industries=sorted(bounds.industries),
        lines=sorted(bounds.lines),
        customer_ids=sorted(bounds.customer_ids),
        active_from=period.start,
        active_to=period.end,
    )
    guards.raise_epoch(person)
    events.publish(
        PostingGiven(
            happened_at=at,
            posting_id=posting.pk,
            person_id=person.pk,
            unit_id=unit.pk,
            role=role,
        )
    )
    return posting


@deed("staff.end_posting")
def end_posting(
    *, posting: Posting, version: int, by: Actor, at: datetime, reason: str = ""
) -> Posting:
    """Take a role back from this day on. The person's sessions end at once.

    :raises Refused: if it is their own, it has ended already, or it is the last administrator's
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    person = posting.person
    rules.check_somebody_else(person.pk, by_id=by.actor_id)
    today = rules.day_of(at, person.time_zone)
    if posting.active_to is not None and posting.active_to <= today:
        raise Refused(_("This role has ended already."))
    if posting.role == Role.ADMINISTRATOR and posting.unit.parent_id is None:
        guards.check_another_administrator_remains(person, at=at)
    changes = {"active_to": max(today, posting.active_from)}
    save_changes(Posting, pk=posting.pk, version=version, changes=changes)
    guards.raise_epoch(person)
    events.publish(
        PostingEnded(
            happened_at=at,
            posting_id=posting.pk,
            person_id=person.pk,
            unit_id=posting.unit_id,
            role=Role(posting.role),
        )
    )
    posting.refresh_from_db()
    return posting


def _check_active(person: Person, unit: Unit) -> None:
    if not person.is_active:
        raise Refused(_("This person has left. Let them in again first."), field="person")
    if not unit.is_active:
        raise Refused(_("This unit is closed. Choose another one."), field="unit")


def _held_by(person: Person) -> list[Held]:
    # Those that were withdrawn before they began hold nothing.
    rows = Posting.objects.filter(person=person).exclude(active_to=F("active_from"))
    return [
        Held(
            role=Role(posting.role),
            unit_id=posting.unit_id,
            period=Period(posting.active_from, posting.active_to),
        )
        for posting in rows
    ]
