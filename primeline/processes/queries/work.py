"""What is to be done in cases by a reader. Who owes it, commitments know."""

from collections.abc import Iterable
from typing import Final

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce, Least

from primeline.commitments import queries as commitments
from primeline.commitments.models import Commitment, CommitmentQuerySet
from primeline.kit.errors import NotFound
from primeline.processes.models import WorkItem
from primeline.processes.models.cases import WorkItemQuerySet
from primeline.processes.queries.cases import visible_to
from primeline.processes.values import PROMISE, PROMISES
from primeline.staff.reach import Reach

WHOLE: Final = frozenset(one.step for one in PROMISES.values())


def work_of(reach: Reach) -> WorkItemQuerySet:
    """Return the steps that this reader has, or may take by a role of theirs, due first.

    A step is due with what its role owes for the case as a whole, where that is due before it.
    """
    return _due_first(WorkItem.objects.open().filter(commitment__in=commitments.owed_by(reach)))


def get_item(reach: Reach, item_id: int) -> WorkItem:
    """Return one step of a case.

    :raises NotFound: if there is none, or its account is out of reach
    """
    found = WorkItem.objects.in_full().filter(pk=item_id, case__in=visible_to(reach)).first()
    if found is None:
        raise NotFound
    return found


def is_mine(reach: Reach, item: WorkItem) -> bool:
    """Test whether this reader has a step, or may take it."""
    return item.is_open and commitments.is_mine(reach, item.commitment)


def due_with(items: Iterable[WorkItem]) -> dict[int, Commitment]:
    """Return what the role of each step owes for its case as a whole, if due before it. One query.

    Whoever has the step sees by when the estimate is owed, not how long a step may take.
    """
    steps = list(items)
    rows = _owed_whole().filter(subject_id__in={one.case_id for one in steps}).in_full()
    first: dict[tuple[int, str, int], Commitment] = {}
    for row in rows.order_by("due_at", "pk"):
        first.setdefault((row.subject_id, row.debtor_role, row.unit_id), row)
    found = {}
    for one in steps:
        whole = first.get((one.case_id, one.role, one.unit_id))
        if whole is not None and whole.due_at < one.commitment.due_at:
            found[one.pk] = whole
    return found


def _owed_whole() -> CommitmentQuerySet:
    return Commitment.objects.open().filter(subject_kind=PROMISE, step__code__in=sorted(WHOLE))


def _due_first(rows: WorkItemQuerySet) -> WorkItemQuerySet:
    whole = _owed_whole().filter(
        subject_id=OuterRef("case"), debtor_role=OuterRef("role"), unit=OuterRef("unit")
    )
    promised = Subquery(whole.order_by("due_at").values("due_at")[:1])
    own = "commitment__due_at"
    return rows.in_full().order_by(Least(own, Coalesce(promised, own)), "pk")
