"""Switching between the two languages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from primeline.kit import clock
from primeline.staff import actions
from primeline.web import errors, language_cookie
from primeline.web.pages import LANGUAGE_OF_SESSION, open_to_all


@open_to_all
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language for the person and on this computer, and go back to the page."""
    if request.method != "POST":
        return errors.method_refused(request, ("POST",))
    to = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(to, {request.get_host()}, request.is_secure()):
        to = "/"
    response = HttpResponseRedirect(to)
    chosen = request.POST.get("language")
    if chosen in dict(settings.LANGUAGES):
        _remember(request, chosen)
        language_cookie.keep(request, response, chosen)
    return response


def _remember(request: HttpRequest, chosen: str) -> None:
    person = request.user
    if not person.is_authenticated:
        request.session[LANGUAGE_OF_SESSION] = chosen
        return
    request.session.pop(LANGUAGE_OF_SESSION, None)
    actions.change_preferences(
        person=person,
        language=chosen,
        time_zone=person.time_zone,
        by=person,
        at=clock.now(),
    )
