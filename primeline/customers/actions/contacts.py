"""People at the customer."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from primeline.customers import birthdays, influence, phones, rules
from primeline.customers.actions.timeline import tell
from primeline.customers.choices import TimelineKind
from primeline.customers.events import PeopleChanged
from primeline.customers.models import Contact, Customer
from primeline.customers.values import ContactDetails, Line
from primeline.kit import events
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused, check_all
from primeline.kit.saving import save_changes
from primeline.privacy import sealing as privacy
from primeline.privacy.choices import PersonalKind


@deed("customers.add_contact")
def add_contact(*, customer: Customer, details: ContactDetails, by: Actor, at: datetime) -> Contact:
    """Put a person of the customer on file.

    :raises Refused: if the name is missing, or a number, a day or who they report to cannot be
    """
    facts = _checked(details, at)
    _check_above(customer.pk, details.reports_to_id)
    if details.is_primary:
        _step_back(customer.pk)
    contact = Contact.objects.create(customer=customer, **facts)
    _make_known(contact)
    _tell(contact, TimelineKind.CONTACT_ADDED, by=by, at=at)
    return contact


@deed("customers.change_contact")
def change_contact(
    *,
    contact: Contact,
    version: int,
    details: ContactDetails,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Contact:
    """Change what is on file about a person of the customer.

    :raises ChangedMeanwhile: if somebody saved since `version` was read
    :raises Refused: if the name is missing, or a number, a day or who they report to cannot be
    """
    facts = _checked(details, at, phone_on_file=contact.phone)
    _check_above(contact.customer_id, details.reports_to_id, of=contact)
    if details.is_primary:
        _step_back(contact.customer_id, but=contact.pk)
    privacy.save_sealed(contact, version=version, changes=facts)
    _tell(contact, TimelineKind.CONTACT_CHANGED, reason, by=by, at=at)
    _changed(contact, at)
    contact.refresh_from_db()
    _make_known(contact)
    return contact


@deed("customers.retire_contact")
def retire_contact(
    *,
    contact: Contact,
    version: int,
    by: Actor,
    at: datetime,
    reason: str = "",
    is_told: bool = True,
) -> Contact:
    """Mark that a person no longer works at the customer; the record stays.

    The timeline does not tell it where something else is told of them, say that they were erased.

    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    changes = {"is_active": False, "is_primary": False}
    save_changes(Contact, pk=contact.pk, version=version, changes=changes)
    if is_told:
        _tell(contact, TimelineKind.CONTACT_LEFT, reason, by=by, at=at)
    _changed(contact, at)
    contact.refresh_from_db()
    return contact


@deed("customers.reinstate_contact")
def reinstate_contact(
    *, contact: Contact, version: int, by: Actor, at: datetime, reason: str = ""
) -> Contact:
    """Mark that a person works at the customer again, or never left.

    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    save_changes(Contact, pk=contact.pk, version=version, changes={"is_active": True})
    _tell(contact, TimelineKind.CONTACT_BACK, reason, by=by, at=at)
    _changed(contact, at)
    contact.refresh_from_db()
    return contact


def _tell(
    contact: Contact, kind: TimelineKind, reason: str = "", *, by: Actor, at: datetime
) -> None:
    """Tell the timeline without a name: more people read it than see who the contact is."""
    line = Line(
        customer_id=contact.customer_id,
        kind=kind,
        happened_at=at,
        words={"reason": reason} if reason else {},
        subject_kind="contact",
        subject_id=contact.pk,
    )
    tell(line=line, by=by, at=at)


def _changed(contact: Contact, at: datetime) -> None:
    events.publish(PeopleChanged(happened_at=at, customer_ids=(contact.customer_id,)))


def _step_back(customer_id: int, *, but: int | None = None) -> None:
    others = Contact.objects.filter(customer=customer_id, is_primary=True).exclude(pk=but or 0)
    others.update(is_primary=False, version=F("version") + 1)


def _make_known(contact: Contact) -> None:
    """Let the person be looked up by name and number, by whoever may see both in clear."""
    subject = contact.subject
    facts = ((PersonalKind.NAME, contact.name), (PersonalKind.PHONE, contact.phone))
    privacy.index_facts(facts=[(subject, kind, text) for kind, text in facts])


def _checked(details: ContactDetails, at: datetime, *, phone_on_file: str = "") -> dict[str, Any]:
    name = details.name.strip()
    check_all(
        lambda: rules.check_name(name),
        lambda: phones.changed_phone(details.phone, stored=phone_on_file),
        lambda: birthdays.check_born(details.birthday, at=at),
        lambda: birthdays.clean_lunar_birthday(details.lunar_birthday),
        lambda: rules.check_hours(details.preferred_hours),
    )
    return asdict(
        replace(
            details,
            name=name,
            phone=phones.changed_phone(details.phone, stored=phone_on_file),
            lunar_birthday=birthdays.clean_lunar_birthday(details.lunar_birthday),
        )
    )


def _check_above(customer_id: int, above: int | None, *, of: Contact | None = None) -> None:
    if above is None:
        return
    # Two people who tie a knot from both ends at the same moment take turns.
    list(Customer.objects.select_for_update().filter(pk=customer_id).values_list("pk"))
    ties = dict(Contact.objects.filter(customer=customer_id).values_list("pk", "reports_to"))
    if above not in ties:
        raise Refused(_("Choose somebody at this account."), field="reports_to_id")
    if of is not None and influence.is_above(of.pk, above, ties):
        raise Refused(
            _("Then somebody would report to themselves. Choose somebody further up."),
            field="reports_to_id",
        )
