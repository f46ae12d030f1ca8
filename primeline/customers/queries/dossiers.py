"""The people at one account in full: where they stand, what they agreed to and were before."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from primeline.customers import birthdays, influence
from primeline.customers.models import Consent, Contact, Customer, FormerPost
from primeline.customers.queries.account import cards_of, includes_contacts, sees_contacts
from primeline.customers.queries.reach import within
from primeline.customers.values import ContactCard
from primeline.kit.errors import NotFound
from primeline.privacy.values import Gone
from primeline.staff.reach import Reach


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """A person at the customer with all that is on file, as much as this reader may see."""

    card: ContactCard
    above: ContactCard | None
    in_post_from: date | None
    next_birthday: date | None
    is_lunar: bool
    consents: Sequence[Consent]
    former_posts: Sequence[FormerPost]


@dataclass(frozen=True, kw_only=True)
class People:
    """Everybody at an account, and the drawing of those who are there now."""

    dossiers: Sequence[Dossier]
    drawing: influence.Drawing
    gone_elsewhere: int
    """How many were here and are at another account now."""

    @property
    def here(self) -> list[Dossier]:
        return [one for one in self.dossiers if one.card.id in self.drawing.places]


def people_of(customer: Customer, reach: Reach, *, today: date) -> People:
    """Return everybody at an account. Whoever sees it without its people sees none."""
    if not includes_contacts(customer, reach):
        return People(dossiers=[], drawing=influence.drawn(()), gone_elsewhere=0)
    is_clear = sees_contacts(customer, reach)
    shown = cards_of(customer, is_clear=is_clear)
    ids = [contact.pk for contact, _card in shown]
    cards = {card.id: card for _contact, card in shown}
    consents, posts = _consents(ids), _posts(ids, reach)
    dossiers = []
    for contact, card in shown:
        day = _next_birthday(contact, today) if is_clear else None
        dossiers.append(
            Dossier(
                card=card,
                above=cards.get(card.reports_to_id or 0),
                in_post_from=None if card.is_gone else contact.in_post_from_date,
                next_birthday=day,
                is_lunar=bool(day and contact.lunar_birthday),
                consents=consents[contact.pk],
                former_posts=[] if card.is_gone else posts[contact.pk],
            )
        )
    active = [(card.id, card.reports_to_id) for card in cards.values() if card.is_active]
    moved = FormerPost.objects.filter(customer=customer).exclude(contact__customer=customer)
    return People(
        dossiers=dossiers,
        drawing=influence.drawn(active),
        gone_elsewhere=moved.values("contact").distinct().count(),
    )


def get_consent(contact: Contact, consent_id: int) -> Consent:
    """Return one consent of a person.

    :raises NotFound: if there is none
    """
    consent = contact.consents.filter(pk=consent_id).first()
    if consent is None:
        raise NotFound
    return consent


def may_approach(contact: Contact, purpose: str, *, on: date) -> bool:
    """Test whether somebody has agreed to be approached for a purpose, on a day."""
    given = contact.consents.filter(purpose=purpose, given_date__lte=on)
    return given.exclude(withdrawn_date__lte=on).exists()


def _consents(ids: Collection[int]) -> dict[int, list[Consent]]:
    found: dict[int, list[Consent]] = defaultdict(list)
    for one in Consent.objects.filter(contact__in=ids).order_by("-given_date", "-id"):
        found[one.contact_id].append(one)
    return found


def _posts(ids: Collection[int], reach: Reach) -> dict[int, list[FormerPost]]:
    """Return former posts; of those at accounts that the reader does not see, nothing is said."""
    found: dict[int, list[FormerPost]] = defaultdict(list)
    rows = FormerPost.objects.filter(contact__in=ids).filter(
        within(reach, prefix="customer__", with_granted=True)
    )
    for one in rows.select_related("customer").order_by("-to_date", "-id").distinct():
        found[one.contact_id].append(one)
    return found


def _next_birthday(contact: Contact, today: date) -> date | None:
    lunar = contact.lunar_birthday
    if isinstance(contact.name, Gone) or isinstance(lunar, Gone):
        return None
    return birthdays.next_birthday(solar=contact.birthday, lunar=lunar, today=today)
