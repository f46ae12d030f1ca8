"""Answering requests, and ending what was opened."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from primeline.access import rules
from primeline.access.actions.telling import line_of, names_of, tell_all, tell_of
from primeline.access.choices import RequestStatus
from primeline.access.events import AccessEnded, AccessGranted, AccessLapsed, AccessRefused
from primeline.access.models import AccessRequest
from primeline.access.queries.requests import open_grants_on, run_out, unanswered
from primeline.access.values import REQUEST
from primeline.audit import actions as audit
from primeline.audit.choices import GrantKind
from primeline.audit.models import Grant
from primeline.audit.values import Box
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Customer
from primeline.customers.queries.absorbed import absorbed_into
from primeline.kit import events
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.privacy import freetext
from primeline.privacy.textfields import prepared
from primeline.staff.models import Person

AT_ONCE = 500


@deed("access.grant")
def grant_access(
    *,
    request: AccessRequest,
    version: int,
    days_count: int,
    with_contacts: bool,
    by: Person,
    at: datetime,
    reason: str = "",
) -> AccessRequest:
    """Open the account to the asker from now on, for as many days or fewer than were asked for.

    :raises Refused: if the asker answers, or it would give more than was asked for
    :raises ChangedMeanwhile: if it no longer waits
    """
    rules.check_answer(request.wish, days_count=days_count, with_contacts=with_contacts)
    _decide(request, version, RequestStatus.WAITING, by=by, at=at, reason=reason)
    until = at + timedelta(days=days_count)
    grant = audit.open_grant(
        person=request.requester,
        box=_box(request, with_contacts=with_contacts),
        kind=GrantKind.ASKED,
        active_from=at,
        active_to=until,
        by=by,
        at=at,
    )
    AccessRequest.objects.filter(pk=request.pk).update(status=RequestStatus.GRANTED, grant=grant)
    request.refresh_from_db()
    _tell_answer(request, by, at, until=until.isoformat())
    events.publish(
        AccessGranted(
            happened_at=at,
            request_id=request.pk,
            requester_id=request.requester_id,
            customer_id=_customer_id(request),
            grant_id=grant.pk,
            active_to=until,
        )
    )
    return request


@deed("access.refuse")
def refuse_access(
    *, request: AccessRequest, version: int, by: Person, at: datetime, reason: str
) -> None:
    """Say no, and why.

    :raises Refused: if the asker answers, or no reason is given
    :raises ChangedMeanwhile: if it no longer waits
    """
    rules.check_reason(reason)
    _decide(request, version, RequestStatus.REFUSED, by=by, at=at, reason=reason)
    request.refresh_from_db(fields=["status"])
    _tell_answer(request, by, at)
    events.publish(
        AccessRefused(
            happened_at=at,
            request_id=request.pk,
            requester_id=request.requester_id,
            customer_id=_customer_id(request),
        )
    )


@deed("access.end")
def end_access(
    *, request: AccessRequest, version: int, by: Person, at: datetime, reason: str = ""
) -> None:
    """Close the account to the asker before the time is over.

    :raises ChangedMeanwhile: if it is closed already
    """
    still_open = Grant.objects.filter(pk=OuterRef("grant"), active_to__gt=at)
    granted = AccessRequest.objects.filter(
        Exists(still_open), pk=request.pk, version=version, status=RequestStatus.GRANTED
    )
    if not granted.update(status=RequestStatus.ENDED, ended_by=by, version=F("version") + 1):
        raise ChangedMeanwhile(_("This is over already."))
    audit.end_grants(grant_ids=[_grant_id(request)], by=by, at=at, reason=reason)
    _tell([request], TimelineKind.ACCESS_ENDED, by, at, how=RequestStatus.ENDED)
    events.publish(_ended(request, at=at, is_early=True))


@deed("access.mark_over")
def mark_over(*, by: Actor, at: datetime) -> int:
    """Say of every request whose time is over that it is, and return of how many.

    The walls have not shown the accounts since; this is what people read.
    """
    lapsed = _mark(unanswered(at), RequestStatus.LAPSED)
    ended = _mark(run_out(at), RequestStatus.ENDED)
    _tell(lapsed, TimelineKind.ACCESS_ANSWERED, by, at, how=RequestStatus.LAPSED)
    _tell(ended, TimelineKind.ACCESS_ENDED, by, at, how=RequestStatus.ENDED)
    events.publish(
        *(_ended(one, at=at, is_early=False) for one in ended),
        *(AccessLapsed(happened_at=at, request_id=one.pk) for one in lapsed),
    )
    return len(lapsed) + len(ended)


def end_all_on(*, customer_id: int, by: Person, at: datetime) -> None:
    """Close an account to everybody to whom it was opened; what waits is not answered."""
    # What was merged into it is hidden with it.
    absorbed = absorbed_into([customer_id]).get(customer_id, ())
    ids = [customer_id, *(one.pk for one in absorbed)]
    requests = AccessRequest.objects.filter(customer__in=ids)
    granted = list(requests.filter(status=RequestStatus.GRANTED, grant__active_to__gt=at))
    requests.filter(pk__in=[one.pk for one in granted]).update(
        status=RequestStatus.ENDED, ended_by=by, version=F("version") + 1
    )
    # To the asker it looks as if nobody had ever had this number.
    waiting = requests.filter(status=RequestStatus.WAITING)
    unanswerable = list(waiting.values_list("pk", flat=True))
    waiting.update(customer=None, version=F("version") + 1)
    opened = open_grants_on(*ids, at=at).values_list("pk", flat=True)
    audit.end_grants(grant_ids=list(opened), by=by, at=at)
    _tell(granted, TimelineKind.ACCESS_ENDED, by, at, how=RequestStatus.ENDED)
    events.publish(
        *(_ended(one, at=at, is_early=True) for one in granted),
        *(AccessLapsed(happened_at=at, request_id=pk) for pk in unanswerable),
    )


def _decide(
    request: AccessRequest,
    version: int,
    status: RequestStatus,
    *,
    by: Person,
    at: datetime,
    reason: str,
) -> None:
    if request.requester_id == by.pk:
        raise Refused(_("Somebody else has to decide what you have asked for."))
    # Not by a join: PostgreSQL would compare what was there before it waited for the other one.
    shown = Customer.objects.filter(pk=OuterRef("customer"), is_restricted=False)
    waiting = AccessRequest.objects.filter(
        Exists(shown),
        pk=request.pk,
        version=version,
        status=RequestStatus.WAITING,
        lapses_at__gt=at,
    )
    changes = {"status": status, "decided_by": by, "decided_at": at, "answer": reason.strip()}
    if not waiting.update(**prepared(request, **changes), version=F("version") + 1):
        raise ChangedMeanwhile(_("This has been decided in the meantime."))


def _tell_answer(request: AccessRequest, by: Actor, at: datetime, **words: str) -> None:
    words |= {"how": request.status, "who": request.requester.actor_name}
    kind, subject = TimelineKind.ACCESS_ANSWERED, request.pk
    tell_of(request.customer_id, kind, subject=subject, by=by, at=at, **words)


def _tell(
    requests: Sequence[AccessRequest], kind: TimelineKind, by: Actor, at: datetime, **words: str
) -> None:
    """Tell the accounts of requests the same thing, all at once."""
    names = names_of(one.requester_id for one in requests)
    lines = [
        line_of(one.customer_id, kind, at, {"who": names[one.requester_id], **words}, one.pk)
        for one in requests
        if one.customer_id is not None
    ]
    tell_all(lines, by=by, at=at)


def _mark(rows: QuerySet[AccessRequest], status: RequestStatus) -> list[AccessRequest]:
    over = list(rows.order_by("pk")[:AT_ONCE])
    marked = AccessRequest.objects.filter(pk__in=[one.pk for one in over])
    marked.update(status=status, version=F("version") + 1)
    return over


def _box(request: AccessRequest, *, with_contacts: bool) -> Box:
    return Box(
        table=Customer._meta.db_table,
        row_id=_customer_id(request),
        purpose=freetext.hidden(request.reason),
        subject_kind=REQUEST,
        subject_id=request.pk,
        with_contacts=with_contacts,
    )


def _ended(request: AccessRequest, *, at: datetime, is_early: bool) -> AccessEnded:
    return AccessEnded(
        happened_at=at,
        request_id=request.pk,
        requester_id=request.requester_id,
        customer_id=_customer_id(request),
        grant_id=_grant_id(request),
        is_early=is_early,
    )


def _customer_id(request: AccessRequest) -> Any:
    return request.customer_id


def _grant_id(request: AccessRequest) -> Any:
    return request.grant_id
