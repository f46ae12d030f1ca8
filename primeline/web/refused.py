"""Who was not let in: one line of the log with the person and the page, and a count for auditors.

Neither holds what somebody typed: no query, no form, no name that was tried at the front door.
"""

import logging

from django.http import HttpRequest

from primeline.audit import refusals
from primeline.audit.choices import RefusalKind
from primeline.audit.values import Refusal
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.staff import queries as staff
from primeline.web.requests import PersonRequest

logger = logging.getLogger(__name__)


def note(request: PersonRequest, kind: RefusalKind) -> None:
    """Put down that somebody signed in was not let in where they asked."""
    match = request.resolver_match
    route = match.view_name if match is not None else ""
    _put_down(request, request.user.pk, kind, route=route)


def note_sign_in(request: HttpRequest, username: str) -> None:
    """Put down that a password or code was wrong, with whose account it was, if anybody's."""
    try:
        person_id = staff.person_of_username(username).pk
    except NotFound:
        person_id = None
    _put_down(request, person_id, RefusalKind.SIGN_IN, route="account_login")


def _put_down(
    request: HttpRequest, person_id: int | None, kind: RefusalKind, *, route: str
) -> None:
    request_id = getattr(request, "request_id", "")
    told = {"person": person_id, "refusal": kind.value, "route": route, "path": request.path}
    logger.warning("Refused.", extra={"told": told})
    if person_id is not None:
        refusal = Refusal(
            person_id=person_id,
            kind=kind,
            route=route,
            path=request.path,
            request_id=request_id,
        )
        refusals.count_refusal(refusal, at=clock.now())
