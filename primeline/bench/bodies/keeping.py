"""What it costs to ask what came due in a month and what became of it, among two years of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.db import connection

from primeline.bench.bodies.asking import spelled
from primeline.bench.bodies.owing import BENCH, STEP, TABLE, measured, put_in
from primeline.bench.meter import median_cost
from primeline.bench.place import Place
from primeline.bench.results import Result
from primeline.commitments import actions
from primeline.commitments.queries.tallies import Tallies, TallyFilter, tallies_of
from primeline.commitments.values import Owed, Subject
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.staff.reach import Reach
from primeline.standards.actions import install_standards

SPAN, MONTH = timedelta(days=730), timedelta(days=30)
ASKED, ROUNDS = 5, 3
_subjects = count(1)


def kept_owed(place: Place) -> Iterator[Result]:
    """Return the cost of what the page of kept and owed asks first, among `n` that came due.

    Seven of ten were kept, one was late, two are missed. The floor is a count of the same month by
    state, owner, unit and step by the driver, which finds it by the index of due moments.
    """
    install_standards(by=BENCH, at=place.at)
    like = Owed(
        step=STEP, subject=Subject("bench", next(_subjects)), customer_id=_any_customer(place)
    )
    actions.open_commitment(owed=like, by=BENCH, at=place.at)
    fill(place.n, until=place.at)
    month = (place.at - 2 * MONTH, place.at - MONTH)
    for name, person in (("headquarters", place.person), ("branch", place.lead)):
        unit_id = None if person == place.person else person.home_unit_id
        reach = reach_now(person, at=place.at)
        value = median_cost(lambda who: ask(who, month), _rounds(reach))
        floor = median_cost(lambda unit: ask_by_hand(unit, month), _rounds(unit_id))
        yield from measured(place, "kept_owed", value, floor, asked_by=name)


def ask(reach: Reach, month: tuple[datetime, datetime]) -> Tallies:
    """Ask as the page does."""
    since, until = month
    return tallies_of(reach, TallyFilter(since=since, until=until))


def ask_by_hand(unit_id: int | None, month: tuple[datetime, datetime]) -> list[tuple[Any, ...]]:
    """Count the same by the driver: of one unit, or of all."""
    where = "" if unit_id is None else f" AND unit_id = {int(unit_id)}"
    statement = (
        "SELECT status, broken_at IS NULL, person_id, unit_id, step_id, COUNT(*) "  # noqa: S608 - our own table
        f"FROM {TABLE} WHERE due_at >= %s AND due_at < %s{where} "
        "GROUP BY status, broken_at IS NULL, person_id, unit_id, step_id"
    )
    cursor = connection.connection.cursor()
    cursor.execute(
        spelled(statement), [connection.ops.adapt_datetimefield_value(one) for one in month]
    )
    found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def fill(wanted: int, *, until: datetime) -> None:
    """Let so many have come due, evenly in two years, owed to accounts of all units in turn."""
    seconds = max(1, int(SPAN.total_seconds()) // wanted)
    due = (
        f"%s::timestamptz - s.i * INTERVAL '{seconds} seconds'"
        if connection.vendor == "postgresql"
        else f"datetime(%s, '-' || (s.i * {seconds}) || ' seconds')"
    )
    put_in(
        wanted,
        instead={
            "owed_key": f"'{STEP}:kept:' || n.i",
            "subject_id": "n.i",
            "customer_id": "k.id",
            "unit_id": "k.owner_unit_id",
            "due_at": "n.due",
            "status": "CASE WHEN n.i % 10 < 8 THEN 'DONE' ELSE 'RUNNING' END",
            "ended_at": "CASE WHEN n.i % 10 < 8 THEN n.due END",
            "broken_at": "CASE WHEN n.i % 10 >= 7 THEN n.due END",
            "next_rung_at": "NULL",
        },
        more=f", {due} AS due",
        beside=(
            "JOIN (SELECT id, owner_unit_id, ROW_NUMBER() OVER (ORDER BY id) - 1 AS place "  # noqa: S608 - our own table
            f"FROM {Customer._meta.db_table}) AS k "
            f"ON k.place = n.i % (SELECT COUNT(*) FROM {Customer._meta.db_table})"
        ),
        values=[connection.ops.adapt_datetimefield_value(until)],
    )


def _any_customer(place: Place) -> int:
    return place.some_customers(1)[0].pk


def _rounds(one: Any) -> list[list[Any]]:
    return [[one] * ASKED for _ in range(ROUNDS)]
