"""Questions about logs and what replaying them has found."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import tzinfo
from pathlib import PurePath
from typing import Any, Final

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from primeline.bpmn.replaying import Counts, Deviates, Replayed, replay
from primeline.bpmn.values import Drawing
from primeline.imports.reading.limits import MAX_UPLOAD_BYTES, MIB, Unacceptable
from primeline.kit.errors import NotFound, Refused
from primeline.processes import queries as processes
from primeline.processes.choices import EditionStatus
from primeline.processes.models import Edition
from primeline.replays import gateways, rules
from primeline.replays.models import EventLog, LogCase, Replay, ReplayVariant
from primeline.replays.values import Columns, LogFile, Outcome, Variant

AT_ONCE: Final = 2_000
EXAMPLES: Final = 3
# Number of the activity, milliseconds, number of the resource.
Events = list[list[int]]


def logs() -> list[EventLog]:
    """Return all logs with how often each was replayed, the newest first."""
    found = EventLog.objects.select_related("brought_by").annotate(count=Count("replays"))
    return list(found.order_by("-brought_at", "-pk"))


def get_log(log_id: int) -> EventLog:
    """Return one log.

    :raises NotFound: if there is none
    """
    found = EventLog.objects.select_related("brought_by").filter(pk=log_id).first()
    if found is None:
        raise NotFound
    return found


def read_file(name: str, content: bytes, columns: Columns, zone: tzinfo) -> LogFile:
    """Return a file that somebody brings as it is read; nothing is kept.

    :raises Refused: at the field, if it is too large, on file already, or a row cannot be read
    """
    if len(content) > MAX_UPLOAD_BYTES:
        most = {"most": MAX_UPLOAD_BYTES // MIB}
        raise Refused(
            _("The file is larger than %(most)s MB. Cut the log up.") % most, field="file"
        )
    digest = hashlib.sha256(content).hexdigest()
    check_new(digest)
    try:
        log = gateways.read_log(name, content, columns, zone)
    except Unacceptable as unreadable:
        raise Refused(unreadable.message, field="file") from unreadable
    called = PurePath(name).name[-200:]
    return LogFile(name=called, size=len(content), digest=digest, columns=columns, log=log)


def check_new(digest: str) -> None:
    """Refuse a file that is on file already, whatever it is called.

    :raises Refused: naming the log that it is
    """
    known = EventLog.objects.filter(file_hash=digest, dropped_at=None).first()
    if known is not None:
        words = _(
            "This very file is on file already as “%(name)s”. Replay that one, "
            "or let its cases go to read the file in another way."
        )
        raise Refused(words % {"name": known.name}, field="file")


def replays_of(log: EventLog) -> list[Replay]:
    """Return the replays of a log, the newest first."""
    found = Replay.objects.filter(log=log).select_related("edition__process", "asked_by")
    return list(found.order_by("-asked_at", "-pk"))


def get_replay(replay_id: int) -> Replay:
    """Return one replay.

    :raises NotFound: if there is none
    """
    in_full = Replay.objects.select_related(
        "log", "edition__process", "edition__drawing", "asked_by"
    )
    found = in_full.filter(pk=replay_id).first()
    if found is None:
        raise NotFound
    return found


def editions() -> list[Edition]:
    """Return the versions on which a log can be replayed: all but those that were given up."""
    found = Edition.objects.exclude(status__in=[EditionStatus.DROPPED, EditionStatus.REFUSED])
    return list(found.select_related("process").order_by("process__code", "-number"))


def suggested(log: EventLog, edition: Edition) -> dict[str, str]:
    """Return for each activity the step of the same id or name; empty where none has it."""
    return rules.suggested(log.activities, processes.drawn(edition))


def variants_of(of: Replay, deviation: str = "") -> QuerySet[ReplayVariant]:
    """Return how cases went, the most frequent way first; those with one deviation if one is named.

    :param deviation: its kind and node, as `LEFT:survey`
    """
    found = ReplayVariant.objects.filter(replay=of).order_by("number")
    return found.filter(marks__contains=f"|{deviation}|") if deviation else found


def outcome_of(of: Replay, progress: Callable[[int, int], None]) -> Outcome:
    """Return what comes of replaying a log: one trace for all cases in which the same was done."""
    drawing = processes.drawn(of.edition)
    nodes = [of.mapping.get(activity, "") for activity in of.log.activities]
    told = {node for node in nodes if node}
    grouped: dict[tuple[int, ...], list[tuple[str, Events]]] = {}
    for name, events in _cases(of.log):
        grouped.setdefault(tuple(event[0] for event in events), []).append((name, events))
    found = _Found(drawing)
    # The most frequent first; of two as frequent, the one that the file tells of first.
    ordered = sorted(grouped.items(), key=lambda pair: -len(pair[1]))
    for done, (activities, cases) in enumerate(ordered, start=1):
        trace = [nodes[activity] for activity in activities]
        found.add(activities, trace, cases, replay(drawing, trace, told))
        progress(done, len(ordered))
    return found.whole(of.log.activities, nodes)


def _cases(log: EventLog) -> Iterator[tuple[str, Events]]:
    rows = LogCase.objects.filter(log=log).order_by("pk").values_list("name", "events")
    yield from rows.iterator(chunk_size=AT_ONCE)


class _Found:
    """What is found while variants are replayed one after another."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.counts = Counts()
        self.variants: list[Variant] = []
        self.durations: list[int] = []
        self.waits: dict[str, list[int]] = {}
        self.done: Counter[str] = Counter()
        self.times: Counter[tuple[Deviates, str]] = Counter()
        self.cases: Counter[tuple[Deviates, str]] = Counter()
        self.unknown: Counter[int] = Counter()
        self.fitting = self.total = 0
        self.fitness = 0.0
        self.is_whole = True

    def add(
        self,
        activities: tuple[int, ...],
        trace: list[str],
        cases: list[tuple[str, Events]],
        replayed: Replayed,
    ) -> None:
        """Take in what came of one variant."""
        count = len(cases)
        self.total += count
        self.counts += replayed.counts.times(count)
        self.fitness += replayed.counts.fitness * count
        self.fitting += count * replayed.fits
        self.is_whole &= replayed.is_whole
        for node in filter(None, trace):
            self.done[node] += count
        for activity, node in zip(activities, trace, strict=True):
            if not node:
                self.unknown[activity] += count
        for key, times in replayed.deviations.items():
            self.times[key] += times * count
            self.cases[key] += count
        durations = sorted((events[-1][1] - events[0][1]) // 1000 for _, events in cases)
        self.durations += durations
        for stay in replayed.stays:
            if stay.since >= 0:
                waits = self.waits.setdefault(stay.node, [])
                waits += (
                    (events[stay.until][1] - events[stay.since][1]) // 1000 for _, events in cases
                )
        self.variants.append(
            Variant(
                activities=activities,
                count=count,
                counts=replayed.counts,
                deviations=replayed.deviations,
                examples=tuple(name for name, _ in cases[:EXAMPLES]),
                median_seconds=rules.quantile(durations, 0.5),
            )
        )

    def whole(self, activities: list[str], nodes: list[str]) -> Outcome:
        """Return all of it."""
        counts, kinds = self.counts, sorted(self.cases, key=lambda key: (-self.cases[key], key))
        findings: Mapping[str, Any] = {
            "cases": self.total,
            "fitting": self.fitting,
            "counts": [counts.produced, counts.consumed, counts.missing, counts.remaining],
            "fitness": counts.fitness,
            "mean_fitness": self.fitness / self.total if self.total else 0.0,
            "is_whole": self.is_whole,
            "variants": len(self.variants),
            "durations": _times(self.durations),
            "nodes": {
                node.id: {"done": self.done[node.id], **_times(self.waits.get(node.id, []))}
                for node in rules.steps_of(self.drawing)
                if node.id in nodes
            },
            "deviations": [
                [kind.value, node, self.cases[kind, node], self.times[kind, node]]
                for kind, node in kinds
            ],
            "unknown": [[activities[one], count] for one, count in self.unknown.most_common()],
        }
        return Outcome(findings=findings, variants=tuple(self.variants))


def _times(seconds: list[int]) -> dict[str, int]:
    ordered = sorted(seconds)
    return {
        "count": len(ordered),
        "median": rules.quantile(ordered, 0.5),
        "most": rules.quantile(ordered, 0.9),
        "mean": sum(ordered) // len(ordered) if ordered else 0,
    }
