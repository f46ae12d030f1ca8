"""A bank that is visited and called, for the tests of this room."""

from datetime import datetime

from primeline.customers import actions as customers
from primeline.customers.choices import Tier
from primeline.customers.models import Customer
from primeline.customers.values import Level
from primeline.hours.actions import install_days
from primeline.kit.deeds import System
from primeline.products.actions import install_reference
from primeline.standards.actions import install_standards
from primeline.testing.cast import TUESDAY_10AM
from primeline.visits import sources
from primeline.visits.actions import install_cadence
from primeline.visits.queries.facts import managers
from primeline.visits.values import Outcome

TEST = System("test")


def install() -> None:
    """Put steps, calendar and cadence on file."""
    install_reference(by=TEST, at=TUESDAY_10AM)
    install_standards(by=TEST, at=TUESDAY_10AM)
    install_days(by=TEST, at=TUESDAY_10AM)
    install_cadence(by=TEST, at=TUESDAY_10AM)


def level(customer: Customer, tier: Tier, *, is_key: bool = True) -> None:
    """Give an account its level."""
    wanted = Level(
        customer_id=customer.pk,
        is_key_account=is_key,
        tier=tier if is_key else "",
        since_month=TUESDAY_10AM.date().replace(day=1),
    )
    customers.set_levels(levels=[wanted], by=TEST, at=TUESDAY_10AM)


def plan(at: datetime = TUESDAY_10AM) -> Outcome:
    """Plan everything, as the job does."""
    return sum(sources.plan_for([*managers(), None], by=TEST, at=at), Outcome())
