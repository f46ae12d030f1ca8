"""People at customers: who finds accounts by them, and how many somebody was shown."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from primeline.audit import queries as looks
from primeline.audit.queries import open_now
from primeline.customers import phones, rules
from primeline.customers.choices import CustomerKind
from primeline.customers.models import Contact, Customer
from primeline.customers.queries.reach import within
from primeline.kit.errors import Refused
from primeline.privacy import queries as privacy
from primeline.privacy.choices import LimitKind, PersonalKind
from primeline.staff.reach import Reach

# Whole names and numbers, that is: a part of a fact would tell the rest by trying.
LEAST_DIGITS = 7
LONGEST_NAME = 40
# What the record calls a look at a masked person, and reaching one whose number stays masked.
PERSON_SHOWN: Final = "contact"
PERSON_REACHED: Final = "approach"
INDIVIDUAL_SHOWN: Final = "individual"


def customers_with_contact(reach: Reach, digest: str) -> QuerySet[Contact, int]:
    """Return the accounts of people of whom a fact with this digest is known, as a condition.

    Only people whom the reader sees in clear count: for all others the answer must not tell a
    masked fact.
    """
    reached = within(reach, prefix="customer__", with_granted=True)
    people = Contact.objects.filter(_in_clear(reach, "customer__"), reached)
    found = people.filter(
        subject__in=privacy.subjects_with(digest),
        is_active=True,
        # What is at a restricted account would tell its name to whoever knows its people.
        customer__is_restricted=False,
    ).exclude(subject__in=privacy.restricted_subjects())
    return found.values_list("customer_id", flat=True)


def people_seen_by(person_id: int | None, *, at: datetime) -> tuple[int, int]:
    """Return how many masked people somebody was shown or reached in the last hour and day."""
    hour, day = (
        sum(
            looks.looks_by(person_id, kind, since=at - time)
            for kind in (PERSON_SHOWN, PERSON_REACHED, INDIVIDUAL_SHOWN)
        )
        for time in (timedelta(hours=1), timedelta(days=1))
    )
    return hour, day


def check_may_see_another(person_id: int | None, *, at: datetime) -> None:
    """Do nothing if somebody may be shown, or reach, one more masked person.

    :raises Refused: if those were too many in the last hour or day
    """
    hour, day = people_seen_by(person_id, at=at)
    today = timezone.localtime(at).date()
    rules.check_unmasking(
        in_the_last_hour=hour,
        in_the_last_day=day,
        an_hour=privacy.limit(LimitKind.UNMASKED_AN_HOUR, today=today),
        a_day=privacy.limit(LimitKind.UNMASKED_A_DAY, today=today),
    )


def individuals_called(reach: Reach, text: str) -> QuerySet[Customer, int] | None:
    """Return the individuals with this whole name or identifier, as a condition.

    None if the text can be neither.
    """
    digest = digest_of_individual(text)
    return None if digest is None else individuals_with(reach, digest)


def individuals_with(reach: Reach, digest: str) -> QuerySet[Customer, int]:
    """Return the individuals of whom a fact with this digest is known, as a condition.

    Only those whom the reader sees in clear count.
    """
    reached = within(reach, with_granted=True)
    found = Customer.objects.filter(_in_clear(reach), reached).filter(
        subject__in=privacy.subjects_with(digest), is_restricted=False, merged_into=None
    )
    hidden = privacy.restricted_subjects()
    return found.exclude(subject__in=hidden).values_list("pk", flat=True)


def _in_clear(reach: Reach, prefix: str = "") -> Q:
    """Return the condition of accounts whose people this reader sees in clear."""
    named = sorted(reach.named_ids)
    found = Q(**{f"{prefix}account_manager__in": named}) | Q(**{f"{prefix}deputy__in": named})
    held = [one for one in reach.granted if one.in_clear]
    return found | Q(**{f"{prefix}id__in": open_now(held)}) if held else found


def digest_of_individual(text: str) -> str | None:
    """Return what individuals with this whole name or identifier are looked up by, if any are."""
    if _is_name(text):
        return privacy.digest_of(PersonalKind.NAME, text)
    is_long = len(text) >= LEAST_DIGITS
    return privacy.digest_of(PersonalKind.IDENTIFIER, text) if is_long else None


def digest_of_contact(text: str) -> str | None:
    """Return what contacts with this whole name or number are looked up by, if any are."""
    kind, fact = _fact(text)
    return None if kind is None else privacy.digest_of(kind, fact)


def open_people_count() -> int:
    """Return how many individuals still lie in clear: an earlier release wrote them."""
    return Customer.objects.filter(kind=CustomerKind.INDIVIDUAL, subject=None).count()


def _is_name(text: str) -> bool:
    return 2 <= len(text) <= LONGEST_NAME and not any(map(str.isdigit, text))


def _fact(text: str) -> tuple[PersonalKind | None, str]:
    if sum(character.isdigit() for character in text) >= LEAST_DIGITS:
        try:
            return PersonalKind.PHONE, phones.clean_phone(text)
        except Refused:
            # As it came in: some stand there as nobody could dial them.
            return PersonalKind.PHONE, text
    return (PersonalKind.NAME, text) if _is_name(text) else (None, "")
