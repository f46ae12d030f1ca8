"""Hiding an account and showing it again: one proposes, another confirms."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from primeline.access import rules
from primeline.access.actions.answers import end_all_on
from primeline.access.actions.telling import tell_of
from primeline.access.choices import ProposalKind, ProposalStatus
from primeline.access.events import AccountRestricted, RestrictionLifted
from primeline.access.models import RestrictionProposal
from primeline.access.queries.restrictions import may_restrict
from primeline.access.values import Restriction
from primeline.audit import walls
from primeline.commitments import actions as commitments
from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Clearance, Customer
from primeline.customers.queries import clearances_of
from primeline.kit import events
from primeline.kit.deeds import deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.privacy.textfields import prepared
from primeline.products import actions as products
from primeline.staff.models import Person


@deed("access.propose_restriction")
def propose_restriction(
    *, customer: Customer, restriction: Restriction, by: Person, at: datetime, reason: str
) -> RestrictionProposal:
    """Propose to hide an account from all but the people named; nothing changes yet.

    :raises Refused: if it is hidden already, the cover name tells something, nobody could lift it
        again, no reason is given, or another proposal waits
    """
    if customer.is_restricted:
        raise Refused(_("This account is restricted already."))
    _check(customer, restriction, at=at)
    return _propose(
        RestrictionProposal(
            customer=customer,
            kind=ProposalKind.MARK,
            cover_name=restriction.cover_name.strip(),
            people=sorted(set(restriction.person_ids)),
            reason=reason.strip(),
            proposed_by=by,
            proposed_at=at,
        )
    )


@deed("access.propose_lift")
def propose_lift(
    *, customer: Customer, by: Person, at: datetime, reason: str
) -> RestrictionProposal:
    """Propose to show a hidden account again; nothing changes yet.

    :raises Refused: if it is not hidden, no reason is given, or another proposal waits
    """
    if not customer.is_restricted:
        raise Refused(_("This account is not restricted."))
    return _propose(
        RestrictionProposal(
            customer=customer,
            kind=ProposalKind.LIFT,
            reason=reason.strip(),
            proposed_by=by,
            proposed_at=at,
        )
    )


@deed("access.confirm_proposal")
def confirm_proposal(
    *, proposal: RestrictionProposal, version: int, by: Person, at: datetime, reason: str = ""
) -> None:
    """Do what somebody else proposed, at once.

    :raises Refused: if it is one's own proposal, or what it says does not hold any longer
    :raises ChangedMeanwhile: if it no longer waits
    """
    if proposal.proposed_by_id == by.pk:
        raise Refused(_("It takes a second person. Ask somebody else to confirm it."))
    _decide(proposal, version, ProposalStatus.CONFIRMED, by=by, at=at, reason=reason)
    customer = Customer.objects.select_related("owner_unit").get(pk=proposal.customer_id)
    if proposal.kind == ProposalKind.MARK:
        # Whoever confirms need not be cleared, and the wall takes no row that they would not see.
        with walls.open_for_system():
            _mark(proposal, customer, by=by, at=at)
        events.publish(AccountRestricted(happened_at=at, customer_id=customer.pk))
    else:
        customers.lift_restriction(
            customer=customer, version=customer.version, by=by, at=at, reason=proposal.reason
        )
        # Its circuits and contracts too: the search forgot them when it was hidden.
        products.make_findable(customer_ids=[customer.pk], by=by, at=at)
        events.publish(RestrictionLifted(happened_at=at, customer_id=customer.pk))


@deed("access.decline_proposal")
def decline_proposal(
    *, proposal: RestrictionProposal, version: int, by: Person, at: datetime, reason: str
) -> None:
    """Leave an account as it is though somebody else proposed otherwise.

    :raises Refused: if it is one's own proposal, or no reason is given
    :raises ChangedMeanwhile: if it no longer waits
    """
    if proposal.proposed_by_id == by.pk:
        raise Refused(_("It takes a second person. Withdraw it, if that is what you want."))
    rules.check_reason(reason)
    _decide(proposal, version, ProposalStatus.DECLINED, by=by, at=at, reason=reason)
    kind, how = TimelineKind.RESTRICTION, ProposalStatus.DECLINED
    tell_of(proposal.customer_id, kind, by=by, at=at, how=how)


@deed("access.withdraw_proposal")
def withdraw_proposal(
    *, proposal: RestrictionProposal, version: int, by: Person, at: datetime
) -> None:
    """Take back one's own proposal.

    :raises Refused: if it is somebody else's
    :raises ChangedMeanwhile: if it no longer waits
    """
    if proposal.proposed_by_id != by.pk:
        raise Refused(_("Only whoever proposed it takes it back."))
    _decide(proposal, version, ProposalStatus.WITHDRAWN, by=by, at=at, reason="")
    kind, how = TimelineKind.RESTRICTION, ProposalStatus.WITHDRAWN
    tell_of(proposal.customer_id, kind, by=by, at=at, how=how)


@deed("access.end_clearance")
def end_clearance(*, clearance: Clearance, by: Person, at: datetime, reason: str) -> None:
    """Hide a restricted account from one of those who were cleared for it.

    :raises Refused: if too few would be left who may lift the restriction, or no reason is given
    """
    rules.check_reason(reason)
    customer = clearance.customer
    left = [one.person for one in clearances_of(customer, at=at) if one.pk != clearance.pk]
    rules.check_those_left(may_restrict(left, customer.owner_unit.path, at=at))
    customers.withdraw_clearance(clearance=clearance, by=by, at=at, reason=reason)


def _check(customer: Customer, restriction: Restriction, *, at: datetime) -> None:
    people = Person.objects.filter(pk__in=restriction.person_ids)
    able = may_restrict(people, customer.owner_unit.path, at=at)
    rules.check_restriction(
        restriction,
        names=(customer.name, customer.short_name, customer.name_en),
        able_ids=[person.pk for person in able],
    )


def _propose(proposal: RestrictionProposal) -> RestrictionProposal:
    rules.check_reason(proposal.reason)
    waiting = RestrictionProposal.objects.filter(
        customer=proposal.customer_id, status=ProposalStatus.WAITING
    )
    if waiting.exists():
        raise Refused(_("Another proposal waits for a second person. Decide on that one first."))
    proposal.save(force_insert=True)
    by, at, how = proposal.proposed_by, proposal.proposed_at, proposal.kind
    tell_of(proposal.customer_id, TimelineKind.RESTRICTION, by=by, at=at, how=how)
    return proposal


def _decide(
    proposal: RestrictionProposal,
    version: int,
    status: ProposalStatus,
    *,
    by: Person,
    at: datetime,
    reason: str,
) -> None:
    waiting = RestrictionProposal.objects.filter(
        pk=proposal.pk, version=version, status=ProposalStatus.WAITING
    )
    changes = {"status": status, "decided_by": by, "decided_at": at, "answer": reason.strip()}
    if not waiting.update(**prepared(proposal, **changes), version=F("version") + 1):
        raise ChangedMeanwhile(_("This has been decided in the meantime."))


def _mark(proposal: RestrictionProposal, customer: Customer, *, by: Person, at: datetime) -> None:
    restriction = Restriction(cover_name=proposal.cover_name, person_ids=tuple(proposal.people))
    _check(customer, restriction, at=at)
    end_all_on(customer_id=customer.pk, by=by, at=at)
    customers.clear_people(
        customer=customer, person_ids=restriction.person_ids, by=by, at=at, reason=proposal.reason
    )
    customers.restrict_customer(
        customer=customer,
        version=customer.version,
        cover_name=restriction.cover_name,
        by=by,
        at=at,
        reason=proposal.reason,
    )
    commitments.hand_stranded(customer=customer, cleared_ids=restriction.person_ids, by=by, at=at)
