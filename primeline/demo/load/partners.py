"""Partners of the example: an agent with whom it serves, and two retail chains."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from primeline.customers.models import Contact, Customer
from primeline.demo.plan import stories
from primeline.demo.plan.shapes import Plan
from primeline.kit.deeds import Actor
from primeline.partners import actions as partners
from primeline.partners.choices import PartnerKind, PartnerStatus
from primeline.partners.models import Partner
from primeline.partners.values import PartnerFacts

SERVED = 44
# The story, what it is, and the provinces where it is at home.
_PARTNERS = (
    (stories.YUNTING, PartnerKind.AGENT, ("澜江省",)),
    (stories.PHARMACY, PartnerKind.RETAIL_CHAIN, ("东屿省",)),
    (stories.YEWAN, PartnerKind.RETAIL_CHAIN, ("南浦省", "东屿省")),
)


def load_partners(plan: Plan, ids: Sequence[int], *, by: Actor, at: datetime) -> None:
    """Register the partners, and whom the agent serves at its counter."""
    places = {customer.story: place for place, customer in enumerate(plan.customers)}
    since = plan.today - timedelta(days=500)
    for story, kind, provinces in _PARTNERS:
        account = Customer.objects.get(pk=ids[places[story]])
        contact = Contact.objects.filter(customer=account, is_active=True).first()
        facts = PartnerFacts(
            kind=kind,
            status=PartnerStatus.ACTIVE,
            since_date=since,
            contact_id=contact.pk if contact else None,
            provinces=provinces,
        )
        partner = partners.register_partner(customer=account, facts=facts, by=by, at=at)
        if kind is PartnerKind.AGENT:
            _serve(partner, plan, ids, by=by, at=at)


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
