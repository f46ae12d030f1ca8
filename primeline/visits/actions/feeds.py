"""The address under which a calendar program reads one person's week. Only its hash is kept."""

import secrets
from datetime import datetime

from primeline.kit.deeds import Actor, deed
from primeline.staff.models import Person
from primeline.visits.models import Feed
from primeline.visits.rules import hash_of

BYTES = 32


@deed("visits.make_feed")
def make_feed(*, person: Person, by: Actor, at: datetime) -> str:
    """Make an address for one person and return its secret, which nobody can read again.

    The one that they had until now is revoked.
    """
    _revoke(person, at)
    token = secrets.token_urlsafe(BYTES)
    Feed.objects.create(person=person, token_hash=hash_of(token), made_at=at)
    return token


@deed("visits.revoke_feed")
def revoke_feed(*, person: Person, by: Actor, at: datetime) -> bool:
    """Make the address of one person lead nowhere; return whether there was one."""
    return _revoke(person, at) > 0


def _revoke(person: Person, at: datetime) -> int:
    Person.objects.select_for_update().get(pk=person.pk)
    return Feed.objects.filter(person=person, revoked_at=None).update(revoked_at=at)
