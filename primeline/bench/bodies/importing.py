"""Importing a file of accounts, beside writing the very same rows straight into the tables."""

import csv
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from primeline.bench.bodies.rows import write_rows, written_rows
from primeline.bench.meter import Cost, metered, peak_mib
from primeline.bench.place import Place
from primeline.bench.results import Result
from primeline.imports import actions, runs
from primeline.imports.choices import Extent
from primeline.imports.gateways import FileContent
from primeline.staff.models import Unit
from primeline.staff.queries import reach_of

HEADINGS = (
    "客户编号", "客户名称", "客户类型", "行业", "入网日期", "联系人", "联系电话", "月费",
    "互联网服务", "网络电视",
)  # fmt: skip
PERSONAL = ("证件类型", "证件号码", "地址")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
INDUSTRIES = ("MANUFACTURING", "FINANCE", "LOGISTICS", "HEALTH", "RETAIL")


def import_(place: Place) -> Iterator[Result]:
    """Import as many accounts as there are, each with a contact and two subscriptions."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "accounts.csv"
        _write_file(file, place.n)
        before = peak_mib()
        checked, written = _run(place, FileContent(file))
    peak = peak_mib()
    yield Result(
        bench="import",
        case=f"{place.case}, memory beside that of the process before",
        n=place.n,
        value=peak,
        floor=before,
        unit="MiB",
        peak_mib=peak,
    )
    with TemporaryDirectory() as folder:
        tables = written_rows("IMP-", Path(folder))
        floor = write_rows(tables, at=place.at, by=place.person, with_triggers=True)
        bare = write_rows(tables, at=place.at, by=place.person, with_triggers=False)
    together = Cost(cpu=checked.cpu + written.cpu, wall=checked.wall + written.wall)
    yield from _beside(place, "", written, floor, peak)
    yield from _beside(place, ", beside tables without triggers", written, bare, peak)
    yield from _beside(place, ", uploaded and checked too", together, floor, peak)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "people.csv"
        _write_people(file, place.n)
        _checked, people = _run(place, FileContent(file))
    with TemporaryDirectory() as folder:
        sealed = written_rows("IND-", Path(folder))
        least = write_rows(sealed, at=place.at, by=place.person, with_triggers=True)
    yield from _beside(place, ", individuals, sealed", people, least, peak)


def _beside(place: Place, case: str, cost: Cost, floor: Cost, peak: float) -> Iterator[Result]:
    for unit, value, beside in (("ms CPU", cost.cpu, floor.cpu), ("ms", cost.wall, floor.wall)):
        yield Result(
            bench="import",
            case=f"{place.case}{case}",
            n=place.n,
            value=value,
            floor=beside,
            unit=unit,
            peak_mib=peak,
        )


def _run(place: Place, content: FileContent) -> tuple[Cost, Cost]:
    """Return what uploading and checking cost, and what writing costs: all that a commit does."""
    who: Any = {"by": place.person, "at": place.at}
    reach = reach_of(place.person, at=place.at)
    with metered() as costs:
        batch = actions.upload_file(
            name=content.path.name, content=content, unit=Unit.objects.get(code="B0"), **who
        )
        runs.check_batch(batch=batch, reach=reach, content=content, **who)
    with metered() as more:
        runs.commit_batch(batch=batch, reach=reach, content=content, extent=Extent.ALL, **who)
    return costs[0], more[0]


def _write_file(file: Path, n: int) -> None:
    with file.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow(HEADINGS)
        for i in range(n):
            writer.writerow(_account(i, "IMP", f"导入客户有限公司{i}", "ORGANIZATION"))


def _write_people(file: Path, n: int) -> None:
    """Write a file of as many individuals, who hold the same and are known by three facts more."""
    with file.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow((*HEADINGS, *PERSONAL))
        for i in range(n):
            facts = ("IDENTITY_CARD", _card(i), f"示例路 {i} 号")
            writer.writerow((*_account(i, "IND", f"示例{i}", "INDIVIDUAL"), *facts))


def _account(i: int, prefix: str, name: str, kind: str) -> tuple[str, ...]:
    return (
        f"{prefix}-{i:07d}", name, kind, INDUSTRIES[i % 5],
        f"20{10 + i % 15}-{1 + i % 12:02d}-{1 + i % 28:02d}", f"联系人{i % 997}",
        f"139{i % 100_000_000:08d}", f"{i % 9000 + 300}.50", "是", "是",
    )  # fmt: skip


def _card(i: int) -> str:
    """Return the number of an identity card that nobody has, its check digit right."""
    month, day = 1 + i // 1000 % 12, 1 + i // 12_000 % 28
    digits = f"{110101 + i // 336_000}1990{month:02d}{day:02d}{i % 1000:03d}"
    rest = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11
    return digits + "10X98765432"[rest]
