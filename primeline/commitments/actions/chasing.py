"""Asking whoever owes a matter to get on with it: the owner first, then ever higher."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.commitments.actions.locking import facts_of, still_open
from primeline.commitments.events import CommitmentChased
from primeline.commitments.models import Chase, Commitment
from primeline.commitments.queries.people import owner_id_of, told_by
from primeline.kit import events
from primeline.kit.deeds import deed
from primeline.kit.errors import Refused
from primeline.staff.models import Person
from primeline.standards.choices import Tells

# Whom each further chase tells besides.
HIGHER: Final = (
    (Tells.OWNER,),
    (Tells.TEAM_LEAD, Tells.BRANCH_LEAD),
    (Tells.PROVINCE,),
)
APART: Final = timedelta(hours=1)


@deed("commitments.chase")
def chase(*, commitment: Commitment, by: Person, at: datetime) -> Chase:
    """Tell the owner that somebody waits; the second time their lead too, then the province.

    :raises Refused: if it is over, one's own, or somebody has chased it within the hour
    """
    fresh = still_open(commitment)
    if owner_id_of(fresh) == by.pk:
        raise Refused(_("You owe this yourself: nobody is to be chased."))
    before = Chase.objects.filter(commitment=fresh, cycle=fresh.cycle).order_by("number")
    last = before.select_related("chased_by").last()
    if last is not None and abs(at - last.chased_at) < APART:
        raise Refused(
            _("%(name)s has chased this within the hour. Wait for an answer, then chase again.")
            % {"name": last.chased_by.name}
        )
    number = 1 if last is None else last.number + 1
    made = Chase.objects.create(
        commitment=fresh,
        cycle=fresh.cycle,
        number=number,
        chased_by=by,
        chased_at=at,
        told_count=len(told_by(fresh, told_by_chase(number), at=at)),
    )
    events.publish(
        CommitmentChased(happened_at=at, chase_id=made.pk, number=number, **facts_of(fresh))
    )
    return made


def told_by_chase(number: int) -> list[Tells]:
    """Return whom a chase tells, by the how manieth it is."""
    return [whom for rung in HIGHER[:number] for whom in rung]
