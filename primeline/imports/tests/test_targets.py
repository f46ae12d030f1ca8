"""Contacts, contracts, subscriptions, bills and terminations from files."""

from datetime import date
from typing import Any

import pytest

from primeline.customers.choices import BillStatus, TimelineKind
from primeline.customers.models import Bill, Contact, Customer, TimelineLine
from primeline.imports.choices import Extent, Target
from primeline.imports.processing import Findings
from primeline.imports.tests.desk import Desk, csv_file, reference
from primeline.imports.wording import sentence_of
from primeline.products.choices import ReplacementKind, SubscriptionStatus
from primeline.products.models import Agreement, FeeChange, Subscription
from primeline.staff.choices import Role
from primeline.staff.values import Bounds
from primeline.testing import cast

pytestmark = [pytest.mark.django_db, pytest.mark.row("B9")]


@pytest.fixture(autouse=True)
def bank() -> Customer:
    """Harbor Bank, whom all rows are about."""
    reference()
    return cast.harbor_bank()


def bring(headings: str, *rows: Any, target: Target, **options: Any) -> Findings:
    """Bring rows in under headings that are written with bars between them."""
    content = csv_file(headings.split("|"), *(str(row).split("|") for row in rows))
    return Desk(options.pop("person", None)).bring(content, target=target, **options)


def refused(headings: str, *rows: Any, target: Target, person: Any = None) -> list[str]:
    """Return what is wrong with rows, in words."""
    findings = bring(headings, *rows, target=target, extent=Extent.VALID, person=person)
    return [sentence_of(problem) for found in findings.problems.values() for problem in found]


class TestContacts:
    HEADINGS = "客户编号|姓名|职务|手机|是否主联系人"

    def test_come_and_change(self, bank: Customer) -> None:
        first = f"{bank.number}|王示例|主任|13800001234|是"
        second = f"{bank.number}|李示例|会计|13800005678|是"

        bring(self.HEADINGS, first, target=Target.CONTACTS)
        findings = bring(
            self.HEADINGS, first.replace("主任", "处长"), second, target=Target.CONTACTS,
            extent=Extent.VALID,
        )  # fmt: skip

        assert (findings.new, findings.changed) == (1, 1)
        titles = {person.name: person.job_title for person in Contact.objects.all()}
        assert titles == {"王示例": "处长", "李示例": "会计"}

    def test_a_new_main_contact_takes_the_place_of_the_old(self, bank: Customer) -> None:
        bring(self.HEADINGS, f"{bank.number}|王示例|||是", target=Target.CONTACTS)

        bring(self.HEADINGS, f"{bank.number}|李示例|||是", target=Target.CONTACTS)

        assert Contact.objects.get(is_primary=True).name == "李示例"

    def test_nobody_reaches_a_foreign_account(self, bank: Customer) -> None:
        told = refused(
            self.HEADINGS, f"{bank.number}|王示例|||", target=Target.CONTACTS, person=cast.hugo()
        )

        assert told == [
            f"There is no account “{bank.number}” within your reach. Import the accounts first."
        ]


class TestAgreements:
    HEADINGS = "客户编号|合同编号|签订日期|到期日期|合同金额(万元)"

    def test_come_in(self, bank: Customer) -> None:
        bring(
            self.HEADINGS, f"{bank.number}|HT-1|2024-03-05|2026-03-04|6", target=Target.AGREEMENTS
        )

        agreement = Agreement.objects.get(number="HT-1")
        assert (agreement.starts_date, agreement.value_cents) == (date(2024, 3, 5), 6_000_000)
        line = TimelineLine.objects.get(kind=TimelineKind.AGREEMENT_SIGNED)
        assert (line.words, line.subject_id) == ({"number": "HT-1"}, agreement.pk)

    def test_are_refused_when_they_end_before_they_start(self, bank: Customer) -> None:
        told = refused(
            self.HEADINGS, f"{bank.number}|HT-1|2024-03-05|2023-03-04|6", target=Target.AGREEMENTS
        )

        assert told == ["It ends before it starts. Check both days."]

    @pytest.mark.row("B3")
    def test_say_how_they_renew_as_a_whole(self, bank: Customer) -> None:
        headings = "客户编号|合同编号|生效日期|到期日期|续约方式|续约月数|通知期|签约单位|合同条款"
        first = f"{bank.number}|HT-1|2024-03-05|2027-03-04|自动续约|12|30|HARBOR|两条专线"
        bring(headings, first, target=Target.AGREEMENTS)
        agreement = Agreement.objects.get(number="HT-1")
        assert (agreement.renewal_date, agreement.notice_date, agreement.renewal_months) == (
            date(2027, 3, 5),
            date(2027, 2, 3),
            12,
        )
        assert (agreement.signing_unit, agreement.clauses) == (cast.harbor_branch(), "两条专线")

        told = refused(
            headings, f"{bank.number}|HT-2|2024-03-05||自动续约|12|30||", target=Target.AGREEMENTS
        )
        bring(
            headings,
            f"{bank.number}|HT-1|2024-03-05|2027-03-04|不续约||||",
            target=Target.AGREEMENTS,
        )

        assert told == [
            "How it renews is not clear: give the day, and the months if it renews by itself."
        ]
        agreement.refresh_from_db()
        assert (agreement.renewal_kind, agreement.renewal_date, agreement.notice_date) == (
            "NONE",
            None,
            None,
        )

    def test_do_not_go_from_one_account_to_another(self, bank: Customer) -> None:
        mills = cast.lake_mills()
        bring(self.HEADINGS, f"{bank.number}|HT-1|2024-03-05||6", target=Target.AGREEMENTS)

        told = refused(self.HEADINGS, f"{mills.number}|HT-1|||6", target=Target.AGREEMENTS)

        assert told == ["“HT-1” belongs to another account. Check the number."]


class TestSubscriptions:
    HEADINGS = "客户编号|业务号码|业务类型|月租|开通日期|状态|拆机日期|拆机原因|合同编号|带宽"

    def test_come_in_and_count(self, bank: Customer) -> None:
        TestAgreements().test_come_in(bank)

        bring(
            self.HEADINGS,
            f"{bank.number}|YW-1|互联网专线|1750|2024-03-05|在用|||HT-1|100",
            f"{bank.number}|YW-2|DATA_LINE|800|2023-01-01||2024-06-30|友商低价||",
            target=Target.SUBSCRIPTIONS,
        )

        held = Subscription.objects.get(external_id="YW-1")
        bank.refresh_from_db()
        assert (held.agreement and held.agreement.number, held.bandwidth_mbps) == ("HT-1", 100)
        assert held.number.startswith("S-")
        assert bank.monthly_fee_cents == 175_000
        ended = Subscription.objects.get(external_id="YW-2")
        assert (ended.status, ended.terminated_date) == (
            SubscriptionStatus.TERMINATED,
            date(2024, 6, 30),
        )
        told = TimelineLine.objects.get(kind=TimelineKind.SUBSCRIPTION_TERMINATED)
        assert told.words == {
            "number": ended.number,
            "line_code": "DATA_LINE",
            "reason_code": "PRICE",
        }

    def test_a_changed_fee_stays_on_record(self, bank: Customer) -> None:
        row = f"{bank.number}|YW-1|互联网专线|1750|2024-03-05|||||"
        bring(self.HEADINGS, row, target=Target.SUBSCRIPTIONS)

        findings = bring(self.HEADINGS, row.replace("1750", "1500"), target=Target.SUBSCRIPTIONS)

        change = FeeChange.objects.get()
        bank.refresh_from_db()
        assert findings.changed == 1
        assert (change.old_fee_cents, change.new_fee_cents) == (175_000, 150_000)
        assert bank.monthly_fee_cents == 150_000
        line = TimelineLine.objects.get(kind=TimelineKind.SUBSCRIPTION_CHANGED)
        assert (line.words["from_cents"], line.words["to_cents"]) == (175_000, 150_000)

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            ("{n}|YW-1|互联网专线||2024-03-05|||||", "A new one needs this"),
            ("{n}|YW-1|互联网专线|1|2024-03-05|已拆机||||", "needs the day on which it ended"),
            ("{n}|YW-1|互联网专线|1|2024-03-05||2024-06-30|||", "An ending needs its reason"),
            ("{n}|YW-1|互联网专线|1|2024-03-05|在用|2024-06-30|友商低价||", "ended and that it is"),
            ("{n}|YW-1|互联网专线|1|2024-03-05||2023-06-30|友商低价||", "ends before it starts"),
            ("{n}|YW-1|互联网专线|1|2024-03-05||||HT-9|", "The account has no contract “HT-9”"),
            ("{n}|YW-1|专线飞船|1|2024-03-05|||||", "“专线飞船” is neither a code nor a name"),
            ("{n}||互联网专线|1|2024-03-05|||||", "Something is missing here"),
        ],
    )
    def test_are_refused_with_the_way_out(self, bank: Customer, row: str, words: str) -> None:
        told = refused(self.HEADINGS, row.format(n=bank.number), target=Target.SUBSCRIPTIONS)

        assert words in told[0]
        assert not Subscription.objects.exists()

    def test_do_not_change_their_line_nor_rise_again(self, bank: Customer) -> None:
        row = f"{bank.number}|YW-1|互联网专线|1750|2024-03-05||2024-06-30|友商低价||"
        bring(self.HEADINGS, row, target=Target.SUBSCRIPTIONS)

        again = row.replace("2024-06-30|友商低价", "|").replace("|2024-03-05|", "|2024-03-05|在用")
        other = row.replace("互联网专线", "数据专线")
        assert "has ended already" in refused(self.HEADINGS, again, target=Target.SUBSCRIPTIONS)[0]
        assert (
            "does not change its line"
            in refused(self.HEADINGS, other, target=Target.SUBSCRIPTIONS)[0]
        )

    def test_a_role_for_one_line_brings_that_line_only(self, bank: Customer) -> None:
        row = f"{bank.number}|YW-1|互联网专线|1750|2024-03-05|||||"
        bring(self.HEADINGS, row, target=Target.SUBSCRIPTIONS)
        bounds = Bounds(lines=frozenset({"INTERNET_LINE"}))
        ines = cast.a_person(
            "ines", "伊娜", "Ines", cast.harbor_branch(), Role.BRANCH_LEAD, bounds=bounds
        )
        other = row.replace("YW-1|互联网专线", "YW-2|数据专线")

        told = refused(self.HEADINGS, other, target=Target.SUBSCRIPTIONS, person=ines)

        assert told == ["Your role does not reach the line of business “数据专线”."]


class TestTerminations:
    HEADINGS = "专线编号|拆机日期|拆机原因"
    OPENED = TestSubscriptions.HEADINGS

    @pytest.fixture(autouse=True)
    def _subscription(self, bank: Customer) -> None:
        rows = [f"{bank.number}|YW-{n}|互联网专线|{n}00|2024-03-05|||||" for n in (1, 2)]
        bring(self.OPENED, *rows, target=Target.SUBSCRIPTIONS)

    def test_end_subscriptions(self, bank: Customer) -> None:
        findings = bring(self.HEADINGS, "YW-1|2026-04-01|友商低价", target=Target.TERMINATIONS)

        ended = Subscription.objects.get(external_id="YW-1")
        bank.refresh_from_db()
        assert findings.changed == 1
        assert (ended.status, ended.reason_recorded and ended.reason_recorded.code) == (
            SubscriptionStatus.TERMINATED,
            "PRICE",
        )
        assert bank.monthly_fee_cents == 20_000

    def test_the_same_again_changes_nothing_and_another_reason_is_refused(self) -> None:
        row = "YW-1|2026-04-01|友商低价"
        bring(self.HEADINGS, row, target=Target.TERMINATIONS)

        again = bring(self.HEADINGS, row, target=Target.TERMINATIONS)
        told = refused(self.HEADINGS, "YW-1|2026-04-01|质量", target=Target.TERMINATIONS)

        assert again.unchanged == 1
        assert "what was recorded on the day stands" in told[0]

    def test_a_move_is_paired_with_the_opening(self, bank: Customer) -> None:
        bring(self.HEADINGS, "YW-1|2026-04-01|移机", target=Target.TERMINATIONS)
        bring(
            self.OPENED,
            f"{bank.number}|YW-3|互联网专线|100|2026-04-10|||||",
            target=Target.SUBSCRIPTIONS,
        )

        opened = Subscription.objects.get(external_id="YW-3")
        assert opened.replacement_kind == ReplacementKind.MOVE
        assert opened.replaces == Subscription.objects.get(external_id="YW-1")

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            ("YW-9|2026-04-01|友商低价", "There is no subscription “YW-9”"),
            ("YW-1|2020-04-01|友商低价", "cannot end before it was opened"),
            ("YW-1|2026-04-01|", "Something is missing"),
        ],
    )
    def test_are_refused_with_the_way_out(self, row: str, words: str) -> None:
        assert words in refused(self.HEADINGS, row, target=Target.TERMINATIONS)[0]


class TestBills:
    HEADINGS = "客户编号|账期|业务类型|金额|销账日期"

    def test_rows_of_one_month_make_one_bill(self, bank: Customer) -> None:
        rows = (
            f"{bank.number}|2026-03|互联网专线|1750|2026-04-12",
            f"{bank.number}|202603|数据专线|800.50|2026-04-12",
        )

        findings = bring(self.HEADINGS, *rows, target=Target.BILLS)
        again = bring(self.HEADINGS, *rows, target=Target.BILLS)

        bill = Bill.objects.get()
        assert (findings.new, again.unchanged) == (2, 2)
        assert bill.charges == {"INTERNET_LINE": 175_000, "DATA_LINE": 80_050}
        assert (bill.amount_cents, bill.status) == (255_050, BillStatus.SETTLED)
        assert bill.due_date == date(2026, 4, 20)

    def test_are_written_whole_or_not_at_all(self, bank: Customer) -> None:
        told = refused(
            self.HEADINGS,
            f"{bank.number}|2026-03|互联网专线|1750|",
            f"{bank.number}|2026-03|数据专线|many|",
            target=Target.BILLS,
        )

        assert told[0].startswith("“many” is not an amount")
        assert told[1] == "Row 3 of the same bill is in error; the bill is written as a whole."
        assert not Bill.objects.exists()

    def test_a_line_stands_once_in_a_bill(self, bank: Customer) -> None:
        row = f"{bank.number}|2026-03|互联网专线|1750|"

        told = refused(self.HEADINGS, row, row, target=Target.BILLS)

        assert "The same as in row 2. Keep one of the two." in told
