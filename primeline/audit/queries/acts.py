"""Searching the acts: by whom, of what kind, on what, when, with what words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from primeline.audit.models import Act, ActLine, HistoryRow, Look, Strike
from primeline.audit.queries.reached import only_reached, reached_ids
from primeline.audit.queries.shown import Change, change_in
from primeline.kit.errors import NotFound
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach

CHANGES_SHOWN = 5
LINES_SHOWN = 20
# By a range, though it is one act: for an equal one PostgreSQL may walk through all rows by id, and
# ask for each whether it is within reach.
FIRST_OF_ACT = """SELECT id FROM (
    SELECT id FROM {} WHERE act_id BETWEEN %s AND %s ORDER BY act_id, id LIMIT %s
) AS f"""


@dataclass(frozen=True, kw_only=True)
class ActSearch:
    """What is looked for. What is left empty does not narrow the search."""

    actor_id: int | None = None
    actor_name: str = ""
    kind: str = ""
    table: str = ""
    row_id: str = ""
    from_at: datetime | None = None
    to_at: datetime | None = None
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class ActShown:
    """An act with what it did, as far as the reader may see it."""

    act_id: int
    at: datetime
    actor_id: int | None
    actor_name: str
    kind: str
    reason: str
    request_id: str
    changes: tuple[Change, ...] = ()
    has_more_changes: bool = False
    lines: tuple[tuple[str, dict[str, Any]], ...] = ()
    looks: tuple[Look, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ActPage:
    """One page of acts, the latest first, and where the next one begins."""

    acts: tuple[ActShown, ...]
    after: tuple[datetime, int] | None


def search_acts(
    reach: Reach,
    search: ActSearch,
    *,
    after: tuple[datetime, int] | None = None,
    limit: int = 50,
) -> ActPage:
    """Return a page of acts, each with its first changes.

    :raises NotFound: if the reader may not look at the record
    """
    _check_permission(reach)
    wanted = Act.objects.filter(_condition(search)).order_by("-at", "-id")
    if after is not None:
        at, number = after
        wanted = wanted.filter(Q(at__lte=at) & (Q(at__lt=at) | Q(id__lt=number)))
    found = list(wanted[: limit + 1])
    shown = found[:limit]
    last = shown[-1] if len(found) > limit else None
    return ActPage(acts=_shown(reach, shown), after=(last.at, last.pk) if last else None)


def changes_of(reach: Reach, *, act_id: int, after: int = 0, limit: int = 100) -> list[Change]:
    """Return the changes that an act made, in order; `after` is the last one already shown.

    :raises NotFound: if the reader may not look at the record
    """
    _check_permission(reach)
    rows = HistoryRow.objects.filter(act__gte=act_id, act__lte=act_id, id__gt=after)
    found = rows.select_related("act").order_by("act_id", "id")[:limit]
    return [change_in(row) for row in only_reached(reach, found)]


def _check_permission(reach: Reach) -> None:
    if not reach.may(Permission.VIEW_AUDIT):
        raise NotFound


def _condition(search: ActSearch) -> Q:
    condition = Q()
    if search.actor_id is not None:
        condition &= Q(actor_id=search.actor_id)
    if search.actor_name:
        condition &= Q(actor_name=search.actor_name) | _done_by(search.actor_name)
    if search.kind:
        condition &= Q(kind__startswith=search.kind)
    if search.from_at is not None:
        condition &= Q(at__gte=search.from_at)
    if search.to_at is not None:
        condition &= Q(at__lt=search.to_at)
    if search.text:
        words = search.text
        condition &= (
            (Q(reason__icontains=words) & ~Exists(_struck()))
            | Q(actor_name__icontains=words)
            | Q(request_id=words)
            | _done_by(words)
        )
    return condition & _on_subject(search)


def _struck() -> QuerySet[Strike]:
    """Return what was struck of an act: it is not found by what it no longer shows."""
    return Strike.objects.filter(table=Act._meta.db_table, row_id=OuterRef("pk"))


def _done_by(name: str) -> Q:
    """Return the condition for acts of people who are called so now, in either language."""
    return Q(actor_id__in=staff.ids_called(name))


def _on_subject(search: ActSearch) -> Q:
    if not search.table:
        return Q()
    changed: QuerySet[Any] = HistoryRow.objects.filter(table=search.table)
    looked: QuerySet[Any] = Look.objects.filter(subject_kind=search.table)
    if search.row_id:
        changed = changed.filter(row_id=search.row_id)
        looked = looked.filter(subject_id=search.row_id)
    return Q(id__in=changed.values("act_id")) | Q(id__in=looked.values("act_id"))


def _shown(reach: Reach, acts: Sequence[Act]) -> tuple[ActShown, ...]:
    rows = _first(HistoryRow.objects.select_related("act"), acts, CHANGES_SHOWN + 1)
    lines = _first(ActLine.objects.all(), acts, LINES_SHOWN)
    looks = _first(Look.objects.all(), acts, LINES_SHOWN)
    reached = {
        row.pk for row in only_reached(reach, [row for each in rows.values() for row in each])
    }
    actors = {str(act.actor_id) for act in acts if act.actor_id is not None}
    known = reached_ids(reach, "staff_person", actors)
    is_everywhere = reach.is_everywhere(Permission.VIEW_AUDIT)
    return tuple(
        ActShown(
            act_id=act.pk,
            at=act.at,
            actor_id=act.actor_id,
            actor_name=act.actor_name,
            kind=act.kind,
            reason=act.reason,
            request_id=act.request_id,
            changes=tuple(
                change_in(row) for row in rows[act.pk][:CHANGES_SHOWN] if row.pk in reached
            ),
            has_more_changes=len(rows[act.pk]) > CHANGES_SHOWN,
            lines=tuple((line.kind, line.line) for line in lines[act.pk]),
            looks=tuple(looks[act.pk]),
        )
        for act in acts
        # What strangers did to things out of reach is not even named.
        if is_everywhere
        or str(act.actor_id) in known
        or any(row.pk in reached for row in rows[act.pk])
    )


def _first(rows: QuerySet[Any], acts: Sequence[Act], most: int) -> dict[int, list[Any]]:
    """Return the first rows of each act: an import may have written a million."""
    found: dict[int, list[Any]] = {act.pk: [] for act in acts}
    if not acts:
        return found
    part = FIRST_OF_ACT.format(connection.ops.quote_name(rows.model._meta.db_table))
    with connection.cursor() as cursor:
        asked = [value for act in found for value in (act, act, most)]
        cursor.execute(" UNION ALL ".join([part] * len(acts)), asked)
        numbers = [row[0] for row in cursor.fetchall()]
    for row in rows.filter(id__in=numbers).order_by("id"):
        found[row.act_id].append(row)
    return found
