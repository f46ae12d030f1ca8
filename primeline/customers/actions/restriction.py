"""Restricted accounts: a cover name, and named people who are cleared."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from primeline.customers.actions.search import make_findable
from primeline.customers.actions.timeline import tell
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Clearance, Customer
from primeline.customers.queries.absorbed import absorbed_into
from primeline.customers.values import Line
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.staff.models import Person


@deed("customers.restrict")
def restrict_customer(
    *, customer: Customer, version: int, cover_name: str, by: Actor, at: datetime, reason: str
) -> Customer:
    """Hide the account from everybody but cleared people, who see it under its cover name.

    :raises Refused: if the cover name is missing or gives the account away
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    cover = cover_name.strip()
    if not cover or cover in (customer.name, customer.short_name, customer.name_en):
        raise Refused(
            _("A restricted account needs a name that tells nothing."), field="cover_name"
        )
    changes = {"is_restricted": True, "cover_name": cover}
    save_changes(Customer, pk=customer.pk, version=version, changes=changes)
    _hide_absorbed(customer, changes)
    _tell(customer.pk, TimelineKind.RESTRICTION, by, at, how="MARKED")
    make_findable(customer_ids=[customer.pk], by=by, at=at)
    customer.refresh_from_db()
    return customer


@deed("customers.lift_restriction")
def lift_restriction(
    *, customer: Customer, version: int, by: Actor, at: datetime, reason: str
) -> Customer:
    """Show the account again to whoever reaches it, and end all clearances.

    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    # As long as whoever lifts it is cleared: afterwards they may not reach the account any more.
    _tell(customer.pk, TimelineKind.RESTRICTION, by, at, how="LIFTED")
    changes = {"is_restricted": False, "cover_name": ""}
    save_changes(Customer, pk=customer.pk, version=version, changes=changes)
    _hide_absorbed(customer, changes)
    in_force = Q(active_to=None) | Q(active_to__gt=at)
    Clearance.objects.filter(in_force, customer=customer).update(active_to=at)
    make_findable(customer_ids=[customer.pk], by=by, at=at)
    customer.refresh_from_db()
    return customer


@deed("customers.clear_person")
def clear_person(
    *,
    customer: Customer,
    person: Person,
    active_to: datetime | None = None,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Clearance:
    """Let a person open a restricted account until a moment, or until it is withdrawn.

    :raises Refused: if they clear themselves, are cleared already, or it ends before it begins
    """
    if by.actor_id == person.pk:
        raise Refused(_("Nobody clears themselves. Ask somebody else to do it."), field="person")
    if active_to is not None and active_to <= at:
        raise Refused(_("A clearance must end after it begins."), field="active_to")
    cleared = Clearance.objects.filter(customer=customer, person=person, active_from__lte=at)
    if cleared.filter(Q(active_to=None) | Q(active_to__gt=at)).exists():
        raise Refused(_("This person is cleared already."), field="person")
    _tell(customer.pk, TimelineKind.CLEARANCE, by, at, how="GIVEN", who=[person.username])
    return Clearance.objects.create(
        customer=customer, person=person, active_from=at, active_to=active_to
    )


@deed("customers.clear_people")
def clear_people(
    *, customer: Customer, person_ids: Collection[int], by: Actor, at: datetime, reason: str = ""
) -> None:
    """Let the people open the account on whom two others agreed when it was restricted."""
    Clearance.objects.bulk_create(
        [Clearance(customer=customer, person_id=one, active_from=at) for one in person_ids]
    )
    people = Person.objects.filter(pk__in=list(person_ids)).order_by("pk")
    who = list(people.values_list("username", flat=True))
    _tell(customer.pk, TimelineKind.CLEARANCE, by, at, how="GIVEN", who=who)


@deed("customers.withdraw_clearance")
def withdraw_clearance(*, clearance: Clearance, by: Actor, at: datetime, reason: str = "") -> None:
    """End a clearance at once."""
    who = [clearance.person.username]
    _tell(clearance.customer_id, TimelineKind.CLEARANCE, by, at, how="ENDED", who=who)
    in_force = Q(active_to=None) | Q(active_to__gt=at)
    Clearance.objects.filter(in_force, pk=clearance.pk).update(active_to=at)


def _tell(
    customer_id: int, kind: TimelineKind, by: Actor, at: datetime, **words: str | list[str]
) -> None:
    line = Line(customer_id=customer_id, kind=kind, happened_at=at, words=dict(words))
    tell(line=line, by=by, at=at)


def _hide_absorbed(customer: Customer, changes: Mapping[str, object]) -> None:
    """Hide or show with an account the records that were merged into it: they tell its name."""
    absorbed = [one.pk for one in absorbed_into([customer.pk]).get(customer.pk, ())]
    if absorbed:
        Customer.objects.filter(pk__in=absorbed).update(**changes)
