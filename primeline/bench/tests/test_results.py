"""A result reads the same from its line as it was written, and people get a table."""

from dataclasses import replace

import pytest

from primeline.bench.bodies import BENCHES
from primeline.bench.names import NAMES
from primeline.bench.results import Result, growth, read, table

pytestmark = pytest.mark.empty_archive

RESULT = Result(
    bench="account_page",
    case="primeline sqlite",
    n=10_000,
    value=12.0,
    floor=3.0,
    unit="ms CPU",
    peak_mib=120.0,
)


def test_a_line_of_json_reads_back() -> None:
    assert read(RESULT.as_json()) == RESULT
    assert '"ratio": 4.0' in RESULT.as_json()


def test_a_floor_of_nothing_is_no_division() -> None:
    free = Result(bench="b", case="c", n=1, value=1.0, floor=0.0, unit="ms", peak_mib=1.0)

    assert free.ratio == 0.0


def test_the_table_has_a_row_a_result() -> None:
    head, row = table([RESULT]).splitlines()

    assert head.split() == ["bench", "case", "n", "value", "floor", "ratio", "unit", "peak", "MiB"]
    assert row.split()[3:] == ["10,000", "12.00", "3.00", "4.00", "ms", "CPU", "120"]


def test_growth_is_a_power_of_the_size() -> None:
    tenfold = replace(RESULT, n=100_000, value=120.0)
    flat = [replace(RESULT, case="flat"), replace(RESULT, case="flat", n=100_000)]

    assert growth([RESULT, tenfold, *flat]) == [
        "account_page  primeline sqlite  ms CPU: n^1.00, 10,000 to 100,000",
        "account_page  flat  ms CPU: n^0.00, 10,000 to 100,000",
    ]
    assert growth([RESULT]) == []


def test_the_names_are_those_of_the_benches() -> None:
    assert set(NAMES) == set(BENCHES)


@pytest.mark.django_db
def test_a_page_costs_something() -> None:
    from primeline.bench.loading import load
    from primeline.bench.place import Place
    from primeline.testing.cast import TUESDAY_10AM

    person, lead = load(n=3, at=TUESDAY_10AM)
    place = Place(n=3, at=TUESDAY_10AM, person=person, lead=lead)

    results = [result for name in ("account_page",) for result in BENCHES[name](place)]

    assert results
    assert all(result.value > 0 for result in results)
