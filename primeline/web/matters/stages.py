"""Where the case stands that something is owed for: its step now, and who has that."""

from typing import TYPE_CHECKING

from primeline.processes import queries as processes
from primeline.web.cases.words import name_of
from primeline.web.matters.lines import owner_words

if TYPE_CHECKING:
    from primeline.processes.queries import Stage


def stage_name(stage: "Stage") -> str:
    """Return what the step that a case stands at is called on its drawing; nothing if at none."""
    return name_of(processes.drawn(stage.case.edition), stage.node) if stage.node else ""


def in_hand(stage: "Stage") -> str:
    """Return who has the step that is done now, where a case owes something as a whole."""
    return owner_words(stage.in_hand) if stage.in_hand else ""
