"""All rows that hang on accounts, column by column, to compare what was with what is."""

from typing import Any

from primeline.customers.models import Customer
from primeline.kit.keeping import Keeping
from primeline.quality.queries import everything

Snapshot = dict[tuple[str, int], dict[str, Any]]


def snapshot() -> Snapshot:
    """Return every row of every archive table that has a foreign key to an account, and those.

    Versions are left out: they count saves, and an undone merge is one more.
    """
    tables = {hanging.model for hanging in everything()} | {Customer}
    return {
        (model._meta.db_table, row["id"]): {k: v for k, v in row.items() if k != "version"}
        for model in tables
        if getattr(model, "keeping", None) is Keeping.ARCHIVE
        for row in model._default_manager.values()
    }


def without_homes(rows: Snapshot) -> Snapshot:
    """Return the rows without the columns that say to which account they belong."""
    homes: dict[str, set[str]] = {}
    for hanging in everything():
        homes.setdefault(hanging.table, set()).add(f"{hanging.field}_id")
    return {
        (table, pk): {k: v for k, v in row.items() if k not in homes.get(table, ())}
        for (table, pk), row in rows.items()
        if table != Customer._meta.db_table
    }
