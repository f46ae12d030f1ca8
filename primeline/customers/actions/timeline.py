"""Lines on an account's timeline. Each room writes its own as its facts happen."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Q

from primeline.customers.choices import TimelineKind
from primeline.customers.models import TimelineLine
from primeline.customers.values import Line
from primeline.kit.deeds import Actor, deed
from primeline.privacy import onfile
from primeline.privacy.freetext import Outline
from primeline.privacy.telling import kept

# Words that people typed.
FREE: Final = frozenset({"reason", "text", "note", "subject"})
# What happens to one thing in the same way more than once.
AGAIN_AND_AGAIN: Final = frozenset(
    {TimelineKind.MATTER_OFFERED, TimelineKind.PLAN_CHANGED, TimelineKind.PAPER_SETTLED}
)


@deed("customers.tell")
def tell(*, line: Line, by: Actor, at: datetime) -> None:
    """Write one line on the timeline of an account."""
    tell_many(lines=[line], by=by, at=at)


@deed("customers.tell")
def tell_many(*, lines: Iterable[Line], by: Actor, at: datetime) -> None:
    """Write many lines at once, each on the timeline of its account."""
    lines = list(lines)
    onfile.announce(line.customer_id for line in lines if not FREE.isdisjoint(line.words))
    TimelineLine.objects.bulk_create((_row(line, by.actor_name) for line in lines), batch_size=2000)


@deed("customers.tell_past")
def tell_past(*, past: Sequence[tuple[Line, str]], by: Actor, at: datetime) -> int:
    """Write lines of facts that are older than their lines, as whoever did them; return how many.

    What is told already is left out, so it may be run again.
    """
    lines = [line for line, _ in past]
    subjects = {line.subject_id for line in lines}
    about = Q(subject_id__in=subjects - {None})
    if None in subjects:
        about |= Q(subject_id=None)
    rows = TimelineLine.objects.filter(
        about,
        customer__in={line.customer_id for line in lines},
        kind__in={line.kind for line in lines},
    )
    told = {_fact(row, row.by_name) for row in rows.iterator()}
    new = [(line, who) for line, who in past if _fact(line, who) not in told]
    rows_to_write = [_row(line, who) for line, who in new]
    return len(TimelineLine.objects.bulk_create(rows_to_write, batch_size=2000))


@deed("customers.retell")
def retell(
    *,
    customer_id: int,
    kind: TimelineKind,
    subject_kind: str,
    subject_id: int,
    words: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> None:
    """Say anew what the line about something tells, once more of it is known.

    It is looked for at the account that the matter hangs on now, and only then everywhere: what it
    is about may have moved to another account since.
    """
    lines = TimelineLine.objects.filter(subject_kind=subject_kind, subject_id=subject_id, kind=kind)
    if not lines.filter(customer=customer_id).update(words=dict(words)):
        lines.update(words=dict(words))


def _kept(line: Line) -> dict[str, Any]:
    """Return the words of a line as they are stored: what somebody typed without people in it."""
    return {
        name: kept(said, account=line.customer_id, field=name)
        if isinstance(said, Outline) or (name in FREE and said and isinstance(said, str))
        else said
        for name, said in line.words.items()
    }


def _row(line: Line, by_name: str) -> TimelineLine:
    return TimelineLine(
        customer_id=line.customer_id,
        kind=line.kind,
        happened_at=line.happened_at,
        subject_kind=line.subject_kind,
        subject_id=line.subject_id,
        words=_kept(line),
        by_name=by_name,
    )


def _fact(line: Line | TimelineLine, by_name: str) -> tuple[Any, ...]:
    """Return what makes a line tell the same as another: of what, and how or when, or both."""
    how = str(line.words.get("how", ""))
    at = line.happened_at if not how or line.kind in AGAIN_AND_AGAIN else None
    if line.kind == TimelineKind.MATTER_PAUSED:
        # It is told when somebody says so, and may begin with the matter, after that.
        at = line.words.get("until")
    who = by_name if line.subject_id is None else ""
    which = str(line.words.get("name_zh", ""))
    return line.customer_id, str(line.kind), line.subject_kind, line.subject_id, how, which, at, who
