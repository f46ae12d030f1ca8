"""What a migration would do, whether it may, and doing it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection
from django.db.migrations import AddField, CreateModel
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration

from primeline.audit.walls.metadata import archive_tables
from primeline.cli.house import home
from primeline.cli.outcomes import ExitCode, Stopped
from primeline.cli.words import _

# Any number; it only has to be the same for everybody who migrates this product.
MIGRATION_LOCK = 7_202_604


@dataclass(frozen=True, kw_only=True)
class Step:
    """One migration, forwards or backwards."""

    migration: Migration
    is_backwards: bool

    @property
    def name(self) -> str:
        return f"{self.migration.app_label}.{self.migration.name}"


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait until nobody else migrates this database, and make others wait."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
        return
    with (home() / "migration.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def plan(*, room: str | None, state: str | None) -> list[Step]:
    """Return the steps from here to a state; without one, to the newest.

    :raises Stopped: if there is no such room or state
    """
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    targets = graph.leaf_nodes(room) if state is None else [_target(executor, room or "", state)]
    if room is not None and not targets:
        raise _unknown(room, state)
    return [
        Step(migration=migration, is_backwards=backwards)
        for migration, backwards in executor.migration_plan(targets)
    ]


def carry_out(*, room: str | None, state: str | None) -> None:
    """Bring the database to the state."""
    wanted = [word for word in (room, state) if word is not None]
    call_command("migrate", *wanted, interactive=False, verbosity=0)


def check_nothing_is_lost(steps: list[Step]) -> None:
    """Return if no step back would throw archive rows away.

    :raises Stopped: if one would
    """
    for step in steps:
        if step.is_backwards and (table := _archive_table_lost(step.migration)):
            raise Stopped(
                _(
                    "Going back over {step} would throw away rows of {table}, which are kept for "
                    "ever. Restore a backup from before the migration into another place instead."
                ).format(step=step.name, table=table)
            )


def _target(executor: MigrationExecutor, room: str, state: str) -> tuple[str, str | None]:
    if state == "zero" and executor.loader.graph.root_nodes(room):
        return room, None
    try:
        return room, executor.loader.get_migration_by_prefix(room, state).name
    except (KeyError, LookupError) as error:
        raise _unknown(room, state) from error
    except ValueError as error:
        raise Stopped(str(error), ExitCode.USAGE) from error


def _unknown(room: str, state: str | None) -> Stopped:
    message = _("There is no state {state} of room {room}.")
    return Stopped(message.format(state=state or "", room=room), ExitCode.USAGE)


def _archive_table_lost(migration: Migration) -> str:
    """Return an archive table with rows that undoing this migration would take from, or nothing."""
    for operation in migration.operations:
        if isinstance(operation, CreateModel):
            touched = operation.name
        elif isinstance(operation, AddField):
            touched = operation.model_name
        else:
            continue
        table = _archive_table(migration.app_label, touched)
        if table and _has_rows(table):
            return table
    return ""


def _archive_table(room: str, name: str) -> str:
    wanted = f"{room}.{name}".lower()
    return next(
        (each.name for each in archive_tables() if each.model._meta.label_lower == wanted), ""
    )


def _has_rows(table: str) -> bool:
    if table not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(table)
        cursor.execute(f"SELECT 1 FROM {name} LIMIT 1")  # noqa: S608 - a table of ours
        return cursor.fetchone() is not None
