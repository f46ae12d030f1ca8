"""Rules and cases as hypothesis makes them, and a slow oracle that knows who wins."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from primeline.calendars.tests.examples import office
from primeline.standards.choices import Area, Clock
from primeline.standards.rules import due_by
from primeline.standards.values import Case, Row

DAY = 86_400
OPENED = datetime(2026, 2, 12, 6, 17, tzinfo=UTC)
# Headquarters, a province below it and a branch of that; and another province.
PATHS = ("/1/", "/1/2/", "/1/2/5/", "/1/3/")
UNITS: dict[int | None, str] = {None: "", 2: "/1/2/", 5: "/1/2/5/", 3: "/1/3/"}

OFFICE = office()
due = due_by(OFFICE, OPENED)


def rule(number: int = 1, **facts: Any) -> Row:
    """A rule about restoration that says what is asked for."""
    unit_id = facts.get("unit_id")
    path = UNITS.get(unit_id, "")
    return Row(id=number, step="RESTORATION", unit_path=path, **{"limit_seconds": DAY, **facts})


_any = st.sampled_from
dimensions = st.fixed_dictionaries(
    {
        "tier": _any(["", "T0", "T3"]),
        "assurance": _any(["", "AAA", "NORMAL"]),
        "line": _any(["", "DATA_LINE"]),
        "area": _any(["", Area.URBAN.value, Area.RURAL.value]),
        "priority": _any(["", "P1"]),
    }
)


@st.composite
def rows(draw: st.DrawFn, *, at_least: int = 0) -> list[Row]:
    """Some rules, of headquarters, of provinces, of contracts, statutory or not."""
    facts = st.fixed_dictionaries(
        {
            "limit_seconds": _any([900, 4 * 3600, DAY, 2 * DAY, 3 * DAY, 15 * DAY]),
            "clock": _any([clock.value for clock in Clock]),
            "unit_id": _any([None, None, 2, 5, 3]),
            "customer_id": _any([None, None, 7]),
            "is_statutory": st.booleans(),
        }
    )
    made = draw(st.lists(st.tuples(dimensions, facts), min_size=at_least, max_size=7))
    return [rule(number, **where, **what) for number, (where, what) in enumerate(made, start=1)]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case somewhere, of which some things are known."""
    return Case(
        step="RESTORATION",
        unit_path=draw(_any(PATHS)),
        customer_id=draw(_any([None, 7, 8])),
        **draw(dimensions),
    )


def speaks_of(row: Row, case: Case) -> bool:
    """The oracle's own reading of which rules apply, written out one by one."""
    if row.unit_id is not None and str(row.unit_id) not in case.unit_path.split("/"):
        return False
    if row.customer_id is not None and row.customer_id != case.customer_id:
        return False
    area = case.area if case.area else "URBAN"
    return (
        (not row.tier or row.tier == case.tier)
        and (not row.assurance or row.assurance == case.assurance)
        and (not row.line or row.line == case.line)
        and (not row.area or row.area == area)
        and (not row.priority or row.priority == case.priority)
    )


def tightest(rules: list[Row], case: Case) -> datetime | None:
    """The earliest deadline of all rules that apply, by looking at every one."""
    found = None
    for row in rules:
        if speaks_of(row, case) and (found is None or due(row) < found):
            found = due(row)
    return found
