"""What other rooms hand in, and what this one answers."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from primeline.calendars.values import Calendar
from primeline.commitments.choices import LetterKind
from primeline.standards.values import Rung

if TYPE_CHECKING:
    from primeline.staff.models import Unit


# The kind of a subject that is what a customer asked.
INQUIRY: Final = "commitments.inquiry"
# The kind of a subject that is an answered suggestion: its customer is to be told the answer.
ANSWERED: Final = "commitments.answered"
# How a timeline names a matter.
COMMITMENT: Final = "commitments.commitment"
# The kind of a subject that is a step of a case: finishing the step is what ends it.
CASE_STEP: Final = "processes.item"
# The kind of a subject that is what a case owes as a whole, from its start until it is given.
CASE_PROMISE: Final = "processes.promise"
# What whoever owes it does beside the steps of a case: a word to the customer, again and again.
PROGRESS_WORD: Final = "PROGRESS_WORD"
# What whoever leads a branch does where a fault lasts: they report it as major.
MAJOR_FAULT: Final = "MAJOR_FAULT"
# What of a case as a whole people do themselves: no step of it gives it.
BESIDE_STEPS: Final = (PROGRESS_WORD, MAJOR_FAULT)
# How a timeline tells that whoever had taken a matter put it back.
PUT_BACK: Final = "PUT_BACK"


# What opens an account: a matter that somebody holds, and one that who is on duty was told of.
MATTER: Final = "commitments.matter"
DUTY: Final = "commitments.duty"

# How long there is for what must not wait for a rule, where none speaks of it yet.
UNTIL_RULED: Final = timedelta(days=3)


class Subject(NamedTuple):
    """What a commitment is about: a kind of row, `"access.request"`, and its id."""

    kind: str
    id: int


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What a rule of the matrix may ask beside the level of the account. Empty means not known."""

    assurance: str = ""
    line: str = ""
    distance: str = ""
    area: str = ""
    priority: str = ""


@dataclass(frozen=True, kw_only=True)
class Owed:
    """Something that somebody owes from a moment on: what a room hands in to have it kept track of.

    Without a unit the one that the account belongs to owes it; without a role whoever the step
    names. `due_at` is given where a person, not the matrix, says by when; `within` where it is
    owed all the same if no rule speaks of it: so long from its beginning, until one does.
    """

    step: str
    subject: Subject
    customer_id: int | None = None
    what: str = ""
    unit_id: int | None = None
    role: str = ""
    person_id: int | None = None
    opened_at: datetime | None = None
    # When it was taken down, where its clock runs from an earlier word of the customer.
    noted_at: datetime | None = None
    due_at: datetime | None = None
    within: timedelta | None = None
    # When a rule came for what was asked for before; nobody was late by a rule that was not there.
    ruled_at: datetime | None = None
    # The moment from which a step is counted back, say the start of works.
    before_at: datetime | None = None
    circumstances: Circumstances = Circumstances()
    # Sets matters of one step about one subject apart, say the 90, 60 and 30 days of a renewal.
    mark: str = ""

    @property
    def key(self) -> str:
        """What makes it the same matter as another one."""
        return ":".join(
            part for part in (self.step, self.subject.kind, str(self.subject.id), self.mark) if part
        )


class Ending(NamedTuple):
    """When something was done, and since when it counts as late whatever its due moment was."""

    at: datetime
    late_since: datetime | None = None


class Stop(NamedTuple):
    """A time in which the clock stood still."""

    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True)
class Course:
    """The clock of one commitment: since when it runs, how long, and when it stood still.

    The stops lie in order, do not overlap, and are over.
    """

    calendar: Calendar
    opened_at: datetime
    limit: timedelta
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reached:
    """A rung that was reached, and when."""

    rung: Rung
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Durations:
    """How long something has taken on its clock, with and without the pauses."""

    gross: timedelta
    net: timedelta

    @property
    def paused(self) -> timedelta:
        """How much of the time of its clock it stood still."""
        return self.gross - self.net


@dataclass(frozen=True, kw_only=True)
class Left:
    """How much time of its clock is left, below zero if late, and whether it runs just now."""

    time: timedelta
    is_counting: bool


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a deed about many did, and those it left alone because they had changed meanwhile."""

    count: int
    offered_count: int = 0
    left_out: tuple[int, ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """A file that goes with a letter or an answer, before it is kept."""

    name: str
    content: BinaryIO


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An instruction or a report before it is sent. Without a moment the matrix says by when."""

    kind: LetterKind
    from_unit: "Unit"
    to_unit: "Unit"
    title: str
    text: str
    due_at: datetime | None = None
    customer_id: int | None = None
    enclosure: Enclosure | None = None
