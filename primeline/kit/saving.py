"""Saving an edited row so that nobody's work is lost: compare the version, then set."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError
from django.db.models import F, Model, QuerySet
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
    written = _as_stored(model, rows, version, changes)
    if written is not None and rows.filter(version=version).update(
        **written, version=F("version") + 1
    ):
        return
    stored = rows.first()
    if stored is None:
        raise NotFound
    raise ChangedMeanwhile(
        _("Somebody else saved this in the meantime. Compare and decide what is to stand."),
        differences={
            name: (wanted, getattr(stored, name))
            for name, wanted in changes.items()
            if not _is_said(stored, name, wanted)
        },
    )


def _as_stored(
    model: type[Model], rows: QuerySet[Any], version: int, changes: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return changes as they are written, by fields that have to know the row for that.

    None if the row does not have this version any more.
    """
    asking = {
        name: field
        for name, value in changes.items()
        if value and hasattr(field := _field(model, name), "prepared")
    }
    if not asking:
        return dict(changes)
    row = rows.filter(version=version).first()
    if row is None:
        return None
    return {**changes, **{name: asking[name].prepared(row, changes[name]) for name in asking}}


def _field(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name)


def _is_said(stored: Model, name: str, wanted: Any) -> bool:
    """Test whether a stored row says what was wanted."""
    is_same = getattr(_field(type(stored), name), "is_same", None)
    value = getattr(stored, name)
    return bool(is_same(value, wanted) if is_same else value == wanted)


def is_taken(error: IntegrityError) -> bool:
    """Test whether a row was refused because there is one already that may be there only once."""
    cause = error.__cause__
    if getattr(cause, "sqlstate", None) == UNIQUE_VIOLATION:
        return True
    told: str = getattr(cause, "sqlite_errorname", "")
    return told in {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}
