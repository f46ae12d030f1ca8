"""A desk for tests of imports: files as bytes, and somebody who brings them in."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
import xlsxwriter

from primeline.imports import actions, queries, runs
from primeline.imports.choices import Extent, Target
from primeline.imports.gateways import KeptContent
from primeline.imports.mapping import FileMapping
from primeline.imports.models import Batch
from primeline.imports.processing import Findings
from primeline.imports.reading import delimited_child
from primeline.imports.reading.delimited import table_said
from primeline.imports.reading.table import Table
from primeline.imports.references import Directory, References
from primeline.imports.wording import sentence_of
from primeline.kit.deeds import System
from primeline.products.actions import install_reference
from primeline.staff.models import Person, Unit
from primeline.staff.queries import reach_of
from primeline.staff.reach import Reach
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM


def csv_file(headings: Sequence[str], *rows: Sequence[Any], encoding: str = "utf-8") -> bytes:
    """A comma-separated file."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([headings, *rows])
    return text.getvalue().encode(encoding)


def workbook(rows: Iterable[Sequence[Any]], *, sheet: str = "Sheet1") -> bytes:
    """An Excel workbook with one sheet; text that begins with "=" is a formula."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return target.getvalue()


def said_here(content: bytes) -> Table:
    """Read text as its own process does, but in this one: starting hundreds of them takes long."""
    said = io.BytesIO()
    delimited_child.answer(
        io.BytesIO(content), said, encoding="", delimiter="", longest=1000, window=100_000
    )
    said.seek(0)
    return table_said(said.read)


def nothing_known() -> References:
    """Lists with nothing in them, and somebody who reaches nothing."""
    lists = {
        name: Directory([], unknown="UNKNOWN_CODE")
        for name in ("units", "people", "industries", "lines", "reasons")
    }
    return References(**lists, reach=Reach(person_id=0, bounds=(), named_ids=frozenset()))


def reference() -> None:
    """Install the shipped industries, lines and reasons."""
    install_reference(by=System("test"), at=TUESDAY_10AM)


class Desk:
    """Somebody with files in their hands."""

    def __init__(self, person: Person | None = None, *, unit: Unit | None = None) -> None:
        self.person = person or cast.sara()
        self.unit = unit or cast.harbor_branch()

    def upload(
        self, content: bytes, *, name: str = "file.csv", target: Target | None = None
    ) -> Batch:
        """Bring a file in."""
        return actions.upload_file(
            name=name,
            content=KeptContent(content),
            target=target,
            unit=self.unit,
            by=self.person,
            at=TUESDAY_10AM,
        )

    def map(self, batch: Batch, mapping: FileMapping) -> Batch:
        """Say what the columns are."""
        return actions.map_batch(
            batch=batch, version=batch.version, mapping=mapping, by=self.person, at=TUESDAY_10AM
        )

    def check(self, batch: Batch) -> Findings:
        """Have the batch checked."""
        reach = reach_of(self.person, at=TUESDAY_10AM)
        return runs.check_batch(batch=batch, reach=reach, by=self.person, at=TUESDAY_10AM)

    def commit(
        self, batch: Batch, *, extent: Extent = Extent.ALL, at: datetime = TUESDAY_10AM
    ) -> Findings:
        """Write the batch."""
        reach = reach_of(self.person, at=at)
        return runs.commit_batch(batch=batch, reach=reach, extent=extent, by=self.person, at=at)

    def bring(
        self,
        content: bytes,
        *,
        name: str = "file.csv",
        target: Target | None = None,
        extent: Extent = Extent.ALL,
        **changes: Any,
    ) -> Findings:
        """Bring a file in and write it as its mapping is suggested, with changes."""
        batch = self.upload(content, name=name, target=target)
        if changes:
            mapping = msgspec.structs.replace(queries.mapping_of(batch), **changes)
            batch = self.map(batch, mapping)
        return self.commit(batch, extent=extent)


def bring(target: Target, headings: str, *rows: str, person: Any = None) -> Findings:
    """Bring rows in with bars between their cells; write those that are sound."""
    content = csv_file(headings.split("|"), *(row.split("|") for row in rows))
    return Desk(person).bring(content, target=target, extent=Extent.VALID)


def told(findings: Findings) -> str:
    """Return all that is said of the rows."""
    return " ".join(sentence_of(one) for found in findings.problems.values() for one in found)


def take_back(number: int) -> Batch:
    """Take the batch with this place among all back."""
    batch, person = Batch.objects.order_by("id")[number], cast.sara()
    reach = reach_of(person, at=TUESDAY_10AM)
    return runs.undo_batch(batch=batch, reach=reach, by=person, at=TUESDAY_10AM)
