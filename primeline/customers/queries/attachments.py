"""Files on the papers of an account: as much of them as the reader may see."""

from typing import Final

from primeline.customers import rules
from primeline.customers.models import Attachment, Customer
from primeline.customers.queries.account import is_named
from primeline.customers.values import AttachmentCard
from primeline.files import queries as files
from primeline.kit.errors import NotFound
from primeline.privacy.values import Gone
from primeline.staff.reach import Reach

MOST_ATTACHMENTS = 200
# What the record calls it that somebody took a file out.
FILE_TAKEN: Final = "customers.attachment"


def attachments_of(
    customer: Customer, reach: Reach, *, subject: tuple[str, int] | None = None
) -> list[AttachmentCard]:
    """Return the files of an account, or of one thing of it; the latest first, withdrawn last."""
    rows = Attachment.objects.filter(customer=customer).select_related("file", "attached_by")
    if subject is not None:
        rows = rows.filter(subject_kind=subject[0], subject_id=subject[1])
    is_clear = is_named(customer, reach)
    found = rows.order_by("-is_active", "-attached_at", "-id")[:MOST_ATTACHMENTS]
    return [_card(row, is_clear=is_clear) for row in found]


def get_attachment(
    customer: Customer, reach: Reach, attachment_id: int, *, to_open: bool = False
) -> Attachment:
    """Return one file on the papers of an account.

    `to_open` asks for the content too: papers of people are opened by those alone who are named
    on the account.

    :raises NotFound: if there is none, or it is not for this reader
    """
    rows = Attachment.objects.filter(customer=customer).select_related("file")
    row = rows.filter(pk=attachment_id).first()
    if row is None:
        raise NotFound
    if to_open and _is_personal(row) and not is_named(customer, reach):
        raise NotFound
    row.customer = customer
    return row


def content_of(attachment: Attachment) -> bytes:
    """Return what a file holds. Record that it is taken out.

    :raises NotFound: if the person whose it was is erased, or is not to be looked at
    :raises Refused: if it is missing or is not what was stored
    """
    return files.content_of(attachment.file, subject=attachment.subject)


def _is_personal(row: Attachment) -> bool:
    return row.subject is not None or rules.shows_people(row.kind)


def _card(row: Attachment, *, is_clear: bool) -> AttachmentCard:
    name, is_gone = row.name, isinstance(row.name, Gone)
    is_open = not is_gone and (is_clear or not _is_personal(row))
    return AttachmentCard(
        id=row.pk,
        kind=row.kind,
        name=name if is_open or is_gone else "",
        note=row.note if is_open else "",
        size_bytes=row.file.size_bytes,
        file_kind=row.file.kind,
        attached_at=row.attached_at,
        attached_by=row.attached_by.name if row.attached_by else "",
        is_open=is_open,
        is_gone=is_gone,
        is_persons=row.subject is not None,
        is_active=row.is_active,
        version=row.version,
    )
