"""Asking to see an account outside one's reach, and thinking better of it."""

from datetime import datetime

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from primeline.access import rules
from primeline.access.actions.telling import tell_of
from primeline.access.choices import RequestStatus
from primeline.access.events import AccessRequested, AccessWithdrawn
from primeline.access.models import AccessRequest
from primeline.access.queries import policy_in_force
from primeline.access.values import Policy, Wish
from primeline.audit import walls
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Customer
from primeline.customers.queries import visible_to
from primeline.kit import events
from primeline.kit.deeds import deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.staff.choices import Permission
from primeline.staff.models import Person
from primeline.staff.reach import Reach


@deed("access.ask")
def ask_for_access(
    *,
    number: str,
    wish: Wish,
    reach: Reach,
    by: Person,
    at: datetime,
    policy: Policy | None = None,
) -> AccessRequest:
    """Ask the owner of an account to open it for a time.

    A number that nobody has, and that of a restricted account, are taken down like any other.

    :raises Refused: if the asker reaches the account, has asked already, or the wish goes too far
    """
    wanted = rules.clean_number(number)
    waiting = AccessRequest.objects.filter(requester=by, status=RequestStatus.WAITING)
    policy = policy or policy_in_force(today=timezone.localtime(at).date())
    rules.check_wish(wish, waiting_count=waiting.count(), policy=policy)
    if not wanted:
        raise Refused(_("Type the number of the account."), field="number")
    if visible_to(reach, with_granted=True).filter(number=wanted).exists():
        raise Refused(_("You see this account already."), field="number")
    if waiting.filter(number=wanted).exists():
        raise Refused(_("You have asked for it; the answer is still to come."), field="number")
    customer = _askable(wanted)
    request = AccessRequest.objects.create(
        number=wanted,
        customer=customer,
        requester=by,
        reason=wish.reason.strip(),
        days_count=wish.days_count,
        with_contacts=wish.with_contacts,
        rung=_rung(customer, reach),
        asked_at=at,
        lapses_at=at + policy.answered_within,
    )
    words = {"who": by.actor_name, "days": request.days_count}
    kind, subject = TimelineKind.ACCESS_ASKED, request.pk
    tell_of(request.customer_id, kind, subject=subject, by=by, at=at, **words)
    events.publish(
        AccessRequested(
            happened_at=at,
            request_id=request.pk,
            requester_id=by.pk,
            customer_id=request.customer_id,
        )
    )
    return request


@deed("access.withdraw")
def withdraw_request(*, request: AccessRequest, version: int, by: Person, at: datetime) -> None:
    """Take back a request that waits.

    :raises ChangedMeanwhile: if it no longer waits
    """
    waiting = AccessRequest.objects.filter(
        pk=request.pk, requester=by, version=version, status=RequestStatus.WAITING
    )
    if not waiting.update(status=RequestStatus.WITHDRAWN, version=F("version") + 1):
        raise ChangedMeanwhile(_("This has been decided in the meantime."))
    words = {"how": RequestStatus.WITHDRAWN, "who": by.actor_name}
    kind, subject = TimelineKind.ACCESS_ANSWERED, request.pk
    tell_of(request.customer_id, kind, subject=subject, by=by, at=at, **words)
    events.publish(AccessWithdrawn(happened_at=at, request_id=request.pk))


def _askable(number: str) -> Customer | None:
    # The asker does not reach it, so the wall is opened for this one question.
    with walls.open_for_system():
        rows = Customer.objects.filter(number=number, is_restricted=False)
        return rows.select_related("owner_unit").first()


def _rung(customer: Customer | None, reach: Reach) -> str:
    paths = [bound.path for bound in reach.bounds_for(Permission.DECIDE_ACCESS)]
    return rules.rung_of(customer.owner_unit.path, paths) if customer else ""
