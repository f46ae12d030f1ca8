"""What people decide beside the rules: levels by hand, the strategic list, cards."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind, Tier, TimelineKind
from primeline.customers.models import Customer
from primeline.customers.values import Line
from primeline.kit import months
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.staff.models import Person
from primeline.tiers.actions.standings import apply_policy
from primeline.tiers.choices import GRADES, Grade, OverrideStatus, Scheme
from primeline.tiers.models import Card, StrategicListing, TierOverride


@deed("tiers.request_override")
def request_override(
    *,
    customer: Customer,
    grade: Grade,
    tier: Tier | None,
    active_from: date,
    active_to: date,
    by: Person,
    at: datetime,
    reason: str,
) -> TierOverride:
    """Ask for a level by hand until a day; somebody else decides.

    :raises Refused: if the grade belongs to another scheme, it never ends, or no reason is given
    """
    card = Card.objects.filter(customer=customer, active_to=None).first()
    if grade not in GRADES[_scheme(customer, card)]:
        raise Refused(_("This grade belongs to another kind of customer."), field="grade")
    if active_to <= active_from:
        raise Refused(_("A level by hand must end after it begins."), field="active_to")
    _check_reason(reason)
    words = {"how": OverrideStatus.REQUESTED, "grade": grade, "until": active_to.isoformat()}
    _tell(customer.pk, words, by=by, at=at)
    return TierOverride.objects.create(
        customer=customer,
        grade=grade,
        tier=tier or "",
        reason=reason.strip(),
        requested_by=by,
        requested_at=at,
        active_from=active_from,
        active_to=active_to,
    )


@deed("tiers.decide_override")
def decide_override(
    *, override: TierOverride, status: OverrideStatus, by: Person, at: datetime, reason: str = ""
) -> TierOverride:
    """Approve or refuse a level by hand; an approved one counts at once.

    :raises Refused: if the asker decides for themselves
    :raises ChangedMeanwhile: if it has been decided already
    """
    if override.requested_by_id == by.pk:
        raise Refused(_("Somebody else has to decide what you have asked for."))
    waiting = TierOverride.objects.filter(pk=override.pk, status=OverrideStatus.REQUESTED)
    if not waiting.update(
        status=status, decided_by=by, decided_at=at, version=override.version + 1
    ):
        raise ChangedMeanwhile(_("This has been decided in the meantime."))
    override.refresh_from_db()
    _tell(override.customer_id, {"how": status, "grade": override.grade}, by=by, at=at)
    if status is OverrideStatus.APPROVED:
        _judge_again(override.customer_id, by=by, at=at)
    return override


@deed("tiers.list_strategic")
def list_strategic(
    *,
    customer: Customer,
    active_from: date,
    active_to: date,
    requested_by: Person,
    by: Person,
    at: datetime,
    reason: str,
) -> StrategicListing:
    """Put an account on the strategic list until a day, as somebody else has asked.

    :raises Refused: if the asker approves, it never ends, or no reason is given
    """
    if requested_by == by:
        raise Refused(_("Somebody else has to decide what you have asked for."))
    if active_to <= active_from:
        raise Refused(_("A place on the list must end after it begins."), field="active_to")
    _check_reason(reason)
    listing = StrategicListing.objects.create(
        customer=customer,
        reason=reason.strip(),
        requested_by=requested_by,
        approved_by=by,
        active_from=active_from,
        active_to=active_to,
    )
    _tell(customer.pk, {"how": "LISTED", "until": active_to.isoformat()}, by=by, at=at)
    _judge_again(customer.pk, by=by, at=at)
    return listing


@deed("tiers.record_card")
def record_card(
    *, customer: Customer, grade: Grade, active_from: date, by: Actor, at: datetime
) -> Card:
    """Take over the card that the card scheme has given to an individual.

    :raises Refused: if the customer is an organization, or cards have no such grade
    """
    if customer.kind == CustomerKind.ORGANIZATION:
        raise Refused(_("Organizations have no cards; they have service tiers."))
    if grade not in GRADES[Scheme.CARD]:
        raise Refused(_("Cards have no such grade."), field="grade")
    Card.objects.filter(customer=customer, active_to=None).update(active_to=active_from)
    _tell(customer.pk, {"how": "CARD", "grade": grade}, by=by, at=at)
    return Card.objects.create(customer=customer, grade=grade, active_from=active_from)


def _tell(customer_id: int, words: dict[str, str], *, by: Actor, at: datetime) -> None:
    kind = TimelineKind.LEVEL_BY_HAND
    line = Line(customer_id=customer_id, kind=kind, happened_at=at, words=words)
    customers.tell(line=line, by=by, at=at)


def _scheme(customer: Customer, card: Card | None) -> Scheme:
    if customer.kind == CustomerKind.ORGANIZATION:
        return Scheme.ORGANIZATION
    return Scheme.CARD if card else Scheme.NON_CARD


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")


def _judge_again(customer_id: int, *, by: Actor, at: datetime) -> None:
    apply_policy(
        month=months.first_of(timezone.localdate(at)), customers=[customer_id], by=by, at=at
    )
