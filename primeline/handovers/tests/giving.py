"""Hand-overs as tests need them, made by actions."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from primeline.customers.actions import name_managers
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.handovers import actions
from primeline.handovers.models import Handover
from primeline.handovers.values import Offer
from primeline.staff.models import Person
from primeline.testing.cast import CASTING, TUESDAY_10AM, greta, lin, nora

TODAY = TUESDAY_10AM.date()
LATER = TODAY + timedelta(days=7)


def offers(
    customers: Iterable[Customer],
    *,
    by: Person | None = None,
    day: date = TODAY,
    at: datetime = TUESDAY_10AM,
    **facts: Any,
) -> Handover:
    """Offer accounts from Lin to Nora, unless others are named."""
    actions.install_checklist(by=CASTING, at=at)
    offering = by or lin()
    said: dict[str, Any] = {
        "from_person": lin(),
        "to_person": nora(),
        "reason": "Lin moves to another post.",
        **facts,
    }
    return actions.offer_handover(
        customer_ids=[one.pk for one in customers],
        offer=Offer(effective_date=day, **said),
        reach=reach_now(offering, at=at),
        by=offering,
        at=at,
    )


def accepts(handover: Handover, *, at: datetime = TUESDAY_10AM, rest: bool = False) -> Handover:
    """Let whoever is asked take the accounts over."""
    return actions.accept_handover(
        handover=handover,
        version=handover.version,
        is_rest_wanted=rest,
        are_open_points_meant=True,
        by=handover.to_person,
        at=at,
    )


def gives_away(customer: Customer, to: Person | None) -> None:
    """Name another manager, or nobody, while an offer waits."""
    customer.refresh_from_db()
    name_managers(
        customer=customer,
        version=customer.version,
        account_manager=to,
        deputy=None,
        by=greta(),
        at=TUESDAY_10AM,
        reason="tried",
    )
