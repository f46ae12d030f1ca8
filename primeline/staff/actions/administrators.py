"""Making sure that somebody can always administer the whole."""

from datetime import datetime

from primeline.staff import rules
from primeline.staff.choices import Role
from primeline.staff.models import Person, Posting


def check_another_remains(person: Person, *, at: datetime) -> None:
    """Refuse if this person is the last who administers the headquarters without an end.

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
