"""What a migration would do, whether it may, and doing it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations import AddField, CreateModel
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration

from primeline.audit.walls.metadata import keeping_of
from primeline.cli.house import home
from primeline.cli.outcomes import ExitCode, Stopped
from primeline.cli.words import _
from primeline.kit import tables
from primeline.kit.keeping import Keeping

# Any number; it only has to be the same for everybody who migrates this product.
MIGRATION_LOCK = 7_202_604
# Working rows without which the archive cannot be read, or cannot go on.
CARRY_THE_ARCHIVE = frozenset({"privacy.personkey", "kit.numberseries"})


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
    if room is None:
        tables.bring_to_newest()
        return
    wanted = [room] if state is None else [room, state]
    call_command("migrate", *wanted, interactive=False, verbosity=0)


def check_nothing_is_lost(steps: list[Step]) -> None:
    """Return if no step back would throw archive rows away.

    :raises Stopped: if one would
    """
    for step in steps:
        if step.is_backwards and (table := _table_lost(step.migration)):
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


def _table_lost(migration: Migration) -> str:
    """Return a table with rows that must stay and that undoing this migration would take from."""
    for operation in migration.operations:
        if isinstance(operation, CreateModel):
            touched = operation.name
        elif isinstance(operation, AddField):
            touched = operation.model_name
        else:
            continue
        table = _kept_table(f"{migration.app_label}.{touched}".lower())
        if table and _has_rows(table):
            return table
    return ""


def _kept_table(label: str) -> str:
    """Return the table of a model whose rows must not go, also those of the record itself."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label_lower == label:
            is_kept = keeping_of(model) is Keeping.ARCHIVE or label in CARRY_THE_ARCHIVE
            return model._meta.db_table if is_kept else ""
    return ""


def _has_rows(table: str) -> bool:
    if table not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(table)
        cursor.execute(f"SELECT 1 FROM {name} LIMIT 1")  # noqa: S608 - a table of ours
        return cursor.fetchone() is not None
