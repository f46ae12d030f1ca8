"""The search room as Django knows it."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from primeline.search import structures


class Config(AppConfig):
    """Named by its room, so that tables are called after it."""

    name = "primeline.search"
    label = "search"

    def ready(self) -> None:
        """Have the index made after every migration."""
        post_migrate.connect(_install, sender=self, dispatch_uid="search.install")


def _install(using: str, **_: Any) -> None:
    structures.install(connections[using])
