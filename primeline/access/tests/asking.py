"""Asking and answering, as the people of our tests do it."""

from datetime import UTC, datetime, timedelta

from primeline.access import actions
from primeline.access.models import AccessRequest
from primeline.access.values import Wish
from primeline.audit.models import Grant
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.kit.deeds import System, act
from primeline.staff.models import Person
from primeline.testing.cast import greta

A_WISH = Wish(reason="They moved into our building.", days_count=7)


def just_now() -> datetime:
    """Return this moment: the walls measure with the clock of the database."""
    return datetime.now(UTC)


def asks(
    person: Person, number: str, *, wish: Wish = A_WISH, at: datetime | None = None
) -> AccessRequest:
    """Ask for an account by its number."""
    at = at or just_now()
    return actions.ask_for_access(
        number=number, wish=wish, reach=reach_now(person, at=at), by=person, at=at
    )


def opens(
    customer: Customer, person: Person, *, wish: Wish = A_WISH, lead: Person | None = None
) -> AccessRequest:
    """Let a person ask for an account and the lead of its unit approve."""
    asked = asks(person, customer.number, wish=wish)
    return actions.grant_access(
        request=asked,
        version=asked.version,
        days_count=wish.days_count,
        with_contacts=wish.with_contacts,
        by=lead or greta(),
        at=just_now(),
    )


def time_passes(grant: Grant | None, *, by: timedelta) -> None:
    """Let the time of a grant run: moved back by so much, it stands as if that had passed."""
    assert grant is not None
    with act(kind="test.time", by=System("test"), at=just_now()):
        Grant.objects.filter(pk=grant.pk).update(
            active_from=grant.active_from - by, active_to=grant.active_to - by
        )
