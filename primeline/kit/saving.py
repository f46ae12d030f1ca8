"""Saving an edited row so that nobody's work is lost: compare the version, then set."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError
from django.db.models import F, Model
from django.utils.translation import gettext_lazy as _

from primeline.kit.errors import ChangedMeanwhile, NotFound

TAKEN = _(
    "Somebody else stored the same at the same moment. Nothing of yours was stored; reload the "
    "page and look at what is there."
)
UNIQUE_VIOLATION = "23505"


def save_changes(model: type[Model], *, pk: Any, version: int, changes: Mapping[str, Any]) -> None:
    """Set the fields of one row if it still has the version that the editor saw.

    :raises NotFound: if there is no such row
    :raises ChangedMeanwhile: if somebody saved first; it carries what differs
    """
    rows = model._default_manager.filter(pk=pk)
    if rows.filter(version=version).update(**changes, version=F("version") + 1):
        return
    stored = rows.first()
    if stored is None:
        raise NotFound
    raise ChangedMeanwhile(
        _("Somebody else saved this in the meantime. Compare and decide what is to stand."),
        differences={
            name: (wanted, getattr(stored, name))
            for name, wanted in changes.items()
            if getattr(stored, name) != wanted
        },
    )


def is_taken(error: IntegrityError) -> bool:
    """Test whether a row was refused because there is one already that may be there only once."""
    cause = error.__cause__
    if getattr(cause, "sqlstate", None) == UNIQUE_VIOLATION:
        return True
    told: str = getattr(cause, "sqlite_errorname", "")
    return told in {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}
