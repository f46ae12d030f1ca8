"""Putting the walls up, looking whether they stand, taking them down for a migration."""

from typing import Protocol

from django.db import connection as default_connection
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from primeline.audit.walls import epochs, postgres, sqlite
from primeline.audit.walls.metadata import HISTORY


class Engine(Protocol):
    """How one kind of database builds its walls."""

    def put_up(self, connection: BaseDatabaseWrapper) -> None:
        """Make every trigger, function and right that should be there, and no other."""

    def gaps(self, connection: BaseDatabaseWrapper) -> list[str]:
        """Return a sentence for each thing that should be there and is not."""

    def take_down(self, connection: BaseDatabaseWrapper) -> None:
        """Remove what would stand in the way of a migration."""


class WallMissing(Exception):
    """The archive is not protected as it must be; nothing may be served from it."""

    def __init__(self, gaps: list[str]) -> None:
        self.gaps = gaps
        listed = "\n".join(f"  - {gap}" for gap in gaps[:20])
        more = f"\n  and {len(gaps) - 20} more" if len(gaps) > 20 else ""
        super().__init__(
            f"The archive is not protected:\n{listed}{more}\nThe way out: primeline migrate."
        )


def install(connection: BaseDatabaseWrapper = default_connection) -> None:
    """Put up every wall the models ask for. Does nothing where all of them stand."""
    if HISTORY not in connection.introspection.table_names() or not missing(connection):
        return
    with transaction.atomic(using=connection.alias):
        _engine(connection).put_up(connection)
        epochs.open_if_needed(connection)


def missing(connection: BaseDatabaseWrapper = default_connection) -> list[str]:
    """Return a sentence for each thing that should protect the archive and does not."""
    if HISTORY not in connection.introspection.table_names():
        return ["The tables of the record do not exist."]
    return [*_engine(connection).gaps(connection), *epochs.gaps(connection)]


def require(connection: BaseDatabaseWrapper = default_connection) -> None:
    """Return if the archive is protected.

    :raises WallMissing: if anything is missing
    """
    gaps = missing(connection)
    if gaps:
        raise WallMissing(gaps)


def take_down(connection: BaseDatabaseWrapper = default_connection) -> None:
    """Make way for a migration; `install` after it puts everything up again."""
    _engine(connection).take_down(connection)


def _engine(connection: BaseDatabaseWrapper) -> Engine:
    return postgres if connection.vendor == "postgresql" else sqlite
