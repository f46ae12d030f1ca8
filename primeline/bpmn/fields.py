"""The fields of a case between JSON and what conditions compare."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from primeline.bpmn.values import Field, Type, Value

MAX_TEXT = 10_000
MAX_NUMBER = Decimal(10) ** 15
MAX_PLACES = 9
WRITTEN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class BadField(ValueError):
    """These fields do not hold what they may; the names of fields, with what was given."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self.given = dict(given)
        super().__init__(", ".join(sorted(given)))


def read_values(fields: Mapping[str, Field], given: Mapping[str, object]) -> dict[str, Value]:
    """Return values of their own types. Empty texts and `None` are not known yet.

    :raises BadField: naming every field that is not there or holds something else
    """
    values: dict[str, Value] = {}
    bad: dict[str, object] = {}
    for name, value in given.items():
        try:
            values[name] = _typed(fields[name], value)
        except (KeyError, ValueError, InvalidOperation):
            bad[name] = value
    if bad:
        raise BadField(bad)
    return values


def as_json(values: Mapping[str, Value]) -> dict[str, str | bool | None]:
    """Return values as JSON can keep them: numbers as text, so that none is rounded."""
    return {
        name: value
        if value is None or isinstance(value, bool)
        else value.isoformat()
        if isinstance(value, date)
        else str(value)
        for name, value in values.items()
    }


def _typed(field: Field, value: object) -> Value:
    if value is None or value == "":
        return None
    match field.type:
        case Type.TEXT:
            return _text(field, value)
        case Type.NUMBER:
            return _number(value)
        case Type.DAY:
            return _day(value)
        case Type.MOMENT:
            return _moment(value)
        case Type.BOOLEAN:
            if isinstance(value, bool):
                return value
    raise ValueError(field.name)


def _text(field: Field, value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise ValueError(field.name)
    if field.codes and value not in field.codes:
        raise ValueError(field.name)
    return value


def _day(value: object) -> date:
    if type(value) is date:
        return value
    if not isinstance(value, str) or not WRITTEN_DAY.fullmatch(value):
        raise ValueError(value)
    return date.fromisoformat(value)


def _moment(value: object) -> datetime:
    """Return a moment as one that all time zones agree on."""
    found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    if found.tzinfo is None:
        raise ValueError(value)
    try:
        return found.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(value) from error


def _number(value: object) -> Decimal:
    if isinstance(value, bool):
        raise ValueError
    number = Decimal(str(value))
    if not number.is_finite() or abs(number) > MAX_NUMBER or number != round(number, MAX_PLACES):
        raise ValueError
    return number
