"""Processes that come with the product: drawings beside this room, in force from the beginning."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from primeline.bpmn import reading
from primeline.bpmn.values import Drawing as Drawn
from primeline.kit.deeds import Actor, deed
from primeline.processes.actions.library import keep_drawing
from primeline.processes.choices import EditionStatus
from primeline.processes.models import Edition, Process

DRAWINGS: Final = Path(__file__).parents[1] / "drawings"
LONG_AGO: Final = datetime(2001, 1, 1, tzinfo=UTC)


@deed("processes.install")
def install_processes(*, by: Actor, at: datetime) -> int:
    """Put the shipped drawings on file, and return how many were new or are drawn anew.

    A process of which people have versions of their own stays as they have it.
    """
    count = 0
    for position, file in enumerate(sorted(DRAWINGS.glob("*.bpmn"))):
        xml = file.read_bytes()
        process = _process(file.stem, reading.read(xml), position)
        count += _ship(process, xml, at=at)
    return count


def _process(code: str, drawn: Drawn, position: int) -> Process:
    names = {"name_zh": drawn.name[:64], "name_en": drawn.name_en[:64], "position": position}
    process, _is_new = Process.objects.get_or_create(code=code, defaults=names)
    return process


def _ship(process: Process, xml: bytes, *, at: datetime) -> bool:
    editions = Edition.objects.filter(process=process)
    if editions.exclude(author=None).exists():
        return False
    drawing = keep_drawing(xml)
    latest = editions.order_by("-number").first()
    if latest is not None and latest.drawing_id == drawing.sha256:
        return False
    Edition.objects.create(
        process=process,
        number=latest.number + 1 if latest else 1,
        status=EditionStatus.APPROVED,
        drawing=drawing,
        drafted_at=at,
        proposed_at=at,
        decided_at=at,
        effective_from=at if latest else LONG_AGO,
    )
    return True
