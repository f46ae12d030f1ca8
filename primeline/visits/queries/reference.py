"""Cadence, limits of a day, and feeds."""

from datetime import date

from django.db.models import Prefetch

from primeline.kit.errors import NotFound
from primeline.staff.choices import Role
from primeline.staff.models import Person
from primeline.standards.models import Step
from primeline.visits import rules
from primeline.visits.models import CadenceEdition, DayLimit, Feed, StandardAction
from primeline.visits.queries.facts import editions_of
from primeline.visits.rules import hash_of
from primeline.visits.values import Rhythms


def standard_actions() -> list[StandardAction]:
    """Return what is done again and again, in its order."""
    return list(StandardAction.objects.select_related("step").order_by("position", "pk"))


def cadence(today: date) -> list[tuple[StandardAction, Rhythms, tuple[Rhythms, ...]]]:
    """Return each standard action with how it is on a day, and how it will be."""
    rows = StandardAction.objects.select_related("step").prefetch_related(
        Prefetch("editions", CadenceEdition.objects.order_by("pk"))
    )
    return [
        (one, *rules.in_force(editions_of(one), today)) for one in rows.order_by("position", "pk")
    ]


def steps_to_add() -> list[Step]:
    """Return the kinds of things that managers owe and that are not done again and again yet."""
    found = Step.objects.filter(owed_by=Role.ACCOUNT_MANAGER, counts_back=False, is_active=True)
    known = StandardAction.objects.values("step")
    return list(found.exclude(pk__in=known).order_by("position", "pk"))


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
