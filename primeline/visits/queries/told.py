"""What was told of visits, calls and meetings, and what may be told of now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from primeline.commitments.choices import OPEN
from primeline.commitments.models import Commitment
from primeline.customers import queries as customers
from primeline.customers.models import Contact, Customer
from primeline.customers.values import ContactCard
from primeline.kit.errors import NotFound
from primeline.rights.queries import held
from primeline.staff.models import Unit
from primeline.staff.reach import Reach
from primeline.staff.rules import day_of
from primeline.visits.choices import CONVERSATION, ActionStatus
from primeline.visits.models import Conversation, ServiceAction
from primeline.visits.queries.limits import limit_of
from primeline.visits.queries.reach import LEAD, SEE
from primeline.visits.rules import DONE_BY

RECORD: Final = "VISIT_RECORD"


@dataclass(frozen=True, kw_only=True)
class Met:
    """Who was met, as much of them as this reader may see."""

    cards: Sequence[ContactCard]
    elsewhere_count: int
    """How many are at another account now, or shown to nobody."""


def account_to_tell_of(reach: Reach, number: str) -> Customer:
    """Return an account that this reader may write down a visit or call to.

    :raises NotFound: if there is none, or it is out of reach or opened to be read alone
    """
    rows = customers.visible_to(reach, SEE).filter(number=number, merged_into=None)
    found = rows.select_related("owner_unit").first()
    if found is None:
        raise NotFound
    return found


def conversations_within(reach: Reach) -> QuerySet[Conversation]:
    """Return what was told of accounts within reach, those that were opened to be read too."""
    if not reach.may(SEE):
        return Conversation.objects.none()
    accounts = customers.visible_to(reach, SEE, with_granted=True)
    return Conversation.objects.filter(customer__in=accounts)


def latest_told(reach: Reach, customer: Customer) -> QuerySet[Conversation]:
    """Return what was told of one account, the latest first."""
    rows = conversations_within(reach).filter(customer=customer).select_related("recorded_by")
    return rows.order_by("-held_at", "-id")


def get_conversation(reach: Reach, conversation_id: int) -> Conversation:
    """Return one with all that its page shows.

    :raises NotFound: if there is none, or it is out of reach
    """
    rows = conversations_within(reach).select_related(
        "customer__owner_unit", "recorded_by", "action__standard__step", "action__commitment"
    )
    found = rows.filter(pk=conversation_id).first()
    if found is None:
        raise NotFound
    return found


def may_correct(reach: Reach, conversation: Conversation) -> bool:
    """Test whether this reader may put it right: whoever wrote it, and who leads the unit."""
    if conversation.recorded_by_id in reach.named_ids:
        return True
    units = Unit.objects.under(*reach.paths_for(LEAD))
    return units.filter(pk=conversation.customer.owner_unit_id).exists()


def met_in(reach: Reach, conversation: Conversation) -> Met:
    """Return who was met. Whoever is at another account now is counted and not named."""
    cards = {card.id: card for card in customers.contacts_of(conversation.customer, reach)}
    ids = list(
        conversation.participants.filter(is_active=True)
        .order_by("pk")
        .values_list("contact", flat=True)
    )
    here = [cards[one] for one in ids if one in cards]
    return Met(cards=here, elsewhere_count=len(ids) - len(here))


def promises_of(conversation: Conversation) -> QuerySet[Commitment]:
    """Return what was promised in it, what is due first on top."""
    found = Commitment.objects.filter(subject_kind=CONVERSATION, subject_id=conversation.pk)
    return found.select_related("person", "step").order_by("due_at", "pk")


def planned_for(customer: Customer, *, at: datetime) -> list[ServiceAction]:
    """Return what is done for an account by talking with it, or a key person, and runs now."""
    found = ServiceAction.objects.standing().filter(
        Q(commitment__status__in=OPEN) | Q(status=ActionStatus.UNSTAFFED, period_to__gt=day_of(at)),
        Q(standard__manner__in=list(DONE_BY)) | Q(contact__isnull=False),
        customer=customer,
        period_from__lte=day_of(at),
    )
    rows = found.select_related("standard__step", "commitment", "contact")
    return list(rows.order_by("period_to", "standard__position", "pk"))


def written_by(customer: Customer, held_at: datetime, *, at: datetime) -> datetime | None:
    """Return by when something that took place is to be written down; None if no rule says it."""
    return limit_of(RECORD, customer, held_at, at=at).until


def took_part(contact: Contact) -> Iterator[held.Held]:
    """Yield the visits and calls in which somebody took part; what was said is others' too."""
    rows = Conversation.objects.filter(participants__contact=contact, participants__is_active=True)
    for one in rows.order_by("held_at", "pk"):
        yield held.said(one, "held_at", "kind")
