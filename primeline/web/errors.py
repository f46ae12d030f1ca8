"""What people see when a page cannot be shown. Each says what happened and the way out."""

import errno
import sys
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from primeline.kit.errors import Refused
from primeline.web.resending import Fields, sent_fields

# When browsers and machines may ask again while the database is away.
SECONDS_TO_COME_BACK = 15
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """One kind of error page. `way_out` names the button; it leads to the start or back here."""

    status: int
    title: str | Promise
    text: str | Promise
    icon: str = "alert-circle"
    may_retry: bool = False


TROUBLES: dict[int, Trouble] = {
    trouble.status: trouble
    for trouble in (
        Trouble(
            status=400,
            title=_("That request cannot be read"),
            text=_("Part of the address or of the form was not understood. Go back and try again."),
        ),
        Trouble(
            status=403,
            icon="lock",
            title=_("This page is not for your role"),
            text=_(
                "Your roles do not include what this page needs. If your work needs it, ask your "
                "unit's lead or the administrator, and tell them the number below."
            ),
        ),
        Trouble(
            status=404,
            icon="search",
            title=_("Nothing is here for you"),
            text=_(
                "There is no such page or account, or it lies outside your reach. Check the "
                "number, or search by name, number or circuit. An account of others is asked for "
                "under “Access to accounts”."
            ),
        ),
        Trouble(
            status=405,
            icon="arrow-left",
            title=_("There is no page at this address"),
            text=_(
                "It only takes what a form sends, and nothing was changed. Go back to the page "
                "with the form and use its button."
            ),
        ),
        Trouble(
            status=409,
            icon="alert-triangle",
            title=_("That could not be done"),
            text=_("A rule stood against it. Nothing was changed."),
        ),
        Trouble(
            status=413,
            icon="upload",
            title=_("That is too much at once"),
            text=_(
                "Nothing of what was sent has been received. A file may have 20 MB: cut it up. "
                "Tables of any size are imported by command line, on the server."
            ),
        ),
        Trouble(
            status=429,
            icon="clock",
            title=_("Too many attempts"),
            text=_("Wait a few minutes, then try again. Nothing is locked for good."),
            may_retry=True,
        ),
        Trouble(
            status=500,
            title=_("Something went wrong on our side"),
            text=_(
                "What you saved before is safe. Try again; if it happens again, give the "
                "administrator the number below."
            ),
            may_retry=True,
        ),
        Trouble(
            status=503,
            icon="plug-connected",
            title=_("The service does not answer just now"),
            text=_(
                "The database is busy or being looked after. Wait a minute, then try again; what "
                "was saved before is safe."
            ),
            may_retry=True,
        ),
    )
}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read, or whose session cannot be written just now."""
    # Django calls a session deleted that it could not write while the database was locked.
    if _is_for_now(_first_cause(exception)):
        return _database_away(request)
    return show(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer somebody whose role does not carry what the page needs."""
    return show(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for what does not exist or is not this person's to see; never say which."""
    return show(request, 404)


def method_refused(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse:
    """Answer where a page is asked for by a method it does not take, as by typing its address."""
    response = show(request, 405)
    response["Allow"] = ", ".join(methods)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after a fault of ours, or while the database is away, locked or full."""
    if _is_for_now(sys.exc_info()[1]):
        return _database_away(request)
    return show(request, 500)


def forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose protection mark is missing or old."""
    text = _("This form is too old to be sent. Go back, reload the page and send it again.")
    return show(request, 403, text=text)


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Show why a rule said no: as a message on the page that asked, or as a page of its own."""
    return show(request, 409, text=refused.message)


def _came_from(request: HttpRequest) -> str:
    """Return the page of ours whose form was sent, if the browser says which."""
    said = request.headers.get("Referer", "")
    if request.method != "POST" or not url_has_allowed_host_and_scheme(said, {request.get_host()}):
        return ""
    place = urlsplit(said)
    # What takes a form alone shows no page.
    if place.path == request.path:
        return ""
    return urlunsplit(("", "", place.path, place.query, ""))


def _is_for_now(error: BaseException | None) -> bool:
    full = isinstance(error, OSError) and error.errno in NO_ROOM
    return full or isinstance(error, OperationalError | InterfaceError)


def _first_cause(error: BaseException) -> BaseException:
    """Return the error of the database that this one came of, or else the one it began with."""
    while not _is_for_now(error) and error.__context__ is not None:
        error = error.__context__
    return error


def _database_away(request: HttpRequest) -> HttpResponse:
    """Answer with what was sent, so that nobody has to type it again."""
    response = show(request, 503, sent=sent_fields(request))
    response["Retry-After"] = str(SECONDS_TO_COME_BACK)
    return response


def show(
    request: HttpRequest, status: int, *, text: object = "", sent: Fields = ()
) -> HttpResponse:
    """Return an error page, or its message alone where only a part of a page was asked for.

    The database may be what failed, so neither template asks it anything.
    """
    trouble = TROUBLES[status]
    context = {
        "trouble": trouble,
        "text": text or trouble.text,
        "sent": sent,
        "back": _came_from(request),
        "request_id": getattr(request, "request_id", ""),
    }
    # By the header: trouble may come before the middleware that reads it for us.
    is_part = request.headers.get("HX-Request") == "true"
    template = "web/errors/part.html" if is_part else "web/errors/page.html"
    response = HttpResponse(render_to_string(template, context, request), status=status)
    if is_part:
        response["HX-Retarget"] = "#troubles"
        response["HX-Reswap"] = "innerHTML"
    return response
