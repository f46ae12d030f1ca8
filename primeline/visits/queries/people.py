"""Which key persons the planner greets, what stands for them, and why others are left alone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from primeline.customers.birthdays import birthdays_between
from primeline.customers.choices import ConsentPurpose
from primeline.customers.models import Consent, Contact, Customer
from primeline.privacy import queries as privacy
from primeline.privacy.values import Gone
from primeline.visits.choices import Occasion, WhyGone
from primeline.visits.greetings import horizon
from primeline.visits.models import ServiceAction
from primeline.visits.occasions import APART
from primeline.visits.values import Greeted, KeyPerson, There, Wish

Ids = Sequence[int] | QuerySet[Customer, int]


def people_among(
    ids: Ids, wishes: Iterable[Wish], there: Iterable[There], today: date
) -> tuple[tuple[KeyPerson, ...], dict[int, WhyGone]]:
    """Return who is to be greeted at some accounts, and why others are not for whom it stands.

    A query or two where nobody is, five at most.
    """
    occasions = {one.occasion for one in wishes if one.occasion}
    people = tuple(_people(ids, occasions, today)) if occasions else ()
    known = {(one.id, one.customer_id) for one in people}
    named = {
        one.contact_id: one.customer_id
        for one in there
        if one.contact_id is not None and (one.contact_id, one.customer_id) not in known
    }
    return people, _why_gone(named)


def greeted_among(contact_ids: Sequence[int], today: date) -> tuple[Greeted, ...]:
    """Return what stands of a year for some people, at whichever account."""
    if not contact_ids:
        return ()
    rows = ServiceAction.objects.standing().filter(
        contact__in=contact_ids, period_from__gt=today - APART
    )
    found = rows.values_list("pk", "contact", "standard", "period_from")
    return tuple(
        Greeted(pk, contact_id, standard_id, start)
        for pk, contact_id, standard_id, start in found
        if contact_id is not None
    )


def to_greet(ids: Ids) -> QuerySet[Contact]:
    """Return the key persons at some accounts who agree to be greeted."""
    agreed = Consent.objects.filter(purpose=ConsentPurpose.GREETINGS, withdrawn_date=None)
    found = Contact.objects.filter(
        customer__in=ids, is_active=True, pk__in=agreed.values("contact")
    )
    return found.exclude(Q(decision_role="") | Q(subject__in=privacy.restricted_subjects()))


def _people(ids: Ids, occasions: set[str], today: date) -> Iterable[KeyPerson]:
    start, end = horizon(today)
    needs_birthdays = Occasion.BIRTHDAY in occasions
    for one in to_greet(ids).order_by("pk"):
        lunar = one.lunar_birthday if needs_birthdays else ""
        if isinstance(lunar, Gone) or isinstance(one.name, Gone):
            continue
        solar = one.birthday if needs_birthdays else None
        yield KeyPerson(
            id=one.pk,
            customer_id=one.customer_id,
            role=one.decision_role,
            birthdays=birthdays_between(solar=solar, lunar=lunar, start=start, end=end),
        )


def _why_gone(named: Mapping[int, int]) -> dict[int, WhyGone]:
    """Return why people are not greeted at an account; whoever is at another one now has left."""
    if not named:
        return {}
    rows = list(Contact.objects.filter(pk__in=named).only("customer", "subject", "is_active"))
    subjects = {one.subject for one in rows}
    erased = privacy.erased_among(subjects)
    restricted = set(privacy.restricted_subjects().filter(subject__in=subjects))
    agreed = set(
        Consent.objects.filter(
            contact__in=named, purpose=ConsentPurpose.GREETINGS, withdrawn_date=None
        ).values_list("contact", flat=True)
    )
    found = {}
    for one in rows:
        if one.subject in erased:
            found[one.pk] = WhyGone.ERASED
        elif not one.is_active or one.customer_id != named[one.pk]:
            found[one.pk] = WhyGone.LEFT
        elif one.subject in restricted:
            found[one.pk] = WhyGone.RESTRICTED
        else:
            found[one.pk] = WhyGone.CADENCE if one.pk in agreed else WhyGone.CONSENT
    return found
