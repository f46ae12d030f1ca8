"""What a field is: its name, what its cells mean, and the headings by which it is recognized."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices

from primeline.imports.choices import Target


class Kind(StrEnum):
    """What the cells of a column mean."""

    REFERENCE = "REFERENCE"
    TEXT = "TEXT"
    CHOICE = "CHOICE"
    FLAG = "FLAG"
    DAY = "DAY"
    MONTH = "MONTH"
    MONEY = "MONEY"
    FEE = "FEE"
    COUNT = "COUNT"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    IDENTIFIER = "IDENTIFIER"
    UNIT = "UNIT"
    PERSON = "PERSON"
    INDUSTRY = "INDUSTRY"
    LINE = "LINE"
    REASON = "REASON"


# The example of a person whom every installation has: whoever asks for the template.
READER = "@reader"

# Kinds whose values come from lists that people edit, so that one value may stand for all rows.
LISTED = frozenset({Kind.UNIT, Kind.PERSON, Kind.INDUSTRY, Kind.LINE, Kind.REASON})


@dataclass(frozen=True, kw_only=True)
class Field:
    """Something that a column may be taken as."""

    name: str
    label: Any
    kind: Kind
    synonyms: str = ""
    # Words are in the language of whoever reads them.
    example: Any = ""
    most: int = 0
    choices: type[TextChoices] | None = None
    is_required: bool = False
    group: str = "MAIN"
    # A unit may be one beyond the reach of whoever imports.
    is_anywhere: bool = False
    # What people type: numbers of people do not belong there.
    is_free: bool = False

    @property
    def may_be_constant(self) -> bool:
        """Whether one value may be chosen for all rows."""
        return self.kind in LISTED or self.kind in {Kind.CHOICE, Kind.DAY, Kind.FLAG}

    @property
    def words(self) -> tuple[str, ...]:
        """The headings by which this field is recognized."""
        return tuple(word.strip() for word in self.synonyms.split("|") if word.strip())


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A target with its fields; `takes_services` where columns may name services held."""

    target: Target
    fields: tuple[Field, ...]
    takes_services: bool = False

    @property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by name."""
        return {field.name: field for field in self.fields}
