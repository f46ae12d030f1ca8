"""A change as people read it: field by field, in the types and words of the model."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from primeline.audit.models import HistoryRow
from primeline.audit.walls.metadata import ArchiveTable, ColumnKind, archive_table

# Bookkeeping that changes with everything and says nothing.
UNSAID = frozenset({"version"})


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One field before and after. `points_to` is the table that a reference leads to."""

    field: str
    label: str
    before: Any
    after: Any
    points_to: str = ""
    # What the values are called, where the field has choices.
    words: Mapping[Any, Any]

    @property
    def before_shown(self) -> Any:
        return self.words.get(self.before, self.before) if self.words else self.before

    @property
    def after_shown(self) -> Any:
        return self.words.get(self.after, self.after) if self.words else self.after


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change of one row, and the act that made it."""

    history_id: int
    act_id: int
    at: datetime
    actor_name: str
    kind: str
    reason: str
    table: str
    row_id: str
    operation: str
    fields: tuple[FieldChange, ...]


def change_in(row: HistoryRow) -> Change:
    """Return a row of history as people read it. Its act must have been fetched with it."""
    return Change(
        history_id=row.pk,
        act_id=row.act_id,
        at=row.act.at,
        actor_name=row.act.actor_name,
        kind=row.act.kind,
        reason=row.act.reason,
        table=row.table,
        row_id=row.row_id,
        operation=row.operation,
        fields=fields_changed(row),
    )


def fields_changed(row: HistoryRow) -> tuple[FieldChange, ...]:
    """Return the fields that differ; of a new row those that hold anything."""
    try:
        table = archive_table(row.table)
    except LookupError:
        return _of_a_table_no_more(row)
    before = None if row.before is None else typed(table, row.before)
    after = typed(table, row.after)
    return tuple(
        _field_change(field, before, after)
        for field in table.model._meta.local_concrete_fields
        if field.attname in after
        and field.name not in UNSAID
        and not field.primary_key
        and _differs(field.attname, before, after)
    )


def typed(table: ArchiveTable, image: Mapping[str, Any]) -> dict[str, Any]:
    """Return the image of a row with the types of the model, by attribute.

    Columns that the model no longer has are left out.
    """
    kinds = {column.name: column.kind for column in table.columns}
    return {
        field.attname: _typed(field, kinds[column], image[column])
        for field in table.model._meta.local_concrete_fields
        if (column := str(field.column)) in image
    }


def _typed(field: Any, kind: ColumnKind, value: Any) -> Any:
    if value is None or kind in {ColumnKind.JSON, ColumnKind.DIGEST, ColumnKind.BINARY}:
        return value
    while field.is_relation:
        field = field.target_field
    return field.to_python(value)


def _field_change(
    field: "models.Field[Any, Any]", before: dict[str, Any] | None, after: dict[str, Any]
) -> FieldChange:
    related: Any = field.related_model
    # What is pointed at by another fact than its key says enough by that: a drawing by its hash.
    is_by_key = related is not None and field.target_field.primary_key  # type: ignore[attr-defined]
    return FieldChange(
        field=field.name,
        label=str(field.verbose_name),
        before=None if before is None else before.get(field.attname),
        after=after[field.attname],
        points_to=related._meta.db_table if is_by_key else "",
        words=dict(field.flatchoices),
    )


def _differs(name: str, before: dict[str, Any] | None, after: dict[str, Any]) -> bool:
    if before is None:
        return after[name] not in (None, "", [], {})
    return bool(before.get(name) != after[name])


def _of_a_table_no_more(row: HistoryRow) -> tuple[FieldChange, ...]:
    """Return the changes of a table that this version of the product no longer has."""
    before = row.before or {}
    return tuple(
        FieldChange(field=name, label=name, before=before.get(name), after=value, words={})
        for name, value in row.after.items()
        if before.get(name) != value
    )
