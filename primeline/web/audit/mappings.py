"""How a file's columns were taken, as people read it: each heading and the field it stands for."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from primeline.imports.mapping import FileMapping
from primeline.imports.mapping.shape import SERVICE, ColumnUse, mapping_from
from primeline.imports.targets import LAYOUTS, Field


def mapping_told(stored: Mapping[str, Any]) -> str | None:
    """Return a mapping in words, or None if it is none that this release knows."""
    try:
        mapping = mapping_from(dict(stored))
    except (msgspec.ValidationError, ValueError):
        return None
    return f"{mapping.target.label}: {'; '.join(_parts(mapping))}"


def _parts(mapping: FileMapping) -> Iterator[str]:
    fields = LAYOUTS[mapping.target].by_name
    for use in mapping.columns:
        yield f"{use.column} → {_meaning(use, fields)}"
    for name, value in mapping.constants.items():
        yield f"{_label(name, fields)} = {value}"


def _meaning(use: ColumnUse, fields: Mapping[str, Field]) -> str:
    if not use.field:
        return _("left out")
    words = {**use.values, **{word: service.line for word, service in use.services.items()}}
    told = ", ".join(f"{word} = {meant}" for word, meant in words.items() if meant)
    label = _("Service held") if use.field == SERVICE else _label(use.field, fields)
    return f"{label} ({told})" if told else label


def _label(name: str, fields: Mapping[str, Field]) -> str:
    return str(fields[name].label) if name in fields else name
