"""What a measurement answers: one line of JSON for machines, one row of a table for people."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import log


@dataclass(frozen=True, kw_only=True)
class Result:
    """One figure beside its floor, both measured in the same run on the same data."""

    bench: str
    case: str
    n: int
    value: float
    floor: float
    unit: str
    peak_mib: float

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.value / self.floor if self.floor else 0.0

    def as_json(self) -> str:
        """Return one JSON object on one line."""
        rounded = {
            name: round(figure, 4) if isinstance(figure, float) else figure
            for name, figure in (asdict(self) | {"ratio": self.ratio}).items()
        }
        return json.dumps(rounded, ensure_ascii=False)


def read(line: str) -> Result:
    """Return the result that a line of JSON tells."""
    told = json.loads(line)
    del told["ratio"]
    return Result(**told)


def table(results: Sequence[Result]) -> str:
    """Return the results as a table with aligned columns."""
    heads = ("bench", "case", "n", "value", "floor", "ratio", "unit", "peak MiB")
    rows = [
        (
            one.bench,
            one.case,
            f"{one.n:,}",
            f"{one.value:,.2f}",
            f"{one.floor:,.2f}",
            f"{one.ratio:.2f}",
            one.unit,
            f"{one.peak_mib:,.0f}",
        )
        for one in results
    ]
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [heads, *rows]
    )


def growth(results: Sequence[Result]) -> list[str]:
    """Return how each figure grows with n: the power of n, from the least n to the greatest."""
    by_case: dict[tuple[str, str, str], list[Result]] = {}
    for one in results:
        by_case.setdefault((one.bench, one.case, one.unit), []).append(one)
    told = []
    for (bench, case, unit), found in by_case.items():
        least, most = min(found, key=lambda r: r.n), max(found, key=lambda r: r.n)
        if least.n < most.n and least.value > 0 and most.value > 0:
            power = log(most.value / least.value) / log(most.n / least.n)
            told.append(f"{bench}  {case}  {unit}: n^{power:.2f}, {least.n:,} to {most.n:,}")
    return told
