"""Partners of the example: an agent with whom it serves, two chains, a reseller, an ally."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from primeline.customers.models import Contact, Customer
from primeline.demo.plan import figures as f
from primeline.demo.plan import stories
from primeline.demo.plan.shapes import Customer as Planned
from primeline.demo.plan.shapes import Plan
from primeline.kit.deeds import Actor
from primeline.partners import actions as partners
from primeline.partners.choices import PartnerKind, PartnerStatus, RetailGrade
from primeline.partners.models import Partner
from primeline.partners.values import PartnerFacts

SERVED = 44
# The story, what it is, and the provinces where it is at home.
_PARTNERS = (
    (stories.YUNTING, PartnerKind.AGENT, ("澜江省",)),
    (stories.PHARMACY, PartnerKind.RETAIL_CHAIN, ("东屿省",)),
    (stories.YEWAN, PartnerKind.RETAIL_CHAIN, ("南浦省", "东屿省")),
)
# Two more of the accounts that have no story: the first that fits.
_OTHERS: tuple[tuple[PartnerKind, Callable[[Planned], bool]], ...] = (
    (PartnerKind.RESELLER, lambda one: one.industry == f.IT and not one.story),
    (PartnerKind.ALLIANCE, lambda one: one.industry == f.CONSTRUCTION and not one.story),
)


def load_partners(plan: Plan, ids: Sequence[int], *, by: Actor, at: datetime) -> None:
    """Register the partners, and whom the agent serves at its counter."""
    places = {customer.story: place for place, customer in enumerate(plan.customers)}
    for story, kind, provinces in _PARTNERS:
        partner = _register(ids[places[story]], kind, provinces, plan, by=by, at=at)
        if kind is PartnerKind.AGENT:
            _serve(partner, plan, ids, by=by, at=at)
        if story == stories.PHARMACY:
            _confirm(partner, at=at)
    for kind, fits in _OTHERS:
        fitting = [ids[place] for place, one in enumerate(plan.customers) if fits(one)]
        open_ones = Customer.objects.filter(is_restricted=False, closed_date=None)
        first = open_ones.filter(pk__in=fitting[:50]).order_by("pk").first()
        if first is not None:
            _register(first.pk, kind, (), plan, by=by, at=at)


def _register(
    customer_id: int,
    kind: PartnerKind,
    provinces: tuple[str, ...],
    plan: Plan,
    *,
    by: Actor,
    at: datetime,
) -> Partner:
    account = Customer.objects.get(pk=customer_id)
    contact = Contact.objects.filter(customer=account, is_active=True).first()
    facts = PartnerFacts(
        kind=kind,
        status=PartnerStatus.ACTIVE,
        since_date=plan.today - timedelta(days=500),
        contact_id=contact.pk if contact else None,
        provinces=provinces,
    )
    return partners.register_partner(customer=account, facts=facts, by=by, at=at)


def _confirm(partner: Partner, *, at: datetime) -> None:
    """Let whoever looks after the chain confirm the grade that its provinces lead to."""
    if partner.customer.account_manager is not None:
        partners.confirm_grade(
            partner=partner,
            version=partner.version,
            grade=RetailGrade(partner.suggested_grade),
            by=partner.customer.account_manager,
            at=at,
        )


def _serve(partner: Partner, plan: Plan, ids: Sequence[int], *, by: Actor, at: datetime) -> None:
    served = [ids[place] for place in plan.at_counter[:SERVED]]
    for customer in Customer.objects.filter(pk__in=served).exclude(pk=partner.customer_id):
        partners.serve(
            partner=partner,
            customer=customer,
            from_date=plan.today - timedelta(days=300),
            by=by,
            at=at,
        )
