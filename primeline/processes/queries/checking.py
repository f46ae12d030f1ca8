"""Whether a drawing can be read, and what is wrong with one that can."""

from functools import lru_cache

from primeline.bpmn import checks, reading
from primeline.bpmn.errors import Problem, UnreadableDrawing, Wrong
from primeline.customers.choices import AttachmentKind
from primeline.processes import services
from primeline.processes.choices import UnitRule
from primeline.processes.models import Edition, Process
from primeline.processes.queries.library import read_kept
from primeline.processes.rules import ROLES, FaultyDrawing
from primeline.standards.models import Step

KEPT_CHECKED = 50


def readable(xml: bytes) -> bytes:
    """Return a drawing as it is kept, if it can be read.

    :raises FaultyDrawing: naming each element that stands against it
    """
    try:
        reading.read(xml)
    except UnreadableDrawing as unreadable:
        raise FaultyDrawing(unreadable.problems) from unreadable
    if not _is_text(xml):
        raise FaultyDrawing([Problem(Wrong.NOT_XML, parameters={"reason": "not in UTF-8"})])
    return xml


def _is_text(xml: bytes) -> bool:
    """Test whether a drawing can be kept as it is: not in another encoding, though readable."""
    try:
        return "\0" not in xml.decode()
    except UnicodeDecodeError:
        return False


def problems_of(edition: Edition) -> tuple[Problem, ...]:
    """Return what stands against putting a version in force, each with its element."""
    found = _problems(edition.drawing_id, known())
    return tuple(one for one in found if not one.is_warning)


def warnings_of(edition: Edition) -> tuple[Problem, ...]:
    """Return what checking could not tell of a version, and does not stand against it."""
    return tuple(one for one in _problems(edition.drawing_id, known()) if one.is_warning)


@lru_cache(maxsize=KEPT_CHECKED)
def _problems(sha256: str, names: checks.Known) -> tuple[Problem, ...]:
    # Playing a drawing in every way it can go takes seconds where many things stand side by side.
    return tuple(checks.problems_of(read_kept(sha256), names))


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
