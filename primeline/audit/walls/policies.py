"""Row-level security on PostgreSQL: the second wall, made from how models hang on an account.

The way to open it stands in `openings`. Each setting is read once per statement, in a subquery;
nothing set means nothing seen.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from primeline.audit.walls.metadata import HISTORY, archive_tables
from primeline.kit.keeping import ReachBy

POLICY = "primeline_reach"
KEEPING = "primeline_keep"

WALL = "current_setting('primeline.wall', true)"
IS_SYSTEM = f"(SELECT {WALL} = 'system')"
# What an opening set before has no meaning once the wall is closed, so each asks for the wall.
ARRAY = (
    "((SELECT CASE {wall} WHEN 'reach' THEN nullif(current_setting('primeline.{name}', true), '') "
    "END)::bigint[])"
)
IS_LIMITED = (
    f"(SELECT {WALL} = 'reach' "
    "AND nullif(current_setting('primeline.limited', true), '') IS NOT NULL)"
)
GRANTED = (
    "SELECT g.row_id FROM audit_grant AS g WHERE g.id = ANY {granted} AND g.\"table\" = '{table}' "
    "AND g.active_to > statement_timestamp()"
)

# Roles bounded by accounts or lines of business. What a row has of a line lies behind the wall
# itself, and the policy there would ask this function again without end: so it opens the wall for
# that one question and closes it again.
IN_BOUNDS = """
DECLARE
    b record;
    inside boolean;
BEGIN
    FOR b IN
        SELECT * FROM jsonb_to_recordset(current_setting('primeline.limited')::jsonb)
            AS x(path text, people bigint[], industries text[], lines text[], accounts bigint[])
    LOOP
        CONTINUE WHEN NOT (named && b.people OR EXISTS (
            SELECT FROM "{schema}".staff_unit AS u WHERE u.id = unit AND u.path LIKE b.path));
        CONTINUE WHEN root_id <> ALL (b.accounts);
        CASE root
{branches}
        END CASE;
    END LOOP;
    RETURN false;
END
"""
ONE_ROOT = """
        WHEN '{root}' THEN
            CONTINUE WHEN b.industries IS NOT NULL AND NOT EXISTS (
                SELECT FROM "{{schema}}"."{industries}" AS i
                WHERE i.id = industry AND i.code = ANY (b.industries));
            IF b.lines IS NULL THEN RETURN true; END IF;
            PERFORM set_config('primeline.wall', 'system', true);
            inside := {holds};
            PERFORM set_config('primeline.wall', 'reach', true);
            IF inside THEN RETURN true; END IF;
"""


@dataclass(frozen=True, kw_only=True)
class Protection:
    """One policy on one table, as it should be."""

    table: str
    name: str
    condition: str
    command: str = "ALL"

    @property
    def fingerprint(self) -> str:
        """What is left as a comment, to see later that the policy is still the one we made."""
        return hashlib.sha256(f"{self.command} {self.condition}".encode()).hexdigest()

    @property
    def statements(self) -> Iterator[str]:
        clause = "WITH CHECK" if self.command == "INSERT" else "USING"
        yield f'ALTER TABLE "{self.table}" ENABLE ROW LEVEL SECURITY'
        yield f'ALTER TABLE "{self.table}" FORCE ROW LEVEL SECURITY'
        yield (
            f'CREATE POLICY {self.name} ON "{self.table}" FOR {self.command} '
            f"{clause} ({self.condition})"
        )
        yield f"COMMENT ON POLICY {self.name} ON \"{self.table}\" IS '{self.fingerprint}'"


def reach_of_model(model: type[models.Model]) -> ReachBy | str | None:
    """Return how the rows of a model hang on the organization; None if they do not."""
    by: ReachBy | None = getattr(model, "reach_by", None)
    through: str | None = getattr(model, "reach_through", None)
    return by or through


def wanted(existing: frozenset[str]) -> list[Protection]:
    """Return every policy that should be there."""
    found = [
        Protection(table=table.name, name=POLICY, condition=_condition(table.model, reach))
        for table in archive_tables()
        if table.name in existing and (reach := reach_of_model(table.model)) is not None
    ]
    in_reach = f'{IS_SYSTEM} OR primeline_reaches("table", row_id)'
    return [
        *found,
        Protection(table=HISTORY, name=POLICY, condition=in_reach, command="SELECT"),
        # The functions that write history run as the owner, whom the wall does not spare.
        Protection(table=HISTORY, name=KEEPING, condition="true", command="INSERT"),
    ]


def statements(connection: BaseDatabaseWrapper, existing: frozenset[str]) -> Iterator[str]:
    """Return what makes the policies as they should be, and removes all others of ours."""
    standing = _standing(connection)
    protections = wanted(existing)
    for table, name in standing:
        yield f'DROP POLICY {name} ON "{table}"'
    for table in {table for table, _ in standing} - {p.table for p in protections}:
        yield f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY'
    for protection in protections:
        yield from protection.statements


def gaps(connection: BaseDatabaseWrapper, existing: frozenset[str]) -> list[str]:
    """Return a sentence for each table that is not behind the wall as it should be."""
    standing = _standing(connection)
    gaps = []
    for protection in wanted(existing):
        found = standing.pop((protection.table, protection.name), None)
        if found != (True, protection.fingerprint):
            gaps.append(f"Policy {protection.name} of {protection.table} is missing or changed.")
    return [*gaps, *(f"Policy {name} of {table} should not be there." for table, name in standing)]


def in_bounds_body() -> str:
    """Return the body of the function that tells whether a row is within a bounded role."""
    branches = "".join(
        ONE_ROOT.format(
            root=table.name,
            industries=_related(table.model, by.industry)._meta.db_table,
            holds=_holds(table.model, by),
        )
        for table, by in _roots()
    )
    return IN_BOUNDS.replace("{branches}", branches)


def reaches_body() -> str:
    """Return the body of the function that tells whether a row of a table is in reach."""
    branches = "\n".join(
        f"    WHEN '{table.name}' THEN\n"
        f'        RETURN EXISTS (SELECT FROM "{{schema}}"."{table.name}" AS r '
        f'WHERE r."{table.key}" = wanted_id::bigint);'
        for table in archive_tables()
        if reach_of_model(table.model) is not None
    )
    return (
        f"\nBEGIN\n    CASE wanted_table\n{branches}\n    ELSE RETURN true;\n    END CASE;\nEND\n"
    )


def industry_tables() -> set[str]:
    """Return the tables whose codes bound a role by industry."""
    return {_related(table.model, by.industry)._meta.db_table for table, by in _roots()}


def _roots() -> list[tuple[Any, ReachBy]]:
    return [
        (table, by)
        for table in archive_tables()
        if isinstance(by := reach_of_model(table.model), ReachBy)
    ]


def _condition(model: type[models.Model], reach: ReachBy | str) -> str:
    inner = _through(model, reach) if isinstance(reach, str) else _by_reach(model, reach)
    return f"{IS_SYSTEM} OR {inner}"


def _through(model: type[models.Model], way: str) -> str:
    """Return SQL that looks for the row on which this one hangs; that row has its own policy."""
    first = way.split("__")[0]
    field: Any = model._meta.get_field(first)
    above = field.related_model._meta
    column = f'"{model._meta.db_table}"."{field.column}"'
    found = (
        f'EXISTS (SELECT FROM "{above.db_table}" AS above '
        f'WHERE above."{above.pk.column}" = {column})'
    )
    is_open: bool = getattr(model, "is_open_without_account", False)
    return f"({column} IS NULL OR {found})" if is_open else found


def _by_reach(model: type[models.Model], by: ReachBy) -> str:
    table = model._meta.db_table
    key = f'"{table}"."{model._meta.pk.column}"'
    unit, industry = _column(model, by.unit), _column(model, by.industry)
    named = [_column(model, person) for person in by.people]
    in_bounds = (
        f"primeline_in_bounds('{table}', {key}, {unit}, ARRAY[{', '.join(named)}], {industry})"
    )
    any_of = [
        # A hash is made of these once for each statement; there may be a thousand.
        f"{unit} IN (SELECT unnest{_array('units')})",
        *(f"{person} = ANY {_array('people')}" for person in named),
        # A unit and an industry as one number, see `openings`.
        f"(({unit} << 32) | {industry}) IN (SELECT unnest{_array('sectors')})",
        f"({IS_LIMITED} AND {in_bounds})",
        # Read anew by every statement, so that what has ended shows nothing from then on.
        f"{key} IN ({GRANTED.format(granted=_array('granted'), table=table)})",
    ]
    restricted = _column(model, by.is_restricted)
    return f"(NOT {restricted} AND ({' OR '.join(any_of)})) OR {key} = ANY {_array('cleared')}"


def _holds(model: type[models.Model], by: ReachBy) -> str:
    to_held, to_line = by.line.split("__")
    held: Any = model._meta.get_field(to_held)
    line: Any = held.related_model._meta.get_field(to_line)
    lines = line.related_model._meta.db_table
    return (
        f'EXISTS (SELECT FROM "{{schema}}"."{held.related_model._meta.db_table}" AS h '
        f'JOIN "{{schema}}"."{lines}" AS l ON l.id = h."{line.column}" '
        f'WHERE h."{held.field.column}" = root_id AND l.code = ANY (b.lines))'
    )


def _array(setting: str) -> str:
    return ARRAY.format(wall=WALL, name=setting)


def _related(model: type[models.Model], field: str) -> Any:
    found: Any = model._meta.get_field(field)
    return found.related_model


def _column(model: type[models.Model], field: str) -> str:
    found: Any = model._meta.get_field(field)
    return f'"{model._meta.db_table}"."{found.column}"'


def _standing(connection: BaseDatabaseWrapper) -> dict[tuple[str, str], tuple[bool, str]]:
    """Return (is enforced, fingerprint) of every policy of ours, by (table, name)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname, p.polname, c.relrowsecurity AND c.relforcerowsecurity,
                   coalesce(obj_description(p.oid, 'pg_policy'), '')
            FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
            WHERE c.relnamespace = current_schema()::regnamespace
              AND starts_with(p.polname, 'primeline_')
            """
        )
        return {(row[0], row[1]): (row[2], row[3]) for row in cursor.fetchall()}
