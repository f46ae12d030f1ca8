"""What was asked at the rights desk, and all we hold on a person."""

from typing import Any

from django.db.models import Model, QuerySet

from primeline.audit.models import HistoryRow, Look
from primeline.customers.models import Attachment, Consent, Contact, TimelineLine
from primeline.customers.queries import within
from primeline.kit.errors import NotFound
from primeline.privacy import opening
from primeline.privacy import queries as privacy
from primeline.privacy.values import Place
from primeline.rights.choices import RequestStatus
from primeline.rights.models import RightsRequest
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach

TABLE = "customers_contact"
BOOKKEEPING = frozenset({"subject", "version", "customer_id"})
MOST = 200


def requests_for(reach: Reach) -> QuerySet[RightsRequest]:
    """Return the requests within reach. Every list of them starts here."""
    rows = RightsRequest.objects.filter(
        within(reach, Permission.DECIDE_RIGHTS, prefix="customer__")
    )
    return rows.select_related("customer", "contact", "decided_by")


def open_requests(reach: Reach) -> list[RightsRequest]:
    """Return what is still to be decided, what is due first at the top."""
    rows = requests_for(reach).filter(status=RequestStatus.OPEN)
    return list(rows.order_by("due_date", "id")[:MOST])


def decided_requests(reach: Reach) -> list[RightsRequest]:
    """Return what was decided, the latest first."""
    rows = requests_for(reach).exclude(status=RequestStatus.OPEN)
    return list(rows.order_by("-decided_at", "-id")[:MOST])


def get_request(reach: Reach, number: str) -> RightsRequest:
    """Return the request with this number.

    :raises NotFound: if there is none, or it is not within reach
    """
    found = requests_for(reach).filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def is_restricted(request: RightsRequest) -> bool:
    """Test whether the person's data are stored and not used."""
    return privacy.is_restricted(request.contact.subject)


def everything_on(contact: Contact) -> dict[str, Any]:
    """Return all we hold on a person, in clear, the past included, as they may carry it away."""
    history = HistoryRow.objects.filter(table=TABLE, row_id=str(contact.pk))
    looks = Look.objects.filter(subject_kind="contact", subject_id=str(contact.pk))
    lines = TimelineLine.objects.filter(subject_kind="contact", subject_id=contact.pk)
    requests = RightsRequest.objects.filter(contact=contact).order_by("id")
    return {
        "company": contact.customer.name,
        "on_file": [
            {"from": row.act.at, "by_deed": row.act.kind, "facts": _facts(row.after)}
            for row in history.select_related("act").order_by("id")
        ],
        "agreed_to": [
            {
                "purpose": one.purpose,
                "given": one.given_date,
                "shown_by": one.proof,
                "proof": _opened(Consent, "proof_place", one),
                "withdrawn": one.withdrawn_date,
            }
            for one in contact.consents.order_by("id")
        ],
        "papers": [
            {"name": _opened(Attachment, "name", one), "kind": one.kind, "from": one.attached_at}
            for one in Attachment.objects.filter(subject=contact.subject).order_by("id")
        ],
        "seen_in_clear": [
            {"at": at, "purpose": purpose}
            for at, purpose in looks.order_by("id").values_list("act__at", "purpose")
        ],
        "happened": [
            {"at": at, "what": kind}
            for at, kind in lines.order_by("happened_at").values_list("happened_at", "kind")
        ],
        "requests": [
            {"number": one.number, "kind": one.kind, "status": one.status, "reason": one.reason}
            for one in requests
        ],
    }


def _opened(model: type[Model], column: str, row: Model) -> str:
    place = Place(model._meta.db_table, column)
    return opening.opened(row.__dict__[column], place, even_restricted=True)


def _facts(image: dict[str, Any]) -> dict[str, Any]:
    return {
        name: opening.opened(value, Place(TABLE, name), even_restricted=True)
        if isinstance(value, str)
        else value
        for name, value in image.items()
        if name not in BOOKKEEPING and value not in ("", None)
    }
