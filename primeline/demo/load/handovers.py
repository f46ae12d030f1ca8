"""Hand-overs between managers: one that was carried out, one that waits, one that was refused."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.handovers import actions
from primeline.handovers.choices import HandoverStatus
from primeline.handovers.models import Handover
from primeline.handovers.values import Offer
from primeline.kit.deeds import Actor
from primeline.staff.choices import Role
from primeline.staff.models import Person, Posting
from primeline.staff.rules import day_of

FEW = 3
WHY = ("调往政企部，名下客户移交", "片区调整，客户就近服务", "新人带教，先接部分客户")
NOTES = ("分支接入续约正在谈，十二月前答复。", "信息部主任偏好电话沟通。")
# The offer that is not answered, and how far off the day is from which it counts.
WAITING = 1
STARTS_IN = timedelta(days=9)


def load_handovers(
    seat: str, taken_over_at: datetime, *, today: date, by: Actor, at: datetime
) -> None:
    """Let colleagues of whoever sits at `seat` offer them accounts, and one of them accept.

    Nothing is handed over before the archive was taken over.
    """
    actions.install_checklist(by=by, at=at)
    taker = Person.objects.get(username=seat)
    givers = [one for one in _colleagues(taker) if _accounts(one).count() > FEW][:FEW]
    for place, giver in enumerate(givers):
        offered_at = max(at - timedelta(days=(9, 2, 6)[place]), taken_over_at)
        answered_at = min(offered_at + timedelta(days=1), at)
        _hand_over(place, giver, taker, today, (offered_at, answered_at))


def _hand_over(
    place: int, giver: Person, taker: Person, today: date, when: tuple[datetime, datetime]
) -> None:
    offered_at, answered_at = when
    offered = actions.offer_handover(
        customer_ids=[one.pk for one in _accounts(giver)[:FEW]],
        offer=Offer(
            from_person=giver,
            to_person=taker,
            # What still waits for its answer starts on a day to come.
            effective_date=today + STARTS_IN if place == WAITING else day_of(offered_at),
            reason=WHY[place],
        ),
        reach=reach_now(giver, at=offered_at),
        by=giver,
        at=offered_at,
    )
    _prepare(offered, giver, offered_at)
    if place == 0:
        actions.accept_handover(
            handover=offered,
            version=1,
            is_rest_wanted=False,
            are_open_points_meant=True,
            by=taker,
            at=answered_at,
        )
    elif place == FEW - 1:
        actions.refuse_handover(
            handover=offered, version=1, by=taker, at=answered_at, reason="负荷已满，建议分给新人"
        )


def _prepare(offered: Handover, giver: Person, at: datetime) -> None:
    """Let the giver tick part of the checklist and note what matters."""
    if offered.status != HandoverStatus.OFFERED:
        return
    for point in list(offered.points.order_by("point__position")[:FEW]):
        actions.tick_point(handover=offered, point=point, version=1, is_done=True, by=giver, at=at)
    for account, note in zip(offered.accounts.order_by("pk"), NOTES, strict=False):
        actions.write_note(handover=offered, account=account, version=1, note=note, by=giver, at=at)


def _accounts(person: Person) -> "QuerySet[Customer]":
    return Customer.objects.filter(
        account_manager=person, is_restricted=False, closed_date=None
    ).order_by("-monthly_fee_cents", "pk")


def _colleagues(taker: Person) -> list[Person]:
    unit = taker.home_unit_id
    postings = Posting.objects.filter(
        role=Role.ACCOUNT_MANAGER, unit=unit, active_to=None, person__is_active=True
    ).exclude(person=taker)
    return [one.person for one in postings.select_related("person").order_by("pk")]
