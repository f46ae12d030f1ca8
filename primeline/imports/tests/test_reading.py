"""Files as people bring them, and files as attackers do."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from primeline.imports.reading import limits
from primeline.imports.reading.files import read_table
from primeline.imports.reading.limits import Unacceptable
from primeline.imports.reading.table import Flaw, Table
from primeline.imports.tests.desk import csv_file, workbook
from primeline.kit import spreadsheets

HEADINGS = ["编号", "名称"]
ROW = ["1", "望潮港务"]


def read(content: bytes, name: str = "file.csv", **options: Any) -> Table:
    """Read a file from memory."""
    return read_table(name, lambda: io.BytesIO(content), **options)


def rows(table: Table) -> list[list[str]]:
    """Return all rows of a table."""
    return [row for block in table.blocks() for row in block.rows]


class TestText:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
    def test_finds_the_encoding(self, encoding: str) -> None:
        table = read(csv_file(HEADINGS, ROW, ["2", "青堰速达物流有限公司"], encoding=encoding))

        assert table.headings.names == ("编号", "名称")
        assert rows(table)[1][1] == "青堰速达物流有限公司"

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_finds_the_delimiter(self, delimiter: str) -> None:
        content = "\n".join(delimiter.join(line) for line in [HEADINGS, ROW, ["2", "a b"]])

        assert rows(read(content.encode())) == [ROW, ["2", "a b"]]

    def test_passes_over_a_title(self) -> None:
        table = read(csv_file(["客户信息清单", "", ""], ["编号", "名称", "月费"], ["1", "a", "2"]))

        assert table.headings.names == ("编号", "名称", "月费")
        assert table.headings.row_number == 2

    def test_numbers_rows_as_a_spreadsheet_does(self) -> None:
        table = read(b'id,name\n1,a\n,\n2,"two\nlines"\n3,c\n')

        assert next(table.blocks()).numbers == [2, 4, 5]

    def test_makes_repeated_and_empty_headings_distinct(self) -> None:
        table = read(csv_file(["name", "name", "", "name"], ["a", "b", "c", "d"]))

        assert table.headings.names == ("name", "name (2)", "C", "name (3)")

    def test_keeps_what_sticks_out_and_fills_what_is_short(self) -> None:
        assert rows(read(b"a,b\n1\n1,2,3\n")) == [["1", ""], ["1", "2", "3"]]

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "empty"),
            (b"\n\n , \n", "empty"),
            ("nom,ville\nMüller,Zürich\nBéla,Besançon\n".encode("latin-1"), "neither UTF-8"),
            (b"id,name\n1,a\0b\n", "bytes that no text holds"),
            ("id,name\n".encode("utf-16-le") * 3, "bytes that no text holds"),
            (b"\x89PNG\r\n\x1a\n....", "Only .xlsx"),
            (b"PK\x03\x04....", "not what its name says"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or password-protected"),
            (b'id,name\n1,"' + b"a" * 140_000, "quotation mark"),
        ],
    )
    def test_refuses_what_it_cannot_read(self, content: bytes, words: str) -> None:
        with pytest.raises(Unacceptable, match=words):
            rows(read(content))

    def test_refuses_two_encodings_in_one_file_and_names_the_line(self) -> None:
        content = csv_file(HEADINGS, ROW) + csv_file(["2", "青堰速达物流"], encoding="gb18030")

        with pytest.raises(Unacceptable, match=r"line 3 .* two files were put together"):
            read(content)

    def test_names_the_line_of_utf_8_among_gb18030(self) -> None:
        content = csv_file(HEADINGS, ROW, encoding="gb18030") + csv_file(["2", "青堰速达物流"])

        with pytest.raises(Unacceptable, match=r"Line 3 .* two files were put together"):
            read(content)

    @pytest.mark.parametrize("limit", ["TEXT_MEMORY_BYTES", "TEXT_CPU_SECONDS"])
    def test_refuses_what_takes_more_than_it_may(
        self, monkeypatch: pytest.MonkeyPatch, limit: str
    ) -> None:
        monkeypatch.setattr(limits, limit, 0)

        with pytest.raises(Unacceptable, match="broken off"):
            read(b"id,name\n1,a\n")

    def test_refuses_rows_of_which_ten_thousand_would_fill_the_memory(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(limits, "MAX_WINDOW_LENGTH", 1000)

        with pytest.raises(Unacceptable, match="thousands of characters"):
            rows(read(b"id,name\n" + b"1,a\n" * 500))

    def test_takes_gb18030_that_begins_like_utf_8(self) -> None:
        # These two characters are the same bytes as two of UTF-8.
        content = csv_file(["联通", "名称"], ["联通", "青堰速达物流"], encoding="gb18030")

        assert read(content).headings.names == ("联通", "名称")

    def test_refuses_a_line_that_would_fill_the_memory(self) -> None:
        with pytest.raises(Unacceptable, match="Line 2 is longer than 1,000,000"):
            rows(read(b"id,name\n" + b"," * 1_000_001))

    def test_needs_no_more_memory_for_a_longer_file(self, tmp_path: Path) -> None:
        def most_held(count: int) -> int:
            file = tmp_path / f"{count}.csv"
            file.write_text("id,name\n" + "".join(f"{n},a name\n" for n in range(count)))
            table = read_table("a.csv", lambda: file.open("rb"))
            tracemalloc.start()
            read_rows = sum(len(block.rows) for block in table.blocks())
            held = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            assert read_rows == count
            return held

        assert most_held(30_000) < most_held(10_000) * 1.2

    @pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@me", "'=quoted", "''-twice", "'tis"])
    def test_restores_what_an_export_has_made_harmless(self, text: str) -> None:
        exported = io.StringIO()
        spreadsheets.write_csv(exported, [HEADINGS, ["1", text]])

        assert rows(read(exported.getvalue().encode())) == [["1", text]]

    def test_refuses_a_thousand_columns(self) -> None:
        with pytest.raises(Unacceptable, match="1000 columns"):
            read(csv_file([f"c{n}" for n in range(1000)], ["x"] * 1000))

    @pytest.mark.parametrize("name", ["a.exe", "a.xlsm", "a.html", "a", "a.pdf", "a.ods"])
    def test_takes_no_other_kind_of_file(self, name: str) -> None:
        with pytest.raises(Unacceptable, match=r"Only \.xlsx"):
            read(b"id,name\n1,a\n", name)


class TestWorkbooks:
    def test_reads_text_numbers_and_days(self) -> None:
        def write(book: Any, sheet: Any) -> None:
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            sheet.write_row(0, 0, ["客户编号", "月费", "开通日期", "是否"])
            sheet.write_row(1, 0, ["KH-1", 1234.5])
            sheet.write_number(1, 2, 45356, day)
            sheet.write_boolean(1, 3, True)
            sheet.write_number(2, 0, 1001)

        table = read(_workbook(write), "a.xlsx")

        assert rows(table) == [["KH-1", "1234.5", "2024-03-05", "TRUE"], ["1001", "", "", ""]]
        assert table.sheet == "Sheet1"

    def test_marks_formulas_and_numbers_that_lost_digits(self) -> None:
        content = workbook([("id", "name"), (110101199003070011, "=A1"), ("2", "b")])

        table = read(content, "a.xlsx")

        assert table.flaws == {(2, 0): Flaw.LONG_NUMBER, (2, 1): Flaw.FORMULA}

    def test_takes_the_first_sheet_that_holds_something_or_the_one_named(self) -> None:
        target = io.BytesIO()
        book = xlsxwriter.Workbook(target)
        book.add_worksheet("empty")
        book.add_worksheet("secret").hide()
        for name in ("客户", "合同"):
            book.add_worksheet(name).write_row(0, 0, ["id", name])
        book.close()
        content = target.getvalue()

        assert read(content, "a.xlsx").headings.names == ("id", "客户")
        assert read(content, "a.xlsx", sheet="合同").headings.names == ("id", "合同")
        with pytest.raises(Unacceptable, match="no visible sheet"):
            read(content, "a.xlsx", sheet="secret")

    def test_refuses_too_many_rows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("primeline.imports.reading.workbook.MAX_WORKBOOK_ROWS", 3)

        with pytest.raises(Unacceptable, match="more than 3 rows"):
            read(workbook([("id",), *[(n,) for n in range(4)]]), "a.xlsx")

    @pytest.mark.parametrize(
        ("make", "words"),
        [
            (lambda: b"PK\x03\x04 but no more", "damaged"),
            (lambda: _zip({"a.txt": b"x"}), "not an Excel workbook"),
            (lambda: _zip({f"{n}": b"" for n in range(1001)}), "far more than"),
            (lambda: _zip(_parts() | {"bomb": bytes(30_000_000)}), "far more than"),
            (lambda: _zip(_parts() | {"xl/vbaProject.bin": b"x"}), "macros"),
            (lambda: _zip(_parts()), "cannot be read"),
        ],
        ids=["torn", "no workbook", "many entries", "bomb", "macros", "hollow"],
    )
    def test_refuses_what_is_no_honest_workbook(
        self, make: Callable[[], bytes], words: str
    ) -> None:
        with pytest.raises(Unacceptable, match=words):
            read(make(), "a.xlsx")

    def test_a_sheet_that_claims_a_million_rows_takes_nobody_down(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Two cells in far corners make the parser lay out everything between them.
        def write(_: Any, sheet: Any) -> None:
            sheet.write(0, 0, "id")
            sheet.write(1_048_575, 16_383, "x")

        monkeypatch.setattr(limits, "PARSER_MEMORY_BYTES", 600 * limits.MIB)
        with pytest.raises(Unacceptable, match=r"cannot be read|more than"):
            read(_workbook(write), "a.xlsx")

    def test_a_zero_byte_in_a_cell_is_refused(self) -> None:
        content = workbook([("id", "name"), ("1", "Harbor Bank")])
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(b"r B", b"r_x0000_B")

        with pytest.raises(Unacceptable, match="cannot be read"):
            read(_zip(parts), "a.xlsx")

    def test_a_document_type_is_refused(self) -> None:
        bomb = b'<!DOCTYPE x [<!ENTITY a "b">]>'

        # In a sheet with formulas, in one without, and where its texts stand.
        for cell, part in (
            ("=A1", "xl/worksheets/sheet1.xml"),
            ("A1", "xl/worksheets/sheet1.xml"),
            ("A1", "xl/sharedStrings.xml"),
        ):
            content = workbook([("id", "name"), ("1", cell)])
            with pytest.raises(Unacceptable, match="cannot be read"):
                read(_with_prolog(content, part, bomb), "a.xlsx")


def _workbook(write: Callable[[Any, Any], None]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    write(book, book.add_worksheet())
    book.close()
    return target.getvalue()


def _parts() -> dict[str, bytes]:
    return {"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}


def _zip(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _with_prolog(content: bytes, path: str, prolog: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    head, mark, body = parts[path].partition(b"?>")
    return _zip(parts | {path: head + mark + prolog + body})
