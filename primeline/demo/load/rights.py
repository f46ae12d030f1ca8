"""The rights desk of the example: requests, people whose time is over, a period that waits."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef

from primeline.customers.choices import CustomerKind
from primeline.customers.models import Contact, Customer
from primeline.demo import rules
from primeline.kit.deeds import Actor
from primeline.products import actions as products
from primeline.products.models import Subscription, TerminationReason
from primeline.rights import actions
from primeline.rights.choices import DataClass, Proof, RightKind
from primeline.rights.sources import find_due
from primeline.staff.choices import Role
from primeline.staff.models import Person, Posting

# Longer ago than what individuals had is kept.
LEFT_BEFORE = timedelta(days=1130)
DUE, REASON = 3, "MOVED_AWAY"


def load_rights(*, today: date, by: Actor, at: datetime) -> None:
    """Let people ask for their data, put others on the desk, and leave a period to be approved."""
    seat = next(seat for seat in rules.SEATS if seat.role is Role.SERVICE_CENTER)
    desk = Person.objects.get(username=seat.username)
    # Those who came last are in nobody's story.
    people = list(Contact.objects.filter(is_active=True, is_primary=False).order_by("-pk")[:2])
    for contact, kind in zip(people, (RightKind.COPY, RightKind.RESTRICT), strict=False):
        actions.receive_request(
            person=contact,
            kind=kind,
            proof=Proof.CALLED_BACK,
            received_date=today - timedelta(days=6),
            today=today,
            by=desk,
            at=at,
        )
    _put_on_the_desk(today=today, by=by, at=at)
    actions.propose_rule(
        data_class=DataClass.LEFT,
        months=18,
        citation="《个人信息保护法》第十九条",
        reason="继任者交接一年半内完成，无需保存更久",
        by=_colleague(desk),
        at=at,
    )


def _put_on_the_desk(*, today: date, by: Actor, at: datetime) -> None:
    """Let individuals have left long ago, so that the schedule finds their time over."""
    ended = today - LEFT_BEFORE
    late = Subscription.objects.held().filter(customer=OuterRef("pk"), opened_date__gt=ended)
    people = Customer.objects.filter(~Exists(late), kind=CustomerKind.INDIVIDUAL)
    moved = TerminationReason.objects.get(code=REASON)
    for place, person in enumerate(people.order_by("pk")[:DUE]):
        for one in Subscription.objects.held().filter(customer=person):
            products.terminate_subscription(
                subscription=one,
                version=one.version,
                terminated_date=ended - timedelta(days=place),
                reason_recorded=moved,
                by=by,
                at=at,
            )
    find_due(today=today, at=at, report=lambda found: None)


def _colleague(of: Person) -> Person:
    posts = Posting.objects.filter(role=Role.SERVICE_CENTER).exclude(person=of)
    post = posts.select_related("person").order_by("pk").first()
    return post.person if post is not None else of
