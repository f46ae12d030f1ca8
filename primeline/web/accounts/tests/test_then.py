"""An account as it stood on any day: against a copy that was kept of each day, and as a page."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from primeline.audit import queries as audit
from primeline.audit.choices import Difference
from primeline.audit.queries import Change, Dossier
from primeline.audit.walls.metadata import archive_table, archive_tables
from primeline.audit.walls.policies import reach_of_model
from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind, Tier
from primeline.customers.models import BillingAccount, Contact, Customer
from primeline.customers.values import ContactDetails, Identity, Level
from primeline.kit.deeds import act
from primeline.products import actions as products
from primeline.products.models import Agreement, LineOfBusiness, Subscription, TerminationReason
from primeline.products.values import AgreementTerms, Terms
from primeline.quality.actions import Wish, merge_accounts
from primeline.staff.models import Person
from primeline.staff.queries import reach_of
from primeline.testing.cast import (
    CASTING,
    an_account,
    greta,
    harbor_bank,
    harbor_branch,
    lake_mills,
    lin,
)
from primeline.testing.doors import signed_in
from primeline.web.accounts.labels import PARTS, TOLD_ELSEWHERE
from primeline.web.accounts.telling import ACCOUNTS

pytestmark = [pytest.mark.django_db, pytest.mark.row("B7")]

# Facts of people differ from day to day in how they are sealed, though not in what they are.
SEALED = frozenset({"subject", "name", "phone", "email", "birthday", "lunar_birthday"})
NOON = datetime(2026, 5, 1, 4, tzinfo=UTC)

Copy = dict[tuple[str, str], dict[str, Any]]
Step = Callable[[Customer, int, datetime], object]


def _rename(bank: Customer, number: int, at: datetime) -> None:
    bank.refresh_from_db()
    identity = Identity(kind=CustomerKind.ORGANIZATION, name=f"Bank {number % 3}")
    customers.change_identity(
        customer=bank, version=bank.version, identity=identity, by=CASTING, at=at, reason="so"
    )


def _add_person(bank: Customer, number: int, at: datetime) -> None:
    details = ContactDetails(name=f"Person {number}", job_title=f"post {number % 2}")
    customers.add_contact(customer=bank, details=details, by=CASTING, at=at)


def _change_person(bank: Customer, number: int, at: datetime) -> None:
    with act(kind="test.change", by=CASTING, at=at):
        Contact.objects.filter(customer=bank).update(job_title=f"post {number % 2}")


def _sign(bank: Customer, number: int, at: datetime) -> None:
    terms = AgreementTerms(
        number=f"HT-{bank.pk}-{Agreement.objects.count()}", starts_date=date(2026, 1, 1)
    )
    products.sign_agreement(customer=bank, terms=terms, by=CASTING, at=at)


def _open(bank: Customer, number: int, at: datetime) -> None:
    products.open_subscription(
        customer=bank,
        line=LineOfBusiness.objects.get(code="INTERNET_LINE"),
        terms=Terms(fee_cents=1000 * number, opened_date=date(2026, 1, 1)),
        by=CASTING,
        at=at,
    )


def _end(bank: Customer, number: int, at: datetime) -> None:
    held = Subscription.objects.filter(customer=bank).held().first()
    if held:
        products.terminate_subscription(
            subscription=held,
            version=held.version,
            terminated_date=date(2026, 2, 1),
            reason_recorded=TerminationReason.objects.get(code="PRICE"),
            by=CASTING,
            at=at,
        )


def _level(bank: Customer, number: int, at: datetime) -> None:
    level = Level(
        customer_id=bank.pk,
        is_key_account=True,
        tier=list(Tier)[number % 2],
        since_month=date(2026, 1, 1),
    )
    customers.set_levels(levels=[level], by=CASTING, at=at)


def _add_billing_account(bank: Customer, number: int, at: datetime) -> None:
    with act(kind="test.bill", by=CASTING, at=at):
        BillingAccount.objects.create(
            customer=bank,
            number=f"B-{bank.pk}-{BillingAccount.objects.count()}",
            payment_mode="POSTPAID",
        )


def _move_billing_accounts(bank: Customer, number: int, at: datetime) -> None:
    """Hang what the account has on another one, as a merge does."""
    with act(kind="test.move", by=CASTING, at=at):
        BillingAccount.objects.filter(customer=bank).update(customer=lake_mills())


STEPS: tuple[Step, ...] = (
    _rename,
    _add_person,
    _change_person,
    _sign,
    _open,
    _end,
    _level,
    _add_billing_account,
    _move_billing_accounts,
)


def the_dossier(bank: Customer) -> Dossier:
    return Dossier(
        table=ACCOUNTS, row_id=bank.pk, parts=tuple(PARTS), once=frozenset({lake_mills().pk})
    )


def a_copy(bank: Customer) -> Copy:
    """What the tables hold of an account at this moment, asked of the tables themselves."""
    copy: Copy = {}
    for name in PARTS:
        model = archive_table(name).model
        path = "pk" if name == ACCOUNTS else str(reach_of_model(model))
        for row in model._default_manager.filter(**{path: bank.pk}).values():
            copy[name, str(row["id"])] = _said(name, row)
    return copy


def _said(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    unsaid = _unsaid(table) | {"id", "version"}
    return {
        key.removesuffix("_id"): value
        for key, value in row.items()
        if value not in (None, "", [], {}) and key not in unsaid
    }


def told(changes: list[Change]) -> Copy:
    return {
        (one.table, one.row_id): {
            field.field: field.after
            for field in one.fields
            if field.field not in _unsaid(one.table)
        }
        for one in changes
    }


def _unsaid(table: str) -> frozenset[str]:
    return SEALED if table == "customers_contact" else frozenset()


@contextmanager
def undone() -> Iterator[None]:
    """Take back what is done in between."""
    try:
        with transaction.atomic():
            yield
            raise _Enough
    except _Enough:
        pass


class _Enough(Exception):
    pass


class TestEveryDay:
    @settings(max_examples=6)
    @given(data=st.data())
    def test_is_as_a_copy_made_then(self, data: st.DataObject) -> None:
        with undone():
            products.install_reference(by=CASTING, at=NOON - timedelta(days=1))
            bank, reach = harbor_bank(), reach_of(lin(), at=NOON)
            copies: list[tuple[datetime, Copy]] = []
            steps = st.tuples(st.integers(0, len(STEPS) - 1), st.integers(1, 9))
            for day, (step, number) in enumerate(data.draw(st.lists(steps, max_size=6))):
                at = NOON + timedelta(days=day)
                STEPS[step](bank, number, at)
                copies.append((at + timedelta(hours=1), a_copy(bank)))
            dossier = the_dossier(bank)

            for at, copy in copies:
                stood = audit.stood_at(reach, dossier, at=at)
                assert told([one for part in stood.values() for one in part]) == copy
            for since, before in copies:
                for until, after in copies:
                    if since < until:
                        turns = audit.turned_between(reach, dossier, since=since, until=until)
                        _check_turns(turns, before, after)


def _check_turns(turns: list[audit.Turn], before: Copy, after: Copy) -> None:
    """Compare with what differs between two copies."""
    of = {
        difference: {
            (turn.change.table, turn.change.row_id): turn.change
            for turn in turns
            if turn.difference == difference
        }
        for difference in Difference
    }
    assert of[Difference.NEW].keys() == after.keys() - before.keys()
    assert of[Difference.GONE].keys() == before.keys() - after.keys()
    changed = {
        key: {
            name: (before[key].get(name), after[key].get(name))
            for name in before[key].keys() | after[key].keys()
            if before[key].get(name) != after[key].get(name)
        }
        for key in before.keys() & after.keys()
    }
    assert {
        key: {one.field: (_filled(one.before), _filled(one.after)) for one in change.fields}
        for key, change in of[Difference.CHANGED].items()
    } == {key: fields for key, fields in changed.items() if fields}


def _filled(value: Any) -> Any:
    return None if value in ("", [], {}) else value


class TestPage:
    def test_tells_what_differs_and_how_it_stood(self) -> None:
        bank = harbor_bank()
        _rename(bank, 1, NOON)
        _add_person(bank, 7, NOON + timedelta(days=2))

        shown = the_page(bank, "since=2026-04-30&until=2026-05-01")

        assert "<del>Harbor Bank</del> → <ins>Bank 1</ins>" in shown
        assert "post 1" not in shown
        assert "post 1" in the_page(bank, "since=2026-05-01&until=2026-05-03")
        assert "Nothing changed" in the_page(bank, "since=2026-05-04&until=2026-05-05")
        assert "not on file then" in the_page(bank, "since=2019-01-01&until=2019-02-01")

    def test_finds_what_has_gone_into_another_account_since(self) -> None:
        bank, twin = harbor_bank(), an_account("Harbour Bank", unit=harbor_branch())
        _add_person(twin, 7, NOON)
        twin.refresh_from_db()
        wish = Wish(survivor=bank, absorbed=twin, versions=(bank.version, twin.version))
        merge_accounts(wish=wish, by=greta(), at=NOON + timedelta(days=2), reason="one company")

        before = the_page(twin, "since=2026-04-30&until=2026-05-01")
        after = the_page(twin, "since=2026-05-01&until=2026-05-04")

        assert "post 1" in before
        assert "moved away" in after
        assert "post 1" not in the_page(twin, "since=2026-05-04&until=2026-05-05")
        assert "post 1" in the_page(bank, "since=2026-05-04&until=2026-05-05")

    def test_shows_whom_somebody_reports_to_by_their_outline(self) -> None:
        bank = harbor_bank()
        boss = customers.add_contact(
            customer=bank, details=ContactDetails(name="Margaret Stone"), by=CASTING, at=NOON
        )
        below = ContactDetails(name="Ann Reed", reports_to_id=boss.pk)
        customers.add_contact(customer=bank, details=below, by=CASTING, at=NOON)

        shown = the_page(bank, "since=2026-04-30&until=2026-05-01")

        assert "Reports to" in shown
        assert "Margaret" not in shown

    def test_shows_the_people_of_ones_own_account_in_clear(self) -> None:
        bank = harbor_bank()
        boss = customers.add_contact(
            customer=bank,
            details=ContactDetails(name="Margaret Stone", phone="13800138000"),
            by=CASTING,
            at=NOON,
        )
        below = ContactDetails(name="Ann Reed", reports_to_id=boss.pk)
        customers.add_contact(customer=bank, details=below, by=CASTING, at=NOON)
        query = "since=2026-04-30&until=2026-05-01"

        # Lin is its manager; the lead of the branch reads of the same people by their outline.
        own, of_others = the_page(bank, query, reader=lin()), the_page(bank, query)

        assert "Margaret Stone" in own
        assert "13800138000" in own
        assert "Margaret" not in of_others
        assert "13800138000" not in of_others

    def test_takes_days_in_any_order_and_nonsense_as_none(self) -> None:
        bank = harbor_bank()
        _rename(bank, 1, NOON)

        assert "Bank 1</ins>" in the_page(bank, "since=2026-05-01&until=2026-04-30")
        for nonsense in ("since=x&until=9999-99-99", "since=0001-01-01", "until=&since="):
            assert "As it stood" in the_page(bank, nonsense)

    def test_costs_the_same_whatever_has_happened(self) -> None:
        products.install_reference(by=CASTING, at=NOON)
        bank, browser = harbor_bank(), signed_in(lin())
        for number in range(1, 4):
            for step in STEPS[:-1]:
                step(bank, number, NOON)
        address = f"/accounts/{bank.number}/then/?since=2026-04-01&until=2026-05-02"
        browser.get(address)
        few = _queries(browser, address)
        for number in range(4, 24):
            for step in (_add_person, _open, _sign):
                step(bank, number, NOON)

        assert _queries(browser, address) == few <= 35


def _queries(browser: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def the_page(bank: Customer, days: str, *, reader: Person | None = None) -> str:
    answer = signed_in(reader or greta()).get(f"/accounts/{bank.number}/then/?{days}")
    assert answer.status_code == 200
    return str(answer.content.decode()).split('id="pane"')[1]


def test_every_table_of_an_account_is_told_somewhere() -> None:
    hanging = {
        table.name
        for table in archive_tables()
        if isinstance(way := reach_of_model(table.model), str) and "customer" in way
    }

    silent = hanging - PARTS.keys() - TOLD_ELSEWHERE
    assert not silent, f"name their fields in labels.py, or say where they are told: {silent}"
