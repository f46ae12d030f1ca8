"""Giving a matter to somebody else: offered and accepted, or assigned by a lead."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.audit import walls
from primeline.commitments.actions.asking import FIRST_ASKED
from primeline.commitments.actions.holding import close_to_holders, open_to_holders
from primeline.commitments.actions.locking import change, facts_of, still_open
from primeline.commitments.actions.telling import tell_all, tell_of
from primeline.commitments.choices import OPEN, OfferStatus
from primeline.commitments.events import CommitmentHandedOver
from primeline.commitments.models import Commitment, Offer
from primeline.commitments.queries.holders import may_hold
from primeline.commitments.queries.people import kept_by_former, owner_id_of, sees
from primeline.commitments.queries.reach import led_by
from primeline.commitments.queries.telling import lines_of
from primeline.commitments.values import Done
from primeline.customers.choices import TimelineKind
from primeline.customers.queries import reach_now
from primeline.customers.values import Line
from primeline.kit import events
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.privacy.textfields import prepared
from primeline.staff.models import Person
from primeline.staff.reach import Reach

MOST_AT_ONCE = 500


@deed("commitments.offer")
def offer_matter(
    *, commitment: Commitment, to_person: Person, by: Person, at: datetime, reason: str
) -> Offer:
    """Offer a matter to somebody else. It stays with whoever has it until they accept.

    It opens the account to them when they accept, if they do not reach it and whoever offers does.

    :raises Refused: if it is over or on offer already, or they would not see what it is about
    """
    fresh = still_open(commitment)
    if not reason.strip():
        raise Refused(_("Say why, in a few words: whoever takes it over reads it."), field="reason")
    waiting = _waiting(fresh)
    if waiting is not None:
        raise Refused(
            _("This is on offer to %(name)s already. Wait for the answer, or take it back.")
            % {"name": waiting.to_person.name}
        )
    owner_id = owner_id_of(fresh)
    _check_receiver(fresh, owner_id, to_person, by, at)
    offer = _offer(fresh, owner_id, to_person, by, at, reason)
    tell_all(_offered(fresh, to_person, at), by=by, at=at)
    return offer


@deed("commitments.accept_offer")
def accept_offer(*, offer: Offer, by: Person, at: datetime) -> Commitment:
    """Take over a matter that was offered; from now on it is one's own.

    :raises Refused: if it is over, was offered to somebody else, or is not on offer any more
    """
    # Whoever accepts may not reach the account yet: accepting opens it.
    with walls.open_for_system():
        fresh = still_open(offer.commitment)
        _answer(offer, OfferStatus.ACCEPTED, by, at)
        _check_sees(fresh, by, offer.offered_by, at)
        hand_on(fresh, offer.from_person_id, by, offer.offered_by, at)
        tell_all(handed_lines(fresh, by, at), by=by, at=at)
    return fresh


@deed("commitments.refuse_offer")
def refuse_offer(*, offer: Offer, by: Person, at: datetime, reason: str) -> None:
    """Say that one does not take a matter over, and why. It stays where it is.

    :raises Refused: if no reason is given, or it is not on offer any more
    """
    if not reason.strip():
        raise Refused(_("Say why, so that somebody else can be found."), field="reason")
    with walls.open_for_system():
        fresh = still_open(offer.commitment)
        _answer(offer, OfferStatus.REFUSED, by, at, reason)
        tell_of(fresh, TimelineKind.MATTER_OFFERED, by=by, at=at, how=OfferStatus.REFUSED)


@deed("commitments.withdraw_offer")
def withdraw_offer(*, offer: Offer, by: Person, at: datetime, reason: str = "") -> None:
    """Take back an offer that nobody has answered yet.

    :raises Refused: if it was answered meanwhile
    """
    fresh = still_open(offer.commitment)
    waiting = Offer.objects.filter(pk=offer.pk, status=OfferStatus.OFFERED)
    answer = prepared(offer, answer=reason)
    if not waiting.update(status=OfferStatus.WITHDRAWN, answered_at=at, **answer):
        raise ChangedMeanwhile(_("This was answered in the meantime."))
    tell_of(fresh, TimelineKind.MATTER_OFFERED, by=by, at=at, how=OfferStatus.WITHDRAWN)


@deed("commitments.reassign")
def reassign_matters(
    *,
    versions: Mapping[int, int],
    to_person: Person,
    reach: Reach,
    by: Person,
    at: datetime,
    reason: str = "",
) -> Done:
    """Give many matters to one person at once, as whoever leads those who owe them may.

    `versions` holds the version of each that was seen. What has changed meanwhile, is over, or is
    about an account that may not be opened to the person is left alone and named. What somebody
    took from a customer is offered instead: it stays theirs until the other one accepts.

    :raises Refused: if they are too many, or somebody else leads who owes one of them
    """
    if len(versions) > MOST_AT_ONCE:
        raise Refused(_("At most %(most)s matters at once. Choose fewer.") % {"most": MOST_AT_ONCE})
    found = Commitment.objects.filter(pk__in=list(versions), status__in=OPEN)
    held = list(found.select_for_update(of=("self",)).select_related("step").order_by("pk"))
    if led_by(reach).filter(pk__in=[one.pk for one in held]).count() != len(held):
        raise Refused(
            _("Some of these matters are of units that you do not lead. Reload the list.")
        )
    seen = may_hold(to_person, [one.pk for one in held], giver=reach, at=at)
    chosen = [one for one in held if one.version == versions[one.pk] and one.pk in seen]
    given = [one for one in chosen if one.step.code != FIRST_ASKED]
    offered = [one for one in chosen if one not in given and owner_id_of(one) != to_person.pk]
    for one in given:
        take_back(one, at)
        hand_on(one, owner_id_of(one), to_person, by, at)
    for one in offered:
        take_back(one, at)
        _offer(one, owner_id_of(one), to_person, by, at, reason)
    told = [line for one in given for line in handed_lines(one, to_person, at)]
    told += [line for one in offered for line in _offered(one, to_person, at)]
    tell_all(told, by=by, at=at)
    left_out = set(versions) - {one.pk for one in (*given, *offered)}
    return Done(count=len(given), offered_count=len(offered), left_out=tuple(sorted(left_out)))


@deed("commitments.go_along")
def go_along(
    *, from_person_ids: Collection[int], to_person: Person, by: Actor, at: datetime
) -> int:
    """Give matters of accounts to their new manager where whoever has them sees them no more.

    Return how many those were. What somebody took from a customer stays theirs until it is handed
    over on record: the account is opened to them for it. So does what they still see.
    """
    with walls.open_for_system():
        theirs = kept_by_former(from_person_ids, to_person.pk)
        held = list(theirs.select_for_update(of=("self",)).order_by("pk"))
        unseen = [one for one in held if one.person and not sees(one.person, [one.pk], at=at)]
        going = [one for one in unseen if one.step.code != FIRST_ASKED]
        open_to_holders([one for one in unseen if one not in going], by=by, at=at)
        for one in going:
            take_back(one, at)
            hand_on(one, one.person_id, to_person, by, at)
            tell_all(handed_lines(one, to_person, at), by=by, at=at)
    return len(going)


def _offer(
    commitment: Commitment,
    from_id: int | None,
    to_person: Person,
    by: Person,
    at: datetime,
    reason: str,
) -> Offer:
    return Offer.objects.create(
        commitment=commitment,
        from_person_id=from_id,
        to_person=to_person,
        offered_by=by,
        offered_at=at,
        reason=reason.strip(),
    )


def _offered(commitment: Commitment, to: Person, at: datetime) -> list[Line]:
    kind, how = TimelineKind.MATTER_OFFERED, OfferStatus.OFFERED
    return lines_of(commitment, kind, at, how=how, to=to.actor_name)


def handed_lines(commitment: Commitment, to: Person, at: datetime) -> list[Line]:
    """Return what the timeline tells of a matter that somebody has now."""
    return lines_of(commitment, TimelineKind.MATTER_HANDED, at, to=to.actor_name)


def hand_on(
    commitment: Commitment, from_id: int | None, to_person: Person, giver: Actor, at: datetime
) -> None:
    """Name another owner of a commitment that is held, and open its account to them."""
    change(commitment, person_id=to_person.pk, handed_at=at)
    close_to_holders(commitment.pk, by=giver, at=at)
    open_to_holders([commitment], by=giver, at=at)
    events.publish(
        CommitmentHandedOver(
            happened_at=at,
            from_person_id=from_id,
            to_person_id=to_person.pk,
            **facts_of(commitment),
        )
    )


def _answer(offer: Offer, status: OfferStatus, by: Person, at: datetime, answer: str = "") -> None:
    if offer.to_person_id != by.pk:
        raise Refused(_("Only whoever it was offered to can answer."))
    waiting = Offer.objects.filter(pk=offer.pk, status=OfferStatus.OFFERED)
    changes = {"status": status, "answered_at": at, "answer": answer.strip()}
    if not waiting.update(**prepared(offer, **changes)):
        raise ChangedMeanwhile(_("This is not on offer any more."))


def _waiting(commitment: Commitment) -> Offer | None:
    waiting = Offer.objects.filter(commitment=commitment, status=OfferStatus.OFFERED)
    return waiting.select_related("to_person").first()


def take_back(commitment: Commitment, at: datetime) -> None:
    """Take back the offer of a commitment that is held, if it is on offer."""
    Offer.objects.filter(commitment=commitment, status=OfferStatus.OFFERED).update(
        status=OfferStatus.WITHDRAWN, answered_at=at
    )


def _check_receiver(
    commitment: Commitment, owner_id: int | None, to_person: Person, by: Person, at: datetime
) -> None:
    if to_person.pk == owner_id:
        raise Refused(_("It is theirs already. Choose somebody else."), field="to_person")
    _check_sees(commitment, to_person, by, at)


def _check_sees(commitment: Commitment, to_person: Person, giver: Person, at: datetime) -> None:
    if not may_hold(to_person, [commitment.pk], giver=reach_now(giver, at=at), at=at):
        raise Refused(
            _("%(name)s does not see what this is about. Choose somebody else, or open it to them.")
            % {"name": to_person.name},
            field="to_person",
        )
