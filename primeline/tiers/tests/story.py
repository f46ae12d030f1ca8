"""Accounts with lines and bills, as the tests of this room and of the figures need them."""

from datetime import date

from primeline.customers.actions import open_customer
from primeline.customers.choices import CustomerKind
from primeline.customers.models import Bill, Customer
from primeline.customers.values import Identity
from primeline.kit import months
from primeline.kit.deeds import act
from primeline.products.actions import open_subscription
from primeline.products.models import LineOfBusiness, Subscription
from primeline.products.values import Circuit, Terms
from primeline.testing.cast import CASTING, TUESDAY_10AM, harbor_branch

APRIL = date(2026, 4, 1)
MARCH = date(2026, 3, 1)


def an_account(
    name: str, *, kind: CustomerKind = CustomerKind.ORGANIZATION, is_agent: bool = False
) -> Customer:
    """Open an account of Harbor branch that nobody has judged yet."""
    identity = Identity(kind=kind, name=name, is_agent=is_agent)
    return open_customer(identity=identity, owner_unit=harbor_branch(), by=CASTING, at=TUESDAY_10AM)


def bill(customer: Customer, yuan: dict[str, int], *, last: date = MARCH, count: int = 6) -> None:
    """Write the same bill for some months, up to the last of them."""
    charges = {code: amount * 100 for code, amount in yuan.items()}
    with act(kind="test.bill", by=CASTING, at=TUESDAY_10AM):
        Bill.objects.bulk_create(
            Bill(
                customer=customer,
                bill_month=month,
                charges=charges,
                amount_cents=sum(charges.values()),
                due_date=months.shift(month, 1),
            )
            for month in months.span(months.shift(last, 1 - count), last)
        )


def a_line(
    customer: Customer, code: str, *, opened: date = date(2025, 1, 15), fee_yuan: int = 700
) -> Subscription:
    """Open a subscription of a line of business."""
    return open_subscription(
        customer=customer,
        line=LineOfBusiness.objects.get(code=code),
        terms=Terms(fee_cents=fee_yuan * 100, opened_date=opened),
        circuit=Circuit(circuit_number=f"{code}-{customer.pk}"),
        by=CASTING,
        at=TUESDAY_10AM,
    )
