"""Taking what a role owes, and putting it back: who sees to it, until somebody else does."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.commitments.actions.handing import hand_on, take_back
from primeline.commitments.actions.holding import close_to_holders
from primeline.commitments.actions.locking import change, still_open
from primeline.commitments.actions.telling import tell_of
from primeline.commitments.models import Commitment
from primeline.commitments.queries.reach import is_mine
from primeline.commitments.values import PUT_BACK
from primeline.customers.choices import TimelineKind
from primeline.kit.deeds import deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.staff.models import Person
from primeline.staff.reach import Reach


@deed("commitments.take")
def take_matter(*, commitment: Commitment, reach: Reach, by: Person, at: datetime) -> Commitment:
    """Take what one's role owes: from now on it is one's own. Taken already, nothing changes.

    :raises Refused: if it is over, or another role owes it
    :raises ChangedMeanwhile: if somebody else took it first; it says who
    """
    fresh = still_open(commitment)
    if fresh.person_id == by.pk:
        return fresh
    if fresh.person is not None:
        raise ChangedMeanwhile(_("%(name)s has taken this already.") % {"name": fresh.person.name})
    if not is_mine(reach, fresh):
        raise Refused(_("This is owed by another role or another unit."))
    hand_on(fresh, None, by, by, at)
    tell_of(fresh, TimelineKind.MATTER_HANDED, by=by, at=at, to=by.actor_name)
    return fresh


@deed("commitments.put_back")
def put_back_matter(*, commitment: Commitment, by: Person, at: datetime, reason: str) -> Commitment:
    """Put back what one has taken: whoever holds the role may take it again.

    :raises Refused: if it is over or somebody else's, no role owes it, or no reason is given
    """
    fresh = still_open(commitment)
    if not reason.strip():
        raise Refused(_("Say why, in a few words: whoever takes it next reads it."), field="reason")
    if fresh.person_id != by.pk:
        raise Refused(_("Only who has it puts it back."))
    if not fresh.debtor_role:
        raise Refused(_("No role owes this. Offer it to a colleague instead."))
    take_back(fresh, at)
    change(fresh, person_id=None, handed_at=at)
    close_to_holders(fresh.pk, by=by, at=at)
    tell_of(fresh, TimelineKind.MATTER_HANDED, by=by, at=at, how=PUT_BACK)
    return fresh
