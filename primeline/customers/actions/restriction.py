"""Restricted accounts: a cover name, and named people who are cleared."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.customers.actions.search import make_findable
from primeline.customers.models import Clearance, Customer
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
    make_findable(customer_ids=[customer.pk], by=by, at=at)
    customer.refresh_from_db()
    return customer


@deed("customers.clear_person")
def clear_person(
    *, customer: Customer, person: Person, by: Actor, at: datetime, reason: str = ""
) -> Clearance:
    """Let a person open a restricted account until the clearance is withdrawn.

    :raises Refused: if they clear themselves
    """
    if by.actor_id == person.pk:
        raise Refused(_("Nobody clears themselves. Ask somebody else to do it."), field="person")
    return Clearance.objects.create(customer=customer, person=person, active_from=at)


@deed("customers.withdraw_clearance")
def withdraw_clearance(*, clearance: Clearance, by: Actor, at: datetime, reason: str = "") -> None:
    """End a clearance at once."""
    Clearance.objects.filter(pk=clearance.pk, active_to=None).update(active_to=at)
