"""Keeping the kinds of things that are owed, and why their clocks may stand still."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.standards import rules
from primeline.standards.models import PauseReason, Step
from primeline.standards.values import LONGEST_SECONDS, Rung


@deed("standards.add_step")
def add_step(*, code: str, rungs: Sequence[Rung], by: Actor, at: datetime, **facts: Any) -> Step:
    """Add a kind of thing that is owed. A rule of the matrix has to say within which time.

    :raises Refused: if there is one with this code, or nobody could be told at its rungs
    """
    if Step.objects.filter(code=code).exists():
        raise Refused(_("There is one with this code already."), field="code")
    _check_step(rungs, facts, counts_back=bool(facts.get("counts_back")))
    last = Step.objects.count()
    return Step.objects.create(code=code, rungs=_stored(rungs), position=last, **facts)


@deed("standards.change_step")
def change_step(
    *, step: Step, version: int, rungs: Sequence[Rung], by: Actor, at: datetime, **facts: Any
) -> Step:
    """Change what a kind is called, who owes it, whom it tells; what runs already stays as it is.

    :raises Refused: if nobody could be told at its rungs
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check_step(rungs, facts, counts_back=step.counts_back)
    changes = {**facts, "rungs": _stored(rungs)}
    save_changes(Step, pk=step.pk, version=version, changes=changes)
    step.refresh_from_db()
    return step


@deed("standards.add_pause_reason")
def add_pause_reason(*, code: str, by: Actor, at: datetime, **facts: Any) -> PauseReason:
    """Add a reason for which clocks may stand still, up to a bound.

    :raises Refused: if there is one with this code, or it has no bound
    """
    if PauseReason.objects.filter(code=code).exists():
        raise Refused(_("There is one with this code already."), field="code")
    _check_bound(facts["longest_seconds"])
    return PauseReason.objects.create(code=code, position=PauseReason.objects.count(), **facts)


@deed("standards.change_pause_reason")
def change_pause_reason(
    *, pause_reason: PauseReason, version: int, by: Actor, at: datetime, **facts: Any
) -> PauseReason:
    """Change a reason to pause. Pauses that run already end when they were to end.

    :raises Refused: if it has no bound
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check_bound(facts["longest_seconds"])
    save_changes(PauseReason, pk=pause_reason.pk, version=version, changes=facts)
    pause_reason.refresh_from_db()
    return pause_reason


def _check_step(rungs: Sequence[Rung], facts: dict[str, Any], *, counts_back: bool) -> None:
    rules.check_rungs(rungs)
    if counts_back and facts["may_pause"]:
        raise Refused(
            _("What is counted back from a fixed moment has a clock that never stands still."),
            field="may_pause",
        )
    if facts["may_snooze"] and not facts["may_pause"]:
        raise Refused(
            _("What may be put off is paused by that: let its clock stand still too."),
            field="may_snooze",
        )


def _check_bound(seconds: int) -> None:
    if not 1 <= seconds <= LONGEST_SECONDS:
        raise Refused(_("A pause is longer than nothing and at most five years."), field="longest")


def _stored(rungs: Sequence[Rung]) -> list[dict[str, Any]]:
    return [{"percent": one.percent, "tells": list(one.tells)} for one in rungs]
