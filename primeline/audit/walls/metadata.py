"""What the walls stand around: every archive table and its columns, read from the models."""

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from primeline.kit.keeping import Keeping

# Tables of the record itself. They take new rows only, and each has its own rule for that.
ACTS = "audit_act"
LINES = "audit_actline"
LOOKS = "audit_look"
HISTORY = "audit_historyrow"
SEALS = "audit_seal"
EPOCHS = "audit_epoch"
RECORD_TABLES = (ACTS, LINES, LOOKS, HISTORY, SEALS, EPOCHS)
WRITTEN_UNDER_AN_ACT = (LINES, LOOKS)


class ColumnKind(Enum):
    """How a column appears in the image of a row."""

    PLAIN = "plain"
    BOOLEAN = "boolean"
    MOMENT = "moment"
    JSON = "json"
    BINARY = "binary"
    DIGEST = "digest"


# A kind of field that does not stand here needs a decision on how history shows it.
FIELD_KINDS: dict[str, ColumnKind] = {
    "AutoField": ColumnKind.PLAIN,
    "BigAutoField": ColumnKind.PLAIN,
    "BigIntegerField": ColumnKind.PLAIN,
    "BinaryField": ColumnKind.BINARY,
    "BooleanField": ColumnKind.BOOLEAN,
    "CharField": ColumnKind.PLAIN,
    "DateField": ColumnKind.PLAIN,
    "DateTimeField": ColumnKind.MOMENT,
    "FileField": ColumnKind.PLAIN,
    "FloatField": ColumnKind.PLAIN,
    "GenericIPAddressField": ColumnKind.PLAIN,
    "IntegerField": ColumnKind.PLAIN,
    "JSONField": ColumnKind.JSON,
    "PositiveBigIntegerField": ColumnKind.PLAIN,
    "PositiveIntegerField": ColumnKind.PLAIN,
    "PositiveSmallIntegerField": ColumnKind.PLAIN,
    "SlugField": ColumnKind.PLAIN,
    "SmallIntegerField": ColumnKind.PLAIN,
    "TextField": ColumnKind.PLAIN,
}


@dataclass(frozen=True)
class Column:
    """One column of an archive table."""

    name: str
    kind: ColumnKind


@dataclass(frozen=True)
class ArchiveTable:
    """One table whose rows are never deleted and whose changes are all kept."""

    name: str
    key: str
    columns: tuple[Column, ...]
    model: type[models.Model]

    @property
    def digested(self) -> tuple[str, ...]:
        """The columns of which history keeps a fingerprint only."""
        return tuple(c.name for c in self.columns if c.kind is ColumnKind.DIGEST)


@cache
def archive_tables() -> tuple[ArchiveTable, ...]:
    """Return every archive table but those of the record, by name."""
    found = {
        model._meta.db_table: _archive_table(model)
        for model in apps.get_models(include_auto_created=True)
        if _is_kept(model) and model._meta.db_table not in RECORD_TABLES
    }
    return tuple(found[name] for name in sorted(found))


def archive_table(name: str) -> ArchiveTable:
    """Return the archive table of this name.

    :raises LookupError: if there is none
    """
    for table in archive_tables():
        if table.name == name:
            return table
    raise LookupError(f"{name} is no archive table.")


def keeping_of(model: type[models.Model]) -> Keeping | None:
    """Return how the rows of a model are kept; a link table is kept as the model it belongs to."""
    owner = model._meta.auto_created or model
    return getattr(owner, "keeping", None)


def _is_kept(model: type[models.Model]) -> bool:
    options = model._meta
    return options.managed and not options.proxy and keeping_of(model) is Keeping.ARCHIVE


def _archive_table(model: type[models.Model]) -> ArchiveTable:
    digested: frozenset[str] = getattr(model, "kept_as_digest", frozenset())
    key = model._meta.pk
    if key is None or key.column is None:
        raise ImproperlyConfigured(f"{model._meta.label} has no single key column.")
    return ArchiveTable(
        name=model._meta.db_table,
        key=key.column,
        columns=tuple(
            Column(
                str(field.column),
                ColumnKind.DIGEST if field.name in digested else _kind(model, field),
            )
            for field in model._meta.local_concrete_fields
        ),
        model=model,
    )


def _kind(model: type[models.Model], field: Any) -> ColumnKind:
    while field.is_relation:
        field = field.target_field
    kind = FIELD_KINDS.get(field.get_internal_type())
    if kind is None:
        raise ImproperlyConfigured(
            f"History does not know how to show {model._meta.label}.{field.name}, a "
            f"{field.get_internal_type()}: decide it in primeline/audit/walls/metadata.py."
        )
    return kind
