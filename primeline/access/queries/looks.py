"""Who looked at an account, when, why and by what right."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from primeline.audit.choices import GrantKind, LookBasis
from primeline.audit.models import Look
from primeline.audit.values import Right
from primeline.customers.choices import AttachmentKind
from primeline.customers.models import Customer
from primeline.customers.queries import (
    FILE_TAKEN,
    INDIVIDUAL_SHOWN,
    PERSON_SHOWN,
    grant_of,
    visible_to,
)
from primeline.staff.choices import Permission, Role
from primeline.staff.reach import Reach

SUBJECT = "account"
NOTED_AGAIN_AFTER = timedelta(hours=1)
# So many of the latest looks are read to find out whether somebody has just looked.
LATEST = 50


@dataclass(frozen=True, kw_only=True)
class LookShown:
    """One look as the owner reads it."""

    look_id: int
    actor_name: str
    at: datetime
    purpose: str
    basis: str
    role: Role | None
    grant_kind: GrantKind | None
    grant_purpose: str
    grant_subject: tuple[str, int] | None
    is_of_person: bool
    """Whether it is the facts of a person there that were shown in clear."""
    file_kind: AttachmentKind | None = None
    """What file was taken out, if one was."""


def right_to(customer: Customer, reach: Reach) -> Right | None:
    """Return by what right somebody sees an account; None if they are named on it.

    Who reaches it by role and holds work on it sees more than the role shows: that is said too.
    The account must have been fetched with its owner unit.
    """
    if customer.is_restricted:
        return Right(basis=LookBasis.CLEARANCE)
    grant = grant_of(customer, reach)
    if grant is not None:
        return Right(basis=LookBasis.GRANT, grant_id=grant.grant_id)
    if {customer.account_manager_id, customer.deputy_id} & reach.named_ids:
        return None
    held = [
        one.grant_id for one in reach.granted if one.in_clear and one.customer_id == customer.pk
    ]
    role = _role(customer, reach)
    return Right(basis=LookBasis.ROLE, role=role, grant_id=max(held, default=None))


def has_looked(
    customer_id: int, person_id: int, *, at: datetime, grant_id: int | None = None
) -> bool:
    """Test whether such a look of this person at this account was noted within the last hour."""
    rows = Look.objects.filter(subject_kind=SUBJECT, subject_id=str(customer_id))
    latest = rows.order_by("-id").values_list("act__actor_id", "grant_id", "act__at")[:LATEST]
    since, such = at - NOTED_AGAIN_AFTER, (person_id, grant_id)
    return any((actor, grant) == such and seen > since for actor, grant, seen in latest)


def seen_lately(customer_ids: Collection[int], person_id: int, *, at: datetime) -> set[int]:
    """Return at which of these accounts a look of this person was noted within the last hour."""
    if not customer_ids:
        return set()
    rows = Look.objects.filter(
        subject_kind=SUBJECT,
        subject_id__in=[str(one) for one in customer_ids],
        act__actor_id=person_id,
        act__at__gt=at - NOTED_AGAIN_AFTER,
    )
    return {int(one) for one in rows.values_list("subject_id", flat=True)}


def is_to_be_noted(right: Right, customer_id: int, person_id: int, *, at: datetime) -> bool:
    """Test whether a look is noted: by role once an hour, else each time."""
    if right.basis != LookBasis.ROLE:
        return True
    return not has_looked(customer_id, person_id, at=at, grant_id=right.grant_id)


def granted_rights(reach: Reach, customer_ids: Iterable[int]) -> dict[int, Right]:
    """Return the grants under which those of these accounts are seen that are not in reach."""
    granted = {one.customer_id: one for one in reach.granted}
    asked = granted.keys() & set(customer_ids)
    if not asked:
        return {}
    reached = set(visible_to(reach).filter(pk__in=asked).values_list("pk", flat=True))
    return {
        one: Right(basis=LookBasis.GRANT, grant_id=granted[one].grant_id) for one in asked - reached
    }


def looks_at(
    customer: Customer, *, before: int | None = None, size: int = LATEST
) -> Sequence[LookShown]:
    """Return who looked at an account, at people there in clear, or took a file out, latest first.

    It begins before a look, if one is named.
    """
    account, people = str(customer.pk), customer.contacts.values_list("pk", flat=True)
    files = {
        str(pk): AttachmentKind(kind) for pk, kind in customer.attachments.values_list("pk", "kind")
    }
    wanted = {
        SUBJECT: [account],
        INDIVIDUAL_SHOWN: [account],
        PERSON_SHOWN: [str(contact_id) for contact_id in people],
        FILE_TAKEN: list(files),
    }
    found: list[Look] = []
    # One after the other: with an OR across kinds a database would read all of them.
    for kind, ids in wanted.items():
        rows = Look.objects.filter(subject_kind=kind, subject_id__in=ids)
        if before is not None:
            rows = rows.filter(pk__lt=before)
        found += rows.select_related("act", "grant").order_by("-id")[:size]
    found.sort(key=lambda look: look.pk, reverse=True)
    return [_shown(row, files) for row in found[:size]]


def _shown(row: Look, files: Mapping[str, AttachmentKind]) -> LookShown:
    grant = row.grant
    return LookShown(
        look_id=row.pk,
        actor_name=row.act.actor_name,
        at=row.act.at,
        purpose=row.purpose,
        basis=row.basis,
        role=Role(row.role) if row.role else None,
        grant_kind=GrantKind(grant.kind) if grant else None,
        grant_purpose=grant.purpose if grant else "",
        grant_subject=(grant.subject_kind, grant.subject_id) if grant else None,
        is_of_person=row.subject_kind in {INDIVIDUAL_SHOWN, PERSON_SHOWN},
        file_kind=files[row.subject_id] if row.subject_kind == FILE_TAKEN else None,
    )


def _role(customer: Customer, reach: Reach) -> str:
    path = customer.owner_unit.path
    for bound in reach.bounds_for(Permission.VIEW_CUSTOMERS):
        if not bound.is_named_only and path.startswith(bound.path):
            return bound.role.value
    return ""
