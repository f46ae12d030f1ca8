"""A constraint of our own: no two rows that stand overlap. The database itself refuses it."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, Model

# What the triggers on SQLite say. On PostgreSQL it is an exclusion violation.
OVERLAP = "overlaps what is taken"

POSTGRES = "EXCLUDE USING gist ((network::inet) inet_ops WITH &&) WHERE ({standing})"
ADDING = "ALTER TABLE %(table)s ADD CONSTRAINT {name} {rule}"
REMOVING = "ALTER TABLE %(table)s DROP CONSTRAINT {name}"
# Those that stand lie apart, so the last one that begins before the end of a new one tells.
SQLITE = """CREATE TRIGGER "{name}_{event}" BEFORE {event} ON %(table)s WHEN {new} AND (
    SELECT last FROM %(table)s
    WHERE {standing} AND id <> coalesce(NEW.id, -1) AND first <= NEW.last
    ORDER BY first DESC LIMIT 1
) >= NEW.first BEGIN SELECT RAISE(ABORT, '{message}'); END"""


class LieApart(BaseConstraint):
    """No two rows overlap, of those that stand.

    Rows have `network`, and its ends as `first` and `last`. `standing` is SQL, with `{row}` before
    each column. PostgreSQL excludes by a GiST index of `inet`; SQLite, where only one writes at a
    time, has triggers.
    """

    def __init__(self, *, name: str, standing: str) -> None:
        super().__init__(name=name)
        self.standing = standing

    def constraint_sql(
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Any:
        """Return what stands in the making of the table; triggers are made after it."""
        if model is None or schema_editor is None:
            return None
        if schema_editor.connection.vendor == "postgresql":
            rule = POSTGRES.format(standing=self._of(""))
            return f"CONSTRAINT {schema_editor.quote_name(self.name)} {rule}"
        for event in ("INSERT", "UPDATE"):
            sql = SQLITE.format(
                name=self.name,
                event=event,
                new=self._of("NEW."),
                standing=self._of(""),
                message=OVERLAP,
            )
            schema_editor.deferred_sql.append(_about(model, schema_editor, sql))
        return None

    def create_sql(
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Any:
        """Return what adds it to a table that is there; SQLite makes the table anew instead."""
        if model is None or schema_editor is None:
            return None
        rule = POSTGRES.format(standing=self._of(""))
        sql = ADDING.format(name=schema_editor.quote_name(self.name), rule=rule)
        return _about(model, schema_editor, sql)

    def remove_sql(
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Any:
        """Return what takes it away; on SQLite it goes with the old table."""
        if model is None or schema_editor is None:
            return None
        sql = REMOVING.format(name=schema_editor.quote_name(self.name))
        return _about(model, schema_editor, sql)

    def validate(self, *_args: Any, **_options: Any) -> None:
        """Leave it to the database, which alone sees what others write."""

    def deconstruct(self) -> Any:
        """Return how a migration writes it."""
        path, args, options = super().deconstruct()
        return path, args, options | {"standing": self.standing}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LieApart):
            return NotImplemented
        return (self.name, self.standing) == (other.name, other.standing)

    def __hash__(self) -> int:
        return hash((self.name, self.standing))

    def _of(self, row: str) -> str:
        return self.standing.format(row=row)


def _about(model: type[Model], schema_editor: BaseDatabaseSchemaEditor, sql: str) -> Statement:
    """Return SQL that follows its table when that is renamed."""
    return Statement(sql, table=Table(model._meta.db_table, schema_editor.quote_name))
