"""Logs for tests, written short, and drawings on which they are replayed."""

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import quoteattr

from primeline.kit.jobs import Job
from primeline.processes.models import Edition
from primeline.processes.tests.drawn import in_force
from primeline.replays import actions, queries
from primeline.replays.listeners import run_replay
from primeline.replays.models import EventLog, Replay
from primeline.replays.values import Columns, LogFile
from primeline.testing.cast import TUESDAY_10AM, sara

DRAWINGS = Path(__file__).with_name("drawings")
BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
# How cases went: what was done an hour after another, and in how many of them.
Ways = dict[str, int]
DESK: Ways = {
    "Assign seriousness>Take in charge ticket>Resolve ticket>Closed": 6,
    "Assign seriousness>Take in charge ticket>Wait>Take in charge ticket>Resolve ticket>Closed": 2,
    "Assign seriousness>Resolve ticket>Closed": 3,
    "Assign seriousness>Take in charge ticket>Create SW anomaly>Resolve ticket>Closed": 1,
    "Insert ticket>Assign seriousness>Take in charge ticket": 1,
}


def rows(ways: Ways) -> list[tuple[str, str, str, str]]:
    """Return case, activity, moment and who of each event."""
    found, number = [], 0
    for way, count in ways.items():
        for _ in range(count):
            number += 1
            at = BEGIN + timedelta(days=number)
            for place, activity in enumerate(way.split(">")):
                moment = (at + timedelta(hours=place)).isoformat()
                found.append((f"C-{number}", activity, moment, f"Person {place % 3}"))
    return found


def as_csv(ways: Ways, heads: str = "case,activity,time,resource") -> bytes:
    """Return a table of events."""
    return "\n".join([heads, *(",".join(row) for row in rows(ways))]).encode()


def as_xes(ways: Ways, *, packed: bool = False) -> bytes:
    """Return the same as XES."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n']
    before = ""
    for case, activity, moment, who in rows(ways):
        if case != before:
            parts.append("</trace>\n" if before else "")
            parts.append(f'<trace><string key="concept:name" value={quoteattr(case)}/>\n')
            before = case
        parts.append(
            f'<event><string key="concept:name" value={quoteattr(activity)}/>'
            f'<date key="time:timestamp" value="{moment}"/>'
            f'<string key="org:resource" value={quoteattr(who)}>'
            '<string key="concept:name" value="of an attribute"/></string></event>\n'
        )
    written = "".join([*parts, "</trace>\n</log>\n"]).encode()
    return gzip.compress(written) if packed else written


def read(content: bytes, name: str = "desk.csv", columns: Columns | None = None) -> LogFile:
    """Return a file as it is read."""
    return queries.read_file(name, content, columns or Columns(), UTC)


def brought(ways: Ways | None = None) -> EventLog:
    """Return a log that was taken in."""
    file = read(as_csv(DESK if ways is None else ways))
    return actions.bring_log(name="Desk", file=file, by=sara(), at=TUESDAY_10AM)


def drawn(name: str = "HELPDESK") -> Edition:
    """Return the version in force of a drawing."""
    process = in_force((DRAWINGS / f"{name}.bpmn").read_bytes(), name)
    return process.editions.get(number=1)


def asked(log: EventLog, edition: Edition) -> Replay:
    """Return a replay as it is asked for, steps taken by their names."""
    mapping = queries.suggested(log, edition)
    return actions.ask_for_replay(
        log=log, edition=edition, mapping=mapping, by=sara(), at=TUESDAY_10AM
    )


def carried_out(replay: Replay) -> Replay:
    """Return it as the worker leaves it."""
    run_replay(Job(job_id=1, kind="replays.replay", payload={"replay": replay.pk}, at=TUESDAY_10AM))
    return queries.get_replay(replay.pk)
