"""Opening the house: Django, settings, database. Only commands that need them pay for them."""

import os
from pathlib import Path

from primeline.cli.outcomes import Stopped, unavailable
from primeline.cli.words import _, language
from primeline.kit.errors import UnsafeSettings


def open_house() -> None:
    """Load settings and rooms, and speak the language of the terminal.

    :raises Stopped: if the settings must not be used
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "primeline.config.settings")
    try:
        import django
        from django.apps import apps

        # Where it is set up already, its log goes on to where it went.
        if not apps.ready:
            django.setup()
    except UnsafeSettings as error:
        raise Stopped(str(error)) from error
    from django.utils import translation

    translation.activate(language())


def home() -> Path:
    """Return the folder of this installation."""
    from django.conf import settings

    return Path(settings.HOME)


def require_database() -> None:
    """Return if the database answers.

    :raises Stopped: if it does not
    """
    from django.db import Error, connection

    try:
        connection.ensure_connection()
    except Error as error:
        raise unavailable(
            _("The database does not answer: {reason}\nCheck PRIMELINE_DATABASE_URL.").format(
                reason=str(error).strip()
            )
        ) from error


def require_migrated() -> None:
    """Return if the database is in the state that this release expects.

    :raises Stopped: if migrations are pending
    """
    if pending_migrations():
        raise Stopped(
            _("The database is not in the state that this release needs. Run: primeline migrate")
        )


def require_walls() -> None:
    """Return if the database protects the archive as it must.

    :raises Stopped: if anything is missing
    """
    from primeline.audit import walls

    try:
        walls.require()
    except walls.WallMissing as missing:
        raise Stopped(str(missing)) from missing


def require_keys() -> None:
    """Return if the keys that open personal data can be used.

    :raises Stopped: if they are broken, or missing where people lie under them
    """
    from primeline.audit import walls
    from primeline.cli.checkup import personal

    with walls.open_for_system():
        for finding in personal.unusable_keys():
            raise Stopped(f"{finding.what}\n{finding.way_out}")


def pending_migrations() -> list[str]:
    """Return the names of the migrations that were not applied yet."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
