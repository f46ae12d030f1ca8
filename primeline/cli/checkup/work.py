"""What should be going on: workers, jobs, events, sealing, backups."""

from datetime import datetime, timedelta

from django.conf import settings

from primeline.audit import anchor
from primeline.audit.batches import unsealed_since
from primeline.audit.sealing import latest_seal
from primeline.cli.backups.making import LAST_BACKUP
from primeline.cli.checkup.findings import Finding, Findings, Weight, weight_in
from primeline.cli.words import _
from primeline.hours.queries import unpublished_year
from primeline.kit import clock, delivery, installation, leases, workers
from primeline.staff.rules import day_of

LATE_AFTER = timedelta(minutes=2)
BACKUP_EVERY = timedelta(days=2)


def worker() -> Findings:
    """Find that nobody does what is due."""
    if not workers.alive(at=clock.database_now()):
        yield Finding(what=_("No worker is running."), way_out="primeline worker")


def given_up() -> Findings:
    """Find events and jobs that failed too often."""
    events = [(row.name, row.pk, row.last_error) for row in delivery.parked_events()]
    jobs = [(row.kind, row.pk, row.last_error) for row in leases.failed_jobs()]
    for name, number, reason in (*events, *jobs):
        yield Finding(
            what=_("{name} (no. {number}) was given up: {reason}").format(
                name=name, number=number, reason=reason
            ),
            way_out=_("Put the cause right, then run: primeline worker --retry"),
        )


def sealing() -> Findings:
    """Find acts that have waited too long for their seal."""
    since = unsealed_since(latest_seal())
    if since is not None and clock.database_now() - since > LATE_AFTER:
        yield Finding(
            what=_("The record has not been sealed since {since:%Y-%m-%d %H:%M} UTC.").format(
                since=since
            ),
            way_out=_("See that a worker runs and that it can write {file}.").format(
                file=anchor.path()
            ),
        )


def backup() -> Findings:
    """Find that the last backup is old, or that there was none."""
    last = installation.fact(LAST_BACKUP)
    at = datetime.fromisoformat(last) if last else None
    if at is None or clock.now() - at > BACKUP_EVERY:
        yield Finding(
            what=_("There was no backup in the last two days."),
            way_out="primeline backup FILE",
            weight=weight_in(production=settings.IS_PRODUCTION),
        )


def mail() -> Findings:
    """Find that mail goes nowhere."""
    if settings.IS_PRODUCTION and settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        yield Finding(
            what=_("Mail is printed, not sent."),
            way_out=_("Name the mail server in PRIMELINE_EMAIL_URL."),
        )


def calendar() -> Findings:
    """Find that the days of the year that begins soon, or has begun, are not published."""
    year = unpublished_year(today=day_of(clock.now()))
    if year is not None:
        yield Finding(
            what=_("The days off of {year} are not published: deadlines are provisional.").format(
                year=year
            ),
            way_out=_("Somebody of the service center publishes them on the page of the calendar."),
            weight=Weight.REMARK,
        )
