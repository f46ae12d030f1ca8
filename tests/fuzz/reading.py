"""Anything at all as a file or a cell, led by what the code does with it: a value, or a refusal.

Run by `make test-all`, or as `python -m tests.fuzz.reading -runs=1000` where Atheris is installed.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import atheris
import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "primeline.config.settings")
with atheris.instrument_imports(
    include=["primeline.imports.reading", "primeline.imports.cells", "primeline.imports.conversion"]
):
    django.setup()
    from primeline.imports.conversion import Memory, convert_for
    from primeline.imports.mapping.shape import ColumnUse, Options
    from primeline.imports.reading.limits import Unacceptable
    from primeline.imports.targets import LAYOUTS
    from primeline.imports.tests.desk import csv_file, nothing_known, said_here

HEADINGS = ("客户编号", "客户名称", "入网日期", "月费")
ROW = ("KH-1", "=望潮港务", "2024-03-05", "1.234,50 万元")
CODECS = ("utf-8", "utf-8-sig", "utf-16", "gb18030")

Convert = Callable[[str], Any]


def converters() -> list[Convert]:
    """Return what reads the cells of each field that there is."""
    references = nothing_known()
    fields = [field for layout in LAYOUTS.values() for field in layout.fields]
    return [convert_for(one, ColumnUse(column="x"), Options(), references) for one in fields]


def tried(convert: list[Convert]) -> Callable[[bytes], None]:
    """Return what tries one input: as a file if it begins with an even byte, else as a cell."""

    def try_one(content: bytes) -> None:
        if content[:1] and content[0] % 2:
            text = content[2:].decode(errors="replace")
            # Whatever is wrong is kept as a problem; nothing is raised.
            Memory(convert[content[1] % len(convert) if content[1:] else 0], {})[text]
            return
        try:
            table = said_here(content[1:])
            for block in table.blocks():
                assert all(len(row) >= len(table.headings.names) for row in block.rows)
        except Unacceptable:
            pass

    return try_one


def seeds(folder: Path) -> None:
    """Write sound inputs to begin with: a table in each encoding, and cells."""
    for number, codec in enumerate(CODECS):
        (folder / codec).write_bytes(b"\0" + csv_file(HEADINGS, ROW, encoding=codec))
        (folder / f"cell-{number}").write_bytes(bytes((1, number)) + ROW[number].encode())


def main() -> None:
    """Try until the time or the number of runs given is over; what falls ends it with an error."""
    with TemporaryDirectory() as folder:
        seeds(Path(folder))
        atheris.Setup([*sys.argv, folder], tried(converters()))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
