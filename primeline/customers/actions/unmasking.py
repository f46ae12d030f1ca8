"""Showing a person at the customer in clear to somebody who is not named on the account."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.audit import actions as audit
from primeline.audit import walls
from primeline.customers import queries
from primeline.customers.actions.timeline import tell
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Contact, Customer
from primeline.customers.values import Line
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.privacy.choices import Purpose
from primeline.staff.models import Person


@deed("customers.unmask_contact")
def unmask_contact(*, contact: Contact, purpose: str, by: Actor, at: datetime) -> None:
    """Put on record that somebody is shown a person in clear, and what for.

    :raises Refused: if no purpose is given, or they have seen too many
    """
    _look(queries.PERSON_SHOWN, contact.pk, purpose, by=by, at=at)
    _tell(contact.customer_id, by=by, at=at)


@deed("customers.unmask_individual")
def unmask_individual(*, customer: Customer, purpose: str, by: Actor, at: datetime) -> None:
    """Put on record that somebody is shown in clear who an individual account is, and what for.

    :raises Refused: if the account is no person, no purpose is given, or they have seen too many
    """
    if customer.subject is None:
        raise Refused(_("An organization is no person: choose somebody there."))
    _look(queries.INDIVIDUAL_SHOWN, customer.pk, purpose, by=by, at=at)
    _tell(customer.pk, by=by, at=at)


def _look(kind: str, subject_id: int, purpose: str, *, by: Actor, at: datetime) -> None:
    if purpose not in Purpose.values:
        raise Refused(_("Say what you need to see this person for."), field="purpose")
    # Whoever asks twice at the same moment is counted one after the other.
    if by.actor_id is not None:
        Person.objects.select_for_update().get(pk=by.actor_id)
    queries.check_may_see_another(by.actor_id, at=at)
    audit.look(subject_kind=kind, subject_id=str(subject_id), purpose=purpose, by=by, at=at)


def _tell(customer_id: int, *, by: Actor, at: datetime) -> None:
    kind = TimelineKind.UNMASKED
    # Whoever works for it under a grant does not write on the account itself.
    with walls.open_for_system():
        line = Line(customer_id=customer_id, kind=kind, happened_at=at, words={})
        tell(line=line, by=by, at=at)
