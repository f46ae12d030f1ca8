"""Offering accounts to another manager."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.access import actions as access
from primeline.customers.models import Customer
from primeline.handovers import rules
from primeline.handovers.actions.telling import tell
from primeline.handovers.choices import Outcome
from primeline.handovers.events import HandoverOffered
from primeline.handovers.models import Handover, HandoverAccount, HandoverPoint
from primeline.handovers.queries import checklist, offerable
from primeline.handovers.values import OPEN_FOR, WORK, Offer
from primeline.hours.queries import workdays
from primeline.kit import events
from primeline.kit.deeds import deed
from primeline.kit.errors import Refused
from primeline.privacy.textfields import kept_about
from primeline.staff.models import Person
from primeline.staff.queries import is_account_manager
from primeline.staff.reach import Reach
from primeline.staff.rules import day_of


@deed("handovers.offer")
def offer_handover(
    *,
    customer_ids: Collection[int],
    offer: Offer,
    reach: Reach,
    by: Person,
    at: datetime,
    reason: str = "",
) -> Handover:
    """Offer accounts of one manager to another, who may look at them until they have answered.

    :raises Refused: if the accounts or the people do not fit, or one is on offer already
    """
    _check(customer_ids, offer, by, at)
    chosen = _chosen(customer_ids, offer, reach)
    handover = Handover.objects.create(
        from_person=offer.from_person,
        to_person=offer.to_person,
        deputy=offer.deputy,
        offered_by=by,
        offered_at=at,
        effective_date=offer.effective_date,
        answer_by_date=rules.answer_by(day_of(at), workdays()),
        accounts_count=len(chosen),
        fees_cents=sum(one.monthly_fee_cents for one in chosen),
        # Its accounts are written after it, so here they are told.
        **kept_about(Handover, [one.pk for one in chosen], reason=offer.reason.strip()),
    )
    _write_rows(handover, chosen)
    tell(handover, by=by, at=at)
    _open_to_receiver(handover, chosen, by, at)
    events.publish(
        HandoverOffered(
            happened_at=at,
            handover_id=handover.pk,
            from_person_id=handover.from_person_id,
            to_person_id=handover.to_person_id,
            accounts_count=len(chosen),
        )
    )
    return handover


def _check(customer_ids: Collection[int], offer: Offer, by: Person, at: datetime) -> None:
    today = day_of(at)
    rules.check_count(len(set(customer_ids)))
    rules.check_reason(offer.reason)
    rules.check_day(offer.effective_date, today=today)
    rules.check_people(
        from_id=offer.from_person.pk,
        to_id=offer.to_person.pk,
        deputy_id=offer.deputy.pk if offer.deputy else None,
        by_id=by.pk,
    )
    for field, person in (("to", offer.to_person), ("deputy", offer.deputy)):
        if person is not None and not is_account_manager(person, today=today):
            raise Refused(
                _("%(name)s is no account manager now. Choose somebody else.")
                % {"name": person.name},
                field=field,
            )


def _chosen(customer_ids: Collection[int], offer: Offer, reach: Reach) -> list[Customer]:
    chosen = list(offerable(reach, offer.from_person.pk).filter(pk__in=list(customer_ids)))
    if len(chosen) != len(set(customer_ids)):
        raise Refused(
            _(
                "Some of these accounts are not %(name)s's to hand over: restricted, closed, "
                "with another manager or not within your reach. Reload the list."
            )
            % {"name": offer.from_person.name}
        )
    _check_none_waits(chosen)
    return chosen


def _check_none_waits(chosen: list[Customer]) -> None:
    waiting = HandoverAccount.objects.filter(customer__in=chosen, outcome=Outcome.WAITING)
    names = list(waiting.order_by("name").values_list("name", flat=True))
    if names:
        raise Refused(
            _("On offer already: %(names)s. Take them out, or take that offer back first.")
            % {"names": rules.named(names)}
        )


def _write_rows(handover: Handover, chosen: list[Customer]) -> None:
    HandoverAccount.objects.bulk_create(
        [
            HandoverAccount(
                handover=handover,
                customer=one,
                number=one.number,
                name=one.lasting_name,
                tier=one.tier,
                fee_cents=one.monthly_fee_cents,
            )
            for one in chosen
        ],
        batch_size=2000,
    )
    HandoverPoint.objects.bulk_create(
        HandoverPoint(handover=handover, point=point) for point in checklist()
    )


def _open_to_receiver(handover: Handover, chosen: list[Customer], by: Person, at: datetime) -> None:
    access.open_many_for_work(
        customer_ids=[one.pk for one in chosen],
        person=handover.to_person,
        work=(WORK, handover.pk),
        purpose=handover.reason,
        active_to=at + OPEN_FOR,
        by=by,
        at=at,
    )
