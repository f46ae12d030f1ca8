"""`@page`: what stands before every page. Signed in, second factor, permission, reach, refusals."""

from collections.abc import Callable
from datetime import date, datetime
from enum import IntEnum
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils import timezone, translation

from primeline.audit import walls
from primeline.audit.choices import RefusalKind
from primeline.customers.queries import reach_now
from primeline.kit import clock
from primeline.kit.errors import NotFound, Refused, TooOften
from primeline.kit.saving import TAKEN, is_taken
from primeline.privacy.readers import reading_as
from primeline.staff.choices import Permission
from primeline.web import errors, language_cookie, refused
from primeline.web.requests import PersonRequest

View = Callable[..., HttpResponseBase]

LANGUAGE_OF_SESSION = "language"


class Stage(IntEnum):
    """How far somebody has come in. Almost every page is for those inside."""

    PASSWORD_GIVEN = 1
    SECOND_FACTOR_GIVEN = 2
    # Whoever came with a password that an administrator issued has chosen their own.
    INSIDE = 3


def page(
    permission: Permission | None = None,
    *,
    methods: tuple[str, ...] = ("GET",),
    stage: Stage = Stage.INSIDE,
) -> Callable[[View], View]:
    """Make a function a page for people who hold the permission; None is for everybody signed in.

    The function may raise `NotFound` (404), `Refused` (409, shown) and `PermissionDenied` (403).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            way_in = _way_in(request, stage)
            if way_in is not None:
                return way_in
            known = _know(request, at=clock.now())
            if permission is not None and not known.reach.may(permission):
                refused.note(known, RefusalKind.ROLE)
                raise PermissionDenied
            if not _is_allowed(known.method, methods):
                return errors.method_refused(known, methods)
            response = _answer(view, known, *args, **kwargs)
            # While the database is away, only the browser knows which language its reader speaks.
            language_cookie.keep(known, response, known.LANGUAGE_CODE)
            return response

        wrapper.page_permission = permission  # type: ignore[attr-defined]
        wrapper.page_methods = methods  # type: ignore[attr-defined]
        wrapper.page_stage = stage  # type: ignore[attr-defined]
        return wrapper

    return decorate


def open_to_all(view: View) -> View:
    """Mark a page that needs nobody signed in. Pages with neither mark are refused by a test."""
    view.is_open_to_all = True  # type: ignore[attr-defined]
    return view


def today() -> date:
    """Return the day it is now where the reader is."""
    return timezone.localtime(clock.now()).date()


def has_second_factor(request: HttpRequest) -> bool:
    """Test whether this session was opened with a second factor."""
    used = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in used)


def _way_in(request: HttpRequest, stage: Stage) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return _go(request, settings.LOGIN_URL)
    if stage >= Stage.SECOND_FACTOR_GIVEN and not has_second_factor(request):
        return _go(request, settings.SECOND_FACTOR_URL)
    if stage >= Stage.INSIDE and request.user.is_password_initial:
        return _go(request, settings.OWN_PASSWORD_URL)
    return None


def _go(request: HttpRequest, to: str) -> HttpResponse:
    is_part = bool(getattr(request, "htmx", False))
    back = _page_shown(request) if is_part else request.get_full_path()
    address = f"{resolve_url(to)}?{urlencode({'next': back})}"
    if not is_part:
        return redirect(address)
    # A part of a page is asked for: the whole page has to leave, not this part of it.
    return HttpResponse(status=204, headers={"HX-Redirect": address})


def _page_shown(request: HttpRequest) -> str:
    return cast(PersonRequest, request).htmx.current_url_abs_path or "/"


def _know(request: HttpRequest, *, at: datetime) -> PersonRequest:
    known = cast(PersonRequest, request)
    known.reach = reach_now(known.user, at=at)
    known.request_id = getattr(request, "request_id", "")
    timezone.activate(ZoneInfo(known.user.time_zone))
    language = known.session.get(LANGUAGE_OF_SESSION) or known.user.language
    translation.activate(language)
    known.LANGUAGE_CODE = translation.get_language() or language
    return known


def _is_allowed(method: str | None, methods: tuple[str, ...]) -> bool:
    return method in methods or (method == "HEAD" and "GET" in methods)


def _answer(view: View, request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    try:
        reach = request.reach
        with walls.open_for(reach), reading_as(reach.named_ids, reach.held_ids):
            return view(request, *args, **kwargs)
    except PermissionDenied:
        refused.note(request, RefusalKind.ROLE)
        raise
    except (NotFound, Http404) as missing:
        refused.note(request, RefusalKind.REACH)
        raise Http404 from missing
    except Refused as refusal:
        if isinstance(refusal, TooOften):
            refused.note(request, RefusalKind.LIMIT)
        return errors.refusal(request, refusal)
    except IntegrityError as error:
        if not is_taken(error):
            raise
        return errors.refusal(request, Refused(TAKEN))
