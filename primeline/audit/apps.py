"""The audit room as Django knows it: acts are recorded, and the walls stand after a migration."""

import hashlib
import weakref
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.apps import AppConfig, apps
from django.core import checks
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate

from primeline.kit import deeds


class Config(AppConfig):
    """Named by its room, so that tables are called after it."""

    name = "primeline.audit"
    label = "audit"

    def ready(self) -> None:
        from primeline.audit.recorder import DatabaseRecorder

        deeds.record_with(DatabaseRecorder())
        connection_created.connect(_equip, dispatch_uid="audit.equip")
        pre_migrate.connect(_take_down, sender=self, dispatch_uid="audit.take_down")
        post_migrate.connect(_install, sender=_last_app(), dispatch_uid="audit.install")
        checks.register(_check, "walls", deploy=True)


def _equip(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Give an SQLite connection what the triggers ask for; no other connection has it."""
    from primeline.audit.walls.openings import settle_new

    if connection.vendor != "sqlite":
        settle_new(connection)
        return
    raw: Any = connection.connection
    # Asked twice for each row, so no Python runs in it; a proxy, so that it keeps nothing alive.
    open_act = partial(getattr, weakref.proxy(connection), "primeline_act", None)
    raw.create_function("primeline_act", 0, open_act)
    raw.create_function("primeline_digest", 1, _digest, deterministic=True)
    # Without this, REPLACE deletes rows and no trigger hears of it.
    raw.execute("PRAGMA recursive_triggers=ON")
    # A statement with triggers writes a journal of its own, which is twice as slow in a file.
    raw.execute("PRAGMA temp_store=MEMORY")


def _digest(value: object) -> str | None:
    return None if value is None else hashlib.sha256(str(value).encode()).hexdigest()


def _take_down(using: str, plan: list[Any], **_: Any) -> None:
    from primeline.audit import walls

    if plan:
        walls.take_down(connections[using])


def _install(using: str, **_: Any) -> None:
    from primeline.audit import walls

    walls.install(connections[using])


def _check(*, databases: Sequence[str] | None = None, **_: Any) -> Sequence[checks.CheckMessage]:
    from primeline.audit import walls

    return [
        checks.Error(gap, hint="primeline migrate", id="audit.E001")
        for name in databases or []
        for gap in walls.missing(connections[name])
    ]


def _last_app() -> AppConfig:
    return [app for app in apps.get_app_configs() if app.models_module is not None][-1]
