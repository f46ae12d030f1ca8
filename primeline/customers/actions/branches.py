"""The branches that host an account and its group or assist with it, and what they promise."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from primeline.audit import walls
from primeline.customers.actions.timeline import tell
from primeline.customers.choices import BranchPart, TimelineKind
from primeline.customers.models import Customer, GroupBranch, GroupDuty
from primeline.customers.values import Line
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.kit.words import told_in_both
from primeline.staff.choices import UnitKind
from primeline.staff.models import Unit
from primeline.staff.rules import day_of


@deed("customers.name_branch")
def name_branch(
    *, customer: Customer, unit: Unit, part: BranchPart, by: Actor, at: datetime
) -> GroupBranch:
    """Name a unit as host of an account and its group, or as one that assists.

    :raises Refused: if the unit is no branch, closed or named already, or there is a host already
    """
    if not unit.is_active:
        raise Refused(_("This unit is closed. Choose another one."), field="unit")
    if unit.kind != UnitKind.BRANCH:
        raise Refused(_("Only a branch hosts or assists. Choose one."), field="unit")
    named = GroupBranch.objects.filter(customer=customer, active_to=None)
    if named.filter(unit=unit).exists():
        raise Refused(_("This unit is named already."), field="unit")
    if part is BranchPart.HOST and named.filter(part=part).exists():
        raise Refused(
            _("There is a host already. Release it before another one is named."), field="part"
        )
    today = day_of(at)
    branch = GroupBranch.objects.create(customer=customer, unit=unit, part=part, active_from=today)
    words = told_in_both(unit=unit) | {"part": part.value, "how": "NAMED"}
    _tell(branch, TimelineKind.GROUP_BRANCH, words, by=by, at=at)
    return branch


@deed("customers.release_branch")
def release_branch(
    *, branch: GroupBranch, version: int, by: Actor, at: datetime, reason: str
) -> None:
    """End that a unit hosts or assists.

    :raises Refused: if it is over already, the unit still owes something, or no reason is given
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if branch.active_to is not None:
        raise Refused(_("This unit has been released already."))
    if branch.duties.filter(done_date=None).exists():
        raise Refused(_("This unit still owes something. See to that first."))
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    today = day_of(at)
    changes = {"active_to": max(today, branch.active_from)}
    save_changes(GroupBranch, pk=branch.pk, version=version, changes=changes)
    words = told_in_both(unit=branch.unit) | {
        "part": branch.part,
        "how": "RELEASED",
        "reason": reason,
    }
    _tell(branch, TimelineKind.GROUP_BRANCH, words, by=by, at=at)


@deed("customers.promise_duty")
def promise_duty(
    *, branch: GroupBranch, text: str, due_date: date, by: Actor, at: datetime
) -> GroupDuty:
    """Put on file what a branch has committed to, by when.

    :raises Refused: if nothing is said, the day is over, or the unit has been released
    """
    if branch.active_to is not None:
        raise Refused(_("This unit has been released already."))
    text = text.strip()
    if not text:
        raise Refused(_("Say what the branch has committed to."), field="text")
    if due_date < day_of(at):
        raise Refused(_("This day is over. Choose a later one."), field="due_date")
    duty = GroupDuty.objects.create(branch=branch, text=text, due_date=due_date)
    words = told_in_both(unit=branch.unit) | {"text": text, "how": "PROMISED"}
    _tell(branch, TimelineKind.GROUP_DUTY, words, by=by, at=at)
    return duty


@deed("customers.finish_duty")
def finish_duty(
    *, duty: GroupDuty, version: int, done_date: date, by: Actor, at: datetime
) -> GroupDuty:
    """Record that a branch has done what it had committed to.

    The branch may not reach the account itself, so the wall is open for the deed alone.

    :raises Refused: if it is done already, or the day is yet to come
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if duty.done_date is not None:
        raise Refused(_("This has been done already."))
    if done_date > day_of(at):
        raise Refused(_("This day is yet to come."), field="done_date")
    with walls.open_for_system():
        changes = {"done_date": done_date}
        save_changes(GroupDuty, pk=duty.pk, version=version, changes=changes)
        duty.refresh_from_db()
        words = told_in_both(unit=duty.branch.unit) | {"text": duty.text, "how": "DONE"}
        _tell(duty.branch, TimelineKind.GROUP_DUTY, words, by=by, at=at)
    return duty


def _tell(
    branch: GroupBranch, kind: TimelineKind, words: dict[str, str], *, by: Actor, at: datetime
) -> None:
    line = Line(
        customer_id=branch.customer_id,
        kind=kind,
        happened_at=at,
        words=words,
        subject_kind="group_branch",
        subject_id=branch.pk,
    )
    tell(line=line, by=by, at=at)
