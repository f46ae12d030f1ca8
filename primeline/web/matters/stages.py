"""Where the case stands that something is owed for: its step now, and who has that."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from primeline.commitments.values import CASE_STEP
from primeline.processes import queries as processes
from primeline.web.cases.words import name_of
from primeline.web.matters.lines import owner_words

if TYPE_CHECKING:
    from primeline.commitments.models import Commitment
    from primeline.processes.queries import Stage


def stage_name(stage: "Stage") -> str:
    """Return what the step that a case stands at is called on its drawing; nothing if at none."""
    return name_of(processes.drawn(stage.case.edition), stage.node) if stage.node else ""


def in_hand(stage: "Stage") -> str:
    """Return who has the step that is done now, where a case owes something as a whole."""
    return owner_words(stage.in_hand) if stage.in_hand else ""


def stage_words(stage: "Stage") -> str:
    """Return in which case and at which step of it, in words."""
    found = f"{stage.case.number} {stage_name(stage)}".strip()
    if stage.place is None:
        return found
    return f"{found} ({stage.place.number}/{stage.place.count})"


def step_words(matters: "Iterable[Commitment]") -> dict[int, str]:
    """Return what is owed for steps of cases in the reader's language, whatever was kept of it.

    A few queries, however many; none where no step of a case is among them.
    """
    steps = [one.pk for one in matters if one.subject_kind == CASE_STEP]
    if not steps:
        return {}
    return {pk: stage_words(stage) for pk, stage in processes.stages_at(steps).items()}
