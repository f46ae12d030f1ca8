"""Answering an offer, taking it back, and carrying it out."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from primeline.access import actions as access
from primeline.audit import walls
from primeline.customers.actions import reassign_customers
from primeline.customers.models import Customer
from primeline.handovers import rules
from primeline.handovers.actions.telling import tell
from primeline.handovers.choices import HandoverStatus, Obstacle, Outcome
from primeline.handovers.events import (
    HandoverAccepted,
    HandoverDone,
    HandoverRefused,
    HandoverWithdrawn,
)
from primeline.handovers.models import Handover, HandoverAccount
from primeline.handovers.queries import may_take_back, obstacles_to, open_points_of
from primeline.handovers.values import WORK
from primeline.kit import events
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import NotFound, Refused
from primeline.kit.saving import save_changes
from primeline.staff.models import Person
from primeline.staff.reach import Reach
from primeline.staff.rules import day_of


@deed("handovers.accept")
def accept_handover(
    *,
    handover: Handover,
    version: int,
    is_rest_wanted: bool,
    are_open_points_meant: bool,
    by: Person,
    at: datetime,
    reason: str = "",
) -> Handover:
    """Take the accounts over: at once if the day has come, else on that day.

    :raises Refused: if it is not theirs to answer, was decided already, some accounts cannot
        be handed over and the rest alone is not wanted, or points are open and that is not meant
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check_receiver(handover, by)
    rules.check_points(open_points_of(handover), are_meant=are_open_points_meant)
    with walls.open_for_system():
        is_today = handover.effective_date <= day_of(at)
        hold_accounts(handover)
        if not is_rest_wanted:
            _check_nothing_stands_against(handover)
        _answer(
            handover,
            version,
            HandoverStatus.ACCEPTED,
            by,
            at,
            answer=reason,
            is_rest_wanted=is_rest_wanted,
        )
        tell(handover, by=by, at=at)
        _publish(HandoverAccepted, handover, at)
        if is_today:
            _carry_out(handover, by, at)
    return handover


@deed("handovers.refuse")
def refuse_handover(
    *, handover: Handover, version: int, by: Person, at: datetime, reason: str
) -> Handover:
    """Leave the accounts with whoever offered them, and say why.

    :raises Refused: if it is not theirs to answer, was decided already, or no reason is given
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check_receiver(handover, by)
    rules.check_reason(reason)
    _answer(handover, version, HandoverStatus.REFUSED, by, at, answer=reason)
    _leave_all(handover, by, at)
    _publish(HandoverRefused, handover, at)
    return handover


@deed("handovers.withdraw")
def withdraw_handover(
    *,
    handover: Handover,
    version: int,
    reach: Reach,
    by: Person,
    at: datetime,
    reason: str = "",
) -> Handover:
    """Take an offer back, or call off what was accepted for a day that has not come.

    :raises NotFound: if it is not theirs to take back
    :raises Refused: if it is over, or was accepted and no reason is given
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if not may_take_back(handover, reach):
        raise NotFound
    # The worker may be carrying it out at this moment.
    held = Handover.objects.select_for_update().get(pk=handover.pk)
    rules.check_taken_back(held.status, reason)
    _save_answer(handover, version, HandoverStatus.WITHDRAWN, by, at, answer=reason.strip())
    _leave_all(handover, by, at)
    _publish(HandoverWithdrawn, handover, at)
    return handover


@deed("handovers.carry_out")
def carry_out_handover(*, handover: Handover, by: Actor, at: datetime) -> Handover:
    """Let accounts change hands that were accepted for a day that has come.

    Whatever cannot change hands any more is left out and named; nobody is there to be asked.

    :raises Refused: if it was not accepted, or was carried out already
    """
    held = Handover.objects.select_for_update().get(pk=handover.pk)
    if held.status != HandoverStatus.ACCEPTED:
        raise Refused(_("Only what was accepted is carried out."))
    hold_accounts(handover)
    _carry_out(handover, by, at)
    return handover


def hold_accounts(handover: Handover) -> None:
    """Let nobody else name managers of these accounts until this is done."""
    waiting = HandoverAccount.objects.filter(handover=handover, outcome=Outcome.WAITING)
    rows = Customer.objects.select_for_update().filter(pk__in=waiting.values("customer"))
    list(rows.order_by("pk").values_list("pk", flat=True))


def _carry_out(handover: Handover, by: Actor, at: datetime) -> None:
    obstacles = obstacles_to(handover)
    for obstacle in set(obstacles.values()):
        ids = [pk for pk, found in obstacles.items() if found is obstacle]
        HandoverAccount.objects.filter(pk__in=ids).update(
            outcome=Outcome.LEFT_OUT, obstacle=obstacle
        )
    moving = HandoverAccount.objects.filter(handover=handover, outcome=Outcome.WAITING)
    customers = list(
        Customer.objects.filter(pk__in=moving.values("customer")).select_related("account_manager")
    )
    if customers:
        reassign_customers(
            customers=customers,
            account_manager=handover.to_person,
            deputy=handover.deputy,
            reason=handover.reason,
            by=by,
            at=at,
        )
    moving.update(outcome=Outcome.HANDED)
    access.end_work(work=(WORK, handover.pk), by=by, at=at)
    Handover.objects.filter(pk=handover.pk).update(status=HandoverStatus.DONE, done_at=at)
    handover.refresh_from_db()
    handed = tuple(one.pk for one in customers)
    _publish(HandoverDone, handover, at, customer_ids=handed)


def _check_receiver(handover: Handover, by: Person) -> None:
    if by.pk != handover.to_person_id:
        raise NotFound
    rules.check_offered(handover.status)


def _check_nothing_stands_against(handover: Handover) -> None:
    obstacles = obstacles_to(handover)
    if not obstacles:
        return
    rows = HandoverAccount.objects.filter(pk__in=obstacles).order_by("name")
    names = [f"{row.name} ({Obstacle(obstacles[row.pk]).label})" for row in rows]
    raise Refused(
        _("Not to be handed over any more: %(names)s. Take over the others, or refuse.")
        % {"names": rules.named(names)},
        field="is_rest_wanted",
    )


def _answer(
    handover: Handover,
    version: int,
    status: HandoverStatus,
    by: Person,
    at: datetime,
    **facts: Any,
) -> None:
    rules.check_offered(handover.status)
    _save_answer(handover, version, status, by, at, **facts)


def _save_answer(
    handover: Handover,
    version: int,
    status: HandoverStatus,
    by: Person,
    at: datetime,
    **facts: Any,
) -> None:
    changes = {"status": status, "answered_by": by, "answered_at": at, **facts}
    save_changes(Handover, pk=handover.pk, version=version, changes=changes)
    handover.refresh_from_db()


def _leave_all(handover: Handover, by: Actor, at: datetime) -> None:
    tell(handover, by=by, at=at)
    waiting = HandoverAccount.objects.filter(handover=handover, outcome=Outcome.WAITING)
    waiting.update(outcome=Outcome.STAYED)
    access.end_work(work=(WORK, handover.pk), by=by, at=at)


def _publish(kind: type[Any], handover: Handover, at: datetime, **facts: Any) -> None:
    events.publish(
        kind(
            happened_at=at,
            handover_id=handover.pk,
            from_person_id=handover.from_person_id,
            to_person_id=handover.to_person_id,
            **facts,
        )
    )
