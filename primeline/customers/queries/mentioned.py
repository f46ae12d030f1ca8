"""People who stand in what is typed about accounts: who could be meant, and who sees them."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, Final

from django.db.models import Q

from primeline.audit import walls
from primeline.audit.models import HistoryRow
from primeline.customers.choices import CustomerKind
from primeline.customers.models import Contact, Customer, FormerPost
from primeline.privacy import sight
from primeline.privacy.choices import PersonalKind
from primeline.privacy.fields import EncryptedField
from primeline.privacy.onfile import OnFile
from primeline.privacy.values import Sealed, is_sealed

CONTACT: Final = ("name", "phone", "email")
INDIVIDUAL: Final = ("name", "short_name", "name_en", "identifier")


def people_on_file(account_ids: Collection[int]) -> Iterator[OnFile]:
    """Yield by what the people at these accounts, and those who are one, can be met in a text.

    Whoever writes about an account need not reach it: all are met, none are told.
    """
    with walls.open_for_system():
        yield from list(_stored(account_ids))


def facts_of(subjects: Collection[int]) -> Iterator[OnFile]:
    """Yield by what these people can be met, and could be before, at all accounts of theirs.

    Theirs are those where they are, where they were, and the one that took theirs in.
    """
    with walls.open_for_system():
        yield from list(_past_and_present(subjects))


def seen_in_clear(
    named_ids: Collection[int], held_ids: Collection[int], subjects: Collection[int]
) -> set[int]:
    """Return those of these people whom somebody sees in clear: it is their own work.

    They are named on the account, or hold work on it that somebody else gave them.
    """
    named, held = sorted(named_ids), sorted(held_ids)
    in_clear = Q(customer__account_manager__in=named) | Q(customer__deputy__in=named)
    in_clear |= Q(customer__in=held, customer__is_restricted=False)
    people = Contact.objects.filter(in_clear, subject__in=subjects)
    own = Q(account_manager__in=named) | Q(deputy__in=named)
    own |= Q(pk__in=held, is_restricted=False)
    individuals = Customer.objects.filter(own, subject__in=subjects)
    found = {*people.values_list("subject", flat=True)}
    return found | {one for one in individuals.values_list("subject", flat=True) if one is not None}


def contacts_in_clear(contact_ids: Collection[int]) -> set[int]:
    """Return those of these people at customers whom the one who reads sees in clear."""
    rows = Contact.objects.filter(pk__in=list(contact_ids)).values_list("pk", "subject")
    subjects = dict(rows)
    for subject in subjects.values():
        sight.announce(subject)
    return {pk for pk, subject in subjects.items() if sight.is_clear(subject)}


def _stored(account_ids: Collection[int]) -> Iterator[OnFile]:
    contacts = Contact.objects.filter(customer__in=account_ids)
    # People are still written about where they were until yesterday.
    gone = FormerPost.objects.filter(customer__in=account_ids)
    held = gone.values_list(
        "contact_id", "customer_id", "contact__subject", *(f"contact__{name}" for name in CONTACT)
    )
    rows = contacts.values_list("pk", "customer_id", "subject", *CONTACT).union(held, all=True)
    for _pk, account, subject, *facts in rows.order_by("id"):
        yield from _facts(Contact, account, subject, CONTACT, facts)
    # Not by `subject`: whose statistics are old, a planner walks through all who have one.
    individuals = Customer.objects.filter(pk__in=account_ids, kind=CustomerKind.INDIVIDUAL)
    for account, subject, *facts in individuals.values_list("pk", "subject", *INDIVIDUAL):
        if subject is not None:
            yield from _facts(Customer, account, subject, INDIVIDUAL, facts)


def _past_and_present(subjects: Collection[int]) -> Iterator[OnFile]:
    were = FormerPost.objects.filter(contact__subject__in=subjects)
    held = list(were.values_list("contact_id", "customer_id"))
    yield from _ever_on_file(Contact, CONTACT, "customer_id", subjects, held)
    own = Customer.objects.filter(subject__in=subjects).values_list("pk", "pk")
    yield from _ever_on_file(Customer, INDIVIDUAL, "merged_into_id", subjects, list(own))


def _ever_on_file(
    model: type[Contact] | type[Customer],
    names: Collection[str],
    at: str,
    subjects: Collection[int],
    held: Collection[tuple[int, int]],
) -> Iterator[OnFile]:
    """Yield what rows of people say and ever said of them, for each account that they were at.

    `at` is the column that names an account, `held` names others.
    """
    accounts: dict[int, set[int]] = defaultdict(set)
    facts: dict[int, dict[tuple[str, str], None]] = defaultdict(dict)
    for pk, account in held:
        accounts[pk].add(account)
    for pk, image in _images(model, (at, *names), subjects):
        if image.get(at) is not None:
            accounts[pk].add(image[at])
        said = {name: str(image.get(name) or "") for name in names}
        facts[pk] |= {one: None for one in said.items() if is_sealed(one[1])}
    for pk, found in facts.items():
        for account in sorted(accounts[pk]):
            for name, sealed in found:
                subject = Sealed(sealed).subject
                yield from _facts(model, account, subject, (name,), (sealed,))


def _images(
    model: type[Contact] | type[Customer], names: Collection[str], subjects: Collection[int]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield rows of people as they stand and as they stood, by their keys."""
    people = model._default_manager.filter(subject__in=subjects)
    rows = {row["pk"]: row for row in people.values("pk", *names)}
    yield from rows.items()
    past = HistoryRow.objects.filter(table=model._meta.db_table, row_id__in=map(str, rows))
    for key, image in past.order_by("id").values_list("row_id", "after"):
        yield int(key), image


def _facts(
    model: type[Contact] | type[Customer],
    account: int,
    subject: int,
    names: Collection[str],
    facts: Collection[str],
) -> Iterator[OnFile]:
    for name, sealed in zip(names, facts, strict=True):
        field = model._meta.get_field(name)
        if sealed and isinstance(field, EncryptedField):
            yield OnFile(
                account_id=account,
                subject=subject,
                kind=PersonalKind(field.kind),
                sealed=sealed,
                place=field.place,
            )
