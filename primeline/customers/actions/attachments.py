"""Files on the papers of an account: attached, withdrawn, taken out by somebody."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.audit import actions as audit
from primeline.customers import queries
from primeline.customers import rules as rules_of_people
from primeline.customers.actions.timeline import tell
from primeline.customers.choices import AttachmentKind, TimelineKind
from primeline.customers.models import Attachment, Contact, Customer
from primeline.customers.values import Line, Paper
from primeline.files import actions as files
from primeline.files import rules
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.privacy import telling


@deed("customers.attach_file")
def attach_file(*, customer: Customer, paper: Paper, by: Actor, at: datetime) -> Attachment:
    """Look a file through and put it on the papers of an account, sealed if it is a person's.

    :raises Refused: if it is of no kind that is kept, is not what it claims, lies here already, or
        is of somebody who is not at this account or was erased
    """
    if paper.kind not in AttachmentKind.values:
        raise Refused(_("Say what this file is."), field="kind")
    owner = _owner(customer, paper)
    stored = files.keep_file(name=paper.name, content=paper.content, subject=owner, by=by, at=at)
    of = {"subject_kind": paper.subject_kind, "subject_id": paper.subject_id}
    same = Attachment.objects.filter(customer=customer, file=stored, is_active=True, **of)
    if same.exists():
        raise Refused(_("This very file is attached here already."), field="file")
    name = rules.clean_name(paper.name)
    # `margaret_thistlewood.pdf` names her just as well.
    if telling.names_somebody(spaced := name.replace("_", " "), customer.pk):
        name = spaced
    attachment = Attachment.objects.create(
        customer=customer,
        file=stored,
        kind=paper.kind,
        subject=owner,
        name=name,
        note=paper.note.strip(),
        attached_at=at,
        attached_by_id=by.actor_id,
        **of,
    )
    words = {"what": paper.kind, "subject": paper.subject_name}
    _tell(attachment, TimelineKind.FILE_ATTACHED, words, by=by, at=at)
    return attachment


@deed("customers.withdraw_attachment")
def withdraw_attachment(
    *, attachment: Attachment, version: int, reason: str, by: Actor, at: datetime
) -> Attachment:
    """Take a file off the papers; it stays in the archive with the reason.

    :raises Refused: if it is withdrawn already, or no reason is given
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if not attachment.is_active:
        raise Refused(_("This file has been withdrawn already."))
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    save_changes(Attachment, pk=attachment.pk, version=version, changes={"is_active": False})
    attachment.refresh_from_db()
    words = {"what": attachment.kind, "reason": reason}
    _tell(attachment, TimelineKind.FILE_WITHDRAWN, words, by=by, at=at)
    return attachment


@deed("customers.take_out_file")
def take_out_file(*, attachment: Attachment, by: Actor, at: datetime) -> None:
    """Put on record that somebody took a file out."""
    audit.look(subject_kind=queries.FILE_TAKEN, subject_id=str(attachment.pk), by=by, at=at)


def _owner(customer: Customer, paper: Paper) -> int | None:
    """Return the person whose paper it is."""
    if paper.contact_id is None:
        # What shows who somebody is shows an individual, if the account is one.
        return customer.subject if rules_of_people.shows_people(paper.kind) else None
    contact = Contact.objects.filter(customer=customer, pk=paper.contact_id).first()
    if contact is None:
        raise Refused(_("Choose somebody at this account."), field="contact_id")
    rules_of_people.check_usable(contact.name)
    return int(contact.subject)


def _tell(
    attachment: Attachment, kind: TimelineKind, words: dict[str, str], *, by: Actor, at: datetime
) -> None:
    """Tell the timeline without the name of the file: it may name a person."""
    line = Line(
        customer_id=attachment.customer_id,
        kind=kind,
        happened_at=at,
        words=words,
        subject_kind="attachment",
        subject_id=attachment.pk,
    )
    tell(line=line, by=by, at=at)
