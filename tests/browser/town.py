"""A small town to walk through in a browser: a few accounts with everything on them, until today.

Harbor branch   望潮银行  Lin's: two leased lines, one lost, one gained; a contract that ends
Hill branch     青堰港务  nobody's: a key account that raises an alarm
Lake branch     沙泉纺织  Mira's, in the other province: two data lines lost, one gained
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind
from primeline.customers.models import Bill, Customer
from primeline.customers.values import ContactDetails, Identity
from primeline.kit import clock, months
from primeline.kit.deeds import act
from primeline.products import actions as products
from primeline.products.models import LineOfBusiness, Subscription, TerminationReason
from primeline.products.values import AgreementTerms, Circuit, Terms
from primeline.staff.models import Person, Unit
from primeline.testing import cast
from primeline.testing.cast import CASTING
from primeline.tiers.actions import apply_policy, install_policies

BANK, PORT, MILLS = "望潮银行", "青堰港务", "沙泉纺织"
BANK_INITIALS = "wcyh"
FEE_CENTS = 700_000
BILLS = 14


@dataclass(frozen=True)
class Town:
    """The accounts of the town, and the day it is."""

    bank: Customer
    port: Customer
    mills: Customer
    at: datetime

    @property
    def today(self) -> date:
        return (self.at + timedelta(hours=8)).date()

    @property
    def month(self) -> date:
        """The last closed month, in which most things happened."""
        return months.shift(months.first_of(self.today), -1)


def build_town() -> Town:
    """Open the accounts and let two years pass."""
    at = clock.now()
    products.install_reference(by=CASTING, at=at)
    install_policies(by=CASTING, at=at)
    town = Town(
        bank=an_account(BANK, cast.harbor_branch(), cast.lin(), at=at),
        port=an_account(PORT, cast.hill_branch(), None, at=at),
        mills=an_account(MILLS, cast.lake_branch(), cast.mira(), at=at),
        at=at,
    )
    furnish(town.bank, town=town)
    day = town.month.replace(day=10)
    for _ in range(2):
        lost = a_line(town.mills, "DATA_LINE", opened=months.shift(town.month, -20), at=at)
        end(lost, day, "QUALITY", at=at)
    a_line(town.mills, "DATA_LINE", opened=months.shift(town.month, -1), at=at)
    for account in (town.port, town.mills):
        a_line(account, "INTERNET_LINE", opened=months.shift(town.month, -20), at=at)
    settle(town)
    return town


def an_account(name: str, unit: Unit, manager: Person | None, *, at: datetime) -> Customer:
    """Open an account that lists call by its short name."""
    identity = Identity(kind=CustomerKind.ORGANIZATION, name=f"{name}股份有限公司", short_name=name)
    return customers.open_customer(
        identity=identity,
        owner_unit=unit,
        account_manager=manager,
        opened_date=cast.LONG_AGO,
        by=CASTING,
        at=at,
    )


def furnish(customer: Customer, *, town: Town) -> None:
    """Give an account a contract, leased lines held, lost and gained, bills and a person."""
    at, start = town.at, months.shift(town.month, -20)
    products.sign_agreement(
        customer=customer,
        terms=AgreementTerms(
            number=f"HT-{customer.pk}",
            signed_date=start,
            starts_date=start,
            ends_date=town.today + timedelta(days=40),
            value_cents=20 * FEE_CENTS,
        ),
        by=CASTING,
        at=at,
    )
    a_line(customer, "INTERNET_LINE", opened=start, at=at)
    lost = a_line(customer, "INTERNET_LINE", opened=start, at=at)
    end(lost, town.month.replace(day=10), "PRICE", at=at)
    a_line(customer, "INTERNET_LINE", opened=town.month.replace(day=12), at=at)
    details = ContactDetails(name="王小敏", job_title="信息部主任", phone="13800138000")
    customers.add_contact(customer=customer, details=details, by=CASTING, at=at)
    send_bills(customer, last=town.month, at=at)


def a_line(customer: Customer, code: str, *, opened: date, at: datetime) -> Subscription:
    """Open a subscription of a line of business, under the contract of the account if it has one.

    Where the line goes stands on it, so that pages have words of some length to show.
    """
    agreement = customer.agreements.first()
    return products.open_subscription(
        customer=customer,
        line=LineOfBusiness.objects.get(code=code),
        terms=Terms(
            fee_cents=FEE_CENTS,
            opened_date=opened,
            agreement_id=agreement.pk if agreement else None,
        ),
        circuit=Circuit(
            circuit_number=f"{code[:2]}-{customer.pk}-{customer.subscriptions.count() + 1:04}",
            a_end="望潮市滨江大道一百二十八号望潮国际金融中心二十七层机房",
            z_end="青堰市数据中心三号楼",
            bandwidth_mbps=100,
            assurance="AAA",
        ),
        by=CASTING,
        at=at,
    )


def end(subscription: Subscription, day: date, reason: str, *, at: datetime) -> None:
    """Terminate a subscription with a reason as told on the day."""
    products.terminate_subscription(
        subscription=subscription,
        version=subscription.version,
        terminated_date=day,
        reason_recorded=TerminationReason.objects.get(code=reason),
        by=CASTING,
        at=at,
    )


def send_bills(customer: Customer, *, last: date, at: datetime) -> None:
    """Write a bill for each of the months up to the last, the latest of them unpaid."""
    with act(kind="test.bill", by=CASTING, at=at):
        Bill.objects.bulk_create(
            Bill(
                customer=customer,
                bill_month=month,
                charges={"INTERNET_LINE": 2 * FEE_CENTS},
                amount_cents=2 * FEE_CENTS,
                due_date=months.shift(month, 1).replace(day=20),
                settled_date=None if month == last else months.shift(month, 1).replace(day=15),
            )
            for month in months.span(months.shift(last, 1 - BILLS), last)
        )


def settle(town: Town) -> None:
    """Judge all accounts by the policy in force, and let the search know everything."""
    apply_policy(month=months.first_of(town.today), by=CASTING, at=town.at)
    ids = Customer.objects.values_list("pk", flat=True)
    products.make_findable(customer_ids=list(ids), by=CASTING, at=town.at)
    for account in (town.bank, town.port, town.mills):
        account.refresh_from_db()
