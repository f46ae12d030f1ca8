"""What the rights desk does: takes requests in, carries them out or refuses them, with reasons."""

from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from primeline.audit import actions as audit
from primeline.customers.models import Contact, Customer
from primeline.kit import deeds, numbers
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.privacy import actions as privacy
from primeline.privacy import queries as keys
from primeline.privacy.choices import LimitKind
from primeline.privacy.elsewhere import NOTHING_ELSE, AlsoNamed
from primeline.rights import queries, rules
from primeline.rights.actions.erasing import erase_person, tell_restricted
from primeline.rights.actions.telling import tell
from primeline.rights.choices import RELEASED, Proof, RequestStatus, RightKind
from primeline.rights.models import RightsRequest

# What a timeline tells of a request beside its status.
HANDED_OUT: Final = "HANDED_OUT"


@deed("rights.receive")
def receive_request(
    *,
    person: Contact | Customer,
    kind: RightKind,
    proof: Proof,
    received_date: date,
    today: date,
    by: Actor,
    at: datetime,
    wish: str = "",
) -> RightsRequest:
    """Take in what somebody at an account, or an individual account, asks of their data.

    :raises Refused: if the day is still to come, the account is no person, they were erased, they
        ask for it already, or what is to be corrected is not said
    """
    rules.check_received(received_date, today=today)
    rules.check_wish(kind, wish)
    if person.subject is None:
        raise Refused(_("An organization is no person: choose somebody there."))
    if keys.is_erased(person.subject):
        raise Refused(_("The data of this person were erased already."))
    _check_not_open(person, kind)
    days = keys.limit(LimitKind.ANSWER_DAYS, today=today)
    request = RightsRequest.objects.create(
        number=f"R-{numbers.next_number('rights_request'):06d}",
        customer=person.customer if isinstance(person, Contact) else person,
        contact=person if isinstance(person, Contact) else None,
        kind=kind,
        proof=proof,
        received_date=received_date,
        due_date=rules.due_date(received_date, days=days),
        wish=wish.strip(),
    )
    tell(request, request.status, by=by, at=at)
    return request


def _check_not_open(person: Contact | Customer, kind: RightKind) -> None:
    at_person = {"contact": person} if isinstance(person, Contact) else {"customer": person}
    asked = RightsRequest.objects.filter(kind=kind, status=RequestStatus.OPEN, **at_person)
    if not isinstance(person, Contact):
        asked = asked.filter(contact=None)
    if number := asked.values_list("number", flat=True).first():
        raise Refused(
            _("This is asked for already: %(number)s waits for its answer.") % {"number": number},
            field="kind",
        )


@deed("rights.carry_out")
def carry_out(
    *,
    request: RightsRequest,
    version: int,
    reason: str,
    by: Actor,
    at: datetime,
    also: AlsoNamed = NOTHING_ELSE,
) -> RightsRequest:
    """Do what a person asked for, and put on record what they were answered.

    `also` is what else names somebody who is erased, as whoever decides has decided.

    :raises Refused: if it was decided already, no reason is given, or a word is too short
    :raises ChangedMeanwhile: if somebody decided since `version` was read
    """
    rules.check_words(also.words)
    _decide(request, version, RequestStatus.DONE, reason, by=by, at=at)
    tell(request, RequestStatus.DONE, by=by, at=at)
    subject = request.subject
    match RightKind(request.kind):
        case RightKind.RESTRICT:
            privacy.restrict(subject=subject, by=by, at=at, reason=reason)
            tell_restricted(request.person, at=at)
        case RightKind.ERASE:
            erase_person(request.person, by=by, at=at, request_id=request.pk, also=also)
        case RightKind.COPY | RightKind.CORRECT | RightKind.EXPLAIN:
            # The file is fetched, the facts changed on their own page: here is the answer only.
            pass
    request.refresh_from_db()
    return request


@deed("rights.refuse")
def refuse(
    *, request: RightsRequest, version: int, reason: str, by: Actor, at: datetime
) -> RightsRequest:
    """Refuse what a person asked for, with the reason that they are told.

    :raises Refused: if it was decided already, or no reason is given
    :raises ChangedMeanwhile: if somebody decided since `version` was read
    """
    _decide(request, version, RequestStatus.REFUSED, reason, by=by, at=at)
    tell(request, RequestStatus.REFUSED, by=by, at=at)
    request.refresh_from_db()
    return request


@deed("rights.lift_restriction")
def lift_restriction(*, request: RightsRequest, by: Actor, at: datetime, reason: str) -> None:
    """Let the data of a person be used again.

    :raises Refused: if they are not restricted, or no reason is given
    """
    if not keys.is_restricted(request.subject):
        raise Refused(_("The data of this person are not restricted."))
    rules.check_decision(RequestStatus.OPEN, reason)
    privacy.release(subject=request.subject, by=by, at=at, reason=reason)
    tell_restricted(request.person, at=at)
    tell(request, RELEASED, by=by, at=at)


@deed("rights.hand_out")
def hand_out(*, request: RightsRequest, by: Actor, at: datetime) -> dict[str, Any]:
    """Return all we hold on a person, and put on record that it was handed out.

    Its head names who handed it out, when, what for and on which request.

    :raises Refused: if they did not ask for it
    """
    if request.kind != RightKind.COPY or request.status == RequestStatus.REFUSED:
        raise Refused(_("This person did not ask for a copy."))
    head = {
        "request": request.number,
        "purpose": request.kind,
        "account": request.customer.number,
        "name": getattr(by, "name", by.actor_name),
        "username": by.actor_name,
        "at": at,
        "door": deeds.request_id.get(),
    }
    audit.look(
        subject_kind="personal copy", subject_id=request.number, purpose="COPY", by=by, at=at
    )
    tell(request, HANDED_OUT, by=by, at=at)
    return {"head": head, **queries.everything_on(request.person)}


def _decide(
    request: RightsRequest,
    version: int,
    status: RequestStatus,
    reason: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    rules.check_decision(RequestStatus(request.status), reason)
    changes = {
        "status": status,
        "reason": reason.strip(),
        "decided_at": at,
        "decided_by_id": by.actor_id,
    }
    save_changes(RightsRequest, pk=request.pk, version=version, changes=changes)
