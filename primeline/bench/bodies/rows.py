"""Rows that an import has written, and writing such rows by hand: COPY, or executemany."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.db.models import Model, Q
from msgspec.msgpack import decode, encode

from primeline.bench.meter import Cost, metered
from primeline.customers.models import Contact, Customer, TimelineLine
from primeline.kit.deeds import Actor, act
from primeline.privacy.models import BlindEntry, PersonKey
from primeline.products.models import Subscription

# Far beyond every id, so that the rows can be written a second time.
AWAY = 1_000_000_000
ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows as they are written once more: other keys, the same facts."""

    name: str
    columns: tuple[str, ...]
    folder: Path

    def lots(self) -> Iterator[list[tuple[Any, ...]]]:
        """Return the rows, some thousand at a time, as they lie on disk."""
        for lot in sorted(self.folder.iterdir()):
            yield decode(lot.read_bytes(), type=list[tuple[Any, ...]])

    @property
    def names(self) -> str:
        """The columns as they stand in a statement."""
        return ", ".join(f'"{column}"' for column in self.columns)


class _Undone(Exception):
    """What was written is taken back on purpose."""


def written_rows(prefix: str, folder: Path) -> list[Table]:
    """Return the rows of the accounts whose numbers begin so, under other keys, on disk."""
    own, of_account = Q(external_id__startswith=prefix), Q(customer__external_id__startswith=prefix)
    people = Q(
        subject__in=Customer.objects.filter(own, subject__isnull=False)
        .values("subject")
        .union(Contact.objects.filter(of_account).values("subject"), all=True)
    )
    found: list[tuple[type[Model], Q]] = [
        (PersonKey, people),
        (BlindEntry, people),
        (Customer, own),
        (Contact, of_account),
        (Subscription, own),
        (TimelineLine, of_account),
    ]
    return [_table(model, condition, folder) for model, condition in found]


def write_rows(tables: Sequence[Table], *, at: datetime, by: Actor, with_triggers: bool) -> Cost:
    """Write the rows straight into their tables, take them back, and return what it cost."""
    if connection.vendor == "postgresql":
        return _copy(tables, at=at, with_triggers=with_triggers)
    return _executemany(tables, at=at, by=by, with_triggers=with_triggers)


def _table(model: type[Model], condition: Q, folder: Path) -> Table:
    fields = model._meta.concrete_fields
    columns = tuple(str(field.column) for field in fields)
    with connection.cursor() as cursor:
        statement, values = (
            model._default_manager.filter(condition)
            .order_by("pk")
            .values_list(*(field.attname for field in fields))
            .query.sql_with_params()
        )
        # The driver's own values, so that writing them again converts nothing.
        cursor.execute(statement, values)
        of_table = folder / model._meta.db_table
        of_table.mkdir()
        for number in count():
            rows = cursor.fetchmany(ROWS_AT_ONCE)
            if not rows:
                break
            lot = encode([_moved(columns, row) for row in rows])
            (of_table / f"{number:06d}").write_bytes(lot)
    return Table(name=model._meta.db_table, columns=columns, folder=of_table)


def _moved(columns: Sequence[str], row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(
        value + AWAY
        if name in ("id", "customer_id")
        else value ^ (1 << 61)
        if name == "subject" and value is not None
        else f"F{value}"
        if name in ("number", "external_id") and value
        else value
        for name, value in zip(columns, row, strict=True)
    )


def _executemany(tables: Sequence[Table], *, at: datetime, by: Actor, with_triggers: bool) -> Cost:
    costs: list[Cost] = []
    # No savepoint around it: SQLite would keep every page of every statement until its end.
    with suppress(_Undone), act(kind="bench.floor", by=by, at=at):
        cursor = connection.connection.cursor()
        if not with_triggers:
            _drop_triggers(cursor)
        for table in tables:
            places = ", ".join("?" * len(table.columns))
            statement = f'INSERT INTO "{table.name}" ({table.names}) VALUES ({places})'  # noqa: S608
            for rows in table.lots():
                with metered() as cost:
                    cursor.executemany(statement, rows)
                costs += cost
        raise _Undone
    return _together(costs)


def _drop_triggers(cursor: Any) -> None:
    found = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in found:
        cursor.execute(f'DROP TRIGGER "{name}"')


def _copy(tables: Sequence[Table], *, at: datetime, with_triggers: bool) -> Cost:
    """COPY as the owner, past the wall by reach: COPY refuses tables that have one."""
    costs: list[Cost] = []
    with psycopg.connect(_owner_conninfo()) as server, server.cursor() as cursor:
        _open_act(cursor, at)
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table.name}" NO FORCE ROW LEVEL SECURITY')
            if not with_triggers:
                cursor.execute(f'ALTER TABLE "{table.name}" DISABLE TRIGGER USER')
        backend = server.info.backend_pid
        for table in tables:
            statement = f'COPY "{table.name}" ({table.names}) FROM STDIN'
            for rows in table.lots():
                with metered(backend) as cost, cursor.copy(statement) as copy:
                    for row in rows:
                        copy.write_row(row)
                costs += cost
        with metered(backend) as cost:
            # Whoever commits pays for looking up every foreign key; here nothing is committed.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        costs += cost
        server.rollback()
    return _together(costs)


def _together(costs: Iterable[Cost]) -> Cost:
    known = list(costs)
    return Cost(cpu=sum(one.cpu for one in known), wall=sum(one.wall for one in known))


def _open_act(cursor: "psycopg.Cursor[Any]", at: datetime) -> None:
    cursor.execute("SELECT set_config('primeline.wall', 'system', true)")
    cursor.execute(
        "INSERT INTO audit_act (kind, actor_name, at, reason, request_id, epoch, position) "
        "VALUES ('bench.floor', 'bench', %s, '', '', 0, 0) "
        "RETURNING set_config('primeline.act', id::text, true)",
        [at],
    )


def _owner_conninfo() -> str:
    owner: Any = settings.PRIMELINE_OWNER_DATABASE or settings.DATABASES["default"]
    return psycopg.conninfo.make_conninfo(
        host=owner["HOST"],
        port=owner["PORT"] or 5432,
        user=owner["USER"],
        password=owner["PASSWORD"],
        dbname=connection.settings_dict["NAME"],
    )
