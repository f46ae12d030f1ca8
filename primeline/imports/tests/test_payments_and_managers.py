"""Payments, and who looks after which account, from files."""

from datetime import date
from typing import Any

import pytest

from primeline.customers.choices import PaymentMethod, PaymentStatus, TimelineKind
from primeline.customers.models import Customer, Payment, TimelineLine
from primeline.imports import queries
from primeline.imports.choices import Extent, Target
from primeline.imports.mapping.suggestion import guess_target
from primeline.imports.papers import template
from primeline.imports.tests.desk import Desk, csv_file, reference
from primeline.imports.wording import sentence_of
from primeline.testing import cast

pytestmark = [pytest.mark.django_db, pytest.mark.row("B9", "K2")]


@pytest.fixture(autouse=True)
def bank() -> Customer:
    """Harbor Bank, whom all rows are about."""
    reference()
    return cast.harbor_bank()


def bring(headings: str, *rows: str, target: Target, **options: Any) -> list[str]:
    """Bring rows in under headings with bars between; return what is wrong, in words."""
    content = csv_file(headings.split("|"), *(row.split("|") for row in rows))
    desk = Desk(options.pop("person", None))
    findings = desk.bring(content, target=target, extent=Extent.VALID, **options)
    return [sentence_of(problem) for found in findings.problems.values() for problem in found]


class TestPayments:
    HEADINGS = "客户编号|缴费流水号|缴费日期|缴费金额|账期|缴费方式"

    def test_come_in_once_however_often_they_are_brought(self, bank: Customer) -> None:
        row = f"{bank.number}|JF-1|2026-02-12|1750.50|2026-01|银行转账"

        for _ in range(2):
            assert bring(self.HEADINGS, row, target=Target.PAYMENTS) == []

        paid = Payment.objects.get()
        assert (paid.customer, paid.amount_cents, paid.paid_date) == (
            bank, 175_050, date(2026, 2, 12),
        )  # fmt: skip
        assert (paid.bill_month, paid.method) == (date(2026, 1, 1), PaymentMethod.TRANSFER)
        assert paid.version == 1

    def test_change_when_the_file_says_so(self, bank: Customer) -> None:
        bring(self.HEADINGS, f"{bank.number}|JF-1|2026-02-12|1750||", target=Target.PAYMENTS)

        headings = "客户编号|缴费流水号|缴费日期|缴费金额|缴费状态"
        bring(headings, f"{bank.number}|JF-1|2026-02-12|1750|已冲正", target=Target.PAYMENTS)

        assert Payment.objects.get().status == PaymentStatus.CANCELLED

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            ("{n}||2026-02-12|1||", "Something is missing"),
            ("{n}|JF-1|soon|1||", "is not a day"),
            ("{n}|JF-1|2026-02-12|-5||", "is negative"),
            ("{n}|1.10101E+17|2026-02-12|5||", "more than 15 digits"),
            ("C-9999999|JF-1|2026-02-12|5||", "There is no account “C-9999999”"),
        ],
    )
    def test_are_refused_with_the_way_out(self, bank: Customer, row: str, words: str) -> None:
        told = bring(self.HEADINGS, row.format(n=bank.number), target=Target.PAYMENTS)

        assert words in told[0]
        assert not Payment.objects.exists()

    def test_do_not_go_from_one_account_to_another(self, bank: Customer) -> None:
        mills = cast.lake_mills()
        bring(self.HEADINGS, f"{bank.number}|JF-1|2026-02-12|5||", target=Target.PAYMENTS)

        told = bring(self.HEADINGS, f"{mills.number}|JF-1|2026-02-12|5||", target=Target.PAYMENTS)

        assert told == ["“JF-1” belongs to another account. Check the number."]

    def test_nobody_reaches_a_foreign_account(self, bank: Customer) -> None:
        told = bring(
            self.HEADINGS, f"{bank.number}|JF-1|2026-02-12|5||", target=Target.PAYMENTS,
            person=cast.hugo(),
        )  # fmt: skip

        assert "within your reach" in told[0]


class TestManagers:
    HEADINGS = "客户编号|客户经理|副客户经理"

    def test_are_named_and_told_on_the_timeline(self, bank: Customer) -> None:
        nora, lin = cast.nora(), cast.lin()

        told = bring(
            self.HEADINGS, f"{bank.number}|{nora.username}|{lin.name_zh}", target=Target.MANAGERS
        )

        bank.refresh_from_db()
        assert told == []
        assert (bank.account_manager, bank.deputy) == (nora, lin)
        line = TimelineLine.objects.filter(kind=TimelineKind.MANAGER_CHANGED).latest("id")
        assert line.words["to"] == nora.name_zh

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            ("{n}||", "neither a manager nor a deputy"),
            ("{n}|lin|lin", "must be two people"),
            ("{n}|nobody|", "Nobody active is called"),
            # An auditor, a lead, a manager of another province: they would see people in clear.
            ("{n}|adam|", "works as an account manager"),
            ("{n}||greta", "works as an account manager"),
            ("{n}|mira|", "works as an account manager"),
            ("C-9999999|lin|", "There is no account “C-9999999”"),
        ],
    )
    def test_are_refused_with_the_way_out(self, bank: Customer, row: str, words: str) -> None:
        for person in (cast.lin, cast.adam, cast.greta, cast.mira):
            person()

        told = bring(self.HEADINGS, row.format(n=bank.number), target=Target.MANAGERS)

        assert words in told[0]
        assert Customer.objects.count() == 1

    def test_need_a_column_for_one_of_the_two(self, bank: Customer) -> None:
        desk = Desk()
        batch = desk.upload(csv_file(["客户编号", "x"], [bank.number, "y"]), target=Target.MANAGERS)

        with pytest.raises(Exception, match="account manager or the deputy"):
            desk.map(batch, queries.mapping_of(batch))


class TestTemplates:
    @pytest.mark.parametrize("target", Target)
    def test_are_recognized_as_what_they_are(self, target: Target) -> None:
        headings = [str(cell) for cell in next(template(target, reader="greta"))]

        assert guess_target(headings) == target
