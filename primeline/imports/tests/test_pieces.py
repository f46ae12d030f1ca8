"""Files longer than what is in memory at a time: cut where nothing is cut apart."""

from functools import partial
from typing import Any

import pytest

from primeline.customers.models import Bill, Customer
from primeline.imports import processing, runs
from primeline.imports.choices import BatchStatus, Extent, Target
from primeline.imports.expansion.seen import Seen
from primeline.imports.reading.table import Table
from primeline.imports.tests.desk import Desk, csv_file, reference
from primeline.imports.wording import sentence_of
from primeline.products.models import LineOfBusiness
from primeline.testing import cast

pytestmark = pytest.mark.row("B9")

HEADINGS = ("客户编号", "客户名称", "客户类型")
BILLS = ("客户编号", "账期", "业务类型", "金额")


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three rows are in memory at a time, and all rows of a file are one transaction."""
    blocks, prepared = Table.blocks, processing.SlicedFile.prepared
    monkeypatch.setattr(Table, "blocks", lambda table, _=3: blocks(table, 3))
    monkeypatch.setattr(processing.SlicedFile, "prepared", lambda file: prepared(file, 3))


class TestSeen:
    def test_finds_keys_of_this_piece_and_of_earlier_ones(self) -> None:
        seen = Seen()

        assert seen.repeats("a", [(1, "x"), (2, ("y", 5)), (3, "x")]) == [(3, 1)]
        seen.next_piece()
        assert seen.repeats("a", [(4, ("y", 5)), (5, "z")]) == [(4, 2)]
        assert seen.repeats("b", [(6, "x")]) == []
        seen.next_piece()
        assert seen.repeats("a", [(7, "z"), (8, "z"), (9, "x")]) == [(7, 5), (8, 7), (9, 1)]

    def test_tells_keys_of_earlier_pieces_only(self) -> None:
        seen = Seen()

        assert seen.earlier("a", [(1, "x"), (2, "x")]) == []
        seen.next_piece()
        assert seen.earlier("a", [(3, "x"), (4, "new")]) == [(3, 1)]


@pytest.mark.django_db
@pytest.mark.usefixtures("small_pieces")
class TestPieces:
    def test_are_written_in_one_transaction_or_not_at_all(self) -> None:
        rows: list[tuple[Any, ...]] = [(f"KH-{n}", "x", "ORGANIZATION") for n in range(8)]
        desk = Desk()
        batch = desk.upload(csv_file(HEADINGS, *rows, ("KH-8", "x", "甲"), ("KH-1", "x", "")))

        with pytest.raises(runs.RowsInError, match="2 of 10") as refused:
            desk.commit(batch)

        assert sorted(refused.value.findings.problems) == [10, 11]
        assert not Customer.objects.exists()
        batch.refresh_from_db()
        assert (batch.status, batch.tally["faulty"]) == (BatchStatus.CHECKED, 2)

    def test_numbers_go_on_from_piece_to_piece(self) -> None:
        Desk().bring(csv_file(HEADINGS, *((f"KH-{n}", "x", "ORGANIZATION") for n in range(8))))

        numbers = list(Customer.objects.order_by("id").values_list("number", flat=True))
        assert numbers == sorted(set(numbers))
        assert len(numbers) == 8

    def test_do_not_cut_a_bill_apart(self) -> None:
        reference()
        bank = cast.harbor_bank().number
        lines = ("互联网专线", "数据专线", "物联网卡", "云主机", "语音专线")
        known = [line for line in lines if _is_known(line)]
        rows = [(bank, "2026-01", known[0], 1), (bank, "2026-02", known[0], 1)]
        rows += [(bank, "2026-03", line, 100) for line in known]

        findings = Desk().bring(csv_file(BILLS, *rows), target=Target.BILLS)

        assert findings.new == len(rows)
        assert Bill.objects.get(bill_month="2026-03-01").amount_cents == 10_000 * len(known)

    def test_refuse_a_bill_whose_rows_stand_far_apart(self) -> None:
        reference()
        bank = cast.harbor_bank().number
        rows = [(bank, f"2026-0{month}", "互联网专线", 1) for month in range(1, 6)]

        findings = Desk().bring(
            csv_file(BILLS, *rows, (bank, "2026-01", "数据专线", 1)),
            target=Target.BILLS,
            extent=Extent.VALID,
        )

        assert [sentence_of(p) for found in findings.problems.values() for p in found] == [
            "The rows of this bill stand far apart, the first in row 2. "
            "Sort the file by account and month."
        ]
        assert Bill.objects.get(bill_month="2026-01-01").amount_cents == 100


def _is_known(line: str) -> bool:

    return LineOfBusiness.objects.filter(name_zh=line).exists()


class TestFindings:
    def test_keep_a_bounded_number_of_rows_in_error(self) -> None:
        findings, piece = processing.Findings(), partial(processing.Findings, faulty=15_000)

        for start in (0, 15_000, 30_000):
            findings.add(piece(problems={start + n: [] for n in range(15_000)}))

        assert (findings.faulty, len(findings.problems)) == (45_000, processing.MOST_FAULTY)
