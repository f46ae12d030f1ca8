"""What `primeline import` does once the house is open."""

import argparse
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from primeline.audit import walls
from primeline.cli.outcomes import Stopped
from primeline.cli.terminal import Progress, place
from primeline.cli.words import _
from primeline.imports import actions, papers, queries, runs
from primeline.imports.choices import Extent, RowState, Target
from primeline.imports.gateways import FileContent, fingerprint
from primeline.imports.mapping import FileMapping
from primeline.imports.mapping.shape import mapping_from
from primeline.kit import spreadsheets
from primeline.kit.deeds import Actor, System
from primeline.kit.errors import NotFound
from primeline.staff import queries as staff
from primeline.staff.choices import Permission, Role
from primeline.staff.reach import Bound, Reach

FIRST_ERRORS = 20
FIRST_BEFORE = 3
WHOLE_ORGANIZATION = "/"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a file would do, or did."""

    batch_id: int
    target: str
    mapping: Mapping[str, Any]
    tally: Mapping[str, Any]
    is_written: bool
    trouble: str
    first_errors: list[str]
    # Earlier imports of the very same file.
    before: list[str]


@dataclass(frozen=True, kw_only=True)
class Importer:
    """Who imports, and how far they reach."""

    by: Actor
    reach: Reach


def bring(asked: argparse.Namespace, *, at: datetime, report: Progress) -> Outcome:
    """Check a file and, if asked to, write it. A run that was broken off goes on.

    :raises Stopped: if the person, the unit or the mapping is not there
    :raises Refused: if the file or its mapping cannot be read
    """
    with walls.open_for_system():
        importer = importer_called(asked.username, at)
        content = FileContent(asked.file.resolve())
        batch = _batch(asked, importer, content, at=at)
        if asked.commit:
            # Rows in error are told as those of a check are.
            with suppress(runs.RowsInError):
                runs.commit_batch(
                    batch=batch,
                    reach=importer.reach,
                    extent=Extent(asked.commit),
                    content=content,
                    progress=report,
                    by=importer.by,
                    at=at,
                )
        elif not asked.show_mapping:
            runs.check_batch(
                batch=batch,
                reach=importer.reach,
                content=content,
                progress=report,
                by=importer.by,
                at=at,
            )
        return Outcome(
            batch_id=batch.pk,
            target=batch.target,
            mapping=batch.mapping,
            tally=batch.tally,
            is_written=bool(batch.committed_at),
            trouble=batch.trouble,
            first_errors=_first_errors(batch),
            before=_before(importer.reach, batch),
        )


def write_errors(outcome: Outcome, file: Path, *, username: str | None, at: datetime) -> None:
    """Write the rows in error with what is wrong with each, under who took them."""
    batch = queries.batch_numbered(outcome.batch_id)
    with walls.open_for_system():
        by = importer_called(username, at).by
        lines = papers.take_errors(batch=batch, by=by, at=at, through=place())
    with file.open("w", encoding="utf-8", newline="") as target:
        spreadsheets.write_csv(target, lines)


def importer_called(username: str | None, at: datetime) -> Importer:
    """Return who imports, by user name; nobody named is the system, which reaches all.

    :raises Stopped: if there is no such person, or they may not import
    """
    if username is None:
        # Whoever may run commands here may do everything; the record says it was the system.
        whole = Bound(role=Role.SERVICE_CENTER, unit_id=0, path=WHOLE_ORGANIZATION)
        reach = Reach(person_id=0, bounds=(whole,), named_ids=frozenset())
        return Importer(by=System("import"), reach=reach)
    try:
        person = staff.person_of_username(username)
    except NotFound as nobody:
        raise Stopped(_("Nobody has the user name {name}.").format(name=username)) from nobody
    reach = staff.reach_of(person, at=at)
    if not reach.may(Permission.IMPORT_CUSTOMERS):
        raise Stopped(_("{name} may not import accounts.").format(name=username))
    return Importer(by=person, reach=reach)


def _batch(
    asked: argparse.Namespace, importer: Importer, content: FileContent, *, at: datetime
) -> Any:
    """Return the batch to work on: one of this file that was broken off, else a new one."""
    _length, digest = fingerprint(content)
    begun = queries.broken_off(digest, importer.by.actor_id) if asked.commit else None
    return begun or _new_batch(asked, importer, content, at=at)


def _new_batch(
    asked: argparse.Namespace, importer: Importer, content: FileContent, *, at: datetime
) -> Any:
    units = staff.units_within(importer.reach, Permission.IMPORT_CUSTOMERS)
    unit = units.filter(code=asked.unit).first() if asked.unit else None
    if asked.unit and unit is None:
        raise Stopped(_("There is no unit {code} within reach.").format(code=asked.unit))
    batch = actions.upload_file(
        name=asked.file.name,
        content=content,
        target=Target(asked.target.upper()) if asked.target else None,
        unit=unit,
        sheet=asked.sheet,
        by=importer.by,
        at=at,
    )
    if asked.mapping:
        mapping = _mapping(asked.mapping, importer.by, unit)
        actions.map_batch(
            batch=batch, version=batch.version, mapping=mapping, by=importer.by, at=at
        )
    return batch


def _mapping(named: str, by: Actor, unit: Any) -> FileMapping:
    try:
        if Path(named).is_file():
            mapping = mapping_from(json.loads(Path(named).read_text(encoding="utf-8")))
        else:
            mapping = mapping_from(queries.get_saved_mapping(by.actor_id, named).mapping)
    except NotFound as missing:
        raise Stopped(_("No mapping is kept as {name}.").format(name=named)) from missing
    except (msgspec.ValidationError, ValueError) as wrong:
        told = _("The mapping {name} cannot be read: {reason}")
        raise Stopped(told.format(name=named, reason=wrong)) from wrong
    if unit is not None and mapping.target == Target.CUSTOMERS:
        constants = {**mapping.constants, "owner_unit": unit.code}
        mapping = msgspec.structs.replace(mapping, constants=constants)
    return mapping


def _before(reach: Reach, batch: Any) -> list[str]:
    told = _("This very file was brought in before: import {number}, {status}.")
    return [
        told.format(number=other.pk, status=other.get_status_display())
        for other in queries.same_file_before(reach, batch)[:FIRST_BEFORE]
    ]


def _first_errors(batch: Any) -> list[str]:
    rows = queries.rows_of(batch, RowState.FAULTY)[:FIRST_ERRORS]
    told = _("Row {row}: {problems}")
    return [
        told.format(row=row.row_number, problems=" ".join(papers.told(row.problems)))
        for row in rows
    ]
