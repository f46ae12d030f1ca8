"""Taking an import back: what nobody has changed since returns, the rest stays and is listed."""

from datetime import date, timedelta
from typing import Any

import pytest

from primeline.audit.models import Act, HistoryRow
from primeline.customers import actions as customers
from primeline.customers.choices import BillStatus, CustomerStatus, PaymentStatus, TimelineKind
from primeline.customers.models import Bill, Contact, Customer, Payment, TimelineLine
from primeline.imports import processing, queries, runs
from primeline.imports.choices import BatchStatus, RowState, Target
from primeline.imports.models import Batch
from primeline.imports.reading.table import Table
from primeline.imports.tests.desk import Desk, csv_file, reference
from primeline.imports.wording import sentence
from primeline.jobs.worker import Worker
from primeline.kit.errors import Refused
from primeline.products.choices import AgreementStatus, SubscriptionStatus
from primeline.products.models import Agreement, Subscription
from primeline.staff.queries import reach_of
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM

pytestmark = [pytest.mark.django_db, pytest.mark.row("B9")]

LATER = TUESDAY_10AM + timedelta(hours=3)
ACCOUNTS = ("客户编号", "客户名称", "客户类型", "联系人", "联系电话", "地址")


@pytest.fixture(autouse=True)
def _reference() -> None:
    reference()


def written(*rows: Any, headings: Any = ACCOUNTS, target: Target | None = None) -> Batch:
    """Write rows and return their batch."""
    desk = Desk()
    batch = desk.upload(csv_file(headings, *rows), target=target)
    desk.commit(batch)
    return batch


def taken_back(batch: Batch) -> Batch:
    """Take a batch back three hours later."""
    person = cast.sara()
    reach = reach_of(person, at=LATER)
    return runs.undo_batch(batch=batch, reach=reach, by=person, at=LATER)


def left(batch: Batch) -> list[tuple[str, str, str]]:
    """Return what stays as it is: kind, number, and why."""
    rows = queries.rows_of(batch, RowState.LEFT)
    return [(*row.cells, sentence(row.problems[0])) for row in rows]


def account(n: int = 1) -> tuple[str, ...]:
    return (f"KH-{n}", f"客户 {n}", "ORGANIZATION", f"王示例{n}", "13800001234", "旧街 1 号")


class TestNewRows:
    def test_are_void_and_stay_on_record(self) -> None:
        batch = written(account(1), account(2))

        taken_back(batch)

        assert batch.status == BatchStatus.UNDONE
        assert batch.undone["customer"] == {"void": 2, "restored": 0, "left": 0}
        assert set(Customer.objects.values_list("status", "external_id")) == {
            (CustomerStatus.CLOSED, None)
        }
        assert not Contact.objects.filter(is_active=True).exists()
        assert HistoryRow.objects.filter(table="customers_customer", operation="I").count() == 2
        assert Act.objects.filter(kind="imports.undo", actor=cast.sara()).count() == 1

    def test_are_told_on_the_timeline(self) -> None:
        taken_back(written(account()))

        line = TimelineLine.objects.get(kind=TimelineKind.IMPORT_UNDONE)
        assert line.words == {"file": "file.csv"}

    def test_can_be_brought_anew(self) -> None:
        taken_back(written(account()))

        batch = written(account())

        assert batch.tally["new"] == 1
        again = Customer.objects.get(external_id="KH-1")
        assert (again.status, Customer.objects.count()) == (CustomerStatus.ACTIVE, 2)

    def test_of_every_kind(self) -> None:
        bank = cast.harbor_bank()
        number = bank.number
        batches = [
            written(
                (number, "HT-1", "2024-03-05"),
                headings=("客户编号", "合同编号", "签订日期"),
                target=Target.AGREEMENTS,
            ),
            written(
                (number, "YW-1", "互联网专线", "1750", "2024-03-05"),
                headings=("客户编号", "业务号码", "业务类型", "月租", "开通日期"),
                target=Target.SUBSCRIPTIONS,
            ),
            written(
                (number, "2026-01", "互联网专线", "1750"),
                headings=("客户编号", "账期", "业务类型", "金额"),
                target=Target.BILLS,
            ),
            written(
                (number, "JF-1", "2026-02-01", "1750"),
                headings=("客户编号", "缴费流水号", "缴费日期", "缴费金额"),
                target=Target.PAYMENTS,
            ),
        ]

        for batch in reversed(batches):
            taken_back(batch)

        bank.refresh_from_db()
        bill = Bill.objects.get()
        assert Agreement.objects.get().status == AgreementStatus.CANCELLED
        assert Subscription.objects.get().status == SubscriptionStatus.CANCELLED
        assert (bill.status, bill.amount_cents, bill.charges) == (BillStatus.CANCELLED, 0, {})
        assert Payment.objects.get().status == PaymentStatus.CANCELLED
        assert (bank.status, bank.monthly_fee_cents) == (CustomerStatus.ACTIVE, 0)

    def test_of_files_that_build_upon_each_other_the_latest_first(self) -> None:
        cast.nora()
        batches = [
            written(account(), target=Target.CUSTOMERS),
            written(
                ("KH-1", "王示例1", "13900001234"),
                headings=("客户编号", "姓名", "联系电话"),
                target=Target.CONTACTS,
            ),
            written(
                ("KH-1", "HT-1", "2024-03-05"),
                headings=("客户编号", "合同编号", "签订日期"),
                target=Target.AGREEMENTS,
            ),
            written(
                ("KH-1", "YW-1", "互联网专线", "1750", "2024-03-05", "HT-1"),
                headings=("客户编号", "业务号码", "业务类型", "月租", "开通日期", "合同编号"),
                target=Target.SUBSCRIPTIONS,
            ),
            written(("KH-1", "nora"), headings=("客户编号", "客户经理"), target=Target.MANAGERS),
        ]

        for batch in reversed(batches):
            assert left(taken_back(batch)) == []

        gone = Customer.objects.get(name="客户 1")
        assert (gone.status, gone.account_manager) == (CustomerStatus.CLOSED, None)
        assert Agreement.objects.get().status == AgreementStatus.CANCELLED
        assert not Contact.objects.filter(customer=gone, is_active=True).exists()

    def test_that_have_one_number_only_are_revived(self) -> None:
        number = cast.harbor_bank().number
        contract: dict[str, Any] = {
            "headings": ("客户编号", "合同编号", "签订日期"), "target": Target.AGREEMENTS,
        }  # fmt: skip
        bill: dict[str, Any] = {
            "headings": ("客户编号", "账期", "业务类型", "金额"), "target": Target.BILLS,
        }  # fmt: skip
        other = (number, "2026-02", "互联网专线", "5")
        settled = (*bill["headings"], "账单状态")
        written((*other, "SETTLED"), headings=settled, target=Target.BILLS)
        taken_back(written((number, "HT-1", "2024-03-05"), **contract))
        taken_back(written((number, "2026-01", "互联网专线", "1750"), **bill))

        written((number, "HT-1", "2024-03-05"), **contract)
        written((number, "2026-01", "互联网专线", "1750"), other, **bill)

        assert Agreement.objects.get().status == AgreementStatus.ACTIVE
        revived, untouched = Bill.objects.order_by("bill_month")
        assert (revived.status, revived.amount_cents) == (BillStatus.SENT, 175_000)
        assert untouched.status == BillStatus.SETTLED


class TestChangedRows:
    def test_are_given_their_old_values_back(self) -> None:
        written(account())
        changed = written(("KH-1", "新名称", "ORGANIZATION", "王示例1", "13900005678", "新街 2 号"))

        taken_back(changed)

        stored = Customer.objects.get()
        assert (stored.name, stored.address) == ("客户 1", "旧街 1 号")
        assert stored.contacts.get().phone == "+8613800001234"
        assert changed.undone["customer"] == {"void": 0, "restored": 1, "left": 0}
        assert Customer.objects.get().status == CustomerStatus.ACTIVE

    def test_return_the_main_contact_who_stepped_back(self) -> None:
        written(account())
        row = ("KH-1", "客户 1", "ORGANIZATION", "新人", "13900005678", "旧街 1 号")

        taken_back(written(row))

        assert Contact.objects.get(is_primary=True).name == "王示例1"


class TestChangedSince:
    def test_stays_and_is_listed(self) -> None:
        batch = written(account(1), account(2))
        changed = Customer.objects.get(external_id="KH-1")
        lin = cast.lin()
        customers.name_managers(
            customer=changed, version=changed.version, account_manager=lin, deputy=None,
            by=cast.greta(), at=LATER,
        )  # fmt: skip

        taken_back(batch)

        changed.refresh_from_db()
        assert (changed.status, changed.account_manager) == (CustomerStatus.ACTIVE, lin)
        assert left(batch) == [
            (
                "customer",
                changed.number,
                "greta has changed it since. Put it right by hand where needed.",
            )
        ]
        assert batch.undone["customer"] == {"void": 1, "restored": 0, "left": 1}

    def test_in_another_column_does_not_keep_a_value_from_returning(self) -> None:
        written(account())
        batch = written(("KH-1", "新名称", "ORGANIZATION", "王示例1", "13800001234", "旧街 1 号"))
        written(("KH-1", "新街 9 号"), headings=("客户编号", "地址"), target=Target.CUSTOMERS)

        taken_back(batch)

        stored = Customer.objects.get()
        assert (stored.name, stored.address) == ("客户 1", "新街 9 号")

    def test_by_something_that_hangs_on_it(self) -> None:
        batch = written(account())
        written(
            ("KH-1", "YW-1", "互联网专线", "1750", "2024-03-05"),
            headings=("客户编号", "业务号码", "业务类型", "月租", "开通日期"),
            target=Target.SUBSCRIPTIONS,
        )

        taken_back(batch)

        assert Customer.objects.get().status == CustomerStatus.ACTIVE
        assert [why for _, _, why in left(batch)] == [
            "Other records hang on it by now. Put it right by hand where needed."
        ]

    def test_beyond_reach_stays_too(self) -> None:
        desk = Desk(cast.greta())
        batch = desk.upload(csv_file(ACCOUNTS, account()))
        desk.commit(batch)
        hugo = cast.hugo()

        runs.undo_batch(batch=batch, reach=reach_of(hugo, at=LATER), by=hugo, at=LATER)

        assert Customer.objects.get().status == CustomerStatus.ACTIVE
        assert {why.partition(".")[0] for _, _, why in left(batch)} == {
            "It belongs to another unit by now, which has to put it right"
        }


class TestTakingBack:
    def test_happens_once(self) -> None:
        batch = taken_back(written(account()))
        person = cast.sara()

        with pytest.raises(Refused, match="Only a file that was written"):
            runs.undo_soon(batch=batch, reach=reach_of(person, at=LATER), by=person, at=LATER)

    def test_goes_on_where_it_was_broken_off(self, monkeypatch: pytest.MonkeyPatch) -> None:
        blocks, prepared = Table.blocks, processing.SlicedFile.prepared
        monkeypatch.setattr(Table, "blocks", lambda table, _=2: blocks(table, 2))
        monkeypatch.setattr(processing.SlicedFile, "prepared", lambda file: prepared(file, 2))
        monkeypatch.setattr(runs.committing, "SLICE_ROWS", 2)
        batch = written(*(account(n) for n in range(6)))
        undo, calls = runs.undoing._undo_act, []

        def fall_on_second(**words: Any) -> None:
            undo(**words)
            calls.append(words["act_id"])
            if len(calls) == 2:
                raise ConnectionResetError

        with monkeypatch.context() as broken:
            broken.setattr(runs.undoing, "_undo_act", fall_on_second)
            with pytest.raises(ConnectionResetError):
                taken_back(batch)
        batch.refresh_from_db()
        assert batch.status == BatchStatus.UNDOING

        taken_back(batch)

        assert batch.undone["customer"] == {"void": 6, "restored": 0, "left": 0}
        assert len(set(calls)) == 2

    @pytest.mark.django_db(transaction=True)
    def test_of_a_large_file_is_work_for_the_worker(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(runs.undoing, "SHORT_ROWS", 0)
        batch, person = written(account()), cast.sara()

        runs.undo_soon(batch=batch, reach=reach_of(person, at=LATER), by=person, at=LATER)
        assert batch.status == BatchStatus.UNDOING
        Worker().run_until_idle()

        batch.refresh_from_db()
        assert batch.status == BatchStatus.UNDONE
        assert Customer.objects.get().closed_date is not None
        assert isinstance(Customer.objects.get().closed_date, date)


class TestTheSameFileAgain:
    def test_is_recognized(self) -> None:
        first = written(account())
        desk = Desk()

        again = desk.upload(csv_file(ACCOUNTS, account()))
        other = desk.upload(csv_file(ACCOUNTS, account(2)))

        reach = reach_of(desk.person, at=TUESDAY_10AM)
        assert list(queries.same_file_before(reach, again)) == [first]
        assert list(queries.same_file_before(reach, other)) == []

    def test_is_not_told_to_whom_the_first_is_not_for(self) -> None:
        first = written(account())
        hugo = cast.hugo()

        assert list(queries.same_file_before(reach_of(hugo, at=LATER), first)) == []
        assert first.pk not in queries.batches_within(reach_of(hugo, at=LATER)).values_list("pk")
