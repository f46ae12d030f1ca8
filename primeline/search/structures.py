"""The index over the grams: made per database, after every migration."""

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

GRAM_INDEX: Final = "search_grams"
TABLE: Final = "search_searchentry"

# New grams wait in a list and are sorted in together, which is three times faster than one by one.
# Every question walks through that list, so it stays short (kB).
POSTGRES: Final = (
    f"CREATE INDEX IF NOT EXISTS {GRAM_INDEX} ON {TABLE} "
    "USING gin (string_to_array(grams, ' ')) "
    "WITH (fastupdate = on, gin_pending_list_limit = 1024)",
)

# The grams are ASCII or whole Chinese characters, told apart by spaces: this tokenizer takes them
# as they are. Which grams an entry has is all we ask, not where they stand.
ADD: Final = f"INSERT INTO {GRAM_INDEX} (rowid, grams) VALUES (new.id, new.grams);"  # noqa: S608
REMOVE: Final = (
    f"INSERT INTO {GRAM_INDEX} ({GRAM_INDEX}, rowid, grams) "  # noqa: S608 - names of ours
    "VALUES ('delete', old.id, old.grams);"
)
SQLITE: Final = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {GRAM_INDEX} USING fts5"
    f"(grams, content='{TABLE}', content_rowid='id', tokenize='ascii', detail=none)",
    *(
        f"CREATE TRIGGER IF NOT EXISTS {GRAM_INDEX}_{name} AFTER {moment} ON {TABLE} "
        f"BEGIN {statements} END"
        for name, moment, statements in (
            ("insert", "INSERT", ADD),
            ("update", "UPDATE OF grams", REMOVE + ADD),
            ("delete", "DELETE", REMOVE),
        )
    ),
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the index and what keeps it up to date, where they are not there yet."""
    statements = POSTGRES if connection.vendor == "postgresql" else SQLITE
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
