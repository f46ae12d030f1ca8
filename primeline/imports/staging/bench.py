"""The bench on which staged rows are found, judged and written, one statement per set."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet

from primeline.imports.staging.dialects import Dialect, SqlType, Staged, current_dialect
from primeline.imports.staging.relations import COMMON, Relation


class Bench:
    """Staging tables on the connection that is open, for one transaction."""

    def __init__(self, cursor: CursorWrapper, dialect: Dialect | None = None) -> None:
        self.cursor = cursor
        self.dialect = dialect or current_dialect()
        self.staged: list[Relation] = []
        self.on_file: set[str] = set()
        self.dialect.begin(cursor)

    def stage(self, relation: Relation, staged: Staged) -> None:
        """Load rows into the staging table of a relation."""
        kinds = dict(COMMON) | relation.columns | relation.helpers
        names = {name: self.dialect.type_name(kind) for name, kind in kinds.items()}
        # Until it is found to be on file: most files bring what is new, or what all is known.
        names["is_new"] += " DEFAULT TRUE"
        columns = ", ".join(f"{name} {kind}" for name, kind in names.items())
        self.dialect.create(self.cursor, relation.stage, columns)
        self.dialect.load(self.cursor, relation.stage, staged.columns, staged.rows)
        self.staged.append(relation)

    def clear(self) -> None:
        """Drop the staging tables before their time."""
        for relation in self.staged:
            self.cursor.execute(f"DROP TABLE {relation.stage}")
        self.staged.clear()
        self.on_file.clear()

    def run(self, statement: str, *values: Any) -> int:
        """Run one statement and return how many rows it changed."""
        # An empty list, not None: with None SQLite's driver would leave `%%` as it stands.
        self.cursor.execute(statement, list(values))
        return int(self.cursor.rowcount)

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return what a query answers."""
        self.cursor.execute(statement, list(values))
        return list(self.cursor.fetchall())

    def find(self, relation: Relation, found: str, *, where: str = "TRUE") -> None:
        """Note which stored rows the staged rows `s` are: `found` is a query for the key."""
        condition = f"{where} AND {found} IS NOT NULL"
        # Where nothing is found every row would be written anew to say so.
        if self.rows(f"SELECT 1 FROM {relation.stage} AS s WHERE {condition} LIMIT 1"):
            self.run(f"UPDATE {relation.stage} AS s SET target_id = {found} WHERE {where}")

    def look_for_stored(self, relation: Relation) -> None:
        """Note whether any staged row is on file: where none is, nothing need be compared."""
        if self.rows(f"SELECT 1 FROM {relation.stage} WHERE target_id IS NOT NULL LIMIT 1"):
            self.on_file.add(relation.stage)

    def is_on_file(self, relation: Relation) -> bool:
        """Test whether any staged row of a relation was found on file."""
        return relation.stage in self.on_file

    def fault(
        self,
        relation: Relation,
        code: str,
        *,
        where: str,
        field: str,
        value: str = "NULL",
        values: Sequence[Any] = (),
    ) -> None:
        """Mark the staged rows `s` for which a condition holds. The first fault found stays."""
        self.run(
            f"UPDATE {relation.stage} AS s SET fault = '{code}', fault_field = '{field}', "
            f"fault_value = {value} WHERE fault IS NULL AND ({where})",
            *values,
        )

    def fault_against_stored(
        self, relation: Relation, code: str, condition: str, *, field: str, value: str = "NULL"
    ) -> None:
        """Mark the staged rows `s` whose stored row `t` a condition holds for."""
        if not self.is_on_file(relation):
            return
        exists = f"SELECT 1 FROM {relation.table} AS t WHERE t.id = s.target_id AND ({condition})"
        self.fault(relation, code, where=f"EXISTS ({exists})", field=field, value=value)

    def faults(self, relation: Relation) -> list[tuple[int, str, str, str | None]]:
        """Return (row, code, field, value) of every staged row with a fault."""
        return self.rows(
            f"SELECT row_number, fault, fault_field, fault_value FROM {relation.stage} "
            "WHERE fault IS NOT NULL ORDER BY row_number"
        )

    def drop_rows(self, numbers: Collection[int]) -> None:
        """Take the rows of the file with these numbers off every staging table."""
        if not numbers:
            return
        self.dialect.create(
            self.cursor, "stage_faulty", f"row_number {self.dialect.type_name(SqlType.WHOLE)}"
        )
        rows = [(number,) for number in numbers]
        self.dialect.load(self.cursor, "stage_faulty", ["row_number"], rows)
        for relation in self.staged:
            self.run(
                f"DELETE FROM {relation.stage} "
                "WHERE row_number IN (SELECT row_number FROM stage_faulty)"
            )
        self.run("DROP TABLE stage_faulty")

    def mark_changed(
        self, relation: Relation, compared: Collection[str], *, where: str = "TRUE"
    ) -> None:
        """Mark the staged rows that say something else than what is stored, if they count."""
        if not compared or not self.is_on_file(relation):
            return
        differs = " OR ".join(
            f"(s.{name} IS NOT NULL AND s.{name} {self.dialect.differs} t.{name})"
            for name in sorted(compared)
        )
        self.run(
            f"UPDATE {relation.stage} AS s SET is_changed = TRUE FROM {relation.table} AS t "
            f"WHERE t.id = s.target_id AND ({differs}) AND {where}"
        )

    def mark_new(self, relation: Relation) -> None:
        """Leave only those staged rows marked as new that nothing stored was found for."""
        if self.is_on_file(relation):
            self.run(f"UPDATE {relation.stage} SET is_new = FALSE WHERE target_id IS NOT NULL")

    def numbers_where(self, relation: Relation, condition: str) -> list[int]:
        """Return the rows of the file behind the staged rows for which a condition holds."""
        found = self.rows(f"SELECT DISTINCT row_number FROM {relation.stage} WHERE {condition}")
        return [row for (row,) in found]

    def count(self, relation: Relation, condition: str) -> int:
        """Return how many staged rows a condition holds for."""
        return int(self.rows(f"SELECT count(*) FROM {relation.stage} WHERE {condition}")[0][0])

    def draw_ids(self, relation: Relation, *, accounts: Relation | None = None) -> None:
        """Give the staged rows that are new the keys under which they will be stored.

        `accounts` are those of the same rows of the file, which have their keys already.
        """
        next_id = self.dialect.next_id(relation.table)
        if accounts is None:
            self.run(f"UPDATE {relation.stage} AS s SET target_id = {next_id} WHERE is_new")
            return
        self.run(
            f"UPDATE {relation.stage} AS s SET target_id = {next_id}, customer_id = c.target_id "
            f"FROM {accounts.stage} AS c WHERE c.row_number = s.row_number AND s.is_new"
        )

    def insert(self, relation: Relation, expressions: Mapping[str, str]) -> int:
        """Write the staged rows that are new under the keys drawn, in the order of the file.

        What the file does not give gets the model's default. `expressions` say otherwise, in SQL
        over the staged row `s`, whose place among the new ones is `s.position`.
        """
        columns = _columns_of(relation.model)
        chosen = [expressions.get(n) or self._given_or(relation, n, d) for n, d in columns.items()]
        return self.run(
            f"INSERT INTO {relation.table} (id, {', '.join(columns)}) "
            f"SELECT s.target_id, {', '.join(chosen)} "
            "FROM (SELECT *, row_number() OVER (ORDER BY row_number) AS position "
            f"FROM {relation.stage} WHERE is_new) AS s ORDER BY s.row_number"
        )

    def update(
        self, relation: Relation, written: Collection[str], expressions: Mapping[str, str]
    ) -> int:
        """Write the staged rows that differ from what is stored; blank cells leave it as it is."""
        changes = {name: f"coalesce(s.{name}, t.{name})" for name in sorted(written)}
        if any(field.name == "version" for field in relation.model._meta.concrete_fields):
            changes["version"] = "t.version + 1"
        changes |= expressions
        settings = ", ".join(f"{name} = {value}" for name, value in changes.items())
        return self.run(
            f"UPDATE {relation.table} AS t SET {settings} FROM {relation.stage} AS s "
            "WHERE s.target_id = t.id AND s.is_changed"
        )

    def _given_or(self, relation: Relation, name: str, default: str) -> str:
        if name == "customer_id" or (name in relation.columns and default == "NULL"):
            return f"s.{name}"
        if name in relation.columns:
            return f"coalesce(s.{name}, {default})"
        return default


def subquery(rows: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    """Return the SQL of a query with its values, to stand inside a statement of our own."""
    statement, values = rows.query.sql_with_params()
    return f"({statement})", values


def _columns_of(model: type[Model]) -> dict[str, str]:
    """Return the columns of a model with their defaults as SQL; the key fills itself."""
    fields = [f for f in model._meta.concrete_fields if not f.primary_key]
    return {str(f.column): _literal(f, f.get_default()) for f in fields}


def _literal(field: Any, value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if field.get_internal_type() == "JSONField":
        return current_dialect().json_literal("{}" if value == {} else "[]")
    text = str(getattr(value, "value", value)).replace("'", "''")
    return f"'{text}'"


def moment(value: Any) -> Any:
    """Return a moment as the database driver takes it."""
    return connection.ops.adapt_datetimefield_value(value)
