"""Places of accounts, from files and back into files."""

import csv
import io
from typing import Any

import pytest

from primeline.customers import actions as customers
from primeline.customers.models import Contact, Customer, Site, TimelineLine
from primeline.customers.values import ContactDetails
from primeline.imports.choices import Extent, Target
from primeline.imports.exports import Subject, export
from primeline.imports.mapping.suggestion import guess_target
from primeline.imports.models import Batch
from primeline.imports.papers import template
from primeline.imports.processing import Findings
from primeline.imports.runs import undo_batch
from primeline.imports.tests.desk import Desk, csv_file, reference
from primeline.imports.wording import sentence_of
from primeline.kit import spreadsheets
from primeline.staff.models import Person
from primeline.staff.queries import reach_of
from primeline.testing.cast import TUESDAY_10AM, harbor_bank, hill_branch, paul, sara, walt

pytestmark = [pytest.mark.django_db, pytest.mark.row("B9", "B13")]

HEADINGS = "客户编号|站点名称|站点类型|城市|详细地址|服务单位"


@pytest.fixture
def bank() -> Customer:
    """Harbor Bank, whom all rows are about."""
    reference()
    hill_branch()
    return harbor_bank()


def bring(*rows: str, person: Person | None = None) -> Findings:
    """Bring rows in with bars between their cells; write those that are sound."""
    content = csv_file(HEADINGS.split("|"), *(row.split("|") for row in rows))
    return Desk(person).bring(content, target=Target.SITES, extent=Extent.VALID)


def told(findings: Findings) -> list[str]:
    return [sentence_of(one) for found in findings.problems.values() for one in found]


def exported(**who: Any) -> bytes:
    file = io.StringIO()
    lines = export(subject=Subject.SITES, at=TUESDAY_10AM, through="here", **who)
    spreadsheets.write_csv(file, lines)
    return file.getvalue().encode()


class TestSites:
    def test_named_after_people_go_out_in_outline_and_come_back_as_they_are(
        self, bank: Customer
    ) -> None:
        customers.add_contact(
            customer=bank, details=ContactDetails(name="王建国"), by=paul(), at=TUESDAY_10AM
        )
        bring(f"{bank.number}|王建国店|门店|澜城|路 1 号（王建国收）|HILL")

        file = exported(reach=reach_of(paul(), at=TUESDAY_10AM), by=paul())

        _mark, _heads, row = csv.reader(io.StringIO(file.decode("utf-8-sig")))
        assert row[1] == "王**店"
        assert "路 1 号（王**收）" in row
        again = Desk(paul()).bring(file)
        assert (again.rows, again.unchanged, told(again)) == (1, 1, [])

    def test_go_the_whole_way_in_out_back_and_in_again(self, bank: Customer) -> None:
        rows = (
            f"{bank.number}|'=滨江店|门店|澜城|示例路 1 号|HILL",
            f"{bank.number}|总部|总部|澜城||",
        )

        found = bring(*rows)

        assert (told(found), found.new) == ([], 2)
        shop = Site.objects.get(name="=滨江店")
        assert shop.served_by is not None
        assert (shop.kind, shop.city, shop.street, shop.served_by.code) == (
            "STORE", "澜城", "示例路 1 号", "HILL",
        )  # fmt: skip
        lines = TimelineLine.objects.filter(customer=bank, kind="SITE_ADDED")
        assert {line.words["name"] for line in lines} == {"=滨江店", "总部"}

        # What goes out comes back in as it is.
        file = exported(reach=reach_of(paul(), at=TUESDAY_10AM), by=paul())
        (mark,), heads, *_ = csv.reader(io.StringIO(file.decode("utf-8-sig")))
        assert mark.startswith("Exported by Paul (paul) at")
        assert guess_target(heads) == Target.SITES
        again = Desk(paul()).bring(file)
        assert (again.rows, again.unchanged, told(again)) == (2, 2, [])

        changed = bring(f"{bank.number}|总部|机房|||")
        assert (changed.changed, Site.objects.get(name="总部").kind) == (1, "DATA_ROOM")
        assert Site.objects.get(name="总部").city == "澜城"

        first = Batch.objects.order_by("id")[0]
        undo_batch(batch=first, reach=reach_of(sara(), at=TUESDAY_10AM), by=sara(), at=TUESDAY_10AM)
        assert first.undone["site"] == {"void": 1, "restored": 0, "left": 1}
        shop.refresh_from_db()
        assert not shop.is_active
        revived = bring(*rows)
        assert (revived.changed, Site.objects.filter(is_active=True).count()) == (2, 2)

    def test_say_what_is_wrong_and_what_to_do(self, bank: Customer) -> None:
        found = bring(
            f"{bank.number}|店|商店街||",
            f"{bank.number}|门店一||||",
            f"{bank.number}|门店一|门店|||",
            "C-9999999|店|门店|||",
        )

        sentences = " ".join(told(found))
        for part in ("is not known here", "A new one needs this", "Keep one", "no account"):
            assert part in sentences
        assert not Site.objects.exists()

    def test_of_an_account_out_of_reach_are_refused(self, bank: Customer) -> None:
        found = bring(f"{bank.number}|店|门店|||", person=walt())

        assert "no account" in " ".join(told(found))

    def test_have_a_template_that_is_read_back(self, bank: Customer) -> None:
        headings, example = template(Target.SITES, reader="greta")
        example[0], example[-1] = bank.number, ""

        found = Desk().bring(csv_file(headings, example))

        assert (told(found), found.new) == ([], 1)


class TestAttitude:
    def test_comes_with_contacts(self, bank: Customer) -> None:
        headings = ["客户编号", "姓名", "决策角色", "态度"]
        content = csv_file(headings, [bank.number, "王示例", "", "支持者"])

        Desk().bring(content, target=Target.CONTACTS)

        assert Contact.objects.get(customer=bank).attitude == "SUPPORTER"


def test_one_account_under_two_numbers_is_told_of(bank: Customer) -> None:
    Desk().bring(csv_file(["客户编号", "客户名称", "客户类型"], ["KH-7", "望潮港务", "单位客户"]))
    account = Customer.objects.get(external_id="KH-7")

    sites = bring("KH-7|店|门店|||", f"{account.number}|店|门店|||")
    bills = Desk().bring(
        csv_file(
            ["客户编号", "账期", "账单金额", "业务类型"],
            ["KH-7", "2024-03", "10", "互联网专线"],
            [account.number, "2024-03", "10", "互联网专线"],
        ),
        target=Target.BILLS,
        extent=Extent.VALID,
    )
    accounts = Desk().bring(
        csv_file(["客户编号", "客户简称"], ["KH-7", "望潮"], [account.number, "港务"]),
        target=Target.CUSTOMERS,
        extent=Extent.VALID,
    )

    assert "another number of this account" in " ".join(told(accounts))
    assert Customer.objects.get(pk=account.pk).short_name == "望潮"
    for found in (sites, bills):
        assert "another number of this account" in " ".join(told(found))
        assert (found.new, found.faulty) == (1, 1)
