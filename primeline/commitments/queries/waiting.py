"""What waits for an answer: matters on offer, and wishes to be let off."""

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from primeline.audit import walls
from primeline.commitments.choices import OfferStatus, WaiverStatus
from primeline.commitments.models import Commitment, Offer, Waiver
from primeline.commitments.queries.reach import SEE, led_by, visible_to
from primeline.kit.errors import NotFound
from primeline.staff.reach import Reach


def offers_to(reach: Reach) -> list[Offer]:
    """Return the matters that are on offer to this reader, the oldest first.

    They are told of what it is and which account before that is opened to them by accepting; of a
    restricted one only if they are cleared for it.
    """
    if not reach.may(SEE):
        return []
    may_know = Q(commitment__customer=None) | Q(commitment__customer__is_restricted=False)
    may_know |= Q(commitment__customer__in=reach.cleared_ids)
    mine = Offer.objects.filter(may_know, to_person=reach.person_id, status=OfferStatus.OFFERED)
    reached = Q(commitment__in=visible_to(reach, with_granted=True))
    with walls.open_for_system():
        shown = mine.annotate(reached=ExpressionWrapper(reached, BooleanField())).select_related(
            "commitment__step", "commitment__customer", "from_person", "offered_by"
        )
        found = list(shown.order_by("id"))
    for one in found:
        one.is_reached = one.reached
    return [*found]


def get_offer_to(reach: Reach, offer_id: int) -> Offer:
    """Return one matter that is on offer to this reader.

    :raises NotFound: if there is none
    """
    for offer in offers_to(reach):
        if offer.pk == offer_id:
            return offer
    raise NotFound


def offer_of(commitment: Commitment) -> Offer | None:
    """Return the offer of a commitment that waits for an answer."""
    waiting = Offer.objects.filter(commitment=commitment, status=OfferStatus.OFFERED)
    return waiting.select_related("to_person", "offered_by").first()


def waivers_for(reach: Reach) -> QuerySet[Waiver]:
    """Return the wishes that this reader may decide: of those they lead, but not their own."""
    waiting = Waiver.objects.filter(
        commitment__in=led_by(reach), status=WaiverStatus.WAITING
    ).exclude(asked_by=reach.person_id)
    return waiting.select_related(
        "commitment__step", "commitment__customer", "commitment__unit", "asked_by"
    ).order_by("commitment__due_at", "id")


def get_waiver_for(reach: Reach, waiver_id: int) -> Waiver:
    """Return one wish that this reader may decide.

    :raises NotFound: if there is none
    """
    waiver = waivers_for(reach).filter(pk=waiver_id).first()
    if waiver is None:
        raise NotFound
    return waiver


def waiver_of(commitment: Commitment) -> Waiver | None:
    """Return the wish about a commitment that waits for a decision."""
    waiting = Waiver.objects.filter(commitment=commitment, status=WaiverStatus.WAITING)
    return waiting.select_related("asked_by").first()
