"""Steps and reasons to pause."""

from collections.abc import Iterable
from typing import Any

from primeline.kit.reference import row_with_code
from primeline.standards.models import PauseReason, Step
from primeline.standards.values import Row, Rung


def steps(*, is_active: bool | None = True) -> list[Step]:
    """Return the steps in their order; with None also those out of use."""
    found = Step.objects.order_by("position", "code")
    return list(found if is_active is None else found.filter(is_active=is_active))


def get_step(code: str) -> Step:
    """Return one step, also one out of use.

    :raises NotFound: if there is none
    """
    return row_with_code(Step, code)


def pause_reasons(*, is_active: bool | None = True) -> list[PauseReason]:
    """Return the reasons to pause in their order; with None also those out of use."""
    found = PauseReason.objects.order_by("position", "code")
    return list(found if is_active is None else found.filter(is_active=is_active))


def get_pause_reason(code: str) -> PauseReason:
    """Return one reason to pause, also one out of use.

    :raises NotFound: if there is none
    """
    return row_with_code(PauseReason, code)


def rungs_of(row: Row, step: Step) -> tuple[Rung, ...]:
    """Return the rungs of a rule, or those of its step where it has none of its own."""
    return row.rungs or rungs_from(step.rungs)


def rungs_from(stored: Iterable[dict[str, Any]]) -> tuple[Rung, ...]:
    """Return rungs as they are kept in a row."""
    return tuple(Rung(percent=one["percent"], tells=tuple(one["tells"])) for one in stored)
