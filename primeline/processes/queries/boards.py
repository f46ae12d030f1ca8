"""Many cases at once: by stage, and how many stand where on the drawing."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count

from primeline.commitments import queries as commitments
from primeline.processes.models import Edition, Process, Token, WorkItem
from primeline.processes.queries.cases import visible_to
from primeline.staff.reach import Reach

A_STAGE = 20


def stages_of(reach: Reach, process: Process) -> dict[str, tuple[int, list[WorkItem]]]:
    """Return by node what the units that this reader leads have to do: how many, due first."""
    led = WorkItem.objects.open().filter(
        case__edition__process=process, commitment__in=commitments.led_by(reach)
    )
    counts = dict(led.order_by().values_list("node").annotate(count=Count("pk")))
    return {
        node: (
            count,
            list(led.filter(node=node).in_full().order_by("commitment__due_at")[:A_STAGE]),
        )
        for node, count in counts.items()
    }


def late_count(reach: Reach, process: Process, *, at: datetime) -> int:
    """Return how many steps of a process the units that this reader leads have not done in time."""
    late = commitments.led_by(reach).overdue(at)
    return (
        WorkItem.objects.open().filter(case__edition__process=process, commitment__in=late).count()
    )


def heat_of(reach: Reach, edition: Edition) -> Mapping[str, int]:
    """Return at how many places of each node the cases within reach stand now."""
    here = Token.objects.filter(left_at=None, case__edition=edition, case__in=visible_to(reach))
    rows = here.order_by().values_list("node").annotate(count=Count("pk"))
    return Counter(dict(rows))
