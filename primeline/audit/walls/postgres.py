"""The walls on PostgreSQL: functions of the owner, triggers that call them, and few rights.

The application role cannot write history itself; the functions run with the rights of the
owner of the tables and take the act from the setting that opening it left in the transaction.
"""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from primeline.audit.walls import functions, policies, rights
from primeline.audit.walls.metadata import (
    ACTS,
    RECORD_TABLES,
    WRITTEN_UNDER_AN_ACT,
    archive_tables,
)

# The bits of pg_trigger.tgtype.
ROW, BEFORE, INSERT, DELETE, UPDATE, TRUNCATE = 1, 2, 4, 8, 16, 32
PREFIX = functions.PREFIX
ONLY_WHAT_CHANGES = "WHEN (OLD.* IS DISTINCT FROM NEW.*)"


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """A trigger as it should be: what it calls and the bits by which PostgreSQL describes it."""

    table: str
    name: str
    event: str
    bits: int
    function: str
    only_changes: bool = False

    @property
    def definition(self) -> str:
        when = f" {ONLY_WHAT_CHANGES}" if self.only_changes else ""
        return (
            f'CREATE TRIGGER "{self.name}" {self.event}{when} EXECUTE FUNCTION "{self.function}"()'
        )


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Make every function, trigger, policy and right that should be there, and no other."""
    existing = _existing(connection)
    bodies = functions.wanted(schema_of(connection), existing)
    with connection.cursor() as cursor:
        for name, table in _standing_triggers(connection):
            cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
        for function in bodies.values():
            cursor.execute(function.definition)
        for trigger in _wanted_triggers(connection):
            cursor.execute(trigger.definition)
        for statement in policies.statements(connection, existing):
            cursor.execute(statement)
        for name in functions.standing(connection).keys() - bodies:
            cursor.execute(f'DROP FUNCTION "{name}"')
        for statement in rights.statements(connection):
            cursor.execute(statement)


def gaps(connection: BaseDatabaseWrapper) -> list[str]:
    """Return a sentence for each function, trigger, policy or right that is not as it should be."""
    existing = _existing(connection)
    bodies = functions.wanted(schema_of(connection), existing)
    return [
        *functions.gaps(connection, bodies),
        *_trigger_gaps(connection),
        *policies.gaps(connection, existing),
        *rights.gaps(connection),
    ]


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Leave everything standing: PostgreSQL changes tables without rebuilding them."""


def schema_of(connection: BaseDatabaseWrapper) -> str:
    """Return the schema that the tables are in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0])


def _wanted_triggers(connection: BaseDatabaseWrapper) -> list[Trigger]:
    existing = _existing(connection)
    archives = [table.name for table in archive_tables() if table.name in existing]
    wanted = [trigger for name in archives for trigger in _around_archive(name)]
    wanted += [_refusal(name, "UPDATE OR DELETE OR TRUNCATE") for name in RECORD_TABLES]
    wanted.append(_before_insert(ACTS, f"{PREFIX}place_act"))
    wanted += [_before_insert(name, f"{PREFIX}check_act") for name in WRITTEN_UNDER_AN_ACT]
    return wanted


def _around_archive(table: str) -> list[Trigger]:
    inserted = f'AFTER INSERT ON "{table}" REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT'
    return [
        Trigger(
            table=table,
            name=f"{PREFIX}insert",
            event=inserted,
            bits=INSERT,
            function=functions.name_for("insert", table),
        ),
        Trigger(
            table=table,
            name=f"{PREFIX}update",
            event=f'AFTER UPDATE ON "{table}" FOR EACH ROW',
            bits=ROW | UPDATE,
            function=functions.name_for("update", table),
            only_changes=True,
        ),
        _refusal(table, "DELETE OR TRUNCATE"),
    ]


def _refusal(table: str, events: str) -> Trigger:
    bits = BEFORE | DELETE | TRUNCATE | (UPDATE if "UPDATE" in events else 0)
    return Trigger(
        table=table,
        name=f"{PREFIX}refuse",
        event=f'BEFORE {events} ON "{table}" FOR EACH STATEMENT',
        bits=bits,
        function=f"{PREFIX}refuse",
    )


def _before_insert(table: str, function: str) -> Trigger:
    return Trigger(
        table=table,
        name=f"{PREFIX}insert",
        event=f'BEFORE INSERT ON "{table}" FOR EACH ROW',
        bits=ROW | BEFORE | INSERT,
        function=function,
    )


def _trigger_gaps(connection: BaseDatabaseWrapper) -> list[str]:
    standing = _standing_triggers(connection)
    gaps = []
    for trigger in _wanted_triggers(connection):
        found = standing.pop((trigger.name, trigger.table), None)
        where = f"Trigger {trigger.name} on {trigger.table}"
        if found is None:
            gaps.append(f"{where} is missing.")
        elif found != (trigger.bits, trigger.function, trigger.only_changes, trigger.only_changes):
            gaps.append(f"{where} is changed or switched off.")
    return [*gaps, *(f"Trigger {name} on {table} should not be there." for name, table in standing)]


def _standing_triggers(
    connection: BaseDatabaseWrapper,
) -> dict[tuple[str, str], tuple[int, str, bool, bool]]:
    """Return (bits, function, has a condition, has the right one) by (name, table).

    A trigger that is switched off has no bits.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT t.tgname, c.relname,
                   CASE WHEN t.tgenabled IN ('O', 'A') THEN t.tgtype ELSE 0 END,
                   p.proname, t.tgqual IS NOT NULL,
                   strpos(lower(pg_get_triggerdef(t.oid)), 'old.* is distinct from new.*') > 0
            FROM pg_trigger t
            JOIN pg_class c ON c.oid = t.tgrelid
            JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
              AND starts_with(t.tgname, %s)
            """,
            [PREFIX],
        )
        return {(row[0], row[1]): tuple(row[2:]) for row in cursor.fetchall()}


def _existing(connection: BaseDatabaseWrapper) -> frozenset[str]:
    return frozenset(connection.introspection.table_names())
