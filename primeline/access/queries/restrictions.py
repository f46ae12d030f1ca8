"""Proposals to hide accounts and to show them again, and who may restrict."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import QuerySet

from primeline.access.choices import ProposalStatus
from primeline.access.models import RestrictionProposal
from primeline.customers.models import Customer
from primeline.customers.queries import within
from primeline.kit.errors import NotFound
from primeline.staff.choices import Permission
from primeline.staff.models import Person
from primeline.staff.queries import reach_of
from primeline.staff.reach import Reach


def proposals_for(reach: Reach) -> QuerySet[RestrictionProposal]:
    """Return the proposals that wait for a second person and may be decided by this reader."""
    return _within(reach).exclude(proposed_by=reach.person_id).order_by("proposed_at", "id")


def proposal_on(customer: Customer, reach: Reach) -> RestrictionProposal | None:
    """Return the proposal that waits on an account, if one does."""
    return _within(reach).filter(customer=customer).first()


def confirmed_at(
    customer: Customer, moments: Collection[datetime]
) -> dict[datetime, RestrictionProposal]:
    """Return what was proposed and confirmed on an account at these moments: why it was done."""
    rows = RestrictionProposal.objects.filter(
        customer=customer, status=ProposalStatus.CONFIRMED, decided_at__in=moments
    )
    return {row.decided_at: row for row in rows.select_related("proposed_by") if row.decided_at}


def get_proposal(reach: Reach, proposal_id: int) -> RestrictionProposal:
    """Return a proposal that waits, on an account that this reader may restrict.

    :raises NotFound: if there is none
    """
    proposal = _within(reach).filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound
    return proposal


def may_restrict(people: Iterable[Person], owner_path: str, *, at: datetime) -> list[Person]:
    """Return those of these people who may restrict accounts of a unit."""
    return [person for person in people if person.is_active and _may(person, owner_path, at)]


def _may(person: Person, owner_path: str, at: datetime) -> bool:
    paths = reach_of(person, at=at).paths_for(Permission.RESTRICT_CUSTOMERS)
    return any(owner_path.startswith(path) for path in paths)


def _within(reach: Reach) -> QuerySet[RestrictionProposal]:
    reached = within(reach, Permission.RESTRICT_CUSTOMERS, prefix="customer__")
    rows = RestrictionProposal.objects.filter(reached, status=ProposalStatus.WAITING)
    return rows.select_related("customer__owner_unit", "proposed_by")
