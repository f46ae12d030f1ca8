"""Bringing the tables of the database to the shape that this release needs."""

from django.apps import apps
from django.core.management import call_command
from django.db import connection, router
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def bring_to_newest(*, verbosity: int = 0) -> None:
    """Migrate what stands; where nothing does, make the tables as they are in the end."""
    if not connection.introspection.table_names():
        _make()
    # With nothing left to migrate, this makes what hangs on tables: walls, indexes, permissions.
    call_command("migrate", interactive=False, verbosity=verbosity)


def _make() -> None:
    """Make every table from its model and note all migrations as done, all of it or nothing.

    Walking through all states that there ever were takes ten times as long. That both ways lead
    to the same tables is tested on both engines.
    """
    recorder = MigrationRecorder(connection)
    with connection.schema_editor() as editor:
        editor.create_model(recorder.Migration)
        for app in apps.get_app_configs():
            for model in router.get_migratable_models(app, connection.alias):
                if model._meta.can_migrate(connection):
                    editor.create_model(model)
        for room, name in sorted(MigrationLoader(None).disk_migrations):
            recorder.record_applied(room, name)
