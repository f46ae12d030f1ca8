"""What several deeds share: rows held still while rules look at them, and sessions ended."""

from datetime import datetime

from django.db.models import F

from primeline.staff import rules
from primeline.staff.choices import Role
from primeline.staff.models import Person, Posting, Unit


def hold_tree() -> None:
    """Let changes of the tree take turns: two moves at once could make a circle."""
    list(Unit.objects.select_for_update().filter(parent=None).values_list("pk"))


def hold_person(person: Person) -> None:
    """Let changes of one person's rights take turns."""
    list(Person.objects.select_for_update().filter(pk=person.pk).values_list("pk"))


def check_another_administrator_remains(person: Person, *, at: datetime) -> None:
    """Do nothing unless this person is the last who administers the headquarters without an end.

    :raises Refused: if nobody else would be left
    """
    # Held until commit, so that two administrators cannot remove each other at one moment.
    at_the_top = Posting.objects.select_for_update().filter(
        role=Role.ADMINISTRATOR,
        unit__parent=None,
        active_to=None,
        active_from__lte=rules.day_of(at, person.time_zone),
        person__is_active=True,
    )
    holders = set(at_the_top.values_list("person", flat=True))
    if person.pk in holders:
        rules.check_administrator_remains(len(holders - {person.pk}))


def raise_epoch(person: Person) -> None:
    """Make every session that the person has open worthless."""
    Person.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
