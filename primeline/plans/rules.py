"""Decisions about account plans. No database, no clock."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from primeline.kit.errors import Refused
from primeline.plans.choices import PlanStatus

LONGEST = timedelta(days=3 * 366)
# An account of the top level has a plan so many days after it got there.
PLAN_WITHIN = timedelta(days=30)


def check_period(first: date, last: date) -> None:
    """Refuse a period that is none, or that nobody can plan for.

    :raises Refused: if it ends before it begins or lasts more than three years
    """
    if last < first:
        raise Refused(_("The last day lies before the first one."), field="to_date")
    if last - first > LONGEST:
        raise Refused(_("A plan holds for three years at most."), field="to_date")


def check_action(what: str, due: date, *, first: date) -> None:
    """Refuse an action of a plan that would have to be done before the plan begins.

    :raises Refused: if it is due before the first day
    """
    if due < first:
        raise Refused(
            _("“%(what)s” is due before the plan begins. Choose a later day.") % {"what": what},
            field="actions",
        )


def check_goal(what: str, due: date, *, last: date) -> None:
    """Refuse a goal of a plan that would be reached after the plan is over.

    :raises Refused: if it is due after the last day
    """
    if due > last:
        raise Refused(
            _(
                "“%(what)s” is due after the plan ends. Choose an earlier day, or let the plan "
                "last longer."
            )
            % {"what": what},
            field="goals",
        )


def check_draft(status: str) -> None:
    """Refuse to change what others have read.

    :raises Refused: if the version is no longer being drawn up
    """
    if status != PlanStatus.DRAFT:
        raise Refused(
            _("This version is not being drawn up any more. Draw up the next one to change it.")
        )


def check_submitted(status: str) -> None:
    """Refuse to answer what nobody has handed in.

    :raises Refused: if the version does not wait for approval
    """
    if status != PlanStatus.SUBMITTED:
        raise Refused(_("This version does not wait for approval any more."))


def check_whole(*, situation: str, goals_count: int, actions_count: int) -> None:
    """Refuse to hand in what says nothing.

    :raises Refused: if the situation, the goals or the actions are missing
    """
    if not situation.strip():
        raise Refused(_("Say how things stand before you hand the plan in."), field="situation")
    if not goals_count:
        raise Refused(_("A plan needs at least one goal."), field="goals")
    if not actions_count:
        raise Refused(_("A plan needs at least one action."), field="actions")


def check_other_eyes(*, submitted_by_id: int | None, by_id: int | None) -> None:
    """Refuse to approve one's own plan.

    :raises Refused: if whoever handed it in answers it
    """
    if submitted_by_id == by_id:
        raise Refused(_("Nobody approves their own plan. Another lead has to."))


def check_reason(reason: str) -> None:
    """Refuse a deed that others cannot understand later.

    :raises Refused: if no reason is given
    """
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")


def weighted_cents(values: Iterable[tuple[int, int]]) -> int:
    """Return what opportunities are worth a month: value times probability in percent, summed."""
    return sum(cents * percent for cents, percent in values) // 100


def plan_due(since: date) -> date:
    """Return by which day an account that came to the top level has its plan."""
    return since + PLAN_WITHIN
