"""The functions that triggers and policies on PostgreSQL call, and one for bulk loads."""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper

from primeline.audit.walls import policies, statistics
from primeline.audit.walls.metadata import ACTS, EPOCHS, HISTORY, ArchiveTable, archive_tables

PREFIX = "primeline_"
# PostgreSQL cuts longer names silently.
LONGEST_NAME = 63
# Nothing that a caller sets may lead these functions astray.
PINNED = {"search_path": "pg_catalog, pg_temp", "TimeZone": "'UTC'"}

OPEN_ACT = """
DECLARE
    claimed text := nullif(current_setting('primeline.act', true), '');
    found bigint;
BEGIN
    IF claimed IS NULL THEN
        RAISE EXCEPTION 'primeline: writing % needs an open deed', writing
            USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT id INTO found FROM "{schema}".{acts}
        WHERE id = claimed::bigint AND position = pg_current_xact_id()::text::bigint;
    IF found IS NULL THEN
        RAISE EXCEPTION 'primeline: act % is not of this transaction', claimed
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN found;
END
"""

PLACE_ACT = """
BEGIN
    IF nullif(current_setting('primeline.act', true), '') IS NOT NULL THEN
        RAISE EXCEPTION 'primeline: an act is open already' USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.position := pg_current_xact_id()::text::bigint;
    SELECT max(number) INTO NEW.epoch FROM "{schema}".{epochs};
    RETURN NEW;
END
"""

CHECK_ACT = """
BEGIN
    IF NEW.act_id IS DISTINCT FROM "{schema}".primeline_open_act(TG_TABLE_NAME) THEN
        RAISE EXCEPTION 'primeline: act % is not open', NEW.act_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
"""

REFUSE = """
BEGIN
    RAISE EXCEPTION 'primeline: % of % is refused; nothing is ever deleted or rewritten',
        TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
"""

KEEP_INSERT = """
BEGIN
    IF EXISTS (SELECT FROM inserted) THEN
        INSERT INTO "{schema}".{history} (act_id, "table", row_id, operation, before, after)
        SELECT act, '{table}', r."{key}"::text, 'I', NULL, {after}
        FROM "{schema}".primeline_open_act('{table}') AS act, inserted AS r;
    END IF;
    RETURN NULL;
END
"""

KEEP_UPDATE = """
BEGIN
    IF OLD."{key}" IS DISTINCT FROM NEW."{key}" THEN
        RAISE EXCEPTION 'primeline: the key of {table} never changes'
            USING ERRCODE = 'restrict_violation';
    END IF;
    INSERT INTO "{schema}".{history} (act_id, "table", row_id, operation, before, after)
    VALUES ("{schema}".primeline_open_act('{table}'), '{table}', NEW."{key}"::text, 'U',
            {before}, {after});
    RETURN NULL;
END
"""


@dataclass(frozen=True, kw_only=True)
class Function:
    """A function as it should be."""

    name: str
    schema: str
    body: str
    arguments: str = ""
    returns: str = "trigger"
    # STABLE lets a statement ask once; a trigger must stay volatile to see what it follows.
    volatility: str = "VOLATILE"
    # Who runs as the owner is pinned; what is called a million times and gains nothing is neither.
    runs_as_owner: bool = True

    @property
    def definition(self) -> str:
        security = "DEFINER" if self.runs_as_owner else "INVOKER"
        pinned = " ".join(f"SET {name} = {value}" for name, value in self.pinned.items())
        return (
            f'CREATE OR REPLACE FUNCTION "{self.schema}"."{self.name}"({self.arguments}) '
            f"RETURNS {self.returns} LANGUAGE plpgsql {self.volatility} SECURITY {security} "
            f"{pinned} AS $primeline${self.body}$primeline$"
        )

    @property
    def pinned(self) -> dict[str, str]:
        return PINNED if self.runs_as_owner else {}

    @property
    def as_stored(self) -> tuple[str, bool, tuple[str, ...]]:
        """What PostgreSQL keeps of it."""
        settings = (f"{name}={value}".replace("'", "") for name, value in self.pinned.items())
        return self.body, self.runs_as_owner, tuple(sorted(settings))


def wanted(schema: str, existing: frozenset[str]) -> dict[str, Function]:
    """Return every function that should be there, by name."""
    keepers = [
        Function(
            name=name_for(event, table.name),
            schema=schema,
            body=body.format(
                schema=schema,
                history=HISTORY,
                table=table.name,
                key=table.key,
                before=image(table, "OLD"),
                after=image(table, "r" if event == "insert" else "NEW"),
            ),
        )
        for table in archive_tables()
        if table.name in existing
        for event, body in (("insert", KEEP_INSERT), ("update", KEEP_UPDATE))
    ]
    return {function.name: function for function in (*_shared(schema), *keepers)}


def _shared(schema: str) -> list[Function]:
    return [
        Function(
            name=f"{PREFIX}open_act",
            schema=schema,
            body=OPEN_ACT.format(schema=schema, acts=ACTS),
            arguments="writing text",
            returns="bigint",
            volatility="STABLE",
            runs_as_owner=False,
        ),
        Function(
            name=f"{PREFIX}place_act",
            schema=schema,
            body=PLACE_ACT.format(schema=schema, epochs=EPOCHS),
        ),
        Function(name=f"{PREFIX}check_act", schema=schema, body=CHECK_ACT.format(schema=schema)),
        Function(name=f"{PREFIX}refuse", schema=schema, body=REFUSE),
        Function(
            name=f"{PREFIX}in_bounds",
            schema=schema,
            body=policies.in_bounds_body().format(schema=schema),
            arguments="root text, root_id bigint, unit bigint, named bigint[], industry bigint",
            returns="boolean",
            volatility="STABLE COST 1",
            runs_as_owner=False,
        ),
        Function(
            name=f"{PREFIX}reaches",
            schema=schema,
            body=policies.reaches_body().format(schema=schema),
            arguments="wanted_table text, wanted_id text",
            returns="boolean",
            volatility="STABLE COST 1",
            runs_as_owner=False,
        ),
        Function(
            name=statistics.NAME,
            schema=schema,
            body=statistics.BODY.format(schema=schema),
            returns="void",
        ),
    ]


def name_for(event: str, table: str) -> str:
    """Return the name of the function that keeps what an event does to a table."""
    name = f"{PREFIX}{event}_{table}"
    if len(name) > LONGEST_NAME:
        raise ImproperlyConfigured(f"{table} is too long a name for an archive table.")
    return name


def image(table: ArchiveTable, row: str) -> str:
    """Return SQL for the whole of a row as JSON."""
    whole = f"to_jsonb({row})"
    for column in table.digested:
        digest = f"encode(sha256(convert_to({row}.\"{column}\", 'UTF8')), 'hex')"
        whole += f" || jsonb_build_object('{column}', {digest})"
    return whole


def standing(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, bool, tuple[str, ...]]]:
    """Return (body, runs as the owner, pinned settings) of every function of ours, by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT p.proname, p.prosrc, p.prosecdef, coalesce(p.proconfig, '{}')
            FROM pg_proc p
            WHERE p.pronamespace = current_schema()::regnamespace
              AND starts_with(p.proname, %s)
            """,
            [PREFIX],
        )
        return {
            name: (body, definer, tuple(sorted(config)))
            for name, body, definer, config in cursor.fetchall()
        }


def gaps(connection: BaseDatabaseWrapper, bodies: dict[str, Function]) -> list[str]:
    """Return a sentence for each function that is missing or changed."""
    found = standing(connection)
    gaps = [f"Function {name} is missing." for name in bodies.keys() - found]
    gaps += [
        f"Function {name} is changed."
        for name in bodies.keys() & found
        if found[name] != bodies[name].as_stored
    ]
    return [*gaps, *(f"Function {name} should not be there." for name in found.keys() - bodies)]
