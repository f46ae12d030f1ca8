"""Where else somebody stands in what we hold: rows of other tables, as their copy tells them."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from django.db.models import Model

from primeline.customers.models import Bill, Contact, Customer, Payment, Site
from primeline.customers.queries import absorbed_into
from primeline.privacy import opening
from primeline.privacy import queries as privacy
from primeline.privacy.fields import OF_ACCOUNT, EncryptedField
from primeline.privacy.values import Place
from primeline.products.models import Subscription

# The table and, by name of the column, what a row of it says.
Held = dict[str, Any]
Told = Callable[[Contact], Iterable[Held]]
_told: list[Told] = []
OF_CONTACT = ("name", "job_title", "phone", "email", "birthday", "preferred_hours")


def tell(told: Told) -> None:
    """Set who knows of more rows in which a person at a customer stands. Called at the start."""
    _told[:] = [told]


def named_at(person: Contact | Customer) -> Iterator[Held]:
    """Yield the places at which a person at a customer is to be met, and whatever rooms tell."""
    if isinstance(person, Contact):
        for site in Site.objects.filter(contact=person).order_by("pk"):
            yield said(site, "name", "kind")
        for told in _told:
            yield from told(person)


def of_account(customer: Customer, themselves: Collection[Contact]) -> Iterator[Held]:
    """Yield what an individual who is an account has: services, bills, payments, their places.

    `themselves` are the rows in which they stand among the people of their own account.
    """
    for one in themselves:
        yield said(one, *OF_CONTACT)
    ids = [customer.pk, *(one.pk for one in absorbed_into([customer.pk]).get(customer.pk, ()))]
    for held in Subscription.objects.filter(customer__in=ids).select_related("line").order_by("pk"):
        yield said(held, "number", "status", "fee_cents", "opened_date", "terminated_date") | {
            "line": held.line.name
        }
    for bill in Bill.objects.filter(customer__in=ids).order_by("bill_month"):
        yield said(bill, "bill_month", "amount_cents", "due_date", "settled_date", "status")
    for payment in Payment.objects.filter(customer__in=ids).order_by("paid_date", "pk"):
        yield said(payment, "paid_date", "amount_cents", "method", "status")
    yield from _sealed_at(ids)


def said(row: Model, *names: str) -> Held:
    """Return what a row says in these columns, opened though the person be restricted."""
    return {"table": row._meta.db_table, **{name: _said(row, name) for name in names}}


def _said(row: Model, name: str) -> Any:
    field = row._meta.get_field(name)
    if not isinstance(field, EncryptedField):
        return getattr(row, name)
    text = row.__dict__[name]
    place = Place(row._meta.db_table, str(field.column))
    return opening.opened(text, place, even_restricted=True) if text else ""


def _sealed_at(customer_ids: Collection[int]) -> Iterator[Held]:
    """Yield what lies sealed for an individual in rows of other rooms: places, ends, who paid."""
    for model, fields in privacy.mixed_columns().items():
        if fields[0].subject != OF_ACCOUNT:
            continue
        for row in model._default_manager.filter(customer__in=customer_ids).order_by("pk"):
            if any(row.__dict__[one.attname] for one in fields):
                yield said(row, *(one.name for one in fields))
