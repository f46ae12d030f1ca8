"""What would change in single rows, for the eye: before and after."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final, TypedDict

from django.db.models import QuerySet

from primeline.customers.models import Contact
from primeline.customers.queries import visible_to
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.dialects import SqlType
from primeline.imports.staging.steps import Step
from primeline.privacy import masks
from primeline.privacy import queries as privacy
from primeline.privacy.choices import PersonalKind
from primeline.products.models import Subscription

_LISTS = {
    "owner_unit_id": "units",
    "account_manager_id": "people",
    "deputy_id": "people",
    "sales_representative_id": "people",
    "signing_unit_id": "units",
    "served_by_id": "units",
    "industry_id": "industries",
    "line_id": "lines",
    "reason_recorded_id": "reasons",
    "reason_verified_id": "reasons",
}

# Rows that people know by their numbers; of accounts only those that the importer sees are told.
_NUMBERED: Final[Mapping[str, Callable[[Step], QuerySet[Any]]]] = {
    "subscription_id": lambda step: Subscription.objects.all(),
    "parent_id": lambda step: visible_to(step.work.references.reach),
    "payer_id": lambda step: visible_to(step.work.references.reach),
}


class Change(TypedDict):
    """One value of one stored row that a row of the file changes."""

    row: int
    relation: str
    field: str
    before: Any
    after: Any


def changes_in(bench: Bench, step: Step, most: int) -> list[Change]:
    """Return the first changes that a step would make, row by row."""
    names = sorted(step.compared)
    if not names or not step.counts["changed"]:
        return []
    columns = ", ".join(f"t.{name}, s.{name}" for name in names)
    rows = bench.rows(
        f"SELECT s.row_number, {columns} FROM {step.stage} AS s "
        f"JOIN {step.table} AS t ON t.id = s.target_id WHERE s.is_changed "
        f"ORDER BY s.row_number LIMIT {most}"
    )
    return [
        Change(row=number, relation=step.relation.name, field=name, before=before, after=after)
        for number, *values in rows
        for name, before, after in _pairs(step, names, values)
        if after is not None and after != before
    ]


def _pairs(step: Step, names: list[str], values: list[Any]) -> Iterator[tuple[str, Any, Any]]:
    for name, before, after in zip(names, values[::2], values[1::2], strict=True):
        yield name, _shown(step, name, before), _shown(step, name, after)


def _shown(step: Step, name: str, value: Any) -> Any:
    if value is not None and (personal := privacy.told(step.table, name, str(value))) is not None:
        return personal
    if name in _NUMBERED:
        found = _NUMBERED[name](step).filter(pk=value).values_list("number", flat=True)
        return found.first()
    if name == "reports_to_id" and value is not None:
        return masks.masked(PersonalKind.NAME, Contact.objects.get(pk=value).name)
    if name in _LISTS:
        return _named(step, name, value)
    if isinstance(value, str) and step.relation.columns[name] is SqlType.JSON:
        return json.loads(value)
    if step.relation.columns[name] is SqlType.FLAG and value is not None:
        return bool(value)
    return value.isoformat() if isinstance(value, date) else value


def _named(step: Step, name: str, value: Any) -> Any:
    directory = getattr(step.work.references, _LISTS[name])
    return next((entry.names[0] for entry in directory.entries if entry.id == value), value)
