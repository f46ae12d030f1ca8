"""Whom at the customer a word about a matter can go to, and how they like to be told."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.urls import reverse

from primeline.approaches.choices import Channel
from primeline.customers import queries as customers
from primeline.customers.choices import PreferredChannel
from primeline.kit.errors import NotFound
from primeline.staff.choices import Permission
from primeline.web.pages import today
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.commitments.models import Commitment
    from primeline.customers.values import ContactCard

MOST: Final = 5
PREFERRED: Final = {
    PreferredChannel.SMS.value: Channel.MESSAGE,
    PreferredChannel.EMAIL.value: Channel.EMAIL,
    PreferredChannel.PHONE.value: Channel.CALL,
}


@dataclass(frozen=True, kw_only=True)
class Way:
    """A person at the customer and how they can be told, what they prefer first."""

    card: "ContactCard"
    channels: list[tuple[Channel, str]]


def ways_of(request: PersonRequest, matter: "Commitment") -> list[Way]:
    """Return whom of the account the reader can tell how it stands, first to talk to first."""
    if matter.customer is None or not request.reach.may(Permission.VIEW_CUSTOMERS):
        return []
    try:
        customer = customers.get_customer(request.reach, matter.customer.number)
    except NotFound:
        return []
    if customer.merged_into_id is not None:
        return []
    may = request.reach.may(Permission.UNMASK_CONTACTS)
    people = customers.people_of(customer, request.reach, today=today()).dossiers
    cards = [
        one.card
        for one in people
        if one.card.is_active and not one.card.is_gone and (may or not one.card.is_masked)
    ]
    found = [Way(card=card, channels=_channels(card, matter)) for card in cards]
    able = [one for one in found if one.channels]
    return sorted(able, key=lambda one: not one.card.is_primary)[:MOST]


def _channels(card: "ContactCard", matter: "Commitment") -> list[tuple[Channel, str]]:
    """Return how somebody can be told, each with where the words stand written already."""
    ways = [Channel.CALL] if card.can_be_dialed else []
    ways += [Channel.MESSAGE] if card.takes_messages else []
    ways += [Channel.EMAIL] if card.email else []
    ways.sort(key=lambda one: one is not PREFERRED.get(card.preferred_channel))
    number = matter.customer.number if matter.customer is not None else ""
    return [
        (
            way,
            reverse("accounts:approach", args=[number, card.id, way.value.lower()])
            + f"?matter={matter.number}",
        )
        for way in ways
    ]
