"""Everything that can be done to a log: bringing it, replaying it, letting its cases go."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.bpmn.errors import RunsInCircles
from primeline.bpmn.replaying import replay as replayed
from primeline.kit import jobs
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.kit.saving import save_changes
from primeline.processes import queries as processes
from primeline.processes.models import Edition
from primeline.replays import queries, rules
from primeline.replays.choices import ReplayStatus
from primeline.replays.models import EventLog, LogCase, Replay, ReplayVariant
from primeline.replays.values import Log, LogFile, Outcome
from primeline.staff.models import Person

JOB: Final = "replays.replay"
AT_ONCE: Final = 1_000


@deed("replays.bring")
def bring_log(*, name: str, file: LogFile, by: Actor, at: datetime) -> EventLog:
    """Take in a log as it was read: all of its cases, or nothing at all.

    :raises Refused: if the file is on file already
    """
    queries.check_new(file.digest)
    kept = EventLog.objects.create(
        name=" ".join(name.split()) or file.name[:100],
        file_name=file.name,
        file_bytes=file.size,
        file_hash=file.digest,
        columns=asdict(file.columns),
        activities=list(file.log.activities),
        brought_by_id=by.actor_id,
        brought_at=at,
        **_figures(file.log),
    )
    _keep_cases(kept, file.log)
    return kept


@deed("replays.drop")
def drop_log(*, log: EventLog, version: int, by: Actor, at: datetime) -> None:
    """Let the cases of a log go; that it was there, and what replays found, stays.

    :raises Refused: if it is being replayed
    :raises ChangedMeanwhile: if they are gone already
    """
    # Whoever asks for a replay meanwhile waits here, and then finds the cases gone.
    EventLog.objects.select_for_update().get(pk=log.pk)
    if Replay.objects.filter(log=log, status=ReplayStatus.WAITING).exists():
        raise Refused(_("This log is being replayed. Wait until that is done."))
    save_changes(EventLog, pk=log.pk, version=version, changes={"dropped_at": at})
    # Examples are names of its cases.
    ReplayVariant.objects.filter(replay__log=log).delete()
    LogCase.objects.filter(log=log).delete()


@deed("replays.ask")
def ask_for_replay(
    *, log: EventLog, edition: Edition, mapping: Mapping[str, str], by: Person, at: datetime
) -> Replay:
    """Have a log replayed on a version of a process by the worker.

    :param mapping: for each activity its node on the drawing; empty where none stands for it
    :raises Refused: if the cases are gone, a node is no step of the drawing, none is named, or the
        drawing goes in circles
    """
    if EventLog.objects.select_for_update().get(pk=log.pk).dropped_at:
        raise Refused(_("The cases of this log were let go. Bring the file once more."))
    drawing = processes.drawn(edition)
    steps = {node.id for node in rules.steps_of(drawing)}
    chosen = {activity: mapping.get(activity, "") for activity in log.activities}
    for activity, node in chosen.items():
        if node and node not in steps:
            said = {"activity": activity, "node": node}
            raise Refused(_("“%(activity)s”: the drawing has no step “%(node)s”.") % said)
    told = {node for node in chosen.values() if node}
    if not told:
        raise Refused(_("Say for at least one activity which step of the drawing it is."))
    try:
        replayed(drawing, (), told)
    except RunsInCircles as endless:
        raise Refused(
            _("The drawing goes in circles at “%(node)s” without waiting for anybody.")
            % {"node": endless.node}
        ) from endless
    asked = Replay.objects.create(
        log=log, edition=edition, mapping=chosen, asked_by=by, asked_at=at
    )
    asked.job_id = jobs.enqueue(
        kind=JOB, at=at, payload={"replay": asked.pk}, unique_key=f"{JOB}:{asked.pk}"
    )
    asked.save(update_fields=["job_id"])
    return asked


@deed("replays.end")
def end_replay(*, replay: Replay, outcome: Outcome, by: Actor, at: datetime) -> Replay:
    """Keep what a replay has found.

    :raises ChangedMeanwhile: if it is kept already
    """
    waiting = Replay.objects.filter(pk=replay.pk, status=ReplayStatus.WAITING)
    done = {"status": ReplayStatus.DONE, "done_at": at, "findings": dict(outcome.findings)}
    if not waiting.update(**done):
        raise ChangedMeanwhile(_("This replay has been kept already."))
    ReplayVariant.objects.bulk_create(
        (
            ReplayVariant(
                replay=replay,
                number=number,
                cases_count=one.count,
                activities=list(one.activities),
                produced=one.counts.produced,
                consumed=one.counts.consumed,
                missing=one.counts.missing,
                remaining=one.counts.remaining,
                fitness=one.counts.fitness,
                median_seconds=one.median_seconds,
                deviations=[[kind, node, times] for (kind, node), times in one.deviations.items()],
                marks="".join(f"|{kind}:{node}|" for kind, node in one.deviations),
                examples=list(one.examples),
            )
            for number, one in enumerate(outcome.variants, start=1)
        ),
        batch_size=AT_ONCE,
    )
    replay.refresh_from_db()
    return replay


def _figures(log: Log) -> dict[str, int | datetime]:
    moments = [event.at for events in log.cases.values() for event in events]
    return {
        "cases_count": len(log.cases),
        "events_count": log.events_count,
        "resources_count": log.resources_count,
        "left_out_count": log.left_out,
        "first_at": datetime.fromtimestamp(min(moments) / 1000, UTC),
        "last_at": datetime.fromtimestamp(max(moments) / 1000, UTC),
    }


def _keep_cases(kept: EventLog, log: Log) -> None:
    LogCase.objects.bulk_create(
        (
            LogCase(
                log=kept,
                name=name,
                events=[[event.activity, event.at, event.resource] for event in events],
            )
            for name, events in log.cases.items()
        ),
        batch_size=AT_ONCE,
    )
