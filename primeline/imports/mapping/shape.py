"""The mapping of a file as a value that can be stored, edited and used again."""

from datetime import date
from typing import Any, Final

import msgspec

from primeline.imports.cells.amounts import MoneyUnit
from primeline.imports.cells.days import DateOrder
from primeline.imports.choices import BillsAre, Target

# What a column is taken as when its cells say which service is held.
SERVICE: Final = "SERVICE"


class ServiceUse(msgspec.Struct, frozen=True, kw_only=True):
    """What one word in a service column means: a line of business held, or none.

    `price_cents` is the usual price; the charge of a month is shared among services by it.
    """

    line: str = ""
    price_cents: int = 0


class ColumnUse(msgspec.Struct, frozen=True, kw_only=True):
    """What one column is taken as; empty `field` means it is left out.

    `values` replaces words of the file by words that are known here; `services` says what each
    word of a service column means. Both are keyed by the word as it stands in the file.
    """

    column: str
    field: str = ""
    unit: str = MoneyUnit.YUAN
    values: dict[str, str] = {}
    services: dict[str, ServiceUse] = {}


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for the whole file.

    `as_of_date` is the day for which tenure, charges and departures are stated. `prefix` is put
    before the numbers of the other system, so that those of two systems do not meet.
    """

    date_order: DateOrder = DateOrder.YEAR_FIRST
    as_of_date: date | None = None
    prefix: str = ""
    bill_months: int = 24
    bills_are: BillsAre = BillsAre.SETTLED


class FileMapping(msgspec.Struct, frozen=True, kw_only=True):
    """The mapping of one file. `constants` hold one value for all rows, by field."""

    target: Target
    columns: tuple[ColumnUse, ...] = ()
    constants: dict[str, str] = {}
    options: Options = Options()

    def column_of(self, field: str) -> int | None:
        """Return the position of the column that is taken as a field, or None."""
        for position, use in enumerate(self.columns):
            if use.field == field:
                return position
        return None

    def gives(self, field: str) -> bool:
        """Test whether a column or a constant gives a field."""
        return self.column_of(field) is not None or bool(self.constants.get(field))

    @property
    def service_columns(self) -> tuple[int, ...]:
        """The positions of the columns that name services held."""
        return tuple(p for p, use in enumerate(self.columns) if use.field == SERVICE)

    def as_json(self) -> dict[str, Any]:
        """Return what is stored."""
        stored: dict[str, Any] = msgspec.to_builtins(self, enc_hook=_plain)
        return stored


def mapping_from(stored: dict[str, Any]) -> FileMapping:
    """Return the mapping that was stored."""
    return msgspec.convert(stored, FileMapping, dec_hook=_choice)


# msgspec knows Python's enums, but not the choices that Django makes of them.
def _plain(value: object) -> object:
    if isinstance(value, (Target, BillsAre)):
        return value.value
    raise NotImplementedError


def _choice(kind: type, value: object) -> object:
    return kind(value)
