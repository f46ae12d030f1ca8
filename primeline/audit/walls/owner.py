"""Working as the owner of the tables, who alone may change them. The application never does."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection

from primeline.kit import tables


@contextmanager
def as_owner() -> Iterator[None]:
    """Log in to the same database as the owner of the tables, for as long as this lasts.

    Without PRIMELINE_OWNER_DATABASE_URL the application owns its tables, and nothing changes.
    """
    owner: dict[str, Any] | None = settings.PRIMELINE_OWNER_DATABASE
    if owner is None:
        yield
        return
    before = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update({name: owner[name] for name in before})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def migrate_as_owner(*, verbosity: int = 1) -> None:
    """Bring the tables to the newest shape and put the walls up around them."""
    with as_owner():
        tables.bring_to_newest(verbosity=verbosity)
