"""Opening the second wall: for one person's reach, or for the system. Closed is the default.

On SQLite there is no second wall, and opening it does nothing. Outside a transaction the opening
holds until it is closed; inside one it ends with the transaction at the latest.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import DatabaseError

from primeline.audit.walls.policies import industry_tables
from primeline.staff.choices import Permission
from primeline.staff.reach import Bound, Reach

# Closing needs no more than the first of these settings.
OPEN = """
SELECT set_config('primeline.wall', 'reach', %(local)s),
       set_config('primeline.units', {units}, %(local)s),
       set_config('primeline.people', %(people)s, %(local)s),
       set_config('primeline.cleared', %(cleared)s, %(local)s),
       set_config('primeline.granted', %(granted)s, %(local)s),
       set_config('primeline.sectors', {sectors}, %(local)s),
       set_config('primeline.limited', %(limited)s, %(local)s)
"""
UNITS = """
(SELECT coalesce(array_agg(id), '{}')::text FROM staff_unit
 WHERE path LIKE ANY (%(paths)s::text[]))
"""
# Roles bounded by industry are common enough to deserve numbers: the unit and the industry in one.
SECTORS = """
(SELECT coalesce(array_agg(DISTINCT (u.id << 32) | i.id), '{{}}')::text
 FROM jsonb_to_recordset(%(sectors)s::jsonb) AS b(path text, industries text[])
 JOIN staff_unit u ON u.path LIKE b.path JOIN ({industries}) i ON i.code = ANY (b.industries))
"""
SET_WALL = "SELECT set_config('primeline.wall', %(wall)s, %(local)s)"


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What one opening lets through, as the settings that the policies read."""

    wall: str
    paths: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    cleared: tuple[int, ...] = ()
    granted: tuple[int, ...] = ()
    sectors: str = ""
    limited: str = ""


SYSTEM = Opening(wall="system")
CLOSED = Opening(wall="")


def opening_for(reach: Reach) -> Opening:
    """Return the opening that lets through what the reach may see."""
    bounds = reach.bounds_for(Permission.VIEW_CUSTOMERS)
    plain = [bound for bound in bounds if not _is_limited(bound)]
    sectors = [bound for bound in bounds if _is_sector(bound)]
    limited = [bound for bound in bounds if _is_limited(bound) and not _is_sector(bound)]
    return Opening(
        wall="reach",
        paths=tuple(sorted({f"{b.path}%" for b in plain if not b.is_named_only})),
        people=tuple(sorted(reach.named_ids)) if any(b.is_named_only for b in plain) else (),
        cleared=tuple(sorted(reach.cleared_ids)) if bounds else (),
        granted=tuple(sorted(one.grant_id for one in reach.granted)) if bounds else (),
        sectors=_listed([_limits(bound, reach) for bound in sectors]),
        limited=_listed([_limits(bound, reach) for bound in limited]),
    )


@contextmanager
def open_for(reach: Reach, *, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Let through what this reach may see, for as long as this lasts."""
    with _opened(opening_for(reach), using):
        yield


@contextmanager
def open_for_system(*, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Let everything through, for work that no single person asked for."""
    with _opened(SYSTEM, using):
        yield


def close(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Let nothing through any more on this thread's connection."""
    connection: Any = connections[using]
    connection.primeline_opening = CLOSED
    _settle(connection)


def settle_new(connection: Any) -> None:
    """Give a connection that was made anew in the middle of an opening what the old one had."""
    if _opening_on(connection) is not CLOSED:
        _settle(connection)


@contextmanager
def _opened(opening: Opening, using: str) -> Iterator[None]:
    connection: Any = connections[using]
    if connection.vendor != "postgresql":
        yield
        return
    before = _opening_on(connection)
    # A connection that is made only now is settled by `settle_new`, with what held before.
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    connection.primeline_opening = opening
    _settle(connection)
    try:
        yield
    finally:
        connection.primeline_opening = before
        _settle_again(connection)


def _settle_again(connection: Any) -> None:
    """Set what held before. A broken transaction or connection takes its settings with it."""
    if connection.connection is None:
        return
    try:
        _settle(connection)
    except DatabaseError:
        if not connection.in_atomic_block:
            connection.close()


def _settle(connection: Any) -> None:
    if connection.vendor != "postgresql":
        return
    opening = _opening_on(connection)
    is_local = connection.in_atomic_block
    with connection.wrap_database_errors:
        # Not through Django's cursor, which costs more than the statement itself.
        connection.connection.execute(*_statement(opening, is_local))


def _statement(opening: Opening, is_local: bool) -> tuple[str, dict[str, Any]]:
    if opening.wall != "reach":
        return SET_WALL, {"wall": opening.wall, "local": is_local}
    values = {
        "local": is_local,
        "people": _array(opening.people),
        "cleared": _array(opening.cleared),
        "granted": _array(opening.granted),
        "limited": opening.limited,
        **({"paths": list(opening.paths)} if opening.paths else {}),
        **({"sectors": opening.sectors} if opening.sectors else {}),
    }
    statement = OPEN.format(
        units=UNITS if opening.paths else "'{}'",
        sectors=SECTORS.format(industries=_industries()) if opening.sectors else "'{}'",
    )
    return statement, values


def _industries() -> str:
    return " UNION ALL ".join(
        f'SELECT id, code FROM "{table}"'  # noqa: S608 - names of our own models
        for table in sorted(industry_tables())
    )


def _opening_on(connection: Any) -> Opening:
    found: Opening = getattr(connection, "primeline_opening", CLOSED)
    return found


def _is_limited(bound: Bound) -> bool:
    return bool(bound.industries or bound.lines or bound.customer_ids)


def _is_sector(bound: Bound) -> bool:
    """Test whether a role is bounded by industry and nothing else."""
    only_by_industry = bound.industries and not bound.lines and not bound.customer_ids
    return bool(only_by_industry) and not bound.is_named_only


def _listed(limits: list[dict[str, Any]]) -> str:
    return json.dumps(limits) if limits else ""


def _limits(bound: Bound, reach: Reach) -> dict[str, Any]:
    """Return one bounded role as the policy reads it; what is None does not limit."""
    is_named = bound.is_named_only
    return {
        "path": "" if is_named else f"{bound.path}%",
        "people": sorted(reach.named_ids) if is_named else [],
        "industries": sorted(bound.industries) or None,
        "lines": sorted(bound.lines) or None,
        "accounts": sorted(bound.customer_ids) or None,
    }


def _array(ids: tuple[int, ...]) -> str:
    return "{" + ",".join(map(str, ids)) + "}"
