"""Asking to reach a person at a customer, and noting how it went."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from primeline.approaches import rules
from primeline.approaches.choices import ApproachPurpose, ApproachStatus, Bar, Channel
from primeline.approaches.events import PersonReached
from primeline.approaches.models import Approach
from primeline.approaches.rules import Agreement
from primeline.approaches.values import Order, Wish
from primeline.audit import actions as audit
from primeline.customers import actions as customers
from primeline.customers import queries as people
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Consent, Contact
from primeline.customers.values import Line
from primeline.kit import events, jobs
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.staff.models import Person

JOB = "approaches.carry_out"
UNDER_WAY = (ApproachStatus.WAITING, ApproachStatus.STARTED)


@deed("approaches.ask")
def ask_approach(
    *, contact: Contact, wish: Wish, is_named: bool, by: Person, at: datetime
) -> Approach:
    """Have a person at a customer called or written to, without telling their number.

    Whoever is not named on the account does so within the limits of showing people in clear.

    :raises Refused: if the person, the purpose, a consent or those limits forbid it
    """
    rules.check_purpose(wish.purpose, is_named=is_named)
    _check(contact, wish, by=by, at=at)
    # Whoever asks twice at the same moment is counted one after the other.
    Person.objects.select_for_update().get(pk=by.pk)
    under_way = Approach.objects.filter(contact=contact, asked_by=by, channel=wish.channel)
    recent = under_way.filter(status__in=UNDER_WAY, asked_at__gt=at - timedelta(minutes=5))
    if recent.exists():
        raise rules.Barred(
            _("This is being carried out already. Wait for how it goes."), Bar.UNDER_WAY
        )
    if not is_named:
        _check_limits(by, at)
    approach = Approach.objects.create(
        contact=contact,
        subject_of=contact.subject,
        channel=wish.channel,
        purpose=wish.purpose,
        subject=wish.subject.strip(),
        text=wish.text.strip(),
        asked_by=by,
        asked_at=at,
    )
    if not is_named:
        audit.look(
            subject_kind=people.PERSON_REACHED,
            subject_id=str(approach.pk),
            purpose=wish.purpose,
            by=by,
            at=at,
        )
    _tell(approach, by=by, at=at)
    jobs.enqueue(
        kind=JOB, at=at, payload={"approach": approach.pk}, unique_key=f"{JOB}:{approach.pk}"
    )
    return approach


@deed("approaches.begin")
def begin_approach(*, approach_id: int, by: Actor, at: datetime) -> Order | None:
    """Take an approach up and return what is to be done; None if there is nothing to do.

    One that was begun before is never done again: somebody would be called twice.
    """
    rows = Approach.objects.filter(pk=approach_id)
    if not rows.filter(status=ApproachStatus.WAITING).update(status=ApproachStatus.STARTED):
        if rows.filter(status=ApproachStatus.STARTED).exists():
            end_approach(approach_id=approach_id, status=ApproachStatus.UNKNOWN, by=by, at=at)
        return None
    approach = rows.select_related("contact", "asked_by").get()
    wish = Wish(
        channel=Channel(approach.channel),
        purpose=ApproachPurpose(approach.purpose),
        subject=approach.subject,
        text=approach.text,
    )
    try:
        # Between asking and now a consent may have been taken back, a person restricted.
        to, caller = _check(approach.contact, wish, by=approach.asked_by, at=at)
    except Refused:
        end_approach(approach_id=approach_id, status=ApproachStatus.STOPPED, by=by, at=at)
        return None
    return Order(
        approach_id=approach_id,
        channel=wish.channel,
        to=to,
        caller=caller,
        subject=wish.subject,
        text=wish.text,
    )


@deed("approaches.end")
def end_approach(*, approach_id: int, status: ApproachStatus, by: Actor, at: datetime) -> None:
    """Note how an approach went, as far as anybody knows, here and on the timeline."""
    rows = Approach.objects.filter(pk=approach_id, status__in=UNDER_WAY)
    if rows.update(status=status):
        approach = Approach.objects.select_related("contact").get(pk=approach_id)
        if status == ApproachStatus.HANDED_OVER:
            events.publish(_reached(approach, at))
        customers.retell(
            customer_id=approach.contact.customer_id,
            kind=TimelineKind.CONTACT_APPROACHED,
            subject_kind=people.PERSON_REACHED,
            subject_id=approach.pk,
            words=_words(approach),
            by=by,
            at=at,
        )


def _check(contact: Contact, wish: Wish, *, by: Person, at: datetime) -> tuple[str, str]:
    """Return both ends of the way, if nothing forbids to go it."""
    rules.check_person(contact.name, is_active=contact.is_active)
    rules.check_text(wish.channel, subject=wish.subject, text=wish.text)
    is_mail = wish.channel == Channel.EMAIL
    to, caller = (contact.email, by.email) if is_mail else (contact.phone, by.phone)
    rules.check_ways(wish.channel, to=to, caller=caller)
    rows = Consent.objects.filter(contact=contact)
    agreed = [
        Agreement(*row) for row in rows.values_list("purpose", "given_date", "withdrawn_date")
    ]
    rules.check_consent(wish.purpose, agreed, on=timezone.localtime(at).date())
    return to, caller


def _check_limits(by: Person, at: datetime) -> None:
    people.check_may_see_another(by.pk, at=at)


def _tell(approach: Approach, *, by: Actor, at: datetime) -> None:
    line = Line(
        customer_id=approach.contact.customer_id,
        kind=TimelineKind.CONTACT_APPROACHED,
        happened_at=at,
        words=_words(approach),
        subject_kind=people.PERSON_REACHED,
        subject_id=approach.pk,
    )
    customers.tell(line=line, by=by, at=at)


def _reached(approach: Approach, at: datetime) -> PersonReached:
    return PersonReached(
        happened_at=at,
        approach_id=approach.pk,
        customer_id=approach.contact.customer_id,
        channel=approach.channel,
        purpose=approach.purpose,
        asked_by_id=approach.asked_by_id,
    )


def _words(approach: Approach) -> dict[str, str]:
    # More people read a timeline than may know whom it is about.
    return {
        "channel": str(approach.channel),
        "purpose": str(approach.purpose),
        "status": str(approach.status),
    }
