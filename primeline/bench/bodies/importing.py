"""Importing a file of accounts, beside writing the very same rows straight into the tables."""

import csv
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from primeline.bench.bodies.rows import Table, write_rows, written_rows
from primeline.bench.meter import peak_mib
from primeline.bench.place import Place
from primeline.bench.results import Result
from primeline.imports import actions, runs
from primeline.imports.choices import Extent
from primeline.imports.gateways import FileContent
from primeline.imports.models import Batch
from primeline.staff.models import Unit
from primeline.staff.queries import reach_of

HEADINGS = (
    "客户编号", "客户名称", "客户类型", "行业", "入网日期", "联系人", "联系电话", "月费",
    "互联网服务", "网络电视",
)  # fmt: skip
INDUSTRIES = ("MANUFACTURING", "FINANCE", "LOGISTICS", "HEALTH", "RETAIL")


def import_(place: Place) -> Iterator[Result]:
    """Import as many accounts as there are, each with a contact and two subscriptions."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "accounts.csv"
        _write_file(file, place.n)
        started = perf_counter()
        batch = _upload(place, file)
        reach, content = reach_of(place.person, at=place.at), FileContent(file)
        runs.check_batch(batch=batch, reach=reach, content=content, by=place.person, at=place.at)
        checked = perf_counter()
        runs.commit_batch(
            batch=batch,
            reach=reach,
            content=content,
            extent=Extent.ALL,
            by=place.person,
            at=place.at,
        )
        ended = perf_counter()
    tables = written_rows("IMP-")
    peak = peak_mib()
    floor, bare = _floors(place, tables)
    for case, value, beside in (
        ("", ended - checked, floor),
        (", without triggers beside", ended - checked, bare),
        (", uploaded and checked too", ended - started, floor),
    ):
        yield Result(
            bench="import",
            case=f"{place.case}{case}",
            n=place.n,
            value=value,
            floor=beside,
            unit="s",
            peak_mib=peak,
        )


def _floors(place: Place, tables: list[Table]) -> tuple[float, float]:
    """Return the time that writing the rows takes, with the walls standing and without."""
    return (
        write_rows(tables, at=place.at, by=place.person, with_triggers=True),
        write_rows(tables, at=place.at, by=place.person, with_triggers=False),
    )


def _write_file(file: Path, n: int) -> None:
    with file.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow(HEADINGS)
        for i in range(n):
            writer.writerow(
                (
                    f"IMP-{i:07d}", f"导入客户有限公司{i}", "ORGANIZATION", INDUSTRIES[i % 5],
                    f"20{10 + i % 15}-{1 + i % 12:02d}-{1 + i % 28:02d}", f"联系人{i % 997}",
                    f"139{i % 100_000_000:08d}", f"{i % 9000 + 300}.50", "是", "是",
                )
            )  # fmt: skip


def _upload(place: Place, file: Path) -> Batch:
    return actions.upload_file(
        name=file.name,
        content=FileContent(file),
        unit=Unit.objects.get(code="B0"),
        by=place.person,
        at=place.at,
    )
