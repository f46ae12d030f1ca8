"""Accounts from files: opened, changed, left alone, refused."""

from datetime import date
from typing import Any

import msgspec
import pytest

from primeline.audit.models import Act, HistoryRow
from primeline.customers.choices import CustomerStatus, TimelineKind
from primeline.customers.models import Contact, Customer, TimelineLine
from primeline.imports import queries
from primeline.imports.choices import BatchStatus, Extent, RowState
from primeline.imports.mapping.checking import IncompleteMapping
from primeline.imports.models import Batch, BatchFile, BatchRow
from primeline.imports.processing import Findings
from primeline.imports.runs import RowsInError
from primeline.imports.tests.desk import Desk, csv_file, reference
from primeline.imports.wording import sentence_of
from primeline.kit.errors import ChangedMeanwhile
from primeline.staff.choices import Role
from primeline.staff.values import Bounds
from primeline.testing import cast

pytestmark = [pytest.mark.django_db, pytest.mark.row("B9")]

HEADINGS = (
    "客户编号", "客户名称", "客户类型", "行业", "统一社会信用代码", "归属单位", "客户经理",
    "入网日期", "联系人", "联系电话", "状态",
)  # fmt: skip
CODE = "91110000600037341L"
PORT = (
    "KH-1", "望潮港务集团有限公司", "单位客户", "交通物流", CODE, "望潮分公司", "lin", "2021-03-05",
    "王示例", "13800001234", "",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _house() -> None:
    reference()
    cast.lin(), cast.harbor_branch(), cast.hill_branch(), cast.lake_branch()


def row(**changes: str) -> tuple[str, ...]:
    """The row of the port, with changes by heading."""
    return tuple(changes.get(name, value) for name, value in zip(HEADINGS, PORT, strict=True))


def bring(*rows: tuple[str, ...], desk: Desk | None = None, **options: Any) -> Findings:
    """Bring rows in."""
    return (desk or Desk()).bring(csv_file(HEADINGS, *rows), **options)


def said(findings: Findings) -> list[str]:
    """Return what is wrong with the rows, in words."""
    return [
        f"{number} {problem.column}: {sentence_of(problem)}"
        for number, found in findings.problems.items()
        for problem in found
    ]


def refused(*rows: tuple[str, ...], desk: Desk | None = None) -> list[str]:
    """Return what is wrong with rows that are all refused."""
    desk = desk or Desk()
    return said(desk.check(desk.upload(csv_file(HEADINGS, *rows))))


class TestOpening:
    def test_opens_an_account_with_its_contact(self) -> None:
        findings = bring(PORT)

        customer = Customer.objects.get(external_id="KH-1")
        assert (findings.new, findings.faulty) == (1, 0)
        assert customer.number.startswith("C-")
        assert (customer.name, customer.identifier) == (PORT[1], CODE)
        assert (customer.owner_unit, customer.account_manager) == (
            cast.harbor_branch(),
            cast.lin(),
        )
        assert (customer.opened_date, customer.industry and customer.industry.code) == (
            date(2021, 3, 5),
            "LOGISTICS",
        )
        contact = Contact.objects.get(customer=customer)
        assert (contact.phone, contact.is_primary) == ("+8613800001234", True)

    def test_numbers_go_on_from_those_drawn_by_hand(self) -> None:
        by_hand = cast.harbor_bank()
        bring(PORT, row(客户编号="KH-2", 统一社会信用代码=""))
        later = cast.lake_mills()

        numbers = [c.number for c in Customer.objects.order_by("id")]
        drawn = [int(number.removeprefix("C-")) for number in numbers]
        assert drawn == list(range(drawn[0], drawn[0] + 4))
        assert [len(number) for number in numbers] == [len(by_hand.number)] * 4
        assert numbers[-1] == later.number

    def test_tells_it_on_the_timeline_as_of_the_day(self) -> None:
        bring(PORT)

        lines = TimelineLine.objects.filter(customer__external_id="KH-1").order_by("happened_at")
        opened = lines[0]
        assert [line.kind for line in lines] == [
            TimelineKind.ACCOUNT_OPENED,
            TimelineKind.CONTACT_ADDED,
        ]
        assert opened.happened_at.isoformat() == "2021-03-04T16:00:00+00:00"
        assert opened.words == {"number": Customer.objects.get().number}
        assert opened.by_name == "sara"

    def test_is_one_act_with_the_history_of_every_row(self) -> None:
        bring(PORT, row(客户编号="KH-2", 统一社会信用代码=""))

        act = Act.objects.get(kind="imports.commit")
        history = HistoryRow.objects.filter(act=act, table="customers_customer")
        assert sorted(h.after["external_id"] for h in history) == ["KH-1", "KH-2"]
        assert act.actor == cast.sara()


class TestAgain:
    def test_the_same_file_changes_nothing(self) -> None:
        bring(PORT)
        before = HistoryRow.objects.filter(table__startswith="customers_").count()

        findings = bring(PORT)

        assert (findings.new, findings.changed, findings.unchanged) == (0, 0, 1)
        assert HistoryRow.objects.filter(table__startswith="customers_").count() == before

    def test_a_changed_row_changes_what_it_says_and_keeps_history(self) -> None:
        bring(PORT)

        findings = bring(row(客户名称="望潮港务股份有限公司", 归属单位="青堰分公司", 客户经理=""))

        customer = Customer.objects.get(external_id="KH-1")
        changed = HistoryRow.objects.get(table="customers_customer", operation="U")
        assert findings.changed == 1
        assert (customer.name, customer.version) == ("望潮港务股份有限公司", 2)
        assert customer.account_manager == cast.lin()
        assert changed.before
        assert changed.before["name"] == PORT[1]
        owner = TimelineLine.objects.get(kind=TimelineKind.OWNER_CHANGED)
        assert owner.words == {
            "from": "望潮分公司", "from_en": "Harbor branch",
            "to": "青堰分公司", "to_en": "Hill branch", "reason": "",
        }  # fmt: skip

    def test_an_empty_cell_leaves_what_is_stored(self) -> None:
        bring(PORT)

        findings = bring(row(行业="", 联系电话="", 入网日期="", 统一社会信用代码=""))

        customer = Customer.objects.get(external_id="KH-1")
        assert findings.unchanged == 1
        assert (customer.industry is None, customer.identifier) == (False, CODE)

    def test_finds_an_account_by_our_own_number_too(self) -> None:
        bank = cast.harbor_bank()

        findings = bring(row(客户编号=bank.number, 客户名称="Harbor Bank Ltd", 联系人=""))

        bank.refresh_from_db()
        assert findings.changed == 1
        assert (bank.name, bank.external_id) == ("Harbor Bank Ltd", None)

    def test_shows_what_would_change(self) -> None:
        bring(PORT)
        desk = Desk()
        batch = desk.upload(csv_file(HEADINGS, row(客户名称="新名称")))

        desk.check(batch)

        shown = queries.rows_of(batch, RowState.CHANGED).get()
        assert shown.changes == [
            {
                "row": 2,
                "relation": "customer",
                "field": "name",
                "before": PORT[1],
                "after": "新名称",
            }
        ]

    def test_closes_and_says_so(self) -> None:
        bring(PORT)

        bring(row(状态="已销户"))

        customer = Customer.objects.get(external_id="KH-1")
        assert customer.status == CustomerStatus.CLOSED
        assert customer.closed_date == date(2026, 4, 28)
        assert TimelineLine.objects.filter(kind=TimelineKind.STATUS_CHANGED).count() == 1


class TestRefusing:
    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"客户编号": ""}, "2 客户编号: Something is missing"),
            ({"客户类型": "甲"}, "2 客户类型: “甲” is not known here. Use one of: Organ"),
            ({"行业": "航天"}, "2 行业: “航天” is neither a code nor a name"),
            ({"统一社会信用代码": "911100006000373411"}, "fails its check digit"),
            ({"归属单位": "月球分公司"}, "There is no unit “月球分公司”"),
            ({"客户经理": "nobody"}, "Nobody active is called “nobody”"),
            ({"入网日期": "03/05/2021"}, "2 入网日期: “03/05/2021” may be two different days"),
            ({"联系电话": "12"}, "2 联系电话: “12” is no telephone number"),
            ({"客户名称": "长" * 201}, "2 客户名称: The text is too long: at most 200"),
        ],
    )
    def test_names_column_and_way_out(self, changes: dict[str, str], words: str) -> None:
        assert words in refused(row(**changes))[0]
        assert not Customer.objects.exists()

    def test_a_repeated_number_names_the_first_row(self) -> None:
        assert refused(PORT, row(统一社会信用代码="")) == [
            "3 客户编号: The same as in row 2. Keep one of the two."
        ]

    def test_an_identifier_belongs_to_one_account(self) -> None:
        bring(PORT)

        assert (
            "3 统一社会信用代码: Row 2 has this identifier too"
            in refused(row(客户编号="KH-8"), row(客户编号="KH-9"))[0]
            or "Another account" in refused(row(客户编号="KH-8"))[0]
        )
        assert "Another account has this identifier" in refused(row(客户编号="KH-8"))[0]

    def test_a_new_account_needs_a_unit(self) -> None:
        desk = Desk()
        batch = desk.upload(csv_file(HEADINGS, row(归属单位="")))
        mapping = msgspec.structs.replace(queries.mapping_of(batch), constants={})

        findings = desk.check(desk.map(batch, mapping))

        assert said(findings) == [
            "2 归属单位: A new one needs this. Fill the cell, or choose one value for all rows."
        ]

    def test_all_or_nothing(self) -> None:
        with pytest.raises(RowsInError, match="1 of 2 rows"):
            bring(PORT, row(客户编号="KH-2", 统一社会信用代码="", 客户类型="甲"))

        batch = Batch.objects.get()
        assert not Customer.objects.exists()
        assert (batch.status, batch.tally["faulty"]) == (BatchStatus.CHECKED, 1)
        assert BatchRow.objects.get(state=RowState.FAULTY).row_number == 3

    def test_only_the_valid_rows(self) -> None:
        findings = bring(
            PORT, row(客户编号="KH-2", 统一社会信用代码="", 客户类型="甲"), extent=Extent.VALID
        )

        assert (findings.new, findings.faulty) == (1, 1)
        assert Customer.objects.get().external_id == "KH-1"

    def test_the_database_decides_again_when_it_is_written(self) -> None:
        desk = Desk()
        batch = desk.upload(csv_file(HEADINGS, PORT))
        assert desk.check(batch).new == 1
        bring(row(客户编号="KH-7"))

        with pytest.raises(RowsInError):
            desk.commit(batch)


class TestReach:
    def test_nobody_puts_accounts_beyond_their_reach(self) -> None:
        desk = Desk(cast.greta())

        assert "lies outside your reach" in refused(row(归属单位="沙泉分公司"), desk=desk)[0]

    def test_a_foreign_account_is_refused_without_a_word_about_it(self) -> None:
        bring(row(归属单位="沙泉分公司", 客户经理=""))
        desk = Desk(cast.greta())

        told = refused(row(客户名称="Mine now"), desk=desk)

        assert told == [
            "2 客户编号: This number cannot be used here. If the account exists, its owner unit "
            "has to change it."
        ]

    def test_a_restricted_account_cannot_be_reached_by_rank(self) -> None:
        from primeline.customers.actions import restrict_customer

        bring(PORT)
        customer = Customer.objects.get()
        restrict_customer(
            customer=customer,
            version=customer.version,
            cover_name="Hawthorn",
            by=cast.sara(),
            at=cast.TUESDAY_10AM,
            reason="asked for",
        )

        assert "This number cannot be used here" in refused(row(客户名称="x"))[0]

    def test_a_role_for_one_industry_brings_that_industry_only(self) -> None:
        finance = cast.a_person(
            "fay",
            "费雯",
            "Fay",
            cast.east_province(),
            Role.PROVINCE_SUPERVISOR,
            bounds=Bounds(industries=frozenset({"FINANCE"})),
        )
        desk = Desk(finance)

        told = refused(row(行业="金融保险"), row(客户编号="KH-2", 统一社会信用代码=""), desk=desk)

        assert told == ["3 行业: Your role does not reach this industry at this unit."]


class TestBatches:
    def test_the_file_is_kept_no_longer_than_needed(self) -> None:
        desk = Desk()
        batch = desk.upload(csv_file(HEADINGS, PORT))
        assert BatchFile.objects.filter(batch=batch).exists()

        desk.commit(batch)

        assert not BatchFile.objects.filter(batch=batch).exists()
        assert batch.status == BatchStatus.COMMITTED

    def test_two_people_cannot_map_it_at_once(self) -> None:
        desk = Desk()
        batch = desk.upload(csv_file(HEADINGS, PORT))
        stale = Batch.objects.get(pk=batch.pk)
        desk.map(batch, queries.mapping_of(batch))

        with pytest.raises(ChangedMeanwhile):
            desk.map(stale, queries.mapping_of(stale))

    def test_a_mapping_that_lacks_something_is_refused_before_any_row(self) -> None:
        desk = Desk()
        batch = desk.upload(csv_file(("x", "y"), ("1", "2")))

        with pytest.raises(IncompleteMapping):
            desk.check(batch)

    def test_is_asked_for_once(self) -> None:
        desk = Desk()
        batch = desk.upload(csv_file(HEADINGS, PORT))
        desk.commit(batch)

        with pytest.raises(ChangedMeanwhile):
            desk.commit(batch)
        assert Customer.objects.count() == 1
