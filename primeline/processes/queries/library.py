"""Processes and their versions, as people read and change them."""

from datetime import datetime
from functools import lru_cache

from django.db.models import Count, Q, QuerySet

from primeline.bpmn import reading
from primeline.bpmn.values import Drawing as Drawn
from primeline.kit.errors import NotFound
from primeline.processes.choices import CaseStatus, EditionStatus
from primeline.processes.models import Drawing, Edition, Process

# As many drawings as a large installation has in use at once.
KEPT_READ = 200


def processes() -> list[Process]:
    """Return all processes with how many cases of each run."""
    running = Count("editions__cases", filter=Q(editions__cases__status=CaseStatus.RUNNING))
    return list(Process.objects.annotate(running_count=running).order_by("position", "code"))


def get_process(code: str) -> Process:
    """Return one process.

    :raises NotFound: if there is none
    """
    found = Process.objects.filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def editions_of(process: Process) -> list[Edition]:
    """Return the versions of a process with how many cases run by each, the newest first."""
    running = Count("cases", filter=Q(cases__status=CaseStatus.RUNNING))
    return list(_in_full().filter(process=process).annotate(running_count=running))


def get_edition(code: str, number: int) -> Edition:
    """Return one version of a process.

    :raises NotFound: if there is none
    """
    found = _in_full().filter(process__code=code, number=number).first()
    if found is None:
        raise NotFound
    return found


def edition_in_force(process: Process, at: datetime) -> Edition | None:
    """Return the version that a case begun at a moment runs by, if there is one."""
    approved = _in_full().filter(
        process=process, status=EditionStatus.APPROVED, effective_from__lte=at
    )
    return approved.order_by("-effective_from", "-number").first()


def in_force(at: datetime) -> list[Edition]:
    """Return the version in force of every process in use."""
    approved = _in_full().filter(
        process__is_active=True, status=EditionStatus.APPROVED, effective_from__lte=at
    )
    latest: dict[int, Edition] = {}
    for one in approved.order_by("process__position", "process__code", "effective_from", "number"):
        latest[one.process_id] = one
    return list(latest.values())


def editions_waiting(person_id: int) -> int:
    """Return how many versions wait for a decision that this person may take."""
    waiting = Edition.objects.filter(status=EditionStatus.CHECKED)
    return waiting.exclude(author_id=person_id).count()


def drawn(edition: Edition) -> Drawn:
    """Return the drawing of a version, read once in a process."""
    return read_kept(edition.drawing_id)


@lru_cache(maxsize=KEPT_READ)
def read_kept(sha256: str) -> Drawn:
    """Return the drawing that is kept under a hash."""
    # What is kept under a hash never changes, so what was read of it holds for good.
    xml: str = Drawing.objects.values_list("xml", flat=True).get(sha256=sha256)
    return reading.read(xml.encode())


def _in_full() -> QuerySet[Edition]:
    found = Edition.objects.select_related("process", "author", "decided_by")
    return found.order_by("-number")
