"""Everything that hangs on one row: how it all stood at a moment, what changed between two."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import CharField, Max, Min, Model, QuerySet
from django.db.models.functions import Cast

from primeline.audit.choices import Difference
from primeline.audit.models import HistoryRow
from primeline.audit.queries.reached import reached_ids
from primeline.audit.queries.shown import Change, change_in
from primeline.audit.walls.metadata import archive_table
from primeline.audit.walls.policies import reach_of_model
from primeline.kit.errors import NotFound
from primeline.staff.reach import Reach

# The newest rows of one table that are looked at; a page that shows more is no help to anybody.
MOST_ROWS = 2000

Image = Mapping[str, Any]
Present = dict[str, set[str]]


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """A row of a table and the tables that hang on it, whose rows are asked for.

    `once` are other rows of the same table on which some of its rows may hang by now.
    """

    table: str
    row_id: int
    parts: tuple[str, ...]
    once: Collection[int] = field(default=())

    @property
    def ids(self) -> list[int]:
        return [self.row_id, *self.once]


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What became of one row between two moments, told like one change. The last act made it."""

    difference: Difference
    change: Change


def stood_at(reach: Reach, dossier: Dossier, *, at: datetime) -> dict[str, list[Change]]:
    """Return the rows that a dossier held at a moment, by table, the newest first.

    Each is told like one change that made it so; its moment and actor are those of the last
    change before. Empty where the row itself was not on file yet.

    :raises NotFound: if the row is not within reach
    """
    _check_reach(reach, dossier)
    spans = _spans(dossier, act__at__lte=at)
    rows = _rows({span["last"] for span in spans})
    there: dict[str, list[Change]] = {}
    present: Present = {}
    for part in dossier.parts:
        found = [row for row in rows.values() if row.table == part]
        held = [row for row in found if _is_held(dossier, row.table, row.after, row, present)]
        present[part] = {row.row_id for row in held}
        there[part] = [_made_so(row) for row in sorted(held, key=_age)]
    return there if present.get(dossier.table) else {}


def turned_between(
    reach: Reach, dossier: Dossier, *, since: datetime, until: datetime
) -> list[Turn]:
    """Return what differs in a dossier between two moments, by table and row.

    What was changed and changed back does not differ. A row may come, change, or go: nothing is
    ever deleted, but a row may be moved to hang on another one.

    :raises NotFound: if the row is not within reach
    """
    _check_reach(reach, dossier)
    spans = _spans(dossier, act__at__gt=since, act__at__lte=until)
    rows = _rows({span[end] for span in spans for end in ("first", "last")})
    order = {part: number for number, part in enumerate(dossier.parts)}
    return [
        turn
        for span in sorted(spans, key=lambda span: (order[span["table"]], int(span["row_id"])))
        if (turn := _turn(dossier, rows[span["first"]], rows[span["last"]]))
    ]


def _turn(dossier: Dossier, first: HistoryRow, last: HistoryRow) -> Turn | None:
    was_held = first.before is not None and _hangs(dossier, first.table, first.before)
    is_held = _hangs(dossier, last.table, last.after)
    last.before = first.before if was_held else None
    match was_held, is_held:
        case True, True:
            change = change_in(last)
            return Turn(difference=Difference.CHANGED, change=change) if change.fields else None
        case False, True:
            return Turn(difference=Difference.NEW, change=change_in(last))
        case True, False:
            last.after, last.before = first.before, None
            return Turn(difference=Difference.GONE, change=change_in(last))
    return None


def _spans(dossier: Dossier, **when: datetime) -> list[dict[str, Any]]:
    """Return the first and the last change of each row in a stretch of time. One query."""
    asked = [_spans_of_part(dossier, part, **when) for part in dossier.parts]
    return list(asked[0].union(*asked[1:], all=True))


def _spans_of_part(dossier: Dossier, part: str, **when: datetime) -> QuerySet[Any, Any]:
    model = archive_table(part).model
    hangs = _way(dossier, model)
    newest = model._default_manager.filter(**{f"{hangs}__in": dossier.ids}).order_by("-pk")
    keys = newest.annotate(key=Cast("pk", CharField())).values("key")[:MOST_ROWS]
    return (
        HistoryRow.objects.filter(table=part, row_id__in=keys, **when)
        .values("table", "row_id")
        .annotate(first=Min("id"), last=Max("id"))
        .order_by()
    )


def _rows(ids: Iterable[int]) -> dict[int, HistoryRow]:
    return HistoryRow.objects.select_related("act").in_bulk(list(ids))


def _way(dossier: Dossier, model: type[Model]) -> str:
    """Return the path from a model to the row of the dossier."""
    if model._meta.db_table == dossier.table:
        return "pk"
    hangs = reach_of_model(model)
    if not isinstance(hangs, str):
        raise TypeError(f"{model._meta.label} does not hang on {dossier.table}.")
    return hangs


def _is_held(dossier: Dossier, table: str, image: Image, row: HistoryRow, present: Present) -> bool:
    """Test whether a row was part of the dossier at that moment, itself or by what it hangs on."""
    model = archive_table(table).model
    step, _, further = _way(dossier, model).partition("__")
    if not further:
        return _hangs(dossier, table, image)
    link: Any = model._meta.get_field(step)
    parents = present.get(link.related_model._meta.db_table, set())
    return str(image[link.column]) in parents


def _hangs(dossier: Dossier, table: str, image: Image) -> bool:
    model = archive_table(table).model
    way = _way(dossier, model)
    if way == "pk":
        return bool(image[archive_table(table).key] == dossier.row_id)
    link: Any = model._meta.get_field(way.partition("__")[0])
    return "__" in way or bool(image[link.column] == dossier.row_id)


def _made_so(row: HistoryRow) -> Change:
    row.before = None
    return change_in(row)


def _age(row: HistoryRow) -> int:
    return -int(row.row_id)


def _check_reach(reach: Reach, dossier: Dossier) -> None:
    if not reached_ids(reach, dossier.table, {str(dossier.row_id)}):
        raise NotFound
