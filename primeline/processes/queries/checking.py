"""Whether a drawing can be read, and what is wrong with one that can."""

from primeline.bpmn import checks, reading
from primeline.bpmn.errors import Problem, UnreadableDrawing
from primeline.customers.choices import AttachmentKind
from primeline.processes import services
from primeline.processes.choices import UnitRule
from primeline.processes.models import Edition, Process
from primeline.processes.queries.library import drawn
from primeline.processes.rules import ROLES, FaultyDrawing
from primeline.standards.models import Step


def readable(xml: bytes) -> bytes:
    """Return a drawing as it is kept, if it can be read.

    :raises FaultyDrawing: naming each element that stands against it
    """
    try:
        reading.read(xml)
    except UnreadableDrawing as unreadable:
        raise FaultyDrawing(unreadable.problems) from unreadable
    return xml


def problems_of(edition: Edition) -> tuple[Problem, ...]:
    """Return what stands against putting a version in force, each with its element."""
    return tuple(one for one in checks.problems_of(drawn(edition), known()) if not one.is_warning)


def known() -> checks.Known:
    """Return the names that a drawing may use here."""
    return checks.Known(
        roles=frozenset(ROLES),
        unit_rules=frozenset(UnitRule),
        steps=frozenset(Step.objects.filter(is_active=True).values_list("code", flat=True)),
        services=frozenset(services.SERVICES),
        documents=frozenset(AttachmentKind),
        called=frozenset(Process.objects.values_list("code", flat=True)),
    )
