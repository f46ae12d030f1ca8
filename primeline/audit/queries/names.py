"""What the rows that changes point at are called, so that people need not read numbers."""

from collections.abc import Iterable, Mapping
from typing import Any

from primeline.audit.queries.reached import reached_ids
from primeline.audit.queries.shown import Change
from primeline.audit.walls.metadata import archive_table
from primeline.staff.reach import Reach

# The first of these that a row has is its name.
NAMES = ("display_name", "name", "number", "code")

Names = Mapping[tuple[str, str], str]


def names_in(reach: Reach, changes: Iterable[Change], *, with_staff: bool = False) -> Names:
    """Return the name of each row that was changed or is pointed at, by (table, id).

    Rows outside reach have none. Those of units and people do if `with_staff` says so: on a page
    within reach that names them anyhow.
    """
    wanted: dict[str, set[str]] = {}
    for change in changes:
        wanted.setdefault(change.table, set()).add(change.row_id)
        for field in change.fields:
            if field.points_to:
                ids = {str(value) for value in (field.before, field.after) if value is not None}
                wanted.setdefault(field.points_to, set()).update(ids)
    return {
        (table, str(row.pk)): name
        for table, ids in wanted.items()
        for row in _rows(table, reached_ids(reach, table, ids, only_names=with_staff))
        if (name := _name(row))
    }


def _rows(table: str, ids: Iterable[str]) -> Iterable[Any]:
    try:
        model = archive_table(table).model
    except LookupError:
        return ()
    return model._default_manager.filter(pk__in=list(ids))


def _name(row: Any) -> str:
    name = next((name for field in NAMES if (name := getattr(row, field, ""))), "")
    # A text keeps its kind, which tells whether anything may be told of whom it names.
    return name if isinstance(name, str) else str(name)
