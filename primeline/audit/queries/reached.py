"""Which rows of history a person may see: those of rows within their reach."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.module_loading import import_string

from primeline.audit.models import HistoryRow
from primeline.audit.walls.metadata import archive_table
from primeline.audit.walls.policies import reach_of_model
from primeline.kit.keeping import ReachBy
from primeline.staff.reach import Reach


def only_reached(reach: Reach, rows: Iterable[HistoryRow]) -> list[HistoryRow]:
    """Return the rows of history that are within reach, in the order given."""
    asked = list(rows)
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in asked:
        wanted[row.table].add(row.row_id)
    reached = {table: reached_ids(reach, table, ids) for table, ids in wanted.items()}
    return [row for row in asked if row.row_id in reached[row.table]]


def reached_ids(
    reach: Reach, table: str, row_ids: set[str], *, only_names: bool = False
) -> set[str]:
    """Return those of the rows of a table that are within reach, or whose names are."""
    try:
        model = archive_table(table).model
    except LookupError:
        return set()
    found = model._default_manager.filter(pk__in=row_ids)
    condition = _condition(model, reach, only_names=only_names)
    if condition is None:
        return row_ids
    return {str(key) for key in found.filter(condition).values_list("pk", flat=True)}


def _condition(model: Any, reach: Reach, *, only_names: bool) -> Q | None:
    """Return the condition of rows within reach; None where everybody signed in may see them."""
    hangs = reach_of_model(model)
    if hangs is None:
        # Rows that everybody's work needs may still have a history that is not for everybody.
        # Their names are part of that work: whose account it is, and who put it there.
        on_record: str | None = None if only_names else getattr(model, "on_record", None)
        return import_string(on_record)(reach) if on_record else None
    prefix = ""
    if isinstance(hangs, str):
        prefix = f"{hangs}__"
        for step in hangs.split("__"):
            model = model._meta.get_field(step).related_model
        hangs = reach_of_model(model)
    if not isinstance(hangs, ReachBy):
        raise TypeError(f"{model._meta.label} does not hang on an account.")
    condition: Q = import_string(hangs.within)(reach, prefix=prefix)
    return condition
