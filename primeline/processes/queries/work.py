"""What is to be done in cases by a reader. Who owes it, commitments know."""

from primeline.commitments import queries as commitments
from primeline.kit.errors import NotFound
from primeline.processes.models import WorkItem
from primeline.processes.models.cases import WorkItemQuerySet
from primeline.processes.queries.cases import visible_to
from primeline.staff.reach import Reach


def work_of(reach: Reach) -> WorkItemQuerySet:
    """Return the steps that this reader has, or may take by a role of theirs, due first."""
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


def _due_first(rows: WorkItemQuerySet) -> WorkItemQuerySet:
    return rows.in_full().order_by("commitment__due_at", "pk")
