"""The language on this computer: what strangers are spoken to in, and whoever meets trouble."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

A_YEAR = 365 * 24 * 60 * 60


def keep(request: HttpRequest, response: HttpResponseBase, language: str) -> None:
    """Let this computer remember the language, unless it does."""
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) == language:
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
