"""How long a session lives: it ends when nobody uses it, and after half a day in any case."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from primeline.kit import clock
from primeline.staff import front_door

OPENED_AT = "opened_at"
SEEN_AT = "seen_at"
# Being seen is written down at most this often, so that reading pages does not write.
SEEN_EVERY = timedelta(minutes=1)

Answer = Callable[[HttpRequest], HttpResponse]


class SessionLimits:
    """Ends sessions that are too old, before any page looks at who is asking."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            self._look_at(request, clock.now())
        return self.get_response(request)

    def _look_at(self, request: HttpRequest, at: datetime) -> None:
        if OPENED_AT not in request.session:
            open_session(request, at=at)
            return
        opened, seen = (
            datetime.fromisoformat(request.session[name]) for name in (OPENED_AT, SEEN_AT)
        )
        if max(opened, seen) > at + SEEN_EVERY:
            # Our clock was put back: both limits would hold only once it has caught up.
            open_session(request, at=at)
        elif at - opened >= settings.SESSION_LONGEST:
            _end(request, _("You were signed in for very long. Please sign in again."))
        elif at - seen >= settings.SESSION_IDLE:
            _end(request, _("You were away for a while. Please sign in again."))
        elif at - seen >= SEEN_EVERY and front_door.note_seen(
            request.session.session_key or "", at=at
        ):
            request.session[SEEN_AT] = at.isoformat()


def open_session(request: HttpRequest, *, at: datetime) -> None:
    """Start both clocks of a session."""
    request.session[OPENED_AT] = request.session[SEEN_AT] = at.isoformat()


def _end(request: HttpRequest, why: str) -> None:
    logout(request)
    messages.info(request, why)
