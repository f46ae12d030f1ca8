"""What of the record is not shown any more. The record itself stays, and verifies.

Rows of the record that are fetched as such come with what was struck left out; `values()` gives
what is stored, for sealing and for those who look for what is to be struck.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, TypeVar

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from primeline.audit.values import Struck

M = TypeVar("M", bound=Model)
CHUNK: Final = 1000
# What rows of the record come with that is of the record too.
BESIDE: Final = "act"


class ShownQuerySet(QuerySet[M]):
    """Rows of the record as they may be read."""

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new:
            leave_out([one for one in self._result_cache or () if isinstance(one, Model)])

    def iterator(self, chunk_size: int | None = None) -> Iterator[M]:
        """Yield rows without keeping them, what was struck in them left out by the chunk."""
        rows = super().iterator(chunk_size=chunk_size or CHUNK)
        while some := list(islice(rows, chunk_size or CHUNK)):
            leave_out([one for one in some if isinstance(one, Model)])
            yield from some


def strike(pieces: Iterable[Struck]) -> int:
    """Let pieces of the record be shown no more, as part of the deed that wants it so."""
    strikes = apps.get_model("audit", "Strike")
    rows = [
        strikes(
            table=one.table,
            row_id=one.row_id,
            path=list(one.path),
            start=one.start,
            end=one.end,
            instead=one.instead,
        )
        for one in pieces
    ]
    return len(strikes._default_manager.bulk_create(rows, batch_size=CHUNK))


def leave_out(rows: Sequence[Model]) -> None:
    """Leave out of rows, and of the acts that come with them, what was struck. One query."""
    here: dict[tuple[str, int], list[Model]] = defaultdict(list)
    for row in rows:
        for one in (row, row._state.fields_cache.get(BESIDE)):
            if one is not None and one.pk is not None:
                here[one._meta.db_table, one.pk].append(one)
    found: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for one in _strikes(here):
        found[one.table, one.row_id].append(one)
    for key, strikes in found.items():
        for row in {id(row): row for row in here[key]}.values():
            _leave_out_of(row, strikes)


def _strikes(here: Iterable[tuple[str, int]]) -> Iterator[Any]:
    keys: dict[str, list[int]] = defaultdict(list)
    for table, pk in here:
        keys[table].append(pk)
    if keys:
        wanted = Q()
        for table, pks in keys.items():
            wanted |= Q(table=table, row_id__in=pks)
        yield from apps.get_model("audit", "Strike")._default_manager.filter(wanted)


def _leave_out_of(row: Model, strikes: Iterable[Any]) -> None:
    by_path: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for one in strikes:
        by_path[tuple(one.path)].append(one)
    for (part, *way), pieces in by_path.items():
        value = getattr(row, part)
        if not way:
            setattr(row, part, _without(value, pieces))
            continue
        for step in way[:-1]:
            value = value[step]
        value[way[-1]] = _without(value[way[-1]], pieces)


def _without(text: str, pieces: Iterable[Any]) -> str:
    """Return a text without what was struck in it, what overlaps as one piece."""
    found: list[str] = []
    end = 0
    for one in sorted(pieces, key=lambda one: (one.start, one.end)):
        if one.start >= end:
            found += [text[end : one.start], one.instead]
        end = max(end, one.end)
    return "".join([*found, text[end:]])
