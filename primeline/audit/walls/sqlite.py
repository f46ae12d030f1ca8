"""The walls on SQLite: triggers, and a function that only our own connections have.

A connection from elsewhere has no `primeline_act()` and can therefore not write at all.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from primeline.audit.walls.metadata import (
    ACTS,
    HISTORY,
    RECORD_TABLES,
    WRITTEN_UNDER_AN_ACT,
    ArchiveTable,
    Column,
    ColumnKind,
    archive_tables,
)

PREFIX = "primeline_"
# SQLite allows 127 arguments to a function: 63 names with their values.
PAIRS_AT_ONCE = 60
NO_DELETION = "nothing is ever deleted here"
NO_REWRITING = "the record is never rewritten"


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Make every trigger that should be there, and no other."""
    wanted = triggers(connection)
    standing = _standing(connection)
    with connection.cursor() as cursor:
        for name, definition in standing.items():
            if wanted.get(name) != definition:
                cursor.execute(f'DROP TRIGGER "{name}"')
        for name, definition in wanted.items():
            if standing.get(name) != definition:
                cursor.execute(definition)


def gaps(connection: BaseDatabaseWrapper) -> list[str]:
    """Return a sentence for each trigger that is missing or not as it should be."""
    standing = _standing(connection)
    wanted = triggers(connection)
    return [
        *(
            f"Trigger {name} is {'changed' if name in standing else 'missing'}."
            for name, definition in wanted.items()
            if standing.get(name) != definition
        ),
        *(f"Trigger {name} should not be there." for name in sorted(standing.keys() - wanted)),
    ]


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger: SQLite rebuilds tables to change them and would trip over these."""
    with connection.cursor() as cursor:
        for name in _standing(connection):
            cursor.execute(f'DROP TRIGGER "{name}"')


def triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return the definition of every trigger that should be there, by name."""
    existing = set(connection.introspection.table_names())
    wanted: dict[str, str] = {}
    for table in archive_tables():
        if table.name in existing:
            wanted |= _around_archive(table)
    for name in RECORD_TABLES:
        wanted |= _around_record(name)
    return wanted


def image(table: ArchiveTable, row: str) -> str:
    """Return SQL for the whole of a row as JSON, written as PostgreSQL writes it."""
    chunks = [
        table.columns[start : start + PAIRS_AT_ONCE]
        for start in range(0, len(table.columns), PAIRS_AT_ONCE)
    ]
    objects = [
        "json_object(" + ", ".join(f"'{c.name}', {_value(c, row)}" for c in chunk) + ")"
        for chunk in chunks
    ]
    joined = objects[0]
    for further in objects[1:]:
        joined = f"substr({joined}, 1, length({joined}) - 1) || ',' || substr({further}, 2)"
    return joined


def _value(column: Column, row: str) -> str:
    value = f'{row}."{column.name}"'
    match column.kind:
        case ColumnKind.BOOLEAN:
            return f"json(CASE WHEN {value} THEN 'true' WHEN {value} IS NOT NULL THEN 'false' END)"
        case ColumnKind.MOMENT:
            trimmed = f"CASE WHEN instr({value}, '.') THEN rtrim({value}, '0') ELSE {value} END"
            return f"replace({trimmed}, ' ', 'T') || '+00:00'"
        case ColumnKind.JSON:
            return f"json({value})"
        case ColumnKind.BINARY:
            return f"'\\x' || lower(hex({value}))"
        case ColumnKind.DIGEST:
            return f"primeline_digest({value})"
        case ColumnKind.PLAIN:
            return value


def _around_archive(table: ArchiveTable) -> dict[str, str]:
    changed = " OR ".join(f'OLD."{c.name}" IS NOT NEW."{c.name}"' for c in table.columns)
    key = f'"{table.key}"'
    return dict(
        [
            _trigger(
                table.name, "insert", "AFTER INSERT", _keep(table, "I", "NULL", image(table, "NEW"))
            ),
            _trigger(
                table.name,
                "update",
                "AFTER UPDATE",
                _keep(table, "U", image(table, "OLD"), image(table, "NEW")),
                when=changed,
            ),
            _trigger(
                table.name,
                "key",
                # Not "UPDATE OF": SQLite goes by the written name, and a key is rowid too.
                "AFTER UPDATE",
                _refuse(f"the key of {table.name} never changes"),
                when=f"OLD.{key} IS NOT NEW.{key}",
            ),
            _trigger(
                table.name, "delete", "BEFORE DELETE", _refuse(f"{table.name}: {NO_DELETION}")
            ),
        ]
    )


def _around_record(name: str) -> dict[str, str]:
    wanted = [
        _trigger(name, "update", "BEFORE UPDATE", _refuse(f"{name}: {NO_REWRITING}")),
        _trigger(name, "delete", "BEFORE DELETE", _refuse(f"{name}: {NO_DELETION}")),
    ]
    if name in (*WRITTEN_UNDER_AN_ACT, HISTORY):
        body = _refuse(f"writing {name} needs an open deed")
        foreign = "NEW.act_id IS NOT primeline_act()"
        wanted.append(_trigger(name, "insert", "BEFORE INSERT", body, when=foreign))
    if name == ACTS:
        body = _refuse("an act is open already")
        wanted.append(
            _trigger(name, "insert", "BEFORE INSERT", body, when="primeline_act() IS NOT NULL")
        )
    return dict(wanted)


def _keep(table: ArchiveTable, operation: str, before: str, after: str) -> str:
    no_deed = f"RAISE(ABORT, 'primeline: writing {table.name} needs an open deed')"
    return (
        f'INSERT INTO {HISTORY} (act_id, "table", row_id, operation, before, after) '  # noqa: S608 - names of our own models
        f"VALUES (coalesce(primeline_act(), {no_deed}), '{table.name}', "
        f"CAST(NEW.\"{table.key}\" AS TEXT), '{operation}', {before}, {after});"
    )


def _refuse(why: str) -> str:
    return f"SELECT RAISE(ABORT, 'primeline: {why}');"


def _trigger(table: str, name: str, event: str, body: str, when: str = "") -> tuple[str, str]:
    full_name = f"{PREFIX}{table}_{name}"
    condition = f" WHEN {when}" if when else ""
    return full_name, (
        f'CREATE TRIGGER "{full_name}" {event} ON "{table}" FOR EACH ROW{condition} '
        f"BEGIN {body} END"
    )


def _standing(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
            [PREFIX + "%"],
        )
        return dict(cursor.fetchall())
