"""What history costs: the same writes with the triggers and without them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from django.db import connection

from primeline.audit import walls
from primeline.bench.meter import cost_of, peak_mib
from primeline.bench.place import Place
from primeline.bench.results import Result
from primeline.customers.models import Customer
from primeline.kit.deeds import System, act
from primeline.products.models import LineOfBusiness, Subscription

BENCH = System("bench")
ROUNDS = 5
# Rows of one round: enough for a clock of hundredths of seconds, not so many that nobody waits.
SINGLE_ROWS = 300
RAW_ROWS = 10_000
TABLE = Subscription._meta.db_table
FIELDS = Subscription._meta.local_concrete_fields[1:]
COLUMNS = [str(field.column) for field in FIELDS]


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Somebody who writes subscriptions, the widest table, in the ways the product does."""

    place: Place
    customers: list[Customer]
    line: LineOfBusiness
    numbers: Iterator[int]

    def subscriptions(self, rows_count: int) -> list[Subscription]:
        """Return new rows, not stored yet."""
        return [self._subscription(next(self.numbers)) for _ in range(rows_count)]

    def create_one(self, row: Subscription) -> None:
        with act(kind="bench.history", by=BENCH, at=self.place.at):
            row.save()

    def change_one(self, row: Subscription) -> None:
        row.quantity += 1
        with act(kind="bench.history", by=BENCH, at=self.place.at):
            row.save()

    def create_many(self, rows: list[Subscription]) -> None:
        with act(kind="bench.history", by=BENCH, at=self.place.at):
            Subscription.objects.bulk_create(rows, batch_size=1000)

    def insert_raw(self, rows: list[list[Any]]) -> None:
        """Write rows past the object mapper, as an import does on this database."""
        names, marks = ", ".join(COLUMNS), ", ".join(["%s"] * len(COLUMNS))
        with act(kind="bench.history", by=BENCH, at=self.place.at), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    f"INSERT INTO {TABLE} ({names}) SELECT {names} FROM bench_staged"  # noqa: S608 - our own table
                )
            else:
                cursor.executemany(f"INSERT INTO {TABLE} ({names}) VALUES ({marks})", rows)  # noqa: S608 - our own table

    def stage(self, rows_count: int) -> list[list[Any]]:
        """Return new rows as the driver takes them; PostgreSQL gets them into a table at once."""
        rows = [
            [field.get_db_prep_save(getattr(row, field.attname), connection) for field in FIELDS]
            for row in self.subscriptions(rows_count)
        ]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("DROP TABLE IF EXISTS bench_staged")
                cursor.execute(f"CREATE TEMP TABLE bench_staged AS SELECT * FROM {TABLE} LIMIT 0")  # noqa: S608 - our own table
                with cursor.copy(f"COPY bench_staged ({', '.join(COLUMNS)}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
        return rows

    def _subscription(self, number: int) -> Subscription:
        return Subscription(
            number=f"H-{number:08d}",
            customer=self.customers[number % len(self.customers)],
            line=self.line,
            label="互联网专线",
            circuit_number=f"H{number}",
            a_end="浦东新区张江路1号",
            z_end="西城区金融大街35号",
            bandwidth_mbps=100,
            fee_cents=120_000,
            opened_date=date(2026, 1, 1),
        )


def history_triggers(place: Place) -> Iterator[Result]:
    """Return the cost of writes with history, against the same writes without triggers."""
    writer = Writer(
        place=place,
        customers=place.some_customers(),
        line=LineOfBusiness.objects.earliest("id"),
        numbers=count(1),
    )
    for name, measure in _measures(writer).items():
        value, floor = _least(measure)
        yield Result(
            bench="history_triggers",
            case=f"{place.case} {name}",
            n=place.n,
            value=value,
            floor=floor,
            unit="ms CPU",
            peak_mib=peak_mib(),
        )


def _measures(writer: Writer) -> Mapping[str, Callable[[], float]]:
    """Return what is measured: each writes new rows once and returns the CPU time of a row."""
    raw_rows = min(RAW_ROWS, max(1000, writer.place.n))

    def at_once(work: Callable[[Any], None], rows: list[Any]) -> float:
        return cost_of(work, [rows]).cpu / len(rows)

    def changed() -> float:
        return cost_of(writer.change_one, list(Subscription.objects.all()[:SINGLE_ROWS])).cpu

    return {
        "create": lambda: cost_of(writer.create_one, writer.subscriptions(SINGLE_ROWS)).cpu,
        "change": changed,
        "create many": lambda: at_once(writer.create_many, writer.subscriptions(raw_rows // 5)),
        "raw insert": lambda: at_once(writer.insert_raw, writer.stage(raw_rows)),
    }


def _least(measure: Callable[[], float]) -> tuple[float, float]:
    """Return the least cost of several rounds with the triggers, and without them."""
    with_triggers, without = [], []
    for _ in range(ROUNDS):
        with_triggers.append(measure())
        _switch_triggers(on=False)
        try:
            without.append(measure())
        finally:
            _switch_triggers(on=True)
    return min(with_triggers), min(without)


def _switch_triggers(*, on: bool) -> None:
    if connection.vendor != "postgresql":
        (walls.install if on else walls.take_down)()
        return
    with walls.as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} {'ENABLE' if on else 'DISABLE'} TRIGGER USER")
