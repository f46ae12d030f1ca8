"""The keys that a file has had so far, kept in little memory however long the file is."""

import sqlite3
from collections.abc import Iterable
from typing import Any, Final

PAGES_KIB: Final = 8192
BETWEEN: Final = "\x1f"


class Seen:
    """Keys by kind with the row that each stood in first.

    Those of the rows at hand are in memory; those of earlier pieces of the file lie in a temporary
    database of SQLite's, which spills to disk by itself and is gone when this is.
    """

    def __init__(self) -> None:
        self._recent: dict[str, dict[Any, int]] = {}
        self._earlier: sqlite3.Connection | None = None

    def next_piece(self) -> None:
        """Put the keys of the rows at hand away, because other rows follow."""
        if not any(self._recent.values()):
            return
        store = self._earlier = self._earlier or _store()
        for kind, keys in self._recent.items():
            store.executemany(
                "INSERT OR IGNORE INTO seen VALUES (?, ?)",
                ((_text(kind, key), row) for key, row in keys.items()),
            )
        self._recent.clear()

    def repeats(self, kind: str, keys: Iterable[tuple[int, Any]]) -> list[tuple[int, int]]:
        """Return (row, first row) of each key that stood in an earlier row, and remember all."""
        recent = self._recent.setdefault(kind, {})
        found, fresh = [], {}
        for number, key in keys:
            first = recent.setdefault(key, number)
            if first != number:
                found.append((number, first))
            else:
                fresh[key] = number
        return sorted(found + self._from_earlier(kind, fresh))

    def earlier(self, kind: str, keys: Iterable[tuple[int, Any]]) -> list[tuple[int, int]]:
        """Return (row, first row) of each key of an earlier piece of the file; remember all."""
        recent = self._recent.setdefault(kind, {})
        fresh: dict[Any, int] = {}
        for number, key in keys:
            if recent.setdefault(key, number) == number:
                fresh[key] = number
        return self._from_earlier(kind, fresh)

    def _from_earlier(self, kind: str, fresh: dict[Any, int]) -> list[tuple[int, int]]:
        if self._earlier is None or not fresh:
            return []
        store = self._earlier
        rows = ((_text(kind, key), number) for key, number in fresh.items())
        store.executemany("INSERT INTO piece VALUES (?, ?)", rows)
        found = store.execute(
            "SELECT p.row, s.row FROM piece AS p JOIN seen AS s ON s.key = p.key ORDER BY p.row"
        ).fetchall()
        store.execute("DELETE FROM piece")
        return found


def _store() -> sqlite3.Connection:
    store = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    for statement in (
        "PRAGMA journal_mode = OFF",
        f"PRAGMA cache_size = -{PAGES_KIB}",
        "CREATE TABLE seen (key TEXT PRIMARY KEY, row INTEGER) WITHOUT ROWID",
        "CREATE TABLE piece (key TEXT, row INTEGER)",
        "BEGIN",
    ):
        store.execute(statement)
    return store


def _text(kind: str, key: Any) -> str:
    parts = key if isinstance(key, tuple) else (key,)
    return BETWEEN.join((kind, *map(str, parts)))
