"""The database: version, migrations, walls and roles, clock."""

import sqlite3
from datetime import timedelta

from django.conf import settings
from django.core import checks
from django.db import connection

from primeline.cli.checkup.findings import Finding, Findings, Weight
from primeline.cli.house import pending_migrations
from primeline.cli.words import _
from primeline.kit import clock, installation

OLDEST_POSTGRES = 150000
OLDEST_SQLITE = (3, 37, 0)
MOST_SKEW = timedelta(seconds=2)


def version() -> Findings:
    """Find a database server that is too old."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int")
            is_old = cursor.fetchone()[0] < OLDEST_POSTGRES
        wanted = "PostgreSQL 15"
    else:
        is_old, wanted = sqlite3.sqlite_version_info < OLDEST_SQLITE, "SQLite 3.37"
    if is_old:
        yield Finding(
            what=_("The database is older than {wanted}.").format(wanted=wanted),
            way_out=_("Use {wanted} or newer.").format(wanted=wanted),
        )


def migrations() -> Findings:
    """Find migrations that were not applied."""
    if pending := pending_migrations():
        yield Finding(
            what=_("Migrations are pending: {count}.").format(count=len(pending)),
            way_out="primeline migrate",
        )


def walls() -> Findings:
    """Find gaps in what protects the archive."""
    for check in _found("walls"):
        yield Finding(what=str(check.msg), way_out=str(check.hint))


def safety() -> Findings:
    """Find settings and roles that production must not have."""
    for check in _found("safety"):
        what, _dot, way_out = str(check.msg).partition(". ")
        yield Finding(
            what=f"{what}.",
            way_out=way_out,
            weight=Weight.PROBLEM if check.is_serious() else Weight.REMARK,
        )


def clocks() -> Findings:
    """Find a difference between the clock of this machine and that of the database."""
    before = clock.now()
    there = clock.database_now()
    skew = max(before - there, there - clock.now(), timedelta(0))
    if skew > MOST_SKEW:
        yield Finding(
            what=_("The clocks here and of the database differ by {seconds:.0f} seconds.").format(
                seconds=skew.total_seconds()
            ),
            way_out=_("Let both machines set their clocks by the same source (NTP)."),
        )


def example() -> Findings:
    """Find the data of the example where people work."""
    if settings.IS_PRODUCTION and installation.fact(installation.EXAMPLE):
        yield Finding(
            what=_("This database holds the example operator, not yours."),
            way_out=_("Name an empty database in PRIMELINE_DATABASE_URL."),
        )


def _found(tag: str) -> list[checks.CheckMessage]:
    return list(
        checks.run_checks(tags=[tag], databases=["default"], include_deployment_checks=True)
    )
