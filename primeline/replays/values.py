"""What is read of a log, before it is kept and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from primeline.bpmn.replaying import Counts, Deviates
from primeline.replays.choices import Written


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Under which headings a log says what. Those that are empty are found by what they are called.

    A log need not say who did it, nor what of a life cycle an event is.
    """

    case: str = ""
    activity: str = ""
    time: str = ""
    resource: str = ""
    lifecycle: str = ""
    written: Written = Written.YEAR_FIRST


@dataclass(frozen=True)
class Event:
    """Something that was done in a case: which activity, when (milliseconds), by the how-manieth.

    Activities and resources are numbers into lists; 0 is nobody.
    """

    activity: int
    at: int
    resource: int


@dataclass(frozen=True, kw_only=True)
class Log:
    """A whole log: its cases in the order of the file, the events of each in order of time."""

    activities: tuple[str, ...]
    resources_count: int
    cases: Mapping[str, tuple[Event, ...]]
    left_out: int
    """How many events told of something else than that an activity was completed."""

    @property
    def events_count(self) -> int:
        """Return how many events there are."""
        return sum(map(len, self.cases.values()))


@dataclass(frozen=True, kw_only=True)
class LogFile:
    """A file as it was read: what it is called, how large it is, its hash, and the log in it."""

    name: str
    size: int
    digest: str
    columns: Columns
    log: Log


@dataclass(frozen=True, kw_only=True)
class Variant:
    """Cases in which the same was done in the same order, and how that fits."""

    activities: tuple[int, ...]
    count: int
    counts: Counts
    deviations: Mapping[tuple[Deviates, str], int]
    examples: tuple[str, ...]
    median_seconds: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a replay has found: as a whole, and for each variant, the most frequent first."""

    findings: Mapping[str, Any]
    variants: tuple[Variant, ...]
