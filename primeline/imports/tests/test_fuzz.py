"""Anything at all as a file or a cell: read, or refused in words; never half-written."""

import csv
import io
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from primeline.customers.models import Customer
from primeline.imports import runs
from primeline.imports.choices import Extent, Target
from primeline.imports.conversion import Memory, convert_for
from primeline.imports.mapping.shape import ColumnUse, Options
from primeline.imports.reading.files import read_table
from primeline.imports.reading.limits import Unacceptable
from primeline.imports.targets import LAYOUTS
from primeline.imports.tests.desk import Desk, csv_file, nothing_known, said_here, workbook
from primeline.testing import cast

pytestmark = pytest.mark.row("B9")

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
# A file with NUL in it is refused as a whole.
LINES = TEXT.map(lambda text: text.replace("\0", "0"))
CODECS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "latin-1", "cp1252", "big5")
HEADINGS = ("客户编号", "客户名称", "客户类型", "联系人", "联系电话", "入网日期")
# Made once: a workbook holds the moment at which it was made.
WORKBOOK = workbook([HEADINGS, ("KH-1", "望潮港务", "单位客户", "", 13800001234, "=A1")])


def read_through(name: str, content: bytes) -> int | None:
    """Read a file to its end; return how many rows it has, or nothing if it is refused."""
    try:
        if name == "a.xlsx":
            table = read_table(name, lambda: io.BytesIO(content))
        else:
            table = said_here(content)
        return sum(len(block.rows) for block in table.blocks())
    except Unacceptable:
        return None


@st.composite
def mangled(draw: st.DrawFn, whole: bytes) -> bytes:
    """Bytes of a sound file of which some are changed, cut out or put in."""
    content = bytearray(whole)
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 30)))
        content[start:end] = draw(st.binary(max_size=12))
    return bytes(content[: draw(st.integers(0, len(content)))])


class TestFiles:
    @given(st.binary(max_size=400), st.sampled_from(("a.csv", "a.tsv", "a.txt", "a.xlsx")))
    def test_of_any_bytes(self, content: bytes, name: str) -> None:
        read_through(name, content)

    @given(st.lists(st.lists(TEXT, max_size=6), max_size=8), st.sampled_from(CODECS))
    def test_of_any_table_in_any_encoding(self, rows: list[list[str]], codec: str) -> None:
        text = io.StringIO()
        csv.writer(text).writerows(rows)

        read_through("a.csv", text.getvalue().encode(codec, errors="replace"))

    @given(st.data())
    def test_of_text_with_stray_bytes(self, data: st.DataObject) -> None:
        rows = [
            (f"KH-{n}", "望潮港务", "单位客户", "王示例", "13800001234", "2024-01-01")
            for n in (1, 2)
        ]

        read_through("a.csv", data.draw(mangled(csv_file(HEADINGS, *rows))))

    @settings(max_examples=25, deadline=None)
    @given(st.data())
    def test_of_a_workbook_with_stray_bytes(self, data: st.DataObject) -> None:
        read_through("a.xlsx", data.draw(mangled(WORKBOOK)))

    @settings(max_examples=15, deadline=None)
    @given(
        st.lists(
            st.lists(st.one_of(TEXT, st.floats(allow_nan=False, allow_infinity=False)), max_size=5),
            min_size=1,
            max_size=5,
        )
    )
    def test_of_a_workbook_with_any_cells(self, rows: list[list[Any]]) -> None:
        read_through("a.xlsx", workbook([("a", "b", "c", "d", "e"), *rows]))


class TestCells:
    @pytest.mark.parametrize("target", Target)
    @given(cells=st.lists(TEXT, min_size=1, max_size=5))
    def test_of_any_text_become_a_value_or_a_problem(
        self, target: Target, cells: list[str]
    ) -> None:
        references = nothing_known()
        for field in LAYOUTS[target].fields:
            convert = convert_for(field, ColumnUse(column="x"), Options(), references)
            memory = Memory(convert, {})
            for cell in cells:
                # Whatever is wrong is kept as a problem; nothing is raised.
                memory[cell]


@pytest.mark.django_db
class TestArchive:
    @settings(
        max_examples=20,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(
        rows=st.lists(
            st.tuples(
                st.sampled_from(("KH-1", "KH-2", "KH-3", "", "KH'--", "1E+17")),
                st.one_of(LINES, st.just("望潮港务")),
                st.sampled_from(("单位客户", "INDIVIDUAL", "甲", "")),
                st.one_of(st.just(""), LINES),
                st.sampled_from(("13800001234", "12", "")),
                st.sampled_from(("2024-01-01", "45356", "03/05/2021", "never", "")),
            ),
            min_size=1,
            max_size=6,
        ),
        extent=st.sampled_from(Extent),
    )
    def test_takes_all_rows_or_those_it_says(
        self, rows: list[tuple[str, ...]], extent: Extent
    ) -> None:
        with transaction.atomic():
            desk = Desk(cast.sara())
            before = Customer.objects.count()
            batch = desk.upload(csv_file(HEADINGS, *rows), target=Target.CUSTOMERS)
            wrong = desk.check(batch).faulty
            if wrong and extent == Extent.ALL:
                with pytest.raises(runs.RowsInError):
                    desk.commit(batch, extent=extent)
                written = 0
            else:
                written = desk.commit(batch, extent=extent).facts["customer"]["new"]
            assert Customer.objects.count() - before == written
            assert written <= len(rows) - wrong
            transaction.set_rollback(True)
