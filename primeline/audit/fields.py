"""Fields of the record that cost less than Django's own, because only triggers write them."""

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class GrowingId(models.BigAutoField):  # type: ignore[type-arg]
    """A key of rows that are never deleted: SQLite needs no second table to keep it growing."""

    def db_type_suffix(self, connection: BaseDatabaseWrapper) -> str | None:
        """Return what follows the type of the column in its definition."""
        return None if connection.vendor == "sqlite" else super().db_type_suffix(connection)


class Image(models.JSONField):
    """A row as JSON, made by the database and therefore not checked by it once more."""

    def db_check(self, connection: BaseDatabaseWrapper) -> str | None:
        """Return the constraint of the column: none."""
        return None
