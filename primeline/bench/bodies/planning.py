"""What it costs to plan the visits and calls of a whole base, against storing the same rows."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import F, Model

from primeline.audit import walls
from primeline.bench.bodies.asking import spelled
from primeline.bench.meter import metered, peak_mib
from primeline.bench.place import Place
from primeline.bench.results import Result
from primeline.commitments.models import Commitment
from primeline.customers.models import Customer
from primeline.hours.actions import install_days
from primeline.kit.deeds import System, act
from primeline.staff.models import Person
from primeline.standards.actions import install_standards
from primeline.visits import sources
from primeline.visits.actions import install_cadence
from primeline.visits.models import ServiceAction
from primeline.visits.queries.facts import managers

BENCH = System("bench")
ACCOUNTS_EACH = 50
# Of a hundred accounts: so many diamond, gold, silver; the rest is standard.
LEVELS = (("T0", 2), ("T1", 15), ("T2", 50), ("T3", 100))
TABLES: tuple[type[Model], ...] = (ServiceAction, Commitment)


def cadence(place: Place) -> Iterator[Result]:
    """Return the cost of the first plan of `n` key accounts, fifty a manager.

    The floor is a bare INSERT of the same rows, all of a table in one transaction.
    """
    install_days(by=BENCH, at=place.at)
    install_standards(by=BENCH, at=place.at)
    install_cadence(by=BENCH, at=place.at)
    _look_after(place)
    with metered() as ours:
        for _outcome in sources.plan_for(managers(), by=BENCH, at=place.at):
            pass
    rows = [(model, list(model._default_manager.values_list())) for model in reversed(TABLES)]
    _switch_triggers(on=False)
    try:
        for model in TABLES:
            _run(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 - our own table
        with metered() as least:
            for model, values in rows:
                _insert(model, values)
    finally:
        _switch_triggers(on=True)
    for unit, value, floor in (
        ("ms CPU", ours[0].cpu, least[0].cpu),
        ("ms", ours[0].wall, least[0].wall),
    ):
        yield Result(
            bench="cadence",
            case=place.case,
            n=place.n,
            value=value,
            floor=floor,
            unit=unit,
            peak_mib=peak_mib(),
        )


def _look_after(place: Place) -> None:
    """Make every account a key account with a level, and give fifty to each manager."""
    with act(kind="bench.load", by=BENCH, at=place.at):
        people = Person.objects.bulk_create(
            Person(
                username=f"manager{number}",
                name_zh="测量",
                home_unit_id=place.lead.home_unit_id,
                password="!",  # noqa: S106 - nobody signs in with it
            )
            for number in range(max(1, place.n // ACCOUNTS_EACH))
        )
        ids = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
        for number, person in enumerate(people):
            Customer.objects.filter(pk__in=ids[number :: len(people)]).update(
                account_manager=person, is_key_account=True, status="ACTIVE"
            )
        rest = Customer.objects.annotate(part=F("pk") % 100)
        first = 0
        for tier, last in LEVELS:
            rest.filter(part__gte=first, part__lt=last).update(tier=tier)
            first = last


def _insert(model: type[Model], rows: Sequence[tuple[Any, ...]]) -> None:
    fields = model._meta.local_concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    ready = [
        [
            field.get_db_prep_save(value, connection)
            for field, value in zip(fields, row, strict=True)
        ]
        for row in rows
    ]
    raw = connection.connection
    raw.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
    statement = f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})"  # noqa: S608 - our own table
    raw.cursor().executemany(spelled(statement), ready)
    raw.execute("COMMIT")


def _run(statement: str) -> None:
    with walls.as_owner(), connection.cursor() as cursor:
        cursor.execute(statement)


def _switch_triggers(*, on: bool) -> None:
    if connection.vendor != "postgresql":
        (walls.install if on else walls.take_down)()
        return
    for model in TABLES:
        _run(f"ALTER TABLE {model._meta.db_table} {'ENABLE' if on else 'DISABLE'} TRIGGER USER")
