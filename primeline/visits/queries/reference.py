"""Cadence, limits of a day, and feeds."""

from primeline.kit.errors import NotFound
from primeline.staff.models import Person
from primeline.visits.models import DayLimit, Feed, StandardAction
from primeline.visits.rules import hash_of


def standard_actions() -> list[StandardAction]:
    """Return what is done again and again, in its order."""
    return list(StandardAction.objects.select_related("step").order_by("position", "pk"))


def get_standard_action(code: str) -> StandardAction:
    """Return one by the code of its step.

    :raises NotFound: if there is none
    """
    found = StandardAction.objects.select_related("step").filter(step__code=code).first()
    if found is None:
        raise NotFound
    return found


def day_limits() -> list[DayLimit]:
    """Return how much of each manner fits into a day."""
    return list(DayLimit.objects.order_by("pk"))


def get_day_limit(manner: str) -> DayLimit:
    """Return the limit of one manner.

    :raises NotFound: if there is none
    """
    found = DayLimit.objects.filter(manner=manner).first()
    if found is None:
        raise NotFound
    return found


def feed_of(person: Person) -> Feed | None:
    """Return the feed of a person that is in use."""
    return Feed.objects.filter(person=person, revoked_at=None).first()


def reader_of(token: str) -> Person:
    """Return whose week a secret opens. Whoever has left reads nothing.

    :raises NotFound: if it opens none, or none any more
    """
    found = (
        Feed.objects.filter(token_hash=hash_of(token), revoked_at=None, person__is_active=True)
        .select_related("person")
        .first()
    )
    if found is None:
        raise NotFound
    return found.person
