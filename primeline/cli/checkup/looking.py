"""The whole look over, from the outside in. What needs something that is broken is left out."""

from collections.abc import Callable

from django.db import Error as DatabaseError
from django.db import connection

from primeline.audit import walls
from primeline.cli.checkup import database, kept_files, machine, personal, work
from primeline.cli.checkup.findings import Finding, Findings
from primeline.cli.words import _

Check = Callable[[], Findings]

OF_THE_MACHINE: tuple[Check, ...] = (
    machine.python,
    machine.folders,
    machine.anchor_place,
    machine.disk,
    machine.built,
)
OF_THE_DATABASE: tuple[Check, ...] = (database.version, database.clocks, database.safety)
OF_A_MIGRATED_DATABASE: tuple[Check, ...] = (
    database.walls,
    database.example,
    personal.master_keys,
    personal.erasures,
    personal.open_people,
    kept_files.damaged,
    kept_files.bucket,
    work.worker,
    work.given_up,
    work.sealing,
    work.backup,
    work.mail,
    work.calendar,
)


def look_over() -> list[Finding]:
    """Return everything that is not as it should be."""
    found = _all(OF_THE_MACHINE)
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        what = _("The database does not answer: {reason}").format(reason=str(error).strip())
        return [*found, Finding(what=what, way_out=_("Check PRIMELINE_DATABASE_URL."))]
    with walls.open_for_system():
        found += _all(OF_THE_DATABASE)
        pending = list(database.migrations())
        return [*found, *pending] if pending else [*found, *_all(OF_A_MIGRATED_DATABASE)]


def _all(checks: tuple[Check, ...]) -> list[Finding]:
    return [finding for check in checks for finding in check()]
