"""What the timeline of an account tells of its cases. What people wrote stays with the case."""

from datetime import datetime
from typing import Any

from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.values import Line
from primeline.kit.deeds import Actor
from primeline.processes.choices import How
from primeline.processes.models import Case
from primeline.processes.values import CASE


def tell(case: Case, how: How, *, by: Actor, at: datetime, **words: Any) -> None:
    """Tell one thing of a case."""
    process = case.edition.process
    line = Line(
        customer_id=case.customer_id,
        kind=TimelineKind.CASE,
        happened_at=at,
        words={"how": how, "number": case.number, "process": process.code} | words,
        subject_kind=CASE,
        subject_id=case.pk,
    )
    customers.tell(line=line, by=by, at=at)
