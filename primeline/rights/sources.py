"""Who has been kept as long as they may: found in stretches by key, a bounded number a day."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from primeline.customers.choices import CustomerKind, CustomerStatus
from primeline.customers.models import Contact, Customer
from primeline.kit.deeds import System
from primeline.privacy.queries import erased_among
from primeline.rights import actions, queries
from primeline.rights.choices import CaseStatus, DataClass
from primeline.rights.models import RetentionCase
from primeline.rights.queries.cases import contacts_over, individuals_over
from primeline.rights.rules import Over
from primeline.rights.values import Due

AT_ONCE: Final = 500
# What people can decide in some days; the others wait, those with the lowest keys come first.
MOST_OPEN: Final = 500
BY: Final = System("rights")
Report = Callable[[int], None]
# Somebody at an account, or nobody there and the account is the person.
Key = tuple[int | None, int]


def find_due(*, today: date, at: datetime, report: Report) -> int:
    """Put people whose time is over on the rights desk and return how many there were."""
    periods = {line.data_class: line.months for line in queries.schedule()}
    _let_lapse(periods, today=today, at=at)
    room = MOST_OPEN - RetentionCase.objects.filter(status=CaseStatus.OPEN).count()
    found = 0
    for stretch in _stretches():
        due = [one for one in _due(stretch, periods) if one.due_date <= today]
        due = _not_settled(due, today)[: room - found]
        if due:
            actions.open_cases(due=due, by=BY, at=at)
            found += len(due)
        report(found)
        if found >= room:
            break
    return found


def _let_lapse(periods: Mapping[DataClass, int], *, today: date, at: datetime) -> None:
    """Take those off the desk who came back, are kept for longer by now, or were erased."""
    cases = RetentionCase.objects.filter(status=CaseStatus.OPEN).select_related(
        "customer", "contact__customer"
    )
    rows = list(cases)
    erased = erased_among([case.subject for case in rows])
    over = _over([case.person for case in rows])
    gone = [
        case
        for case in rows
        if case.subject in erased
        or (found := over.get((case.contact_id, case.customer_id))) is None
        or found.due_date(periods) > today
    ]
    if gone:
        actions.let_cases_lapse(cases=gone, by=BY, at=at)


def _stretches() -> Iterator[list[Contact | Customer]]:
    """Yield people in the order of their keys, so many at once."""
    individuals = Customer.objects.filter(kind=CustomerKind.INDIVIDUAL, merged_into=None)
    # Who is in post at an account that goes on is needed, and need not be read.
    over = Q(is_active=False) | Q(customer__status=CustomerStatus.CLOSED)
    yield from _by_key(Contact.objects.select_related("customer").filter(over))
    yield from _by_key(individuals)


def _by_key(rows: QuerySet[Any]) -> Iterator[list[Contact | Customer]]:
    last = 0
    while stretch := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = stretch[-1].pk
        yield stretch


def _due(stretch: list[Contact | Customer], periods: Mapping[DataClass, int]) -> Iterator[Due]:
    over = _over(stretch)
    erased = erased_among([one.subject for one in stretch if one.subject is not None])
    for one in stretch:
        key = _key(one)
        if key not in over or one.subject is None or one.subject in erased:
            continue
        found = over[key]
        yield Due(
            contact_id=key[0],
            customer_id=key[1],
            data_class=found.data_class,
            ended_date=found.ended_date,
            due_date=found.due_date(periods),
        )


def _over(people: Iterable[Contact | Customer]) -> dict[Key, Over]:
    """Return since when people are no longer needed, for those who are not."""
    contacts = {one.pk: one for one in people if isinstance(one, Contact)}
    customers = {one.pk: one for one in people if isinstance(one, Customer)}
    found = {_key(contacts[pk]): over for pk, over in contacts_over([*contacts.values()]).items()}
    found |= {_key(customers[pk]): o for pk, o in individuals_over([*customers.values()]).items()}
    return found


def _key(person: Contact | Customer) -> Key:
    if isinstance(person, Contact):
        return person.pk, person.customer_id
    return None, person.pk


def _not_settled(due: list[Due], today: date) -> list[Due]:
    """Leave out who is on the desk, is restricted by it, or is kept until a day to come."""
    customers = {one.customer_id for one in due}
    rows = RetentionCase.objects.filter(customer__in=customers).filter(
        Q(status__in=[CaseStatus.OPEN, CaseStatus.RESTRICTED])
        | Q(status=CaseStatus.KEPT, kept_until_date__gt=today)
    )
    settled = set(rows.values_list("contact", "customer"))
    return [one for one in due if (one.contact_id, one.customer_id) not in settled]
