"""What the timeline of an account tells of who may see it, for whoever may read who looked."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from primeline.access.values import REQUEST
from primeline.audit import walls
from primeline.audit.models import Grant
from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Customer
from primeline.customers.values import Line
from primeline.kit.deeds import Actor
from primeline.staff.models import Person


def tell_of(
    customer_id: int | None,
    kind: TimelineKind,
    *,
    subject: int | None = None,
    by: Actor,
    at: datetime,
    **words: Any,
) -> None:
    """Tell one thing of an account, if there is one; of a request, if it is named."""
    if customer_id is not None:
        tell_all([line_of(customer_id, kind, at, words, subject)], by=by, at=at)


def tell_of_grants(grants: Iterable[Grant], *, by: Actor, at: datetime, how: str) -> None:
    """Tell the account of each grant what became of it: opened for work, or ended."""
    table = Customer._meta.db_table
    chosen = [one for one in grants if one.table == table]
    names = names_of({one.person_id for one in chosen})
    lines = [
        line_of(
            one.row_id,
            TimelineKind.OPENED_FOR_WORK,
            at,
            {"how": how, "who": names[one.person_id], "until": one.active_to.isoformat()},
        )
        for one in chosen
    ]
    tell_all(lines, by=by, at=at)


def line_of(
    customer_id: int,
    kind: TimelineKind,
    at: datetime,
    words: Mapping[str, Any],
    subject: int | None = None,
) -> Line:
    """Return one line about who may see an account."""
    return Line(
        customer_id=customer_id,
        kind=kind,
        happened_at=at,
        words=dict(words),
        subject_kind=REQUEST if subject else "",
        subject_id=subject,
    )


def tell_all(lines: list[Line], *, by: Actor, at: datetime) -> None:
    """Write all of these at once, whether whoever acts reaches the accounts or not."""
    if lines:
        with walls.open_for_system():
            customers.tell_many(lines=lines, by=by, at=at)


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """Return the names by which people sign in, by their ids; pages show what they are called."""
    people = Person.objects.filter(pk__in=set(person_ids))
    return dict(people.values_list("pk", "username"))
