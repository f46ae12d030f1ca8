"""Erasing a person, for whichever reason: their key goes, the business record stays."""

from datetime import datetime

from primeline.audit import walls
from primeline.customers import actions as customers
from primeline.customers.models import Contact, Customer
from primeline.kit import events
from primeline.kit.deeds import Actor
from primeline.privacy import actions as privacy
from primeline.privacy.elsewhere import NOTHING_ELSE, AlsoNamed
from primeline.products import actions as products
from primeline.rights import queries
from primeline.rights.actions.closing import close_what_waits
from primeline.rights.events import PersonErased, PersonRestricted


def erase_person(
    person: Contact | Customer,
    *,
    by: Actor,
    at: datetime,
    request_id: int = 0,
    case_id: int = 0,
    also: AlsoNamed = NOTHING_ELSE,
) -> None:
    """Destroy the key of a person, within the deed that decided it."""
    is_contact = isinstance(person, Contact)
    leaving = [person] if isinstance(person, Contact) else queries.themselves_at(person)
    for one in leaving:
        if one.is_active:
            # Nobody left: what the timeline tells is that somebody was erased.
            customers.retire_contact(contact=one, version=one.version, is_told=False, by=by, at=at)
    close_what_waits(person, leaving, by=by, at=at)
    accounts = {*privacy.erase(subjects=queries.subjects_of(person), also=also, by=by, at=at)}
    customer_id = person.customer_id if isinstance(person, Contact) else person.pk
    if not is_contact:
        accounts.add(customer_id)
    # They may have been at accounts that the desk does not reach.
    with walls.open_for_system():
        products.make_findable(customer_ids=accounts, by=by, at=at)
    events.publish(
        PersonErased(
            happened_at=at, request_id=request_id, case_id=case_id, customer_id=customer_id
        )
    )


def tell_restricted(person: Contact | Customer, *, at: datetime) -> None:
    """Publish that the data of a person are used no more, or again."""
    customer_id = person.customer_id if isinstance(person, Contact) else person.pk
    events.publish(PersonRestricted(happened_at=at, customer_id=customer_id))
