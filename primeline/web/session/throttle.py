"""Guessing gets slower: the more failures, the longer the wait. Nothing is ever locked for good.

Nobody learns whether an account exists: tries of names that do not are counted alike.
"""

import unicodedata
from datetime import timedelta
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from axes.handlers.database import AxesDatabaseHandler
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.kit import clock
from primeline.staff import front_door
from primeline.web import refused


class GrowingDelay(AxesDatabaseHandler):  # type: ignore[misc]
    """What django-axes asks whether an account may be tried at all."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Test whether there is a wait left. Tries during a wait are neither made nor counted."""
        wait = _wait_left(request, name_tried(request, credentials))
        request.wait_left = wait  # type: ignore[attr-defined]
        return bool(wait)

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest, **kwargs: Any
    ) -> None:
        """Count a failure, and note it for whoever reads who was not let in."""
        super().user_login_failed(sender, credentials, request, **kwargs)
        refused.note_sign_in(request, name_tried(request, credentials))


def check_may_try(request: HttpRequest, username: str) -> None:
    """Return if a secret of this account may be tried now.

    :raises ValidationError: saying how long to wait
    """
    wait = _wait_left(request, _normal(username))
    if wait:
        raise ValidationError(told(wait), code="wait")


def count_failure(request: HttpRequest, username: str) -> None:
    """Count a wrong code or a wrong old password like a wrong password at the door."""
    user_login_failed.send(
        sender=__name__, credentials={"username": username, "password": ""}, request=request
    )


def answer(
    request: HttpRequest,
    response: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """Answer a try during a wait: how long it lasts, and that nothing is locked for good."""
    wait: timedelta = getattr(request, "wait_left", timedelta(minutes=1))
    page = render(request, "web/session/wait.html", {"told": told(wait)}, status=429)
    page["Retry-After"] = str(int(wait.total_seconds()) + 1)
    return page


def told(wait: timedelta) -> str:
    """Return the wait in words."""
    seconds = int(wait.total_seconds()) + 1
    if seconds <= 90:
        how_long = ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": seconds}
    else:
        minutes = -(-seconds // 60)
        how_long = ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    return _("Too many failed attempts. Try again in %(how_long)s.") % {"how_long": how_long}


def name_tried(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return the user name that is being tried, in the spelling that failures are kept under."""
    given = credentials or {}
    return _normal(given.get("login") or given.get("username") or request.POST.get("login", ""))


def source_of(request: HttpRequest) -> str | None:
    """Return the address that the request comes from, as far as our own proxies vouch for it."""
    return get_client_ip(request)  # type: ignore[no-any-return]


def _wait_left(request: HttpRequest, username: str) -> timedelta:
    return front_door.wait_left(username=username, source=source_of(request), at=clock.now())


def _normal(username: str) -> str:
    return unicodedata.normalize("NFKC", username).strip().lower()[:255]
