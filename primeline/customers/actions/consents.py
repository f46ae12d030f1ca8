"""What people at the customer agree to, and take back."""

from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from primeline.customers import rules
from primeline.customers.actions.attachments import attach_file
from primeline.customers.actions.timeline import tell
from primeline.customers.choices import AttachmentKind, ConsentPurpose, TimelineKind
from primeline.customers.events import PeopleChanged
from primeline.customers.models import Consent, Contact
from primeline.customers.values import Agreed, Line, Paper
from primeline.kit import events
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.staff.rules import day_of


@deed("customers.record_consent")
def record_consent(
    *, contact: Contact, agreed: Agreed, proof: Paper | None = None, by: Actor, at: datetime
) -> Consent:
    """Put on file what a person at the customer has agreed to, and what shows it.

    :raises Refused: if it is on file already, lies in the future, or nothing shows it
    """
    rules.check_usable(contact.name)
    place = agreed.proof_place.strip()
    if not place:
        raise Refused(
            _("Say where the proof lies: a file, a mailbox, the number of a recording."),
            field="proof_place",
        )
    _check_day(agreed.given_date, at, field="given_date")
    # The row of the person makes two who press the button at the same moment take turns.
    list(Contact.objects.select_for_update().filter(pk=contact.pk).values_list("pk"))
    if contact.consents.filter(purpose=agreed.purpose, withdrawn_date=None).exists():
        raise Refused(
            _("This consent is on file already. Withdraw it first if it was given anew."),
            field="purpose",
        )
    consent = Consent.objects.create(
        contact=contact,
        subject=contact.subject,
        purpose=agreed.purpose,
        given_date=agreed.given_date,
        proof=agreed.proof,
        proof_place=place,
    )
    if proof is not None:
        paper = replace(proof, kind=AttachmentKind.CONSENT, contact_id=contact.pk)
        attach_file(customer=contact.customer, paper=paper, by=by, at=at)
    _tell(consent, TimelineKind.CONSENT_GIVEN, by=by, at=at)
    return consent


@deed("customers.withdraw_consent")
def withdraw_consent(
    *, consent: Consent, version: int, withdrawn_date: date, by: Actor, at: datetime
) -> Consent:
    """Mark from which day a person no longer agrees; that they did stays on file.

    :raises Refused: if they took it back already, or on a day that cannot be
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if consent.withdrawn_date is not None:
        raise Refused(_("This consent has been withdrawn already."))
    _check_day(withdrawn_date, at, field="withdrawn_date")
    if withdrawn_date < consent.given_date:
        raise Refused(
            _("Nobody takes back what they have not yet given. Choose a later day."),
            field="withdrawn_date",
        )
    changes = {"withdrawn_date": withdrawn_date}
    save_changes(Consent, pk=consent.pk, version=version, changes=changes)
    consent.refresh_from_db()
    _tell(consent, TimelineKind.CONSENT_WITHDRAWN, by=by, at=at)
    return consent


def _check_day(day: date, at: datetime, *, field: str) -> None:
    if day > day_of(at):
        raise Refused(_("This day is yet to come."), field=field)


def _tell(consent: Consent, kind: TimelineKind, *, by: Actor, at: datetime) -> None:
    customer_id = consent.contact.customer_id
    events.publish(PeopleChanged(happened_at=at, customer_ids=(customer_id,)))
    line = Line(
        customer_id=customer_id,
        kind=kind,
        happened_at=at,
        words={"purpose": ConsentPurpose(consent.purpose).value},
        subject_kind="contact",
        subject_id=consent.contact_id,
    )
    tell(line=line, by=by, at=at)
