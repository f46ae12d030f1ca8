"""What an account can be found by: its numbers, names, credit code and manager."""

from collections.abc import Iterator, Sequence

from primeline.customers.choices import IdentifierKind
from primeline.customers.models import Customer
from primeline.search.choices import EntryKind
from primeline.search.values import Entry


def entries_of(customer: Customer, absorbed: Sequence[Customer] = ()) -> Iterator[Entry]:
    """Give all entries of an account that this room knows of."""
    if not customer.is_restricted:
        yield manager_entry(customer)
    yield from identity_entries(customer, absorbed)


def identity_entries(customer: Customer, absorbed: Sequence[Customer] = ()) -> Iterator[Entry]:
    """Give the entries that change with the identity of an account.

    It is found by the numbers and names of the accounts that were merged into it, too.
    """
    numbers, names = [customer.number], [customer.cover_name]
    if not customer.is_restricted:
        numbers = []
        names = []
        for one in (customer, *absorbed):
            # An individual is found by the whole name, through a blind entry; what other systems
            # call them may be a card or a telephone, which is nothing to be searched by parts.
            numbers += [one.number, "" if one.is_person else one.external_id or ""]
            names += [] if one.is_person else [one.name, one.short_name, one.name_en]
        # An identity card is personal: whoever may not read it must not find by it either.
        is_code = customer.identifier_kind == IdentifierKind.CREDIT_CODE
        is_public = is_code and not customer.is_person
        code = customer.identifier if is_public else ""
        yield Entry(customer_id=customer.pk, kind=EntryKind.IDENTIFIER, texts=(code,))
    yield Entry(customer_id=customer.pk, kind=EntryKind.NUMBER, texts=tuple(numbers))
    yield Entry(customer_id=customer.pk, kind=EntryKind.NAME, texts=tuple(names))


def manager_entry(customer: Customer) -> Entry:
    """Return the entry by which an account is found under its manager's name."""
    manager = customer.account_manager
    called = (manager.name_zh, manager.name_en) if manager else ()
    return Entry(customer_id=customer.pk, kind=EntryKind.MANAGER, texts=called)
