"""What it costs to owe something, and to find what is due among all that is owed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.db import connection

from primeline.audit import walls
from primeline.bench.bodies.asking import spelled
from primeline.bench.meter import Cost, cost_of, median_cost, peak_mib
from primeline.bench.place import Place
from primeline.bench.results import Result
from primeline.commitments import actions, queries
from primeline.commitments.models import Commitment
from primeline.commitments.values import Owed, Subject
from primeline.customers.models import Customer
from primeline.kit.deeds import System
from primeline.standards.actions import install_standards

BENCH = System("bench")
STEP = "COMPLAINT_REPLY"
TABLE = Commitment._meta.db_table
FIELDS = Commitment._meta.local_concrete_fields[1:]
NAMES = ", ".join(f'"{field.column}"' for field in FIELDS)
OPENED, ROUNDS = 100, 3
DUE = 100
FAR = timedelta(days=3650)
_subjects = count(1)


def commitment_open(place: Place) -> Iterator[Result]:
    """Return the cost of owing one thing: rule, due moment, row, act, history and fact.

    The floor is a bare INSERT of the same row, each in a transaction of its own.
    """
    install_standards(by=BENCH, at=place.at)
    customers = place.some_customers()
    _open(place, _owed(customers, 1)[0])
    rounds = [_owed(customers, OPENED) for _ in range(ROUNDS)]
    value = median_cost(lambda owed: _open(place, owed), rounds)
    rows = [_rows(OPENED) for _ in range(ROUNDS)]
    _switch_triggers(on=False)
    try:
        floor = median_cost(_insert, rows)
    finally:
        _switch_triggers(on=True)
    yield from measured(place, "commitment_open", value, floor)


def due_scan(place: Place) -> Iterator[Result]:
    """Return the cost of firing a hundred rungs that are due, among `n` commitments that run.

    The floor is the question for those that are due, by the driver.
    """
    install_standards(by=BENCH, at=place.at)
    customers = place.some_customers()
    _open(place, _owed(customers, 1)[0])
    _fill(place.n, until=place.at + FAR)
    scans, asks = [], []
    for _ in range(ROUNDS + 2):
        due = _owed(customers, DUE, opened_at=place.at - timedelta(days=9))
        actions.open_commitments(owed=due, by=BENCH, at=place.at)
        asks.append(cost_of(_ask_due, [place.at] * 20))
        scans.append(cost_of(_scan, [place.at]))
    yield from measured(place, "due_scan", _median(scans), _median(asks))


def measured(
    place: Place, bench: str, value: Cost, floor: Cost, *, asked_by: str = ""
) -> Iterator[Result]:
    """Return both figures of one measurement: of the processor and of the clock."""
    for unit, figure, least in (
        ("ms CPU", value.cpu, floor.cpu),
        ("ms", value.wall, floor.wall),
    ):
        yield Result(
            bench=bench,
            case=f"{place.case}, {asked_by}" if asked_by else place.case,
            n=place.n,
            value=figure,
            floor=least,
            unit=unit,
            peak_mib=peak_mib(),
        )


def _median(costs: Sequence[Cost]) -> Cost:
    return sorted(costs, key=lambda cost: cost.wall)[len(costs) // 2]


def _owed(
    customers: Sequence[Customer], wanted: int, opened_at: datetime | None = None
) -> list[Owed]:
    return [
        Owed(
            step=STEP,
            subject=Subject("bench", next(_subjects)),
            customer_id=customers[number % len(customers)].pk,
            opened_at=opened_at,
        )
        for number in range(wanted)
    ]


def _open(place: Place, owed: Owed) -> None:
    actions.open_commitment(owed=owed, by=BENCH, at=place.at)


def _scan(at: datetime) -> None:
    while queries.has_due(at):
        actions.fire_due(by=BENCH, at=at)


def _ask_due(at: datetime) -> None:
    due = Commitment.objects.with_rung_before(at).order_by("next_rung_at").values_list("pk")[:DUE]
    statement, values = due.query.sql_with_params()
    cursor = connection.connection.cursor()
    cursor.execute(spelled(statement), values)
    cursor.fetchall()


def _rows(wanted: int) -> list[list[Any]]:
    """Return rows like the one that was just opened, as the driver takes them."""
    like = Commitment.objects.latest("id")
    found = []
    for _ in range(wanted):
        like.subject_id = next(_subjects)
        like.owed_key = f"{STEP}:bench:{like.subject_id}"
        found.append(
            [field.get_db_prep_save(getattr(like, field.attname), connection) for field in FIELDS]
        )
    return found


def _insert(row: list[Any]) -> None:
    marks = ", ".join(["%s"] * len(FIELDS))
    raw = connection.connection
    raw.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
    raw.execute(spelled(f"INSERT INTO {TABLE} ({NAMES}) VALUES ({marks})"), row)  # noqa: S608 - our own table
    raw.execute("COMMIT")


def _fill(wanted: int, *, until: datetime) -> None:
    """Let many like the last one run, none of them due before a moment."""
    put_in(
        wanted,
        instead={
            "owed_key": f"'{STEP}:filler:' || n.i",
            "subject_id": "n.i",
            "next_rung_at": "n.due",
        },
        more=", %s::timestamptz AS due" if connection.vendor == "postgresql" else ", %s AS due",
        values=[connection.ops.adapt_datetimefield_value(until)],
    )


def put_in(
    wanted: int,
    *,
    instead: Mapping[str, str],
    more: str = "",
    beside: str = "",
    values: Sequence[Any] = (),
) -> None:
    """Write many like the last one, other columns instead of its own; they bring no history.

    `n.i` counts them from 1; `more` is what else `n` says of each, `beside` what is joined to it.
    """
    numbers = (
        "SELECT generate_series(1, %s) AS i"
        if connection.vendor == "postgresql"
        else "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < %s) "
        "SELECT i FROM s"
    )
    columns = ", ".join(instead.get(str(field.column), f'c."{field.column}"') for field in FIELDS)
    statement = (
        f"INSERT INTO {TABLE} ({NAMES}) SELECT {columns} "  # noqa: S608 - our own table
        f"FROM (SELECT s.i{more} FROM ({numbers}) AS s) AS n "
        f"CROSS JOIN (SELECT * FROM {TABLE} ORDER BY id DESC LIMIT 1) AS c {beside}"
    )
    _switch_triggers(on=False)
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement.replace(" % ", " %% "), [*values, wanted])
            cursor.execute("ANALYZE")
    finally:
        _switch_triggers(on=True)


def _switch_triggers(*, on: bool) -> None:
    if connection.vendor != "postgresql":
        (walls.install if on else walls.take_down)()
        return
    with walls.as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} {'ENABLE' if on else 'DISABLE'} TRIGGER USER")
