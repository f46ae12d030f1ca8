"""The rights desk of the example: requests, people whose time is over, a period that waits."""

from datetime import date, datetime, timedelta

from primeline.customers import actions as customers
from primeline.customers.models import Contact
from primeline.demo import rules
from primeline.kit.deeds import Actor
from primeline.rights import actions
from primeline.rights.choices import DataClass, Proof, RightKind
from primeline.rights.values import Due
from primeline.staff.choices import Role
from primeline.staff.models import Person, Posting

LEFT_BEFORE = timedelta(days=790)
PERIOD = timedelta(days=730)


def load_rights(*, today: date, by: Actor, at: datetime) -> None:
    """Let people ask for their data, put others on the desk, and leave a period to be approved."""
    seat = next(seat for seat in rules.SEATS if seat.role is Role.SERVICE_CENTER)
    desk = Person.objects.get(username=seat.username)
    # Those who came last are in nobody's story.
    people = list(Contact.objects.filter(is_active=True, is_primary=False).order_by("-pk")[:5])
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
    _put_on_the_desk(people[2:], today=today, by=by, at=at)
    actions.propose_rule(
        data_class=DataClass.LEFT,
        months=18,
        citation="《个人信息保护法》第十九条",
        reason="继任者交接一年半内完成，无需保存更久",
        by=_colleague(desk),
        at=at,
    )


def _put_on_the_desk(people: list[Contact], *, today: date, by: Actor, at: datetime) -> None:
    due = []
    for place, contact in enumerate(people):
        customers.retire_contact(contact=contact, version=contact.version, by=by, at=at)
        ended = today - LEFT_BEFORE - timedelta(days=place)
        due.append(
            Due(
                customer_id=contact.customer_id,
                contact_id=contact.pk,
                data_class=DataClass.LEFT,
                ended_date=ended,
                due_date=ended + PERIOD,
            )
        )
    actions.open_cases(due=due, by=by, at=at)


def _colleague(of: Person) -> Person:
    posts = Posting.objects.filter(role=Role.SERVICE_CENTER).exclude(person=of)
    post = posts.select_related("person").order_by("pk").first()
    return post.person if post is not None else of
