"""A fault that lasts: reporting it as major is owed once the matrix would first tell of it.

How long a fault may last before it is major says the matrix by the circuits that are down, and
which share of that is told first say its rungs: nothing of it stands here.
"""

from datetime import datetime

from primeline.kit.deeds import Actor, deed
from primeline.processes.actions.promises import is_unrestored, owe_since_asked
from primeline.processes.models import Case
from primeline.processes.values import MAJOR


@deed("processes.owe_major_fault")
def owe_major_fault(*, case: Case, by: Actor, at: datetime) -> None:
    """Owe the report that a fault is major: once, from its beginning, while it is not restored."""
    held = Case.objects.select_for_update(of=("self",)).select_related("edition").get(pk=case.pk)
    if is_unrestored(held.pk):
        owe_since_asked(held, MAJOR, at=at)
