"""For whom something is done, as much of them as this reader may see."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from primeline.customers.birthdays import birthdays_between
from primeline.customers.models import Contact
from primeline.privacy import masks, sight
from primeline.privacy.choices import PersonalKind
from primeline.privacy.values import Gone
from primeline.staff.reach import Reach
from primeline.visits.choices import Occasion
from primeline.visits.models import ServiceAction
from primeline.visits.occasions import day_within, feasts_between


@dataclass(frozen=True, kw_only=True)
class Named:
    """A key person for whom something is done."""

    name: str
    preferred_channel: str
    preferred_hours: str
    day: date | None = None
    """The day of the occasion; a birthday for those alone who see the person in clear."""
    is_lunar: bool = False


def named_in(reach: Reach, actions: Iterable[ServiceAction]) -> dict[int, Named]:
    """Return by action for whom it is done, where it is for one person. A few queries, or none."""
    asked = [one for one in actions if one.contact_id is not None]
    people = _seen(reach, {one.contact_id for one in asked if one.contact_id is not None})
    found = {}
    for one in asked:
        seen = people.get(one.contact_id or 0)
        if seen is not None:
            found[one.pk] = _named(*seen, one)
    return found


def names_of(reach: Reach, contact_ids: Collection[int]) -> dict[int, str]:
    """Return the names of people for whom something is owed. A few queries, or none."""
    return {pk: _name(*seen) for pk, seen in _seen(reach, contact_ids).items()}


def _seen(reach: Reach, contact_ids: Collection[int]) -> dict[int, tuple[Contact, bool]]:
    """Return people, and whether this reader sees them in clear; those whom they see at all.

    Whoever has an account open without its people sees none of them.
    """
    if not contact_ids:
        return {}
    shut = {one.customer_id for one in reach.granted if not one.with_contacts}
    rows = list(Contact.objects.filter(pk__in=contact_ids))
    for one in rows:
        sight.announce(one.subject)
    seen = {one.pk: (one, sight.is_clear(one.subject)) for one in rows}
    return {
        pk: (one, is_clear)
        for pk, (one, is_clear) in seen.items()
        if is_clear or one.customer_id not in shut
    }


def _name(contact: Contact, is_clear: bool) -> str:
    return masks.shown(PersonalKind.NAME, contact.name, is_clear=is_clear)


def _named(contact: Contact, is_clear: bool, action: ServiceAction) -> Named:
    is_birthday = action.standard.occasion == Occasion.BIRTHDAY
    is_shown = is_clear and not isinstance(contact.name, Gone)
    lunar = contact.lunar_birthday if is_birthday and is_shown else ""
    start, end = action.period
    if not is_birthday:
        days = feasts_between(action.standard.occasion, start, end)
    else:
        solar = contact.birthday if is_shown else None
        days = birthdays_between(solar=solar, lunar=lunar, start=start, end=end)
    return Named(
        name=_name(contact, is_clear),
        preferred_channel=contact.preferred_channel,
        preferred_hours=contact.preferred_hours,
        day=day_within(action.period, days),
        is_lunar=bool(lunar),
    )
