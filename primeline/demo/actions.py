"""Filling an empty installation with the living example operator."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from primeline.customers.models import Customer
from primeline.demo.load import archive, holdings, money
from primeline.demo.load.indexes import record_indexed_afterwards
from primeline.demo.load.organization import load_organization
from primeline.demo.load.reference import load_reference
from primeline.demo.load.timeline import Ids, load_timeline
from primeline.demo.plan.build import build_plan
from primeline.kit.deeds import System, act
from primeline.kit.errors import Refused
from primeline.kit.installation import EXAMPLE, state_fact
from primeline.staff.models import Unit

SEED = 20_261_122
EXAMPLE_ACTOR = System("example")

# What is being done, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]


def _silent(_what: str, _done: int, _total: int) -> None:
    return None


def seed_example(
    *,
    seed: int = SEED,
    today: date,
    at: datetime,
    scale: float = 1.0,
    progress: Progress = _silent,
) -> None:
    """Write the example operator into an empty database and mark it as an example.

    :raises Refused: if the database holds units or accounts already
    """
    if Customer.objects.exists() or Unit.objects.exists():
        raise Refused(_("This database is in use. The example needs an empty one."))
    progress("plan", 0, 1)
    plan, bills = build_plan(seed=seed, today=today, scale=scale)
    progress("plan", 1, 1)
    by = EXAMPLE_ACTOR
    with act(kind="demo.seed", by=by, at=at), record_indexed_afterwards():
        state_fact(EXAMPLE, {"seed": seed, "today": today.isoformat(), "scale": scale})
        reference = load_reference(by=by, at=at)
        organization = load_organization(plan.staff, today=today, by=by, at=at)
        customers = archive.load_customers(plan, organization, reference)
        archive.load_people_at_customers(plan, customers)
        archive.load_clearances(plan, customers, organization, at=at)
        agreements = holdings.load_agreements(plan, customers, organization)
        subscriptions = holdings.load_subscriptions(plan, customers, agreements, reference)
        ids = Ids(
            customers=customers,
            agreements=agreements,
            subscriptions=subscriptions,
            first_customer_number=1,
            first_subscription_number=1,
        )
        load_timeline(plan, ids)
        money.load_bills(bills, customers, lambda count: None)
