"""What was asked at the rights desk, and all we hold on a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from primeline.approaches.models import Approach
from primeline.audit import walls
from primeline.audit.models import HistoryRow, Look
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Attachment, Contact, Customer, Industry, TimelineLine
from primeline.customers.queries import INDIVIDUAL_SHOWN, PERSON_SHOWN, absorbed_into, within
from primeline.kit.errors import NotFound
from primeline.privacy import opening
from primeline.privacy import queries as privacy
from primeline.privacy.values import Gone, Place
from primeline.rights.choices import RELEASED, REQUEST, RequestStatus, RightKind
from primeline.rights.models import RightsRequest
from primeline.rights.queries import held
from primeline.staff.choices import Permission
from primeline.staff.models import Person, Unit
from primeline.staff.reach import Reach

BOOKKEEPING = frozenset({"id", "subject", "version", "customer_id"})
MOST = 200
# Whose names are ours to tell.
OURS = (Industry, Person, Unit)


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
    return privacy.is_restricted(request.subject)


@dataclass(frozen=True, kw_only=True)
class Lifting:
    """That a restriction was lifted: when, by whom, why."""

    at: datetime
    by_name: str
    reason: str


def lifting_of(request: RightsRequest) -> Lifting | None:
    """Return when and why the restriction of this request was lifted last, if it was."""
    if request.kind != RightKind.RESTRICT:
        return None
    told = TimelineLine.objects.filter(
        customer=request.customer_id,
        kind=TimelineKind.RIGHTS_REQUEST,
        subject_kind=REQUEST,
        subject_id=request.pk,
        words__how=RELEASED,
    )
    line = told.order_by("-happened_at", "-id").first()
    if line is None:
        return None
    # The line was written by the act that lifted it, and the act says why.
    with walls.open_for_system():
        rows = HistoryRow.objects.filter(table=TimelineLine._meta.db_table, row_id=str(line.pk))
        row = rows.select_related("act").order_by("id").first()
    reason = row.act.reason if row else ""
    return Lifting(at=line.happened_at, by_name=line.by_name, reason=reason)


def restrictions_at(customer: Customer) -> dict[int, str]:
    """Return by which request people at an account are restricted, by the ids of these people."""
    rows = RightsRequest.objects.filter(
        customer=customer, kind=RightKind.RESTRICT, status=RequestStatus.DONE, contact__isnull=False
    )
    held = rows.filter(contact__subject__in=privacy.restricted_subjects())
    return dict(held.order_by("pk").values_list("contact", "number"))


def subjects_of(person: Contact | Customer) -> list[int]:
    """Return under which keys the data of a person lie.

    Those of an individual who is an account lie also in records merged into theirs, and where they
    stand among the people of their own account.
    """
    found = [person.subject]
    if isinstance(person, Customer):
        found += [one.subject for one in absorbed_into([person.pk]).get(person.pk, ())]
        found += [one.subject for one in themselves_at(person)]
    return [subject for subject in found if subject is not None]


def themselves_at(individual: Customer) -> list[Contact]:
    """Return who stands among the people of an individual's account under their own name."""
    if isinstance(individual.name, Gone):
        return []
    called = individual.name.split()
    people = Contact.objects.filter(customer=individual).order_by("pk")
    return [one for one in people if one.name.split() == called]


def everything_on(person: Contact | Customer) -> dict[str, Any]:
    """Return all we hold on a person, in clear, the past included, as they may carry it away."""
    is_contact = isinstance(person, Contact)
    table, kind = person._meta.db_table, PERSON_SHOWN if is_contact else INDIVIDUAL_SHOWN
    history = HistoryRow.objects.filter(table=table, row_id=str(person.pk))
    looks = Look.objects.filter(subject_kind=kind, subject_id=str(person.pk))
    lines = TimelineLine.objects.filter(subject_kind=kind, subject_id=person.pk)
    asked = {"contact": person} if is_contact else {"customer": person, "contact": None}
    requests = RightsRequest.objects.filter(**asked).order_by("id")
    changes = list(history.select_related("act").order_by("id"))
    names = _names_in(type(person), [row.after for row in changes])
    papers = Attachment.objects.filter(subject__in=subjects_of(person)).order_by("id")
    return {
        "account": (person.customer if isinstance(person, Contact) else person).number,
        "on_file": [
            {"from": row.act.at, "by_deed": row.act.kind, "facts": _facts(table, row.after, names)}
            for row in changes
        ],
        "at_them": [
            *held.named_at(person),
            *(
                held.of_account(person, themselves_at(person))
                if isinstance(person, Customer)
                else ()
            ),
        ],
        "reached": _reached(person) if isinstance(person, Contact) else [],
        "agreed_to": _agreed_to(person) if isinstance(person, Contact) else [],
        "papers": [
            {"name": _opened("name", one), "kind": one.kind, "from": one.attached_at}
            for one in papers
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


def _reached(contact: Contact) -> list[dict[str, Any]]:
    """Return when we called or wrote to them, what for, in which words, and what came of it."""
    rows = Approach.objects.filter(contact=contact).order_by("id")
    return [
        {
            "at": one.asked_at,
            "how": one.channel,
            "purpose": one.purpose,
            "subject": _opened("subject", one),
            "text": _opened("text", one),
            "status": one.status,
        }
        for one in rows
    ]


def _agreed_to(contact: Contact) -> list[dict[str, Any]]:
    return [
        {
            "purpose": one.purpose,
            "given": one.given_date,
            "shown_by": one.proof,
            "proof": _opened("proof_place", one),
            "withdrawn": one.withdrawn_date,
        }
        for one in contact.consents.order_by("id")
    ]


def _opened(column: str, row: Model) -> str:
    place = Place(row._meta.db_table, column)
    return opening.opened(row.__dict__[column], place, even_restricted=True)


def _names_in(model: type[Model], images: list[dict[str, Any]]) -> dict[tuple[str, Any], str]:
    """Return what our people, units and industries are called, by column and number.

    Others at the customer are left as numbers: their names are not this person's to carry away.
    """
    found: dict[tuple[str, Any], str] = {}
    for field in model._meta.local_concrete_fields:
        if field.related_model not in OURS:
            continue
        found_ids = (image.get(str(field.column)) for image in images)
        ids = {number for number in found_ids if number is not None}
        for row in field.related_model._default_manager.filter(pk__in=ids):
            found[str(field.column), row.pk] = str(row.name)
    return found


def _facts(
    table: str, image: dict[str, Any], names: Mapping[tuple[str, Any], str]
) -> dict[str, Any]:
    return {
        name: opening.opened(value, Place(table, name), even_restricted=True)
        if isinstance(value, str)
        else names.get((name, value), value)
        for name, value in image.items()
        if name not in BOOKKEEPING and value not in ("", None)
    }
