"""Lines on an account's timeline. Each room writes its own as its facts happen."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from primeline.customers.models import TimelineLine
from primeline.customers.values import Line
from primeline.kit.deeds import Actor, deed
from primeline.privacy import onfile
from primeline.privacy.freetext import Outline
from primeline.privacy.telling import kept

# Words that people typed.
FREE: Final = frozenset({"reason", "text", "note", "subject"})


@deed("customers.tell")
def tell(*, line: Line, by: Actor, at: datetime) -> None:
    """Write one line on the timeline of an account."""
    tell_many(lines=[line], by=by, at=at)


@deed("customers.tell")
def tell_many(*, lines: Iterable[Line], by: Actor, at: datetime) -> None:
    """Write many lines at once, each on the timeline of its account."""
    lines = list(lines)
    onfile.announce(line.customer_id for line in lines if not FREE.isdisjoint(line.words))
    TimelineLine.objects.bulk_create(
        (
            TimelineLine(
                customer_id=line.customer_id,
                kind=line.kind,
                happened_at=line.happened_at,
                subject_kind=line.subject_kind,
                subject_id=line.subject_id,
                words=_kept(line),
                by_name=by.actor_name,
            )
            for line in lines
        ),
        batch_size=2000,
    )


@deed("customers.retell")
def retell(
    *, subject_kind: str, subject_id: int, words: Mapping[str, Any], by: Actor, at: datetime
) -> None:
    """Say anew what the line about something tells, once more of it is known."""
    rows = TimelineLine.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    rows.update(words=dict(words))


def _kept(line: Line) -> dict[str, Any]:
    """Return the words of a line as they are stored: what somebody typed without people in it."""
    return {
        name: kept(said, account=line.customer_id, field=name)
        if isinstance(said, Outline) or (name in FREE and said and isinstance(said, str))
        else said
        for name, said in line.words.items()
    }
