"""Files that still name an account which was merged into another, and prospects that are won."""

import pytest

from primeline.customers.choices import CustomerStatus
from primeline.customers.models import Bill, Contact, Customer
from primeline.imports.choices import Extent, Target
from primeline.imports.models import Batch
from primeline.imports.processing import Findings
from primeline.imports.runs import undo_batch
from primeline.imports.tests.desk import Desk, csv_file, reference
from primeline.imports.wording import sentence_of
from primeline.products.models import Subscription
from primeline.quality.actions import Wish, merge_accounts
from primeline.staff.queries import reach_of
from primeline.testing.cast import TUESDAY_10AM, greta, lin, sara

pytestmark = [pytest.mark.django_db, pytest.mark.row("B9", "B10")]

ACCOUNTS = "客户编号|客户名称|客户类型|联系人|联系电话|入网日期|互联网服务"


def bring(target: Target, headings: str, *rows: str) -> Findings:
    """Bring rows in with bars between their cells; write those that are sound."""
    content = csv_file(headings.split("|"), *(row.split("|") for row in rows))
    return Desk().bring(content, target=target, extent=Extent.VALID)


def told(findings: Findings) -> list[str]:
    return [sentence_of(one) for found in findings.problems.values() for one in found]


def account(external_id: str) -> Customer:
    return Customer.objects.get(external_id=external_id)


@pytest.fixture
def merged() -> tuple[Customer, Customer]:
    """Two accounts that a file brought, of which the first has taken the second in."""
    reference()
    rows = [f"KH-{n}|客户 {n}|ORGANIZATION|王示例|13800000000|2024-01-01|是" for n in (1, 2)]
    bring(Target.CUSTOMERS, ACCOUNTS, *rows)
    bring(
        Target.BILLS,
        "客户编号|账期|业务类型|金额",
        *(f"KH-{n}|2026-01|互联网专线|9" for n in (1, 2)),
    )
    left, gone = account("KH-1"), account("KH-2")
    wish = Wish(survivor=left, absorbed=gone, versions=(left.version, gone.version), taken=())
    merge_accounts(wish=wish, by=greta(), at=TUESDAY_10AM, reason="一家公司")
    left.refresh_from_db()
    return left, gone


class TestMerged:
    def test_rows_of_the_account_change_only_what_hangs_on_it(
        self, merged: tuple[Customer, Customer]
    ) -> None:
        left, gone = merged
        kinds = f"{ACCOUNTS}|网络电视"

        found = bring(
            Target.CUSTOMERS,
            kinds,
            "KH-1|客户 1|ORGANIZATION|王示例|13800000000|2024-01-01|是|否",
            "KH-2|另一个名称|ORGANIZATION|李示例|13800000001|2020-01-01|是|是",
        )

        assert told(found) == []
        assert found.redirections == [{"row": 3, "named": gone.number, "goes_to": left.number}]
        left.refresh_from_db()
        assert (left.name, str(left.opened_date)) == ("客户 1", "2024-01-01")
        mains = Contact.objects.filter(customer=left, is_primary=True)
        assert Contact.objects.filter(customer=left).count() == 3
        assert [person.name for person in mains] == ["王示例"]
        assert Subscription.objects.filter(customer=left).count() == 3
        assert not Subscription.objects.filter(customer=gone).exists()
        again = Batch.objects.latest("id")
        assert again.tally["redirected"] == 1

    def test_bills_go_to_the_account_that_is_left_unless_it_has_one(
        self, merged: tuple[Customer, Customer]
    ) -> None:
        left, gone = merged

        found = bring(
            Target.BILLS,
            "客户编号|账期|业务类型|金额",
            # Kept beside by the merge; of the survivor alone; of both; of the merged one alone.
            "KH-2|2026-01|互联网专线|9",
            "KH-1|2026-02|互联网专线|5",
            "KH-2|2026-02|互联网专线|7",
            "KH-2|2026-03|互联网专线|8",
        )

        assert len(told(found)) == 1
        assert "merged into another one, which has a bill of this month" in told(found)[0]
        assert (found.unchanged, found.new, found.redirected) == (1, 2, 1)
        bills = Bill.objects.filter(customer=left).order_by("bill_month")
        assert [bill.amount_cents for bill in bills] == [900, 500, 800]
        assert Bill.objects.get(customer=gone).amount_cents == 900

    def test_nobody_is_named_manager_through_it(self, merged: tuple[Customer, Customer]) -> None:
        managers = bring(Target.MANAGERS, "客户编号|客户经理", f"KH-2|{lin().username}")

        assert "“KH-2” was merged into another one" in told(managers)[0]


class TestProspects:
    def test_are_won_by_a_subscription_in_force_and_given_back_when_it_is_taken_back(self) -> None:
        reference()
        names = ("A", "B", "C")
        rows = [f"KH-{name}|客户 {name}|ORGANIZATION|PROSPECT" for name in names]
        bring(Target.CUSTOMERS, "客户编号|客户名称|客户类型|客户状态", *rows)

        found = bring(
            Target.SUBSCRIPTIONS,
            "客户编号|业务号码|业务类型|月租|开通日期|拆机日期|拆机原因",
            "KH-A|Y-1|互联网专线|100|2026-01-01||",
            "KH-B|Y-2|互联网专线|100|2020-01-01|2021-01-01|PRICE",
        )

        assert told(found) == []
        statuses = [account(f"KH-{name}").status for name in names]
        won, no = CustomerStatus.ACTIVE, CustomerStatus.PROSPECT
        assert statuses == [won, no, no]
        lines = account("KH-A").timeline.filter(kind="STATUS_CHANGED")
        assert [line.words for line in lines] == [{"from": no, "to": won}]
        undo_batch(
            batch=Batch.objects.latest("id"),
            reach=reach_of(sara(), at=TUESDAY_10AM),
            by=sara(),
            at=TUESDAY_10AM,
        )
        assert account("KH-A").status == no

    def test_are_won_by_a_file_that_brings_new_accounts_too(self) -> None:
        reference()
        bring(Target.CUSTOMERS, ACCOUNTS, "KH-B|老客户|ORGANIZATION|王示例|13800000000|2024-01-01|")
        bring(
            Target.CUSTOMERS,
            "客户编号|客户名称|客户类型|客户状态",
            "KH-A|潜在|ORGANIZATION|PROSPECT",
        )
        rows = [
            f"KH-{name}|客户 {name}|ORGANIZATION|李示例|13800000001|2024-01-01|是|100"
            for name in "ABC"
        ]

        found = bring(Target.CUSTOMERS, f"{ACCOUNTS}|月费", *rows)

        assert (told(found), found.new, found.changed) == ([], 1, 2)
        known = [account(f"KH-{name}") for name in "ABC"]
        assert {one.status for one in known} == {CustomerStatus.ACTIVE}
        assert [one.monthly_fee_cents for one in known] == [10_000] * 3
        mains = Contact.objects.filter(is_primary=True).order_by("customer__external_id")
        assert [(one.customer.external_id, one.name) for one in mains] == [
            (f"KH-{name}", "李示例") for name in "ABC"
        ]
        again = bring(Target.CUSTOMERS, f"{ACCOUNTS}|月费", *rows)
        assert (again.new, again.changed, again.faulty) == (0, 0, 0)
