"""A plain archive of any size, written fast: no believable operator, only enough of each kind."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model

from primeline.customers.actions import make_findable
from primeline.customers.choices import CustomerKind, Tier, TimelineKind
from primeline.customers.models import Bill, Contact, Customer, TimelineLine
from primeline.kit.deeds import System, act
from primeline.kit.numbers import next_numbers
from primeline.privacy.sealing import give_subjects
from primeline.products.actions import install_reference
from primeline.products.models import LineOfBusiness, Subscription
from primeline.staff import actions as staff
from primeline.staff.choices import Role, UnitKind
from primeline.staff.models import Person, Unit
from primeline.staff.values import Identity, Period

BENCH = System("bench")
AT_ONCE = 5000
BRANCHES = 30
BILLS = 3
SUBSCRIPTIONS = 2
HANGING: tuple[type[Model], ...] = (Contact, Subscription, Bill, TimelineLine)


def load(*, n: int, at: datetime, is_lean: bool = False) -> tuple[Person, Person]:
    """Write `n` accounts with all that hangs on them; if lean, with what they are found by alone.

    :return: somebody at headquarters, who is named on a part of them, and the lead of a branch
    """
    person, lead, branches = _organization(at)
    install_reference(by=BENCH, at=at)
    for start in range(0, n, AT_ONCE):
        with act(kind="bench.load", by=BENCH, at=at):
            made = _load_some(start, min(AT_ONCE, n - start), branches, person, at)
            _hang_on(made, at, (Subscription,) if is_lean else HANGING)
            make_findable(customer_ids=[one.pk for one in made], by=BENCH, at=at)
    return person, lead


def _organization(at: datetime) -> tuple[Person, Person, list[Unit]]:
    def unit(code: str, kind: UnitKind, parent: Unit | None) -> Unit:
        return staff.create_unit(
            code=code, kind=kind, name_zh=code, name_en=code, parent=parent, by=BENCH, at=at
        )

    top = unit("HQ", UnitKind.HEADQUARTERS, None)
    provinces = [unit(f"P{i}", UnitKind.PROVINCE, top) for i in range(6)]
    branches = [unit(f"B{i}", UnitKind.BRANCH, provinces[i % 6]) for i in range(BRANCHES)]
    person = _somebody("bench", Role.SERVICE_CENTER, top, at)
    lead = _somebody("bench-lead", Role.BRANCH_LEAD, branches[0], at)
    return person, lead, branches


def _somebody(username: str, role: Role, unit: Unit, at: datetime) -> Person:
    person = staff.create_person(
        identity=Identity(username=username, name_zh="测量", name_en="Bench"),
        home_unit=unit,
        language="en",
        by=BENCH,
        at=at,
    )
    staff.give_posting(
        person=person,
        unit=unit,
        role=role,
        period=Period(at.date() - timedelta(days=30)),
        by=BENCH,
        at=at,
    )
    return Person.objects.get(pk=person.pk)


def _load_some(
    start: int, count: int, branches: list[Unit], manager: Person, at: datetime
) -> list[Customer]:
    first = next_numbers("customer", count=count)
    return Customer.objects.bulk_create(
        Customer(
            number=f"C-{first + i:07d}",
            external_id=f"X{start + i}",
            kind=CustomerKind.ORGANIZATION,
            name=f"测量客户有限公司{start + i}",
            short_name=f"测量{start + i}",
            owner_unit=branches[(start + i) % BRANCHES],
            account_manager=manager if i % 7 == 0 else None,
            is_key_account=i % 10 == 0,
            tier=Tier.SILVER if i % 10 == 0 else "",
            monthly_fee_cents=(start + i) * 7919 % 5_000_000,
            opened_date=at.date() - timedelta(days=i % 2000),
        )
        for i in range(count)
    )


def _hang_on(customers: list[Customer], at: datetime, kinds: Collection[type[Model]]) -> None:
    for model, hanging in _hanging_on(customers, at).items():
        if model in kinds:
            rows = list(hanging)
            if model is Contact:
                give_subjects(rows)
            model._default_manager.bulk_create(rows, batch_size=AT_ONCE)


def _hanging_on(customers: list[Customer], at: datetime) -> dict[type[Model], Iterator[Any]]:
    line = LineOfBusiness.objects.get(code="INTERNET_LINE")
    month = at.date().replace(day=1)
    return {
        Contact: (
            Contact(customer=one, name="张伟", phone="+8619900001234", is_primary=True)
            for one in customers
        ),
        Subscription: (
            Subscription(
                number=f"S-{one.pk:08d}-{k}",
                customer=one,
                line=line,
                circuit_number=f"CIR-{one.pk}-{k}",
                fee_cents=one.monthly_fee_cents // SUBSCRIPTIONS,
                opened_date=one.opened_date or month,
            )
            for one in customers
            for k in range(SUBSCRIPTIONS)
        ),
        Bill: (
            Bill(
                customer=one,
                bill_month=bill_month,
                amount_cents=one.monthly_fee_cents,
                charges={"INTERNET_LINE": one.monthly_fee_cents},
                due_date=bill_month + timedelta(days=45),
            )
            for one in customers
            for bill_month in _months_before(month)
        ),
        TimelineLine: (
            TimelineLine(
                customer=one,
                kind=TimelineKind.ACCOUNT_OPENED,
                happened_at=at,
                words={"number": one.number},
                by_name="bench",
            )
            for one in customers
        ),
    }


def _months_before(month: Any) -> Iterator[Any]:
    for _ in range(BILLS):
        month = (month - timedelta(days=1)).replace(day=1)
        yield month
